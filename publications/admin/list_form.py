"""The list of papers as a form: topics that are ticked there, with one query for all rows."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from common.ordering.forms import OrderedListFormSet
from publications.models import Topic


class FoldedCheckboxes(forms.CheckboxSelectMultiple):
    """Checkboxes that unfold from a line with what is chosen."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        context = self.get_context(name, value, attrs)
        keys = {str(key) for key in value or ()}
        chosen = [str(label) for key, label in self.choices if str(key) in keys]
        template = "admin/publications/publication/folded_checkboxes.html"
        return render_to_string(template, {**context, "chosen": ", ".join(chosen)})


class TopicsField(forms.MultipleChoiceField):
    """The topics of a paper. The formset gives all its rows the same choices."""

    widget = FoldedCheckboxes

    def prepare_value(self, value: Any) -> Any:
        return _list_keys(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(_list_keys(initial), data)


class PaperInListForm(forms.ModelForm):
    """A paper as a row of the list."""

    topics = TopicsField(label=gettext_lazy("Topics"), required=False)


class PaperListFormSet(OrderedListFormSet):
    """The rows on a page of the list of papers."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        if isinstance(topics := form.fields.get("topics"), TopicsField):
            topics.choices = self._topics

    @cached_property
    def _topics(self) -> list[tuple[str, str]]:
        return [(str(topic.pk), topic.name) for topic in Topic.objects.all()]


def _list_keys(topics: Iterable[Any] | None) -> list[str]:
    return [str(topic.pk if isinstance(topic, Topic) else topic) for topic in topics or ()]
