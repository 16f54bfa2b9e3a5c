"""One value of the content file: is it of the type that its key wants?"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import SuspiciousFileOperation, ValidationError
from django.core.files.utils import validate_file_name
from django.db import models

from common.fields import LinesField


class UnreadableError(ValueError):
    """A value that cannot stand under its key; the message says what can."""


# The columns that no text in quotes fills: what does, and the advice.
_NOT_TEXT: dict[type[models.Field[Any, Any]], tuple[Callable[[Any], bool], str]] = {
    models.BooleanField: (
        lambda value: isinstance(value, bool),
        "write true or false, without quotes",
    ),
    LinesField: (
        lambda value: isinstance(value, list) and all(isinstance(line, str) for line in value),
        'write a list of texts, like ["one", "two"]',
    ),
    models.IntegerField: (
        lambda value: isinstance(value, int) and not isinstance(value, bool),
        "write a whole number, without quotes",
    ),
}


def typed(column: models.Field[Any, Any], value: Any) -> Any:
    """Return the value if its type fits the column. Raises UnreadableError."""
    for kind, (fits, advice_on_kind) in _NOT_TEXT.items():
        if isinstance(column, kind):
            if fits(value):
                lines = isinstance(value, list)
                return column.to_python([_clean_text(column, v) for v in value] if lines else value)
            raise UnreadableError(advice_on_kind)
    if not isinstance(value, str):
        raise UnreadableError(f'write it in quotes, like {column.name} = "{value}"')
    if column.choices and value not in (known := [str(key) for key, _ in column.flatchoices]):
        raise UnreadableError(f'"{value}" is not known here{advice(value, known)}')
    if column.null and not value.strip():
        return None
    try:
        return column.to_python(_clean_text(column, value))
    except ValidationError as error:
        raise UnreadableError(" ".join(error.messages)) from error


def _clean_text(column: models.Field[Any, Any], text: str) -> str:
    """Return the text as a form would give it. Raises UnreadableError, or Django's for a file."""
    if isinstance(column, models.FileField):
        try:
            validate_file_name(text, allow_relative_path=True)
        except SuspiciousFileOperation as error:
            raise UnreadableError(f'"{text}" is not the name of an upload') from error
    if isinstance(column, models.TextField):
        forbidden = {"\0"}
    else:
        text = text.strip()
        # Signs that only join or direct letters (Cf) may stand: some languages are spelt with them.
        forbidden = {sign for sign in text if unicodedata.category(sign) in {"Cc", "Cn", "Cs"}}
    if found := forbidden & set(text):
        code = ord(min(found))
        raise UnreadableError(f"the character U+{code:04X} cannot stand in this text; delete it")
    return text


def advice(word: str, known: Iterable[str]) -> str:
    """Return the end of a sentence about an unknown word."""
    known = list(known)
    if close := difflib.get_close_matches(word, known, n=1):
        return f'; did you mean "{close[0]}"?'
    return f". Known: {', '.join(known)}"
