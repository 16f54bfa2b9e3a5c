"""Search that ignores case and accents.

SQLite ignores the case of ASCII letters only. So each searchable row has an extra column with its
text folded, and queries are folded in the same way.
"""

import unicodedata
from collections.abc import Iterable
from typing import Any

from django.db import models

from common.text.characters import normalize

# Letters that Unicode does not decompose into a base letter and an accent.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)


_QUOTES = dict.fromkeys(map(ord, '"“”„«»'), " ")


def fold(text: str) -> str:
    """Return ``text`` in lower case, without accents, and with single spaces.

    >>> fold("Erdős  MÜLLER")
    'erdos muller'
    """
    letters = normalize(text, "NFKD").casefold()
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(plain.translate(_LETTERS).split())


def split_words(query: str) -> list[str]:
    """Return the folded words of a query. A row matches if it contains all of them."""
    return fold(query.translate(_QUOTES)).split()


class SearchTextField(models.TextField):
    """The folded text of other fields of the same row, updated whenever the row is saved.

    It depends only on its own row, so it is always up to date. ``QuerySet.update()`` does not
    update it, so rows whose sources change must be saved one by one.
    """

    def __init__(self, *args: Any, sources: Iterable[str] = (), **kwargs: Any) -> None:
        self.sources = tuple(sources)
        super().__init__(*args, **{"editable": False, "blank": True, "default": "", **kwargs})

    def deconstruct(self) -> Any:
        """Leave ``sources`` out of migrations: the database does not need them."""
        name, path, args, kwargs = super().deconstruct()
        for preset in ("editable", "blank", "default"):
            kwargs.pop(preset, None)
        return name, path, args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        values = (getattr(model_instance, source) for source in self.sources)
        texts = (" ".join(v) if isinstance(v, list) else str(v) for v in values if v)
        text = fold(" ".join(texts))
        setattr(model_instance, self.attname, text)
        return text
