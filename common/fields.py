"""Small model fields that more than one app uses.

A field cleans up its text, whether it comes from a form, the content file or an import. Form fields
therefore check little themselves. Text that is too long is refused, never cut off.
"""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from markdownx.models import MarkdownxField

from common.text.characters import UNPRINTABLE, UNSTORABLE, join_lines, normalize, refuse
from common.text.markdown import LONGEST

if TYPE_CHECKING:
    # The types for setting and for reading the attribute.
    Lines = models.TextField[list[str], list[str]]
    _Field = models.CharField[Any, Any]
else:
    Lines = models.TextField
    _Field = object

_LONGEST_LINES = 20_000  # characters in all lines of a list

TOO_LONG = _(
    "This text has %(show_value)d characters; at most %(limit_value)d are allowed. Shorten it."
)


class _OneLine(_Field):
    """One line of printable text in NFC, without surrounding spaces."""

    default_error_messages = {"max_length": TOO_LONG}

    def deconstruct(self) -> Any:
        """Appear in migrations as Django's own field, because the column is the same."""
        name, _path, args, kwargs = super().deconstruct()
        column = next(c for c in type(self).__mro__ if c.__module__.startswith("django."))
        return name, f"django.db.models.{column.__name__}", args, kwargs

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return join_lines(text) if isinstance(text, str) else text

    def get_prep_value(self, value: Any) -> Any:
        """Pass the value on as it is: ``to_python`` has already cleaned it up."""
        value = models.Field.get_prep_value(self, value)
        return value if value is None or isinstance(value, str) else str(value)

    def run_validators(self, value: Any) -> None:
        """Refuse unprintable characters before anything else."""
        refuse(UNPRINTABLE, value)
        super().run_validators(value)

    def formfield(self, **kwargs: Any) -> Any:
        """Let the form accept any text: the model field cleans it up and checks it."""
        kwargs = {"max_length": None, "form_class": forms.CharField, **kwargs}
        return _remove_length_check(models.CharField.formfield(self, **kwargs))


def _remove_length_check(field: Any) -> Any:
    """Remove the form field's validators: those of the model field have better messages."""
    field.validators = []
    return field


class TextLineField(_OneLine, models.CharField):
    """One line of text."""


class TextLineSlugField(_OneLine, models.SlugField):
    """The last part of a URL."""


class TextLineEmailField(_OneLine, models.EmailField):
    """An e-mail address."""


def validate_without_password(url: str) -> None:
    """Refuse a URL with a user name or password, which may also disguise the host."""
    try:
        is_plain = "@" not in urlsplit(url).netloc
    except ValueError:
        return  # not a URL; other validators say so
    if not is_plain:
        raise ValidationError(_("Leave out the name and password before the host."))


class WebAddressField(_OneLine, models.URLField):
    """A URL. One without a scheme gets ``https://``."""

    default_validators = [*models.URLField.default_validators, validate_without_password]

    def deconstruct(self) -> Any:
        """Appear in migrations under its own name, unlike the other one-line fields."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "common.fields.WebAddressField", args, kwargs

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return forms.URLField(assume_scheme="https").to_python(text) if text else text


class MarkdownField(MarkdownxField):
    """Markdown with a preview in the admin, stored with Unix line endings."""

    def to_python(self, value: Any) -> Any:
        """Convert the line endings that browsers send, and normalize to NFC."""
        text = super().to_python(value)
        if not isinstance(text, str):
            return text
        text = normalize(text.replace("\r\n", "\n"))
        return text if text.strip() else ""

    def run_validators(self, value: Any) -> None:
        """Refuse a text that is too long, and characters that cannot be stored."""
        MaxLengthValidator(LONGEST, TOO_LONG)(value)
        refuse(UNSTORABLE, value)
        super().run_validators(value)

    def formfield(self, **kwargs: Any) -> Any:
        """Keep leading spaces: they can have a meaning in Markdown."""
        return _remove_length_check(super().formfield(**{"strip": False, **kwargs}))


class LinesField(Lines):
    """A list of short texts, stored and edited one per line: departments, variants of a name.

    The Python value is a list of strings without blank lines and surrounding spaces.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"blank": True, "default": list, **kwargs})

    def deconstruct(self) -> Any:
        """Leave the defaults out of migrations."""
        name, path, args, kwargs = super().deconstruct()
        for preset in ("blank", "default"):
            kwargs.pop(preset, None)
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, *_: Any) -> list[str]:
        return value.split("\n") if value else []

    def to_python(self, value: Any) -> list[str]:
        """Accept lines of text, a list or nothing."""
        lines = value.split("\n") if isinstance(value, str) else value or []
        return [tidy for line in lines if (tidy := join_lines(line))]

    def run_validators(self, value: Any) -> None:
        """Refuse texts that are too long, and unprintable characters."""
        text = "".join(value)
        MaxLengthValidator(_LONGEST_LINES, TOO_LONG)(text)
        refuse(UNPRINTABLE, text)
        super().run_validators(value)

    def get_prep_value(self, value: Any) -> str:
        return "\n".join(self.to_python(value))

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))

    def formfield(self, **kwargs: Any) -> Any:
        return _remove_length_check(super().formfield(**{"form_class": _LinesFormField, **kwargs}))


class _LinesFormField(forms.CharField):
    widget = forms.Textarea(attrs={"rows": 2})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return LinesField().to_python(initial) != LinesField().to_python(data)
