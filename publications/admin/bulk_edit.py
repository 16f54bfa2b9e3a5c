"""Changes the kind, venue or topics of several papers at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from publications.models import Publication, Topic, Venue

AS_IT_IS = _("Leave as it is")


class BulkEditForm(forms.Form):
    """What to change. What is left empty stays as it is."""

    kind = forms.ChoiceField(
        required=False, label=_("Kind"), choices=[("", AS_IT_IS), *Publication.Kind.choices]
    )
    venue = forms.ModelChoiceField(
        Venue.objects.all(), required=False, label=_("Venue"), empty_label=AS_IT_IS
    )
    add_topics = forms.ModelMultipleChoiceField(
        Topic.objects.all(),
        required=False,
        label=_("Add topics"),
        widget=forms.CheckboxSelectMultiple,
    )
    remove_topics = forms.ModelMultipleChoiceField(
        Topic.objects.all(),
        required=False,
        label=_("Remove topics"),
        widget=forms.CheckboxSelectMultiple,
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a form that changes nothing, or adds and removes the same topic."""
        cleaned = super().clean() or self.cleaned_data
        both = set(cleaned.get("add_topics", ())) & set(cleaned.get("remove_topics", ()))
        if both:
            sentence = _("%(topic)s is both added and removed. Untick one of the two.")
            raise forms.ValidationError(sentence, params={"topic": both.pop()})
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError(_("Choose what to change."))
        return cleaned

    def apply_to(self, paper: Publication) -> list[str]:
        """Change a paper, and return the labels of the fields that changed."""
        changed = []
        for name in ("kind", "venue"):
            value = self.cleaned_data[name]
            if value and getattr(paper, name) != value:
                setattr(paper, name, value)
                changed.append(name)
        before = set(paper.topics.all())
        added, removed = self.cleaned_data["add_topics"], self.cleaned_data["remove_topics"]
        topics = (before | set(added)) - set(removed)
        if topics != before:
            changed.append("topics")
        if changed:
            paper.save()  # also notes when it changed
            paper.topics.set(topics)
        fields: list[Any] = [Publication._meta.get_field(name) for name in changed]
        return [capfirst(str(field.verbose_name)) for field in fields]


def select_papers(queryset: QuerySet[Publication]) -> QuerySet[Publication]:
    """Return the papers with what changing them needs."""
    return queryset.select_related("venue").prefetch_related("topics")
