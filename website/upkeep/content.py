"""Loading a content file in the admin, with a preview, and downloading one."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from common.content_file.decoding import DecodeError, decode
from website import content_file
from website.upkeep.views import render_page, superusers_only

MOST_MEGABYTES = 10  # the preview sends the text once more; manage.py load takes more


class ContentFileForm(forms.Form):
    """A content file, or on the preview its text. The cleaned data has the text as ``source``."""

    file = forms.FileField(
        required=False, help_text=gettext_lazy("A content file, such as: site.toml")
    )
    text = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Read the file if there is one, otherwise take the text."""
        cleaned = super().clean() or self.cleaned_data
        file = cleaned.get("file")
        if file and file.size > MOST_MEGABYTES * 1_000_000:
            sentence = _("This file has more than %(most)d MB. Load it with “manage.py load”.")
            raise forms.ValidationError(sentence % {"most": MOST_MEGABYTES})
        try:
            text = cleaned.get("text", "").replace("\r\n", "\n")
            cleaned["source"] = decode(file.read()) if file else text
        except DecodeError as error:
            where = _("Line %(line)s:") % {"line": error.line} if error.line else _("This file")
            raise forms.ValidationError(f"{where} {error}") from error
        if not self.errors and not cleaned["source"].strip():
            raise forms.ValidationError(_("Choose a content file."))
        return cleaned


@superusers_only
def load(request: HttpRequest) -> HttpResponse:
    """Show the form, then what loading the file would change, then load it."""
    form = ContentFileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"title": _("Load a content file"), "form": form}
    if form.is_valid():
        context["source"] = form.cleaned_data["source"]
        is_confirmed = "load" in request.POST
        try:
            report = content_file.load(context["source"], request.user, dry_run=not is_confirmed)
        except content_file.ContentError as error:
            context["problems"] = error.problems
        else:
            context |= {"report": report, "counts": list(report.counts.items())}
            if is_confirmed:
                return _tell(request, len(report.touched))
    return render_page(request, "content.html", context)


def _tell(request: HttpRequest, count: int) -> HttpResponse:
    sentence = _("The content file was loaded: %(count)d rows were added or changed.")
    messages.success(request, sentence % {"count": count})
    return redirect("upkeep")


@superusers_only
@require_safe
@reauthentication_required
def download(request: HttpRequest) -> HttpResponse:
    """Send the whole content, with drafts, as one file."""
    headers = {"Content-Disposition": 'attachment; filename="site.toml"'}
    return HttpResponse(content_file.dump(), "application/toml", headers=headers)
