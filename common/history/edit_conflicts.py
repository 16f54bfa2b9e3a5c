"""Forms that detect that their row was saved in another window after they were opened."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from reversion.models import Version

NAME = "opened_version"


def detect_edit_conflicts(form: type[forms.ModelForm]) -> type[forms.ModelForm]:
    """Return the form class with a hidden field: the version that the form was opened with.

    A form with an older version is refused once, with everything that was typed still in it. Saved
    again, it replaces the other changes, which remain in the history.
    """

    class ConflictForm(_EditConflictForm, form):  # type: ignore[misc, valid-type]
        opened_version = forms.CharField(required=False, widget=forms.HiddenInput)

    return ConflictForm


class _EditConflictForm(forms.ModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.latest, self.version = _find_latest(self.instance)
        self.fields[NAME].initial = self.latest

    def clean(self) -> Any:
        """Refuse a form with an older version, and let the next attempt pass."""
        cleaned = super().clean()
        opened = self.data.get(self.add_prefix(NAME))
        if self.version is None or opened in (None, self.latest):
            return cleaned
        again: Any = self.data.copy()  # type: ignore[attr-defined]
        again[self.add_prefix(NAME)] = self.latest
        self.data = again
        revision = self.version.revision
        sentences = _(
            "This was changed at %(time)s on %(day)s, after you opened it. Your changes are not "
            "saved yet. See the history for what changed; save again to replace it by your version."
        )
        if revision.user:
            sentences = _(
                "This was changed by %(user)s at %(time)s on %(day)s, after you opened it. Your "
                "changes are not saved yet. See the history for what changed; save again to "
                "replace it by your version."
            )
        when = localtime(revision.date_created)
        raise ValidationError(
            sentences
            % {
                "user": revision.user and revision.user.get_username(),
                "time": date_format(when, "H:i"),
                "day": date_format(when, "j F"),
            }
        )


def _find_latest(row: Any) -> tuple[str, Version | None]:
    """Return the latest version of a row, and before it the version's key as text."""
    if row.pk is None:
        return "", None
    versions = Version.objects.get_for_object(row).select_related("revision__user")
    version = versions.order_by("-pk").first()
    return (str(version.pk), version) if version else ("", None)
