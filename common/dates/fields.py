"""The model field and the form field for dates of a CV."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _lazy

from common.dates.cv_date import CVDate, DateError, Span, read

MAX_LENGTH = 100

if TYPE_CHECKING:
    # The types for assigning to the attribute and for reading it.
    _CharField = models.CharField[CVDate | str | None, CVDate | None]
else:
    _CharField = models.CharField


@dataclass(frozen=True, repr=False)
class UnreadableDate(CVDate):
    """A text in the database that is not a date, because it was not written by this site.

    It is shown as it is until the owner corrects it, so that neither the page nor the text is lost.
    It has no days, its year is 0, and it is older than all dates.
    """

    spans: tuple[Span, ...] = ()
    text: str = ""

    edtf = property(lambda self: self.text)
    start = end = iso = property(lambda self: None)
    is_ongoing = property(lambda self: False)
    year = property(lambda self: 0)
    sort_key = property(lambda self: (date.min, date.min, self.text))

    def display(self) -> str:
        return self.text

    def html(self) -> SafeString:
        return escape(self.text)


class CVDateFormField(forms.CharField):
    """Reads a date in any form that people write. The value is a CVDate, or None if blank."""

    default_help_text = _lazy(
        'Such as: "Aug 2023", "2023.8 - present", "Spring 2021", "June 2022, 2023"'
    )

    def __init__(self, *, help_text: Any = "", **kwargs: Any) -> None:
        super().__init__(help_text=help_text or self.default_help_text, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "placeholder": "Aug 2023 – present"}

    def prepare_value(self, value: Any) -> Any:
        """Show the date in the form as readers see it."""
        return value.display() if isinstance(value, CVDate) else value

    def to_python(self, value: Any) -> Any:
        return _to_date(value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare dates instead of texts: the same date in other words is not a change."""
        try:
            initial = _to_date(initial)
        except ValidationError:
            return bool(initial != data)
        return super().has_changed(initial, data)


class CVDateField(_CharField):
    """A CVDate or None, stored as EDTF or as the empty text.

    Text may be assigned as well; it is read when the row is saved. Lookups use the stored EDTF
    (`when__startswith="2023"`). To sort by date, sort the values in Python: their texts sort
    differently.
    """

    description = _lazy("Date on a CV, in EDTF")
    default_error_messages = {
        "max_length": _lazy(
            "A stored date has at most %(limit_value)d characters; this one has %(show_value)d. "
            "Write a period, such as 2019 - 2023, or fewer dates."
        )
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": MAX_LENGTH, **kwargs})

    def deconstruct(self) -> Any:
        """Leave the default length out of migrations."""
        name, path, args, kwargs = super().deconstruct()
        if kwargs.get("max_length") == MAX_LENGTH:
            del kwargs["max_length"]
        return name, path, args, kwargs

    def get_default(self) -> CVDate | None:
        """Return the default as a date, not as text."""
        return _to_date(super().get_default())

    def from_db_value(self, value: str | None, *_: Any) -> CVDate | None:
        """Read the stored EDTF. Never raises: one bad row must not take a page down."""
        if not value:
            return None
        try:
            return CVDate.from_edtf(value)
        except DateError:
            return _read_foreign(value)

    def to_python(self, value: Any) -> CVDate | None:
        """Read a text in any form. Raises ValidationError, which says what is wrong."""
        return _to_date(value)

    def get_prep_value(self, value: Any) -> Any:
        """Return the EDTF to store or to look up, or the empty text for no date.

        A text is read as EDTF first, so that code may use any EDTF, and then as people write it.
        Raises DateError if it is neither.
        """
        if isinstance(value, CVDate):
            return value.edtf
        text = "" if value is None else str(value).strip()
        if not text:
            return ""
        try:
            return CVDate.from_edtf(text).edtf
        except DateError:
            return read(text).edtf

    def value_to_string(self, obj: models.Model) -> str:
        """Return the text for serialisers, which `to_python` reads as the same date."""
        value = self.to_python(self.value_from_object(obj))
        return value.display() if value else ""

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Refuse None as blank, since that is how it is stored."""
        super().validate("" if value is None else value, model_instance)

    def run_validators(self, value: Any) -> None:
        """Check the length of the stored text."""
        super().run_validators(value.edtf if isinstance(value, CVDate) else value)

    def formfield(self, **kwargs: Any) -> Any:
        """Edit the date as text, which may be longer than the stored form."""
        return super().formfield(**{"form_class": CVDateFormField, "max_length": None, **kwargs})


def _to_date(value: Any) -> CVDate | None:
    """Read a date from text; None if blank. Raises ValidationError."""
    if value is None or isinstance(value, CVDate):
        return value
    text = str(value)
    if not text.strip():
        return None
    try:
        return read(text)
    except DateError as error:
        raise ValidationError(str(error), code="invalid") from error


def _read_foreign(text: str) -> CVDate:
    """Read a stored text that is not EDTF, because it was not written by this site."""
    try:
        return read(text)
    except DateError:
        return UnreadableDate(text=text)
