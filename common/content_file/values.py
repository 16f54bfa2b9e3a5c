"""Single values of the content file: reading, checking and writing them."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from datetime import time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.files import FieldFile
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates.cv_date import CVDate
from common.fields import LinesField
from common.media.names import is_valid_name
from common.text.characters import UNSTORABLE, join_lines, keep_printable

_LONGEST_EXCERPT = 200


class UnreadableError(ValueError):
    """A value that its key does not accept. The message says what to write instead."""


# The columns that do not take a string: the check of the value, and the advice.
_NOT_TEXT: dict[type[models.Field[Any, Any]], tuple[Callable[[Any], bool], Promise]] = {
    models.BooleanField: (
        lambda value: isinstance(value, bool),
        gettext_lazy("write true or false, without quotes"),
    ),
    LinesField: (
        lambda value: isinstance(value, list) and all(isinstance(line, str) for line in value),
        gettext_lazy('write a list of texts, like ["one", "two"]'),
    ),
    models.IntegerField: (
        lambda value: isinstance(value, int) and not isinstance(value, bool),
        gettext_lazy("write a whole number, without quotes"),
    ),
}


def read_value(column: models.Field[Any, Any], value: Any) -> Any:
    """Return the Python value for the column. Raises UnreadableError."""
    for kind, (fits, advice_on_kind) in _NOT_TEXT.items():
        if isinstance(column, kind):
            if fits(value):
                return column.to_python(value)
            raise UnreadableError(str(advice_on_kind))
    if not isinstance(value, str):
        raise UnreadableError(
            _('write it in quotes, like %(name)s = "%(value)s"')
            % {"name": column.name, "value": _excerpt(value)}
        )
    if column.choices and value not in (known := [str(key) for key, _ in column.flatchoices]):
        raise UnreadableError(
            _('"%(value)s" is not known here%(advice)s')
            % {"value": value, "advice": suggest(value, known)}
        )
    if column.null and not value.strip():
        return None
    if isinstance(column, models.FileField):
        return _check_file_name(column, value.strip())
    try:
        return column.to_python(value)
    except ValidationError as error:
        raise UnreadableError(" ".join(error.messages)) from error


def _excerpt(value: Any) -> str:
    try:
        text = str(value)
    except ValueError:  # a number with thousands of digits
        return "..."
    return text if len(text) <= _LONGEST_EXCERPT else f"{text[:_LONGEST_EXCERPT]}..."


def _check_file_name(column: models.FileField, name: str) -> str:
    """Return the name if it can be that of an upload. Raises UnreadableError."""
    if name and not is_valid_name(name):
        raise UnreadableError(
            _(
                '"%(name)s" is not the name of an upload; write it as it is in the folder '
                'of uploads, such as "papers/nash.pdf"'
            )
            % {"name": keep_printable(name)}
        )
    if len(name) > (most := column.max_length or 0):
        raise UnreadableError(
            _("the name of an upload has at most %(most)s characters") % {"most": most}
        )
    return name


def write_value(column: models.Field[Any, Any], value: Any) -> Any:
    """Return the value as the file has it: a string, number, boolean or list.

    Characters that the file could not be loaded with again are left out. A text may have some if
    it was stored by other means.
    """
    if isinstance(value, CVDate):
        return value.display()
    if isinstance(value, FieldFile):
        return value.name
    if isinstance(value, time):
        return value.isoformat().removesuffix(":00")
    if isinstance(column, LinesField):
        return column.to_python([keep_printable(line, keep="\t") for line in value])
    if isinstance(value, str):
        is_long = isinstance(column, models.TextField)
        plain = UNSTORABLE.sub("", value) if is_long else keep_printable(join_lines(value), keep="")
        return column.to_python(plain)
    return value


def suggest(word: str, known: Iterable[str]) -> str:
    """Return the end of a sentence about an unknown word: the closest known one, or all."""
    known = list(known)
    if close := difflib.get_close_matches(word, known, n=1):
        return _('; did you mean "%(word)s"?') % {"word": close[0]}
    return _(". Known: %(words)s") % {"words": ", ".join(known)}


def drop_key(table: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in table.items() if name != key}
