"""Small model fields that more than one app uses.

A text is made tidy by its field, wherever it comes from: a form, the content file, an import. Forms
therefore check little themselves, and what a browser would cut off is refused with a sentence.
"""

import unicodedata
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from markdownx.models import MarkdownxField

from common.text.characters import UNPRINTABLE, UNSTORABLE, one_line, refuse

if TYPE_CHECKING:
    # What may be assigned to the attribute, and what it gives.
    Lines = models.TextField[list[str], list[str]]
    _Field = models.CharField[Any, Any]
else:
    Lines = models.TextField
    _Field = object

TOO_LONG = (
    "A text here has at most %(limit_value)d characters; this has %(show_value)d. Shorten it."
)


class _OneLine(_Field):
    """A text in one line, composed and without outer spaces, whose characters can be printed."""

    default_error_messages = {"max_length": TOO_LONG}

    def deconstruct(self) -> Any:
        """Show migrations the plain column that the database sees."""
        name, _path, args, kwargs = super().deconstruct()
        column = next(c for c in type(self).__mro__ if c.__module__.startswith("django."))
        return name, f"django.db.models.{column.__name__}", args, kwargs

    def to_python(self, value: Any) -> Any:
        """Tidy the text."""
        text = super().to_python(value)
        return one_line(text) if isinstance(text, str) else text

    def get_prep_value(self, value: Any) -> Any:
        """Look for what is asked for, and store what was checked; neither is tidied again."""
        value = models.Field.get_prep_value(self, value)
        return value if value is None or isinstance(value, str) else str(value)

    def run_validators(self, value: Any) -> None:
        """Refuse what cannot be printed, before anything else."""
        refuse(UNPRINTABLE, value)
        super().run_validators(value)

    def formfield(self, **kwargs: Any) -> Any:
        """Take what is typed or pasted as it is: this field tidies and checks it."""
        kwargs = {"max_length": None, "form_class": forms.CharField, **kwargs}
        return _unchecked(models.CharField.formfield(self, **kwargs))


def _unchecked(field: Any) -> Any:
    """Return the field of a form without checks of its own; the model field says more."""
    field.validators = []
    return field


class TextLineField(_OneLine, models.CharField):
    """A text in one line."""


class TextLineSlugField(_OneLine, models.SlugField):
    """The last part of an address."""


class TextLineEmailField(_OneLine, models.EmailField):
    """An address for e-mail."""


def validate_without_password(address: str) -> None:
    """Refuse an address that signs somebody in, or that hides its host behind a name."""
    try:
        is_plain = "@" not in urlsplit(address).netloc
    except ValueError:
        return  # no address at all, which other validators say
    if not is_plain:
        raise ValidationError("Leave out the name and password in front of the host.")


class WebAddressField(_OneLine, models.URLField):
    """An address on the web; one typed without a scheme is taken for https."""

    default_validators = [*models.URLField.default_validators, validate_without_password]

    def deconstruct(self) -> Any:
        """Keep the name that migrations have for it."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "common.fields.WebAddressField", args, kwargs

    def to_python(self, value: Any) -> Any:
        """Put https in front of an address that begins with its host."""
        text = super().to_python(value)
        return forms.URLField(assume_scheme="https").to_python(text) if text else text


class MarkdownField(MarkdownxField):
    """Markdown with a preview in the admin; its line ends are those of Unix, as in a file."""

    def to_python(self, value: Any) -> Any:
        """Replace the line ends that browsers send, and compose the letters."""
        text = super().to_python(value)
        if not isinstance(text, str):
            return text
        text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
        return text if text.strip() else ""

    def run_validators(self, value: Any) -> None:
        """Refuse what cannot be stored."""
        refuse(UNSTORABLE, value)
        super().run_validators(value)

    def formfield(self, **kwargs: Any) -> Any:
        """Keep the spaces with which a text begins, as they may mean something."""
        return _unchecked(super().formfield(**{"strip": False, **kwargs}))


class LinesField(Lines):
    """A list of short texts, kept and edited one a line: departments, variants of a name.

    The Python value is a list of strings, without blank lines and outer spaces.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"blank": True, "default": list, **kwargs})

    def deconstruct(self) -> Any:
        """Leave the presets out of migrations."""
        name, path, args, kwargs = super().deconstruct()
        for preset in ("blank", "default"):
            kwargs.pop(preset, None)
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, *_: Any) -> list[str]:
        """Split what the database holds."""
        return value.split("\n") if value else []

    def to_python(self, value: Any) -> list[str]:
        """Return the list for a text of lines, a list, or nothing."""
        lines = value.split("\n") if isinstance(value, str) else value or []
        return [tidy for line in lines if (tidy := one_line(line))]

    def run_validators(self, value: Any) -> None:
        """Refuse what cannot be printed, before anything else."""
        refuse(UNPRINTABLE, "".join(value))
        super().run_validators(value)

    def get_prep_value(self, value: Any) -> str:
        """Join the lines for the database."""
        return "\n".join(self.to_python(value))

    def value_to_string(self, obj: models.Model) -> str:
        """Return the form that Django's serialisers write."""
        return self.get_prep_value(self.value_from_object(obj))

    def formfield(self, **kwargs: Any) -> Any:
        """Edit the list in a small text area."""
        return _unchecked(super().formfield(**{"form_class": _LinesFormField, **kwargs}))


class _LinesFormField(forms.CharField):
    widget = forms.Textarea(attrs={"rows": 2})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return LinesField().to_python(initial) != LinesField().to_python(data)
