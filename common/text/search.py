"""Search text: what a reader types finds what is written, whatever the case and the accents.

SQLite compares only ASCII letters without regard to case. So each searchable row keeps one more
column, in which its text is folded, and a query is folded in the same way.
"""

import unicodedata
from collections.abc import Iterable
from typing import Any

from django.db import models

# Letters that Unicode does not take apart into a base letter and an accent.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)


_QUOTES = dict.fromkeys(map(ord, '"“”„«»'), " ")


def fold(text: str) -> str:
    """Return ``text`` in lower case, without accents, each run of white space as one space.

    >>> fold("Erdős  MÜLLER")
    'erdos muller'
    """
    letters = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(plain.translate(_LETTERS).split())


def words(query: str) -> list[str]:
    """Return the folded words of a query; a row is found when it has them all."""
    return fold(query.translate(_QUOTES)).split()


class SearchTextField(models.TextField):
    """The folded text of other fields of the same row, made whenever the row is saved.

    It depends on nothing but its own row, so it cannot fall behind. ``QuerySet.update()`` goes
    past it: rows whose sources change are saved one by one.
    """

    def __init__(self, *args: Any, sources: Iterable[str] = (), **kwargs: Any) -> None:
        self.sources = tuple(sources)
        super().__init__(*args, **{"editable": False, "blank": True, "default": "", **kwargs})

    def deconstruct(self) -> Any:
        """Leave ``sources`` out of migrations: the database has no use for them."""
        name, path, args, kwargs = super().deconstruct()
        for preset in ("editable", "blank", "default"):
            kwargs.pop(preset, None)
        return name, path, args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Fold the sources as they are now."""
        values = (getattr(model_instance, source) for source in self.sources)
        texts = (" ".join(v) if isinstance(v, list) else str(v) for v in values if v)
        text = fold(" ".join(texts))
        setattr(model_instance, self.attname, text)
        return text
