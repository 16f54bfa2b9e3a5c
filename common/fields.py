"""Small model fields that more than one app uses."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from markdownx.models import MarkdownxField

if TYPE_CHECKING:
    # What may be assigned to the attribute, and what it gives.
    Lines = models.TextField[list[str], list[str]]
else:
    Lines = models.TextField


def validate_without_password(address: str) -> None:
    """Refuse an address that signs somebody in, or that hides its host behind a name."""
    try:
        is_plain = "@" not in urlsplit(address).netloc
    except ValueError:
        return  # no address at all, which other validators say
    if not is_plain:
        raise ValidationError("Leave out the name and password in front of the host.")


class WebAddressField(models.URLField):
    """An address on the web; one typed without a scheme is taken for https."""

    default_validators = [*models.URLField.default_validators, validate_without_password]

    def formfield(self, **kwargs: Any) -> Any:
        """Read the address as Django will from version 6 on."""
        return super().formfield(**{"assume_scheme": "https", **kwargs})


class MarkdownField(MarkdownxField):
    """Markdown with a preview in the admin; its line ends are those of Unix, as in a file."""

    def to_python(self, value: Any) -> Any:
        """Replace the line ends that browsers send."""
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if isinstance(text, str) else text


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
        return [line.strip() for line in lines if line.strip()]

    def get_prep_value(self, value: Any) -> str:
        """Join the lines for the database."""
        return "\n".join(self.to_python(value))

    def value_to_string(self, obj: models.Model) -> str:
        """Return the form that Django's serialisers write."""
        return self.get_prep_value(self.value_from_object(obj))

    def formfield(self, **kwargs: Any) -> Any:
        """Edit the list in a small text area."""
        return super().formfield(**{"form_class": _LinesFormField, **kwargs})


class _LinesFormField(forms.CharField):
    widget = forms.Textarea(attrs={"rows": 2})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return LinesField().to_python(initial) != LinesField().to_python(data)
