"""A form that notices when its row was saved in another window since it was opened."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localtime
from reversion.models import Version

NAME = "opened_version"


def detect_edit_conflicts(form: type[forms.ModelForm]) -> type[forms.ModelForm]:
    """Return the form with a hidden field that says of which version of the row it was opened.

    A form that is behind is refused once, with everything that was typed still in it; saved
    again, it takes the place of what was saved meanwhile, which the history keeps.
    """

    class Noticing(_EditConflictForm, form):  # type: ignore[misc, valid-type]
        opened_version = forms.CharField(required=False, widget=forms.HiddenInput)

    return Noticing


class _EditConflictForm(forms.ModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.latest, self.version = _latest(self.instance)
        self.fields[NAME].initial = self.latest

    def clean(self) -> Any:
        """Refuse a form that is behind, and let the next attempt pass."""
        cleaned = super().clean()
        opened = self.data.get(self.add_prefix(NAME))
        if self.version is None or opened in (None, self.latest):
            return cleaned
        again: Any = self.data.copy()  # type: ignore[attr-defined]
        again[self.add_prefix(NAME)] = self.latest
        self.data = again
        revision = self.version.revision
        who = f" by {revision.user.get_username()}" if revision.user else ""
        when = localtime(revision.date_created)
        raise ValidationError(
            f"This was changed{who} at {when:%H:%M} on {when.day} {when:%B}, after you opened it. "
            "Nothing of yours is saved yet. See its history for what changed; save again to put "
            "yours in its place."
        )


def _latest(row: Any) -> tuple[str, Version | None]:
    """Return the key of the latest version of a row, as text, and the version."""
    if row.pk is None:
        return "", None
    versions = Version.objects.get_for_object(row).select_related("revision__user")
    version = versions.order_by("-pk").first()
    return (str(version.pk), version) if version else ("", None)
