"""Reads and writes an author line: the authors of a paper in order, with their marks.

It is the line under a paper's title, as people type it:

    (α, β) Hanze Dong*, Wei Xiong*†, {GPT-4 Team}, Sammy Davis Jr., Wei Wang [wei-wang-2], et al.

The notice in front says that the order is alphabetical or random. Marks follow a name (``MARKS``).
A key in square brackets tells two people with the same name apart. A group's name is in braces and
may contain any characters. "et al." or "and others" at the end says that there are more authors.
Commas, "and" or "&" separate the authors. If the line contains a semicolon, semicolons replace the
commas, and "Family, Given" is accepted too. A line that might be misread is rejected with the
position of the problem, so that no author is lost silently.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from common.text.characters import normalize
from publications.names.author_line_names import BRACES, LONGEST_NAME, find_wrong_signs, read_name
from publications.names.author_line_parts import (
    ANY_MARK,
    AUTHOR,
    FLAG_OF_MARK,
    MARKS,
    NOTICE,
    AuthorLineError,
    Piece,
    join_family_first,
    refuse_invisible_characters,
    remove_notice,
    remove_others,
    split_pieces,
)
from publications.names.groups import divide_group, is_surely_group
from publications.names.name import name_key, tidy
from publications.names.order import are_initials, divide_initials

__all__ = [
    "LONGEST_NAME",
    "MARKS",
    "NOTICE",
    "AuthorLine",
    "AuthorLineError",
    "Credit",
    "find_wrong_signs",
    "read",
    "write",
]

ET_AL = "et al."

_GROUP = re.compile(
    rf"\{{(?P<name>[^{{}}]*+)\}}(?P<marks>[{ANY_MARK}\s]*+)"
    rf"(?:\[(?P<key>[^\[\]]*+)\][{ANY_MARK}\s]*+)?+"
)
_KEY = re.compile(r"[\w-]+")
_KEY_EXAMPLE = '"Wei Wang [wei-wang-2]"'


@dataclass(frozen=True)
class Credit:
    """One author in a line: the name as printed, the meaning of its marks, and the key."""

    name: str
    equal_contribution: bool = False
    corresponding: bool = False
    equal_advising: bool = False
    key: str = ""
    is_group: bool = False

    def __str__(self) -> str:
        """Return the credit as written in a line: "Wei Wang* [wei-wang-2]"."""
        name = f"{{{self.name}}}" if self.is_group else self.name
        marks = "".join(mark for flag, mark in MARKS.items() if getattr(self, flag))
        return f"{name}{marks} [{self.key}]" if self.key else f"{name}{marks}"


@dataclass(frozen=True)
class AuthorLine:
    """The authors of a paper in order.

    ``alphabetical`` means that the order is alphabetical or random; ``more`` means that there are
    authors who are not named ("et al.").
    """

    credits: tuple[Credit, ...] = ()
    alphabetical: bool = False
    more: bool = False


def read(line: str) -> AuthorLine:
    """Read an author line; a blank one has no authors.

    Names are returned as printed, in Unicode's composed form and with single spaces. In a line
    with semicolons, "Family, Given" is put in display order. AuthorLineError is the only exception
    that a line can cause.
    """
    refuse_invisible_characters(line)
    if not line.strip():
        return AuthorLine()
    authors, alphabetical = remove_notice(line)
    authors, more, group = remove_others(authors)
    credit_of: dict[tuple[str, str], Credit] = {}
    for piece in join_family_first(authors, split_pieces(authors), more=more):
        for credit in _read_credits(piece):
            person = (name_key(credit.name), credit.key)
            if person in credit_of:
                reason = _("this author is named twice; a key tells two people apart: %(example)s")
                raise piece.error(reason % {"example": _KEY_EXAMPLE})
            credit_of[person] = credit
    if group:
        name = _read_group(group, group.text)
        credit_of.setdefault((name_key(name), ""), Credit(name, is_group=True))
    return AuthorLine(tuple(credit_of.values()), alphabetical, more)


def write(line: AuthorLine) -> str:
    """Write an author line in its standard form; ``read`` returns the same line from it."""
    authors = [str(credit) for credit in line.credits]
    if line.more and authors:
        listed = _add_et_al(line.credits)
    elif len(authors) > 2:
        listed = f"{', '.join(authors[:-1])}, and {authors[-1]}"
    else:
        listed = " and ".join(authors)
    return f"{NOTICE} {listed}" if line.alphabetical and authors else listed


def _add_et_al(credits_: tuple[Credit, ...]) -> str:
    names = [credit.name for credit in credits_]
    # With commas, ``read`` would take initials for given names and move them in front.
    mark = ";" if any(are_initials(name) or divide_initials(name)[1] for name in names) else ","
    written = [str(credit) for credit in credits_]
    return f"{f'{mark} '.join(written)}{mark * (len(written) > 1)} {ET_AL}"


def _read_credits(piece: Piece) -> Iterator[Credit]:
    """Yield the credit of a person or group, or of a person and the group they write for."""
    group = _GROUP.fullmatch(piece.text)
    author = group or AUTHOR.fullmatch(piece.text)
    if author is None:
        raise _describe_misplaced(piece)
    key = normalize(author["key"] or "").strip()
    if author["key"] is not None and not _KEY.fullmatch(key):
        reason = _("a key in square brackets has letters, digits, hyphens and underscores")
        raise piece.error(reason, author.start("key"))
    flags = _read_marks(piece, author.end("name"))
    if group:
        credit = Credit(_read_group(piece, group["name"]), key=key, is_group=True)
        yield replace(credit, **flags)
        return
    person, on_behalf = (author["name"], "") if key else divide_group(author["name"])
    if not on_behalf and not key and is_surely_group(person):
        person, on_behalf = "", person
    if not on_behalf:
        name = read_name(piece, piece.name or author["name"])
        yield replace(Credit(name, key=key), **flags)
        return
    if person:
        yield replace(Credit(read_name(piece, person)), **flags)
    credit = Credit(_read_group(piece, on_behalf), is_group=True)
    yield credit if person else replace(credit, **flags)


def _read_group(piece: Piece, text: str) -> str:
    name = tidy(text.removeprefix("{").removesuffix("}"))
    if set("{}") & set(name):
        raise piece.error(str(BRACES))
    if not any(char.isalnum() for char in name):
        raise piece.error(_("the name of a group is missing in the braces"))
    if len(name) > LONGEST_NAME:
        raise piece.error(
            _("a name has at most %(longest)s characters") % {"longest": LONGEST_NAME}
        )
    return name


def _describe_misplaced(piece: Piece) -> AuthorLineError:
    """Return the error for a piece that contains more than a name, its marks and its key."""
    author = AUTHOR.match(piece.text)
    marks, end = (author.start("marks"), author.end()) if author else (0, 0)
    if piece.text.startswith("{") and "}" in piece.text[:-1]:
        return piece.error(str(BRACES))
    if piece.text[end] in "[]":
        reason = _("one key may follow a name in square brackets: %(example)s")
        return piece.error(reason % {"example": _KEY_EXAMPLE}, end)
    return piece.error(_("marks and keys go after a name, not before it or inside"), marks)


def _read_marks(piece: Piece, start: int) -> dict[str, Any]:
    """Return the flags set by the marks after a name, which ends at index ``start``."""
    flags: dict[str, Any] = {}
    for index, char in enumerate(piece.text[start:], start):
        flag = FLAG_OF_MARK.get(char)
        if flag in flags:
            raise piece.error(_('the mark "%(mark)s" is given twice') % {"mark": char}, index)
        if flag:
            flags[flag] = True
    return flags
