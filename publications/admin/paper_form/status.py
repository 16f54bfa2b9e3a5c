"""Moves the status of a preprint that is given a venue, a volume or a publisher's DOI."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from publications.identifiers import is_preprint_doi, strip_doi
from publications.models import Publication
from publications.models.stages import get_status_at_venue


class StatusForm(forms.ModelForm):
    """A form in which the status follows the venue, unless the owner changes the status too."""

    gave_status = ""  # the name of what has moved the status

    def clean(self) -> dict[str, Any]:
        """Take a paper for published if it is still a preprint and says now where it appeared."""
        cleaned = super().clean() or self.cleaned_data
        is_preprint = cleaned.get("status") == Publication.Status.PREPRINT
        if is_preprint and "status" not in self.changed_data:
            self.gave_status = self._find_place(cleaned)
        if self.gave_status:
            cleaned["status"] = get_status_at_venue(cleaned.get("when"))
            if cleaned.get("kind") == Publication.Kind.PREPRINT:
                cleaned["kind"] = Publication.Kind.ARTICLE
        return cleaned

    def _find_place(self, cleaned: dict[str, Any]) -> str:
        given = {name: cleaned.get(name) for name in self.changed_data}
        doi = strip_doi(given.get("doi") or "")
        if given.get("venue"):
            return _("a venue")
        if given.get("volume"):
            return _("a volume")
        return _("a DOI") if doi and not is_preprint_doi(doi) else ""


def describe_moved_status(paper: Publication, given: str) -> SafeString:
    """Return the sentence that tells the owner of the new status, with a link to change it."""
    form = reverse("admin:publications_publication_change", args=[paper.pk])
    sentence = _("The status is now “{}”, because the paper has {}. <a href='{}'>Change it</a>")
    return format_html(sentence, paper.get_status_display(), given, f"{form}#id_status")
