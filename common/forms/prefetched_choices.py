"""Choice fields that use rows fetched in one query for the whole form."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Model


class PrefetchedChoiceField(forms.ModelChoiceField):
    """A choice that is looked up in ``fetched`` (rows by key, as text) before the database."""

    fetched: Mapping[str, Model] = {}

    def to_python(self, value: Any) -> Model | None:
        return self.fetched.get(str(value)) or super().to_python(value)


class PrefetchedAutocompleteSelect(AutocompleteSelect):
    """The admin's autocomplete widget for a ``PrefetchedChoiceField``."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        """Return the chosen option, and an empty one if the field is optional."""
        field = self.choices.field
        row = field.fetched.get(str(value[0])) if len(value) == 1 else None
        if row is None:
            return super().optgroups(name, value, attr)
        chosen = self.create_option(name, row.pk, field.label_from_instance(row), True, 0)
        blank = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        return [(None, [*blank, chosen], 0)]
