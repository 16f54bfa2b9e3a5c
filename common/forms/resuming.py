"""Admin forms that are shown again for review before they are saved.

If a form is sent after the session has ended, it is sent again, with a mark, after signing in
(``website/errors/interrupted_forms.py``). The mark makes the admin show the form instead of saving
it at once.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import ModelAdmin
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

MARK = "_resumed"  # its value: the names of chosen files, which browsers do not send again


class _ReviewedForm(forms.ModelForm):
    def clean(self) -> Any:
        """Refuse a form with the mark. The form shown next has no mark, so it can be saved."""
        if MARK in self.data:
            files = self.data[MARK]
            sentences = [
                _("You were signed out, so nothing of this is saved yet. Check it, then save it.")
            ]
            if files:
                sentence = _("These files have to be chosen again: %(files)s.")
                sentences.append(sentence % {"files": files})
            raise ValidationError(" ".join(sentences), code=MARK)
        return super().clean()


class ShowsResumedForms(ModelAdmin):
    """An admin that shows an interrupted form for review before saving it."""

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        return type(form.__name__, (_ReviewedForm, form), {})

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> Any:
        """Show why a resumed form is not saved yet as a message if nothing in it is wrong."""
        errors = context["adminform"].form.errors.as_data().get(NON_FIELD_ERRORS, [])
        if [error.code for error in errors] == [MARK] and len(context["errors"]) == 1:
            messages.warning(request, errors[0].messages[0], extra_tags="resumed")
            context["errors"] = None
        return super().render_change_form(request, context, *args, **kwargs)
