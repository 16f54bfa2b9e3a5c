"""Reads a list of authors in any form in which people can copy one; see also ``author_line``.

Lists come from BibTeX ("Dong, Hanze and Xiong, Wei"), from references ("Dong, H., Xiong, W., &
Zhang, T."; "Dong H, Xiong W"), with one name a line, and with affiliations, degrees and footnotes.
The author line is strict; here the likely reading is returned, with all that somebody should check
before it is published.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from publications.names.author_line import AuthorLine, AuthorLineError, Credit, read
from publications.names.author_line_parts import ANY_MARK, COMMAS, SEMICOLONS
from publications.names.copied_parts import AFFILIATION, leave_out_parts, remove_invisible
from publications.names.groups import is_group_name
from publications.names.name import PARTICLES, Name, is_east_asian, is_suffix, tidy
from publications.names.order import divide_initials

_AND = re.compile(r"(?:[,]\s*|\s)and(?=\s)", re.IGNORECASE)
_AND_IN_FRONT = re.compile(r"\s*+(?:and\b|&)", re.IGNORECASE)
_AND_BEHIND = re.compile(r"(?:[\s,]and|&)$", re.IGNORECASE)
_SEPARATOR = re.compile(rf"[{COMMAS}](?:\s*(?:and\b|&))?|(?<=\s)and(?=\s)|&", re.IGNORECASE)
_OTHERS = re.compile(r"\s*(?:others|et\.?\s?al\.?)\s*", re.IGNORECASE)
_OTHERS_AT_END = re.compile(
    r"(?<![,\s])[,\s]++(?:et\.?\s?al\b|and others|& others).*$", re.IGNORECASE
)
_ENDS_OF_LINE = f" \t\r{COMMAS}"
_MOST_WORDS = 6
_WORDS_OF_TWO_NAMES = 3
_MARKS_AT_END = re.compile(rf"(?<![{ANY_MARK}\s])[{ANY_MARK}\s]++$")


@dataclass(frozen=True)
class CopiedLine:
    """How a copied list of authors is read.

    ``left_out`` is what is no part of a name. ``doubts`` are sentences about what is not sure.
    """

    line: AuthorLine
    left_out: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def is_sure(self) -> bool:
        return not (self.left_out or self.doubts)


def read_copied(text: str, is_known: Callable[[str], bool] = lambda name: False) -> CopiedLine:
    """Read a list of authors. ``is_known`` says whether an author has a name, so it is a name.

    Raises AuthorLineError for what cannot be a list of names; no other exception.
    """
    cleaned, left_out = leave_out_parts(remove_invisible(text))
    arranged, doubts = _arrange(cleaned)
    line = read(arranged)
    credits_ = tuple(_as_group(credit) for credit in line.credits)
    if affiliation := next((c.name for c in credits_ if _is_affiliation(c)), ""):
        reason = _("this is an affiliation, not a name: delete it; groups are in braces")
        raise AuthorLineError(max(text.find(affiliation), 0) + 1, reason, affiliation)
    doubts += _list_doubts(text, line, is_known)
    return CopiedLine(replace(line, credits=credits_), tuple(left_out), tuple(doubts))


def _arrange(text: str) -> tuple[str, list[str]]:
    """Return the text with semicolons between the authors if it is in one of the other forms."""
    others = _OTHERS_AT_END.search(text)
    names, rest = (text[: others.start()], others[0]) if others else (text, "")
    arranged, doubts = _arrange_names(names)
    return f"{arranged}{rest}", doubts


def _arrange_names(text: str) -> tuple[str, list[str]]:
    if set(SEMICOLONS + "{}[]") & set(text):
        return text, []
    if (lines := _arrange_lines(text)) is not None:
        return lines, []
    names = [piece for piece in _AND.split(text) if not _OTHERS.fullmatch(piece)]
    with_comma = [name for name in names if set(COMMAS) & set(name.rstrip(_ENDS_OF_LINE))]
    divided = [_divide_at_comma(name) for name in with_comma]
    is_mixed = len(with_comma) < len(names)
    if with_comma and is_mixed and all(_is_family_first(one, surely=True) for one in divided):
        return _AND.sub(_put_semicolon, text), []  # "Dong, Hanze and Wei Xiong"
    if with_comma and not is_mixed and all(divided):
        if any(map(_is_family_first, divided)):
            return (_AND.sub(_put_semicolon, text) if _AND.search(text) else _turn(text)), []
        if len(names) > 1:
            doubt = _("“Family, Given and Family, Given” is read as names in the usual order.")
            return text, [doubt]
    return _arrange_pairs(text), []


def _arrange_lines(text: str) -> str | None:
    """Return the lines of a text between semicolons, if each of them is one name."""
    lines = [_strip_line(line) for line in text.split("\n")]
    names = [line.strip() for line in lines if line.strip()]
    persons = [name for name in names if not _OTHERS.fullmatch(name)]
    if len(names) < 2 or any(_AND.search(name) or "&" in name for name in names):
        return None
    has_comma = any(set(COMMAS) & set(name) for name in persons)
    divided = [_divide_at_comma(name) for name in persons]
    if has_comma and not all(_is_family_first(parts, surely=True) for parts in divided):
        return None
    last = max(number for number, line in enumerate(lines) if line.strip())
    ends = [";" if line.strip() and number < last else "" for number, line in enumerate(lines)]
    return "\n".join(f"{line}{end}" for line, end in zip(lines, ends, strict=True))


def _arrange_pairs(text: str) -> str:
    """Put semicolons into "Dong, Hanze, Xiong, Wei", in which each name has one word."""
    separators = list(_SEPARATOR.finditer(text))
    ends = [match.start() for match in separators] + [len(text)]
    starts = [0] + [match.end() for match in separators]
    words = [_strip_marks(text[start:end]) for start, end in zip(starts, ends, strict=True)]
    are_single = all(word and " " not in word and word.isascii() for word in words)
    if len(words) % 2 or not are_single or any(match[0] not in COMMAS for match in separators[::2]):
        return text
    signs = list(text)
    for match in separators[1::2]:
        signs[match.start() : match.end()] = _put_semicolon(match)
    return "".join(signs)


def _strip_line(line: str) -> str:
    """Return a line without "and" and separators around it, but with the spaces in front."""
    front = _AND_IN_FRONT.match(line)
    line = " " * front.end() + line[front.end() :] if front else line
    return _AND_BEHIND.sub("", line.rstrip(_ENDS_OF_LINE)).rstrip(_ENDS_OF_LINE)


def _put_semicolon(match: re.Match[str]) -> str:
    return ";".ljust(len(match[0]))


def _turn(text: str) -> str:
    """Return "Hanze Dong*" for "Dong, Hanze*"."""
    marks = _MARKS_AT_END.search(text)
    bare = text[: marks.start()] if marks else text
    return f"{Name.read(bare)}{marks[0].strip() if marks else ''}"


def _strip_marks(text: str) -> str:
    return _MARKS_AT_END.sub("", text).strip()


def _divide_at_comma(text: str) -> tuple[str, str] | None:
    """Divide "Dong, Hanze" and "King, Jr., Martin"; None for a text with no or more commas."""
    parts = [part.strip() for part in re.split(rf"[{COMMAS}]", text)]
    while parts and not parts[-1]:
        parts.pop()
    names = [part for part in parts if not is_suffix(part)]
    return (names[0], names[1]) if len(names) == 2 and all(names) else None


def _is_family_first(parts: tuple[str, str] | None, *, surely: bool = False) -> bool:
    """Whether "Dong, Hanze" is one person: no name in the usual order has one word."""
    if parts is None:
        return False
    family, given = map(_strip_marks, parts)
    if " " not in family or family.split(" ")[0] in PARTICLES:
        return True
    return not surely and " " not in given and not is_east_asian(given)


def _as_group(credit: Credit) -> Credit:
    return replace(credit, is_group=True) if is_group_name(credit.name) else credit


def _is_affiliation(credit: Credit) -> bool:
    return not credit.is_group and AFFILIATION.search(credit.name) is not None


def _list_doubts(text: str, line: AuthorLine, is_known: Callable[[str], bool]) -> list[str]:
    by_line = "\n".join(tidy(part) for part in text.split("\n"))
    found = (_find_doubt(credit, by_line, is_known) for credit in line.credits)
    return list(dict.fromkeys(filter(None, found)))


def _find_doubt(credit: Credit, text: str, is_known: Callable[[str], bool]) -> str:
    name = credit.name
    words = [word for word in name.split() if not is_suffix(word)]
    if credit.is_group or credit.key or is_known(name):
        return ""
    if is_group_name(name):
        return _("“%(name)s” is taken for a group, as if it were in braces.") % {"name": name}
    if name not in text:
        if name in tidy(text):
            sentence = _("“%(name)s” goes over two lines. Is a comma missing?")
            return sentence % {"name": name} if len(words) > _WORDS_OF_TWO_NAMES else ""
        return _("The family names stand first, so they were moved behind the given names.")
    if len(words) == 1 and name.isascii():
        return _("“%(name)s” has only one word. Is it a whole name?") % {"name": name}
    if divide_initials(name)[1]:
        return _("“%(name)s” ends in initials, or in a family name in capitals.") % {"name": name}
    if _is_in_capitals(words[0]) and not _is_in_capitals(words[-1]):
        return _("“%(name)s” may begin with the family name.") % {"name": name}
    is_long = len(words) > _MOST_WORDS
    return _("“%(name)s” is a long name. Is a comma missing?") % {"name": name} if is_long else ""


def _is_in_capitals(word: str) -> bool:
    return len(word) > 2 and word.isupper() and word.isalpha()
