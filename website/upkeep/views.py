"""The upkeep page, the page of each task, and what can be downloaded. For superusers only."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from publications.models import Import
from website.backup.folder import list_backups
from website.dashboard.site_status import SiteStatus
from website.upkeep import tasks
from website.upkeep.overview import list_signed_in, measure_space

View = Callable[..., HttpResponseBase]

REFRESH = "2"  # seconds
LATEST_IMPORTS = 10
TITLES = {
    "backup": gettext_lazy("Back up"),
    "export": gettext_lazy("Export"),
    "check_links": gettext_lazy("Check links"),
}


class ExportForm(forms.Form):
    """Where the files will be, and where to write them now."""

    url = forms.URLField(
        label=gettext_lazy("URL of the exported site"),
        assume_scheme="https",
        help_text=gettext_lazy("Where the files will be, such as: https://example.edu/~wxiong/"),
    )
    to = forms.ChoiceField(label=gettext_lazy("Write it to"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("zip", _("a zip file, to download"))]
        if folder := settings.EXPORT_FOLDER:
            choices.append(("folder", _("the folder %(folder)s") % {"folder": folder}))
        field: Any = self.fields["to"]
        field.choices, field.initial = choices, choices[-1][0]
        last = tasks.get("export").options.get("url")
        self.fields["url"].initial = last or (settings.SITE.origin + "/" if settings.SITE else "")


def superusers_only(view: View) -> View:
    """Ask visitors to sign in, and refuse staff who are not superusers."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_superuser:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return admin.site.admin_view(wrapper)


def render_page(
    request: HttpRequest, template: str, context: dict[str, Any], **kwargs: Any
) -> HttpResponse:
    context = {**admin.site.each_context(request), **context}
    return render(request, f"admin/upkeep/{template}", context, **kwargs)


@superusers_only
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show a section for each task."""
    context = {
        "title": _("Upkeep"),
        "tasks": {name: tasks.get(name) for name in tasks.NAMES},
        "status": SiteStatus.for_request(request),
        "backups": list_backups(),
        "export_form": ExportForm(),
        "exported": get_exported(),
        "signed_in": list_signed_in(),
        "space": measure_space(),
        "imports": Import.objects.all()[:LATEST_IMPORTS],
        "has_email": settings.EMAIL is not None,
    }
    return render_page(request, "overview.html", context)


@superusers_only
def run_task(request: HttpRequest, name: str) -> HttpResponse:
    """Start a task on POST; show how far it is, loading the page again until it has ended."""
    if name not in tasks.NAMES:
        raise Http404
    if request.method == "POST":
        form = ExportForm(request.POST) if name == "export" else None
        if form and not form.is_valid():
            context = {"title": TITLES[name], "export_form": form, "task": tasks.get(name)}
            return render_page(request, "task.html", context)
        if not tasks.start(name, form.cleaned_data if form else None):
            messages.info(request, _("This is already running. It was not started again."))
        return redirect("upkeep-task", name)
    task = tasks.get(name)
    context = {
        "title": TITLES[name],
        "task": task,
        "started_at": parse_datetime(task.started_at) if task.started_at else None,
        "backup": next(iter(list_backups()), None) if name == "backup" else None,
        "exported": get_exported() if task.options.get("to") == "zip" else None,
    }
    response = render_page(request, "task.html", context)
    if task.is_running:
        response.headers["Refresh"] = REFRESH
    return response


@superusers_only
@require_safe
@reauthentication_required
def download_backup(request: HttpRequest, name: str) -> FileResponse:
    """Send a backup, which holds everything, to somebody who has just typed the password."""
    for backup in list_backups():
        if backup.file.name == name:
            return send(backup.file)
    raise Http404


@superusers_only
@require_safe
def download_export(request: HttpRequest) -> FileResponse:
    """Send the last export, which has only what is public."""
    if (file := get_exported()) is None:
        raise Http404
    return send(file, "site.zip")


@superusers_only
@require_POST
def send_test_message(request: HttpRequest) -> HttpResponse:
    """Send an e-mail to the user, so that a forgotten password does not come as a surprise."""
    user: Any = request.user
    site = settings.SITE.origin if settings.SITE else _("this site")
    text = _("E-mail from %(site)s arrives: a forgotten password can be reset by e-mail.")
    try:
        send_mail(_("A test message"), text % {"site": site}, None, [user.email])
    except OSError as error:  # also that of smtplib
        messages.error(request, _("No message was sent: %(reason)s") % {"reason": error})
    else:
        messages.success(request, _("A message was sent to %(to)s.") % {"to": user.email})
    return redirect("upkeep")


def get_exported() -> Path | None:
    file = tasks.get_exported_zip()
    return file if file.is_file() else None


def send(file: Path, name: str = "") -> FileResponse:
    return FileResponse(file.open("rb"), as_attachment=True, filename=name or file.name)
