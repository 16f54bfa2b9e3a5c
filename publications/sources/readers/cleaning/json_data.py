"""Reads JSON of unknown shape: any value may be missing, or of another type than expected."""

import json
from typing import Any

from django.utils.translation import gettext as _

from publications.bibtex.grammar.reading import LARGEST_FILE, MOST_ENTRIES
from publications.sources.readers.answer import UnreadableError

Json = dict[str, Any]


def load_json(data: bytes) -> Any:
    """Parse JSON. Raises UnreadableError if it is not JSON, or too large or too deep."""
    refuse_large(data)
    try:
        return json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UnreadableError(_("This is not JSON, or it was cut off.")) from error


def refuse_large(data: bytes) -> None:
    """Raise UnreadableError if there are more bytes than any list of papers has."""
    if len(data) > LARGEST_FILE:
        sentence = _("This has more than %(most)s MB; split it.")
        raise UnreadableError(sentence % {"most": LARGEST_FILE // 1_000_000})


def refuse_many(count: int) -> None:
    """Raise UnreadableError if there are more records than any list of papers has."""
    if count > MOST_ENTRIES:
        sentence = _("This has more than %(most)s papers; split it.")
        raise UnreadableError(sentence % {"most": f"{MOST_ENTRIES:,}"})


def get_text(value: Any) -> str:
    """Return a text, a number as text, or the first text of a list; "" for anything else."""
    if isinstance(value, list):
        return next(filter(None, map(_get_scalar, value)), "")
    return _get_scalar(value)


def get_texts(value: Any) -> list[str]:
    """Return the texts of a list; a single text counts as a list of one."""
    values = value if isinstance(value, list) else [value]
    return list(filter(None, map(_get_scalar, values)))


def get_dict(value: Any) -> Json:
    """Return the value if it is an object, or else an empty one."""
    return value if isinstance(value, dict) else {}


def get_dicts(value: Any) -> list[Json]:
    """Return the objects in a list; a single object counts as a list of one."""
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, dict)]


def _get_scalar(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number and abs(value) < 1e15 else ""
