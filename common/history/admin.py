"""The admin pages that show the history of a row and bring back earlier or deleted rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin.utils import quote, unquote
from django.contrib.auth import get_permission_codename
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from reversion.admin import VersionAdmin
from reversion.models import Version

from common.forms.drafts import KeepsDrafts
from common.forms.errors import ListsErrors
from common.forms.resuming import ShowsResumedForms
from common.history import edit_conflicts, recording
from common.history.edit_conflicts import detect_edit_conflicts
from common.write_lock import write_lock


class HistoryAdmin(ShowsResumedForms, ListsErrors, KeepsDrafts, VersionAdmin):
    """An admin that records every version of its rows, together with their inlines.

    The recording is django-reversion's. The pages are our own: the history shows what changed in
    each field, and a button goes back to a version, which is a change like any other.
    """

    change_list_template: ClassVar[Any] = "admin/recoverable_list.html"
    delete_confirmation_template: ClassVar[Any] = "admin/recoverable_delete.html"
    delete_selected_confirmation_template: ClassVar[Any] = "admin/recoverable_delete_selected.html"

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Let the form detect that the row was saved in another window."""
        if change:
            kwargs["form"] = detect_edit_conflicts(self.form)
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Add the hidden field for edit conflicts before the others."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or not self.has_change_permission(request, obj):
            return fieldsets
        (name, options), *others = fieldsets
        fields = [edit_conflicts.NAME, *(f for f in options["fields"] if f != edit_conflicts.NAME)]
        return [(name, {**options, "fields": fields}), *others]

    @contextmanager
    def create_revision(self, request: HttpRequest) -> Iterator[None]:
        """Begin a revision. GET requests do not take the write lock."""
        with (
            recording.record_revision("", request.user)
            if request.method == "POST"
            else nullcontext()
        ):
            yield

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list. Changes made there are recorded row by row when they are logged."""
        lock = write_lock() if request.method == "POST" else nullcontext()
        context = {"may_recover": self._may_recover(request), **(extra_context or {})}
        with lock:
            return super(VersionAdmin, self).changelist_view(request, context)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Log the addition and record the row as a version."""
        with self.create_revision(request):
            entry = super().log_addition(request, obj, message)
            recording.note([obj])
        return entry

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Log the change and record the row as a version."""
        with self.create_revision(request):
            entry = super().log_change(request, obj, message)
            recording.note([obj])
        return entry

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Leave out the rows of many-to-many tables, which mean nothing to an owner."""
        deleted, counts, missing_rights, protected = super().get_deleted_objects(objs, request)
        through: list[Any] = [field.remote_field.through for field in self.opts.many_to_many]
        tables = [model._meta for model in through]
        plurals = {table.verbose_name_plural for table in tables}
        starts = tuple(f"{capfirst(str(table.verbose_name))}:" for table in tables)

        def keep(lines: list[Any]) -> list[Any]:
            rest = [keep(line) if isinstance(line, list) else line for line in lines]
            return [line for line in rest if line and not str(line).startswith(starts)]

        counts = {name: count for name, count in counts.items() if name not in plurals}
        return keep(deleted), counts, missing_rights, protected

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Record the row, then delete it."""
        self._keep([obj], request)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Record the rows, then delete them."""
        self._keep(queryset, request)
        super().delete_queryset(request, queryset)

    @staticmethod
    def _keep(rows: Iterable[Any], request: HttpRequest) -> None:
        with recording.record_revision(_("Deleted."), request.user):
            recording.note(rows)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show what each version of a row changed, with a button to go back to it."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        context = {
            "title": _("History: %(row)s") % {"row": row},
            "row": row,
            "steps": recording.list_steps(self.model, row.pk),
            "may_restore": self._may_restore(request),
        }
        return self._render_page(request, "admin/history.html", context)

    def revision_view(
        self,
        request: HttpRequest,
        object_id: str,
        version_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Go back to a version after the button on the history page was pressed."""
        version = self._get_version(version_id)
        if version.object_id != unquote(object_id):
            raise Http404
        if not self._may_restore(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseRedirect(self._get_url("history", object_id))
        when = date_format(localtime(version.revision.date_created), "j F Y, H:i")
        comment = _("Went back to the version of %(when)s.") % {"when": when}
        return self._restore(request, version, comment)

    def recoverlist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """List the deleted rows, each with a button to bring it back."""
        if not self._may_recover(request):
            raise PermissionDenied
        context = {
            "title": _("Deleted %(rows)s") % {"rows": self.opts.verbose_name_plural},
            "deleted": recording.select_deleted(self.model)[:200],
        }
        return self._render_page(request, "admin/deleted.html", context)

    def recover_view(
        self, request: HttpRequest, version_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Bring a deleted row back after its button was pressed."""
        version = self._get_version(version_id)
        if not self._may_recover(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseRedirect(self._get_url("recoverlist"))
        hint = _("If it was merged with another one, go back in the history of that one first.")
        return self._restore(request, version, _("Brought back after it was deleted."), hint)

    def _may_restore(self, request: HttpRequest) -> bool:
        """Return whether the user may change a row and do everything with its parts."""
        rights = [
            f"{inline.model._meta.app_label}.{get_permission_codename(action, inline.model._meta)}"
            for inline in self.inlines
            for action in ("add", "change", "delete")
        ]
        return self.has_change_permission(request) and request.user.has_perms(rights)

    def _may_recover(self, request: HttpRequest) -> bool:
        return self._may_restore(request) and self.has_add_permission(request)

    def _get_version(self, version_id: str) -> Version:
        return get_object_or_404(Version.objects.get_for_model(self.model), pk=version_id)

    def _restore(
        self, request: HttpRequest, version: Version, comment: str, hint: str = ""
    ) -> HttpResponse:
        missing = recording.list_missing_files(version)
        try:
            with recording.record_revision(comment, request.user):
                row = recording.restore(version)
                self.log_change(request, row, comment)
        except recording.RestoreError as error:
            sentence = _("Nothing was changed. %(reason)s") % {"reason": error}
            messages.error(request, f"{sentence} {hint}".strip())
            return HttpResponseRedirect(self._get_url("changelist"))
        messages.success(request, f"{row}: {comment[0].lower()}{comment[1:]}")
        for name in missing:
            sentence = _("The file %(name)s could not be brought back: it no longer exists.")
            messages.warning(request, sentence % {"name": name})
        return HttpResponseRedirect(self._get_url("change", quote(row.pk)))

    def _get_url(self, page: str, *arguments: str) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=arguments)

    def _render_page(
        self, request: HttpRequest, template: str, context: dict[str, Any]
    ) -> HttpResponse:
        request.current_app = self.admin_site.name
        common = {**self.admin_site.each_context(request), "opts": self.opts}
        return render(request, template, {**common, **context})
