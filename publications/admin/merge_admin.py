"""The action and the page that merge rows of a list into one: authors and venues."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from common.history.admin import HistoryAdmin
from common.history.recent_changes import log_change
from common.history.recording import record_merge


class MergeRefusedError(ValueError):
    """Rows that cannot be one. The message tells the owner why."""


class MergeAdmin(HistoryAdmin):
    """An admin of rows that have papers and can be merged. They have a ``paper_count``.

    The action comes first from the list, and again with the choice from the page that asks which
    row to keep. The page also has a URL of its own, for links.
    """

    merge_action: ClassVar[str]
    merge_title: ClassVar[Any]
    merge_question: ClassVar[Any]
    select_more: ClassVar[Any]
    merge_permissions: ClassVar[Sequence[str]]

    def merge(self, kept: Any, others: Sequence[Any]) -> str:
        """Merge the others into one row; return what else to tell. May raise MergeRefusedError."""
        raise NotImplementedError

    def list_merge_notes(self, row: Any) -> Iterable[str]:
        """Return what the page says about a row, besides its papers."""
        return ()

    def has_merge_permission(self, request: HttpRequest) -> bool:
        """Return whether the user may do all that merging does."""
        return request.user.has_perms(self.merge_permissions)

    def get_urls(self) -> list[Any]:
        """Add the page that asks which row to keep."""
        page = self.admin_site.admin_view(self.show_merge_page)
        return [path("merge/", page, name=self._get_url_name("merge")), *super().get_urls()]

    def show_merge_page(self, request: HttpRequest) -> HttpResponse:
        """Ask which of the rows in the URL to keep."""
        if not self.has_merge_permission(request):
            raise PermissionDenied
        keys = set(request.GET.getlist("pk"))
        rows = [row for row in self.get_queryset(request) if str(row.pk) in keys]
        return self._ask(request, rows) or HttpResponseRedirect(self._list_url)

    def _merge_chosen(self, request: HttpRequest, rows: Iterable[Any]) -> HttpResponse | None:
        """Ask which row to keep, or merge the others into it; None leads back to the list."""
        chosen = list(rows)
        kept = next((row for row in chosen if str(row.pk) == request.POST.get("kept")), None)
        others = [row for row in chosen if row != kept]
        if kept is None or not others:
            return self._ask(request, chosen)
        names = ", ".join(str(row) for row in others)
        try:
            with record_merge(others, request.user):
                more = self.merge(kept, others)
                comment = _("Merged with %(names)s.") % {"names": names}
                log_change(kept, request.user, comment)
        except MergeRefusedError as error:
            messages.error(request, _("Nothing was merged. %(reason)s") % {"reason": error})
        else:
            merged = _("%(names)s merged into %(kept)s.") % {"names": names, "kept": kept}
            messages.success(request, f"{merged} {more}".strip())
        return None

    def _ask(self, request: HttpRequest, rows: list[Any]) -> HttpResponse | None:
        if len(rows) < 2:
            messages.warning(request, self.select_more)
            return None
        for row in rows:
            row.merge_notes = self.list_merge_notes(row)
        context = {
            **self.admin_site.each_context(request),
            "title": self.merge_title,
            "question": self.merge_question,
            "action": self.merge_action,
            "rows": sorted(rows, key=self.papers, reverse=True),
            "list_url": self._list_url,
            "list_name": capfirst(self.opts.verbose_name_plural),
        }
        return render(request, "admin/publications/merge.html", context)

    def _get_url_name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    @property
    def _list_url(self) -> str:
        return reverse(f"admin:{self._get_url_name('changelist')}")

    @admin.display(ordering="paper_count")
    def papers(self, row: Any) -> int:
        return int(row.paper_count)
