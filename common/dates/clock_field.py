"""Times of the day as people write them: "14:00", "3 pm", "15h30", "15.30", "noon"."""

import re
import unicodedata
from datetime import time
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

EXAMPLES = gettext_lazy('Write for example "14:00", "2 pm" or "15h30".')
_WORDS = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})"
    r"(?: ?(?P<mark>[:.h]|uhr) ?(?:(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.0+)?)?)?)?"
    r"(?: ?(?P<unit>h|hrs?|hours?|uhr|o'clock))?"
    r"(?: ?(?P<half>[ap])\.? ?m\.?)?",
    re.ASCII,
)
_DIGITS = re.compile(
    r"(?P<hour>\d{1,2})(?P<minute>\d\d)(?P<rest> ?(?:h|hrs?|[ap]\.? ?m\.?)?)", re.ASCII
)
_LONGEST = 40

if TYPE_CHECKING:
    _TimeField = models.TimeField[time | str | None, time | None]
else:
    _TimeField = models.TimeField


def read_clock(text: str) -> time:
    """Return the time in a text. Raises ValidationError, with examples, if there is none.

    >>> read_clock("3:30 p.m."), read_clock("15h30"), read_clock("1530")
    (datetime.time(15, 30), datetime.time(15, 30), datetime.time(15, 30))
    """
    plain = " ".join(unicodedata.normalize("NFKC", text[: _LONGEST + 1]).lower().split())
    plain = plain.replace("’", "'").replace("12 noon", "noon").replace("12 midnight", "midnight")
    if plain in _WORDS:
        return _WORDS[plain]
    digits = _DIGITS.fullmatch(plain)  # "1530"; three digits alone might be anything
    if digits and (len(digits["hour"]) == 2 or digits["rest"].strip()):
        plain = f"{digits['hour']}:{digits['minute']}{digits['rest']}"
    match = _CLOCK.fullmatch(plain) if len(text) <= _LONGEST else None
    if not match:
        raise _describe_error(text, EXAMPLES)
    hour, half = int(match["hour"]), match["half"]
    is_marked = match["minute"] or match["unit"] or half or match["mark"] in ("h", "uhr")
    if not is_marked and hour <= 12:
        raise _describe_error(text, f"{_('Say whether it is morning or afternoon.')} {EXAMPLES}")
    if hour == 24 and not int(match["minute"] or 0):
        raise _describe_error(text, _("Write 00:00 for midnight."))
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif half == "a":
        raise _describe_error(text, EXAMPLES)
    try:
        return time(hour, int(match["minute"] or 0), int(match["second"] or 0))
    except ValueError:
        raise _describe_error(text, EXAMPLES) from None


def _describe_error(text: str, advice: str | Promise) -> ValidationError:
    start = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
    sentence = _('"%(text)s" is not a time that can be read.') % {"text": start}
    return ValidationError(f"{sentence} {advice}", code="invalid")


def _to_time(value: Any) -> Any:
    if isinstance(value, str):
        return read_clock(value) if value.strip() else None
    # No talk begins within a second, and no form that is read has fractions of one.
    return value.replace(microsecond=0) if isinstance(value, time) else value


class ClockFormField(forms.TimeField):
    """Reads a time in any form that people write."""

    def to_python(self, value: Any) -> Any:
        return _to_time(value)


class ClockField(_TimeField):
    """A time of the day. Text may be assigned; it is read when the row is checked or saved."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(_to_time(value))

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": ClockFormField, **kwargs})
