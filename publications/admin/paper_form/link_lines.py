"""The field of a paper's form into which its links are pasted, one in a line."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from common.forms.link_lines import LinkLinesField, leave_out_known
from publications.link_kinds import SIGNS
from publications.models import Publication, PublicationLink


class LinkLinesForm(forms.ModelForm):
    """A form that adds the links in its lines to those that the paper has."""

    link_lines = LinkLinesField(
        PublicationLink,
        SIGNS,
        label=gettext_lazy("Add links"),
        help_text=gettext_lazy(
            "Web addresses, one a line: what each is, is seen from it. A label can be before it, "
            "such as: Tutorial https://example.org/talk"
        ),
    )


def add_links(paper: Publication, form: Any) -> None:
    """Add the links after those that the saved paper has, unless it has the same address."""
    link: Any
    for link in leave_out_known(form.cleaned_data.get("link_lines") or (), paper.links.all()):
        link.publication = paper
        link.save()
