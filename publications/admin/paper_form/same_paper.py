"""Asks in the form of a paper, before it is saved, whether the paper is on the site already."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.text.title_markup import render_title
from publications.merging.same_papers import DECISIVE, SamePaper, find_same_papers
from publications.models import Publication


class AnswerField(forms.CharField):
    """An answer to a question of the form, hidden until it is asked. It is no change of the row."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "widget": forms.HiddenInput, **kwargs})

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class SamePaperForm(forms.ModelForm):
    """A form that is returned once if another paper has the DOI, arXiv id or title.

    The owner answers with one of the papers, to make them one, or that it is another paper. An
    answer is valid for the papers that were named in the question.
    """

    same_paper = AnswerField(label=gettext_lazy("Is it the same paper?"))
    may_merge = False
    merge_with: Publication | None = None

    def clean(self) -> dict[str, Any]:
        """Ask, unless the answer is there."""
        cleaned = super().clean() or self.cleaned_data
        if not DECISIVE & set(self.changed_data):
            return cleaned
        column: Any = Publication._meta.get_field
        values = {name: column(name).to_python(cleaned.get(name) or "") for name in DECISIVE}
        linked = cleaned.get("published_as")
        same = find_same_papers(Publication(pk=self.instance.pk, published_as=linked, **values))
        answer = cleaned.get("same_paper") or ""
        by_answer = {f"merge-{one.paper.pk}": one.paper for one in same}
        if self.may_merge and answer in by_answer:
            self.merge_with = by_answer[answer]
            if self.instance.pk is None:
                cleaned["is_draft"] = True  # until they are one
        elif not {str(one.paper.pk) for one in same} <= set(answer.split("-")):
            self._ask(same)
        return cleaned

    def _ask(self, same: list[SamePaper]) -> None:
        field = self.fields["same_paper"]
        keys = "-".join(str(one.paper.pk) for one in same)
        choices = [(f"another-{keys}", _("It is another paper: save it too."))]
        if self.may_merge:
            sentence = _("Save it, and make one paper of it and “{}”: the next page shows both.")
            choices += [
                (f"merge-{one.paper.pk}", format_html(sentence, render_title(one.paper.title)))
                for one in same
            ]
        field.widget = forms.RadioSelect(choices=choices)
        sentences = format_html_join(" ", "{}", ((_describe(one),) for one in same))
        end = _("Nothing is saved yet: choose below what it is, and save again.")
        self.add_error("same_paper", format_html("{} {}", sentences, end))


def _describe(same: SamePaper) -> SafeString:
    url = reverse("admin:publications_publication_change", args=[same.paper.pk])
    sentence = _("<a href='{}' target='_blank'>{}</a> is here already, with the same {}.")
    return format_html(sentence, url, render_title(same.paper.title), same.shares)
