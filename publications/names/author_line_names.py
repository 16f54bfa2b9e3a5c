"""Reads and checks one person's name in an author line; see ``author_line``."""

import re
import unicodedata

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publications.names.author_line_parts import (
    COMMAS,
    JOINERS,
    NOTICE,
    Piece,
    ends_in_abbreviation,
)
from publications.names.name import Name, is_suffix, tidy

LONGEST_NAME = 200
BRACES = gettext_lazy("the name of a group goes in braces: {GPT-4 Team}")

_QUOTES = '“”„"«»'  # of a nickname: Ada “the Heap” Rossi
_NAME_PUNCTUATION = frozenset(".'’‘-‐‑–·・‧()（）" + _QUOTES + COMMAS)
_PAIR_OF_BRACKETS = re.compile(r"\([^()]*+\)|（[^（）]*+）")
_QUOTE = re.compile(f"[{_QUOTES}]")
_PAIR_OF_QUOTES = re.compile(r"[“„\"«][^“”„\"«»]+[“”\"»]")
_UNNAMED = re.compile(r"(?:^| )(?:et\.? al(?:\.|ii|ia)?|others)\.?$", re.IGNORECASE)


def read_name(piece: Piece, text: str) -> str:
    """Return the name in ``text`` in display order; raise AuthorLineError if it is invalid."""
    if bad := find_wrong_signs(text):
        reason = _(
            'a name cannot contain "%(sign)s"; marks are *, † and ‡, and the name of a group goes '
            "in braces: {GPT-4 Team}"
        ) % {"sign": bad[0]}
        raise piece.error(str(BRACES) if bad[0] in "{}" else reason, piece.text.index(bad[0]))
    unpaired = _QUOTE.search(_PAIR_OF_QUOTES.sub(lambda pair: "x" * len(pair[0]), text))
    if unpaired:
        reason = _("a quotation mark in this name is not closed, or not opened")
        raise piece.error(reason, min(unpaired.start(), len(piece.text) - 1))
    name = _put_in_display_order(piece, text) if set(COMMAS) & set(text) else tidy(text)
    if objection := _find_objection(name):
        raise piece.error(objection)
    return name


def find_wrong_signs(text: str) -> list[str]:
    """Return the characters of a text that a person's name cannot contain."""
    return [char for char in text if not _may_stand_in_name(char)]


def _may_stand_in_name(char: str) -> bool:
    letter_or_accent = unicodedata.category(char)[0] in "LM"
    return letter_or_accent or char.isspace() or char in _NAME_PUNCTUATION or char in JOINERS


def _put_in_display_order(piece: Piece, text: str) -> str:
    """Put "Davis, Jr." or (in a line with semicolons) "Xiong, Wei" in display order."""
    parts = [part.strip() for part in re.split(rf"[{COMMAS}]", text)]
    suffixes = sum(is_suffix(part) for part in parts[1:])
    if "" in parts or suffixes > 1 or len(parts) - suffixes > 2:
        raise piece.error(_('one author is written "Given Family" or "Family, Given"'))
    return tidy(str(Name.read(", ".join(parts))))


def _find_objection(name: str) -> str:
    """Say what is wrong with a name and what is expected; empty if it is valid."""
    if len(name) > LONGEST_NAME:
        return _("a name has at most %(longest)s characters; is a comma missing?") % {
            "longest": LONGEST_NAME
        }
    if not any(char.isalpha() for char in name):
        return _("a name is missing here")
    if is_suffix(name):
        return _("a suffix needs the name that it belongs to in front")
    if _UNNAMED.search(name):
        return _('every author must be named, without "et al." or "others"')
    if name.startswith(("(", "（")):
        return _(
            'a name cannot begin with a bracket; the notice "%(notice)s" comes once, in front'
        ) % {"notice": NOTICE}
    if set("()（）") & set(_PAIR_OF_BRACKETS.sub("", name)):
        return _("a bracket in this name is not closed, or not opened")
    if name.endswith(".") and not ends_in_abbreviation(name):
        return _("a full stop at the end of a name must belong to an initial or a suffix")
    return ""
