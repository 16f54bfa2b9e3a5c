"""Forms of the admin that are shown filled, and saved only when somebody has looked at them.

A form that was sent when nobody was signed in any more is sent again with a mark, by whoever signs
in then (``website/errors/interrupted_forms.py``). The mark keeps it from being saved at once.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.options import ModelAdmin
from django.core.exceptions import ValidationError
from django.http import HttpRequest

MARK = "_resumed"  # its value names the files that were chosen, which a browser does not send again


class _ShownFirst(forms.ModelForm):
    def clean(self) -> Any:
        """Refuse a form that has the mark; drawn again it has none, and the next attempt passes."""
        if MARK in self.data:
            files = self.data[MARK]
            again = f" These files have to be chosen again: {files}." if files else ""
            raise ValidationError(
                "You were signed out, so nothing of this is saved yet. Look it over, and save it."
                + again
            )
        return super().clean()


class ShowsResumedForms(ModelAdmin):
    """An admin whose forms are shown filled first, where they were interrupted."""

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let the form heed the mark."""
        form: Any = super().get_form(request, *args, **kwargs)
        return type(form.__name__, (_ShownFirst, form), {})
