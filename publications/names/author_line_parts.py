"""Splits an author line into one piece per author; see ``author_line``."""

import re
import unicodedata
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from common.text.characters import normalize
from publications.names.groups import divide_group, strip_group_name
from publications.names.name import is_suffix, tidy
from publications.names.order import are_initials, have_initials_behind, move_initials_in_front

# The marks by the field of Credit that each one sets, in the order in which they are written.
MARKS = {"equal_contribution": "*", "corresponding": "†", "equal_advising": "‡"}
NOTICE = "(α, β)"

# PDF files and some keyboards use these instead of the plain asterisk.
_OTHER_ASTERISKS = dict.fromkeys("∗＊⁎﹡", "equal_contribution")
FLAG_OF_MARK = {mark: flag for flag, mark in MARKS.items()} | _OTHER_ASTERISKS
ANY_MARK = "".join(FLAG_OF_MARK)

_NOTICE_IN_FRONT = re.compile(r"\s*[(（]([^()（）]*+)[)）]")
_NOTICES = frozenset(  # in lower case and without spaces
    (
        *("α,β", "α-β", "α‐β", "α–β", "α—β", "alpha,beta", "alpha-beta"),
        *("alphabetical", "alphabeticalorder", "random", "randomorder"),
        *("random/alphabeticalorder", "alphabetical/randomorder"),
    )
)

COMMAS = ",，、"
SEMICOLONS = ";；"
_EDGE = rf"[^\s{COMMAS}{SEMICOLONS}&＆{ANY_MARK}\[\]]"
# "and" as a separate word: not in "Ferdinand", not in "Al-and-Sons".
_AND = rf"(?:[&＆]|(?<!{_EDGE})and(?!{_EDGE}))"
_BETWEEN_COMMAS = re.compile(rf"[{COMMAS}](?:\s*+{_AND})?|{_AND}", re.IGNORECASE)
_BETWEEN_SEMICOLONS = re.compile(rf"[{SEMICOLONS}](?:\s*+{_AND})?|{_AND}", re.IGNORECASE)


# A name, its marks and its key. The possessive "*+" prevents backtracking on a malicious line.
AUTHOR = re.compile(
    rf"(?P<name>[^{ANY_MARK}\[\]]*+)(?P<marks>[{ANY_MARK}\s]*+)"
    rf"(?:\[(?P<key>[^\[\]]*+)\][{ANY_MARK}\s]*+)?+"
)
_IN_BRACES = re.compile(r"\{[^{}]*+\}")
_MORE_AT_END = re.compile(
    rf"(?<!{_EDGE})(?:et\.?\s?al(?:\.|ii|ia)?|(?P<others>\d*\s?others|等))\.?"
    r"(?:\s?\((?P<group>[^()]*)\)\.?)?$",
    re.IGNORECASE,
)
_AND_AT_END = re.compile(rf"(?:[&＆]|(?<!{_EDGE})and)$", re.IGNORECASE)
JOINERS = "\u200c\u200d"  # invisible, but Persian and Indic spelling needs them
_FINAL_INITIAL = re.compile(r"(?<!\w)\w\.$")


class AuthorLineError(ValueError):
    """A line that cannot be read; the message says where, and what is expected there.

    ``position`` counts the characters of the given text from 1.
    """

    def __init__(self, position: int, reason: str, name: str = "") -> None:
        self.position = position
        shown = name if len(name) <= 60 else f"{name[:60]}…"
        message = _("at character %(position)s: %(reason)s")
        if name:
            message = _('at character %(position)s, "%(name)s": %(reason)s')
        super().__init__(message % {"position": position, "name": shown, "reason": reason})


@dataclass(frozen=True)
class Piece:
    """The part of a line about one author, its start index, and the separator before it.

    ``name`` is the name in display order, if the text has it in another order.
    """

    text: str
    start: int
    separator: str = ""
    name: str = ""

    def error(self, reason: str, at: int = 0) -> AuthorLineError:
        """Return an error about this author; ``at`` is an index in the piece."""
        return AuthorLineError(self.start + at + 1, reason, tidy(self.text))


def refuse_invisible_characters(line: str) -> None:
    """Raise AuthorLineError if a line has an invisible character, such as a soft hyphen."""
    for index, char in enumerate(line):
        invisible = unicodedata.category(char) in {"Cc", "Cf", "Cs"}
        if invisible and char not in "\t\n\r" + JOINERS:
            reason = _("the invisible character U+%(code)s cannot be here; delete it") % {
                "code": f"{ord(char):04X}"
            }
            raise AuthorLineError(index + 1, reason)


def remove_notice(line: str) -> tuple[str, bool]:
    """Return the line with its notice blanked out, and whether it had one.

    Spaces replace the notice, so that the positions of other characters do not change.
    """
    if not line.lstrip().startswith(("(", "（")):
        return line, False
    notice = _NOTICE_IN_FRONT.match(line)
    # PDF files contain mathematical letters; NFKC turns them into plain ones.
    text = normalize(notice[1], "NFKC").casefold() if notice else ""
    if not notice or "".join(text.split()) not in _NOTICES:
        position = len(line) - len(line.lstrip()) + 1
        reason = _(
            'the notice in front must be "%(notice)s", for an alphabetical or random order'
        ) % {"notice": NOTICE}
        raise AuthorLineError(position, reason)
    return " " * notice.end() + line[notice.end() :], True


def _remove_final_stop(line: str) -> str:
    """Remove a full stop at the end, unless it belongs to an initial or a suffix."""
    line = line.rstrip()
    return line[:-1] if line.endswith(".") and not ends_in_abbreviation(tidy(line)) else line


def ends_in_abbreviation(text: str) -> bool:
    """Whether a text ends in an initial with a full stop, or in a suffix."""
    last_word = re.split(rf"[\s{COMMAS}{SEMICOLONS}&＆]", text)[-1]
    return is_suffix(last_word) or _FINAL_INITIAL.search(last_word) is not None


def _mask(line: str) -> str:
    """Return the line with text in braces replaced by letters, so that nothing splits it."""
    return _IN_BRACES.sub(lambda match: f"{{{'x' * (len(match[0]) - 2)}}}", line)


def remove_others(line: str) -> tuple[str, bool, Piece | None]:
    """Return the line without a final "et al.", whether it had one, and the group after it.

    In "R. Adami et al. (NOVUM Collaboration)" the group is the NOVUM Collaboration. A full stop at
    the end of the line is removed too, unless it belongs to an initial or a suffix.
    """
    line = line.rstrip()
    masked = _mask(line)
    found = _MORE_AT_END.search(masked)
    before = masked[: found.start()].rstrip() if found else ""
    if found is None or (found["others"] and not _ends_in_separator(before)):
        return _remove_final_stop(line), False, None
    before = _AND_AT_END.sub("", before).rstrip()
    if before.endswith((*COMMAS, *SEMICOLONS)):
        before = before[:-1].rstrip()
    text = line[found.start("group") : found.end("group")] if found["group"] else ""
    group = divide_group(text)[1] or strip_group_name(text)
    return line[: len(before)], True, Piece(group, found.start("group")) if group else None


def _ends_in_separator(text: str) -> bool:
    return text.endswith(tuple(COMMAS + SEMICOLONS)) or bool(_AND_AT_END.search(text))


def split_pieces(line: str) -> list[Piece]:
    """Split a line at its separators; raise AuthorLineError if a piece is empty."""
    masked = _mask(line)
    separator = _BETWEEN_SEMICOLONS if set(SEMICOLONS) & set(masked) else _BETWEEN_COMMAS
    gaps = [(gap.start(), gap.end(), gap[0]) for gap in separator.finditer(masked)]
    pieces: list[Piece] = []
    start, before = 0, ""
    for end, next_start, after in [*gaps, (len(line), len(line), "")]:
        text = line[start:end].strip()
        if not text:
            raise AuthorLineError(
                end + 1 if after else max(start, 1), _describe_missing(before, after)
            )
        start = line.index(text, start)
        if pieces and before in COMMAS and _is_bare_suffix(text):
            # "Sammy Davis, Jr.": the comma is inside one name.
            last = pieces.pop()
            start, before = last.start, last.separator
        pieces.append(Piece(line[start:end].rstrip(), start, before))
        start, before = next_start, tidy(after)
    return pieces


def join_family_first(line: str, found: list[Piece], *, more: bool) -> list[Piece]:
    """Put "Rossi, E., Verdi, K. A." and "Rossi E, Verdi KA" in display order.

    ``write`` never produces such a line: it puts "and" before the last name, or semicolons before
    "et al.".
    """
    bare = [_strip_name(piece.text) for piece in found]
    if _are_pairs(found, bare):
        pairs = zip(found[::2], found[1::2], strict=True)
        return [
            replace(one, text=line[one.start : two.start + len(two.text)]) for one, two in pairs
        ]
    between = {piece.separator for piece in found[1:]}
    one_kind = between <= set(COMMAS) or (between <= set(SEMICOLONS) and not more)
    if between and one_kind and have_initials_behind(bare):
        return [
            replace(piece, name=move_initials_in_front(name))
            for piece, name in zip(found, bare, strict=True)
        ]
    return found


def _are_pairs(found: list[Piece], bare: list[str]) -> bool:
    """Whether every two pieces form one author: "Rossi, E., Verdi, K. A."."""
    return (
        len(found) % 2 == 0
        and (len(found) > 2 or " " not in bare[0])
        and all(map(are_initials, bare[1::2]))
        and not any(name == "" or are_initials(name) for name in bare[::2])
        and all(piece.separator in COMMAS for piece in found[1::2])
    )


def _strip_name(text: str) -> str:
    author = AUTHOR.match(text)
    is_person = author is not None and not author["key"] and "{" not in author["name"]
    return author["name"].strip() if author and is_person else ""


def _describe_missing(before: str, after: str) -> str:
    """Say that an author is missing between two separators, or at the start or end of the line."""
    if before and after:
        if {before, after} <= set(COMMAS):
            return _("an author is missing between two commas")
        reason = _('an author is missing between "%(before)s" and "%(after)s"')
        return reason % {"before": before, "after": after}
    if before:
        return _('an author is missing after "%(sign)s"') % {"sign": before}
    if after:
        return _('an author is missing before "%(sign)s"') % {"sign": after}
    return _("no author is named")


def _is_bare_suffix(text: str) -> bool:
    author = AUTHOR.match(text)
    return author is not None and is_suffix(author["name"].strip())
