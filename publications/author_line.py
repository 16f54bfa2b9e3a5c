"""Reads and writes an author line: who wrote a paper, in order, each with their marks.

It is the line under a paper's title, as people type it:

    (α, β) Hanze Dong*, Wei Xiong*†, Sammy Davis Jr., and Wei Wang [wei-wang-2]

The notice in front says that the order is alphabetical or random. Marks follow a name (``MARKS``).
A key in square brackets tells two people of one name apart. Authors are separated by commas, "and"
or "&"; or, where a semicolon stands in the line, by semicolons, and then "Family, Given" is read
too. What cannot be read surely is refused with its place, so that no author is lost unnoticed.
"""

import re
import unicodedata
from dataclasses import dataclass

from publications.names import Name, is_suffix, name_key, tidy

# What a mark after a name says, by the field of a credit, in the order in which they are written.
MARKS = {"equal_contribution": "*", "corresponding": "†", "equal_advising": "‡"}
NOTICE = "(α, β)"
LONGEST_NAME = 200

# PDF files and some keyboards have these in place of the plain one.
_OTHER_ASTERISKS = dict.fromkeys("∗＊⁎﹡", "equal_contribution")
_FLAG_OF_MARK = {mark: flag for flag, mark in MARKS.items()} | _OTHER_ASTERISKS
_ANY_MARK = "".join(_FLAG_OF_MARK)
_MARKS_IN_WORDS = "{}, {} and {}".format(*MARKS.values())

_NOTICE_IN_FRONT = re.compile(r"\s*[(（]([^()（）]*+)[)）]")
_NOTICES = frozenset(  # in lower case and without spaces
    (
        *("α,β", "α-β", "α‐β", "α–β", "α—β", "alpha,beta", "alpha-beta"),
        *("alphabetical", "alphabeticalorder", "random", "randomorder"),
        *("random/alphabeticalorder", "alphabetical/randomorder"),
    )
)

_COMMAS = ",，、"
_SEMICOLONS = ";；"
_EDGE = rf"[^\s{_COMMAS}{_SEMICOLONS}&＆{_ANY_MARK}\[\]]"
# "and" as a word of its own: not in "Ferdinand", not in "Al-and-Sons".
_AND = rf"(?:[&＆]|(?<!{_EDGE})and(?!{_EDGE}))"
_BETWEEN_COMMAS = re.compile(rf"[{_COMMAS}](?:\s*+{_AND})?|{_AND}", re.IGNORECASE)
_BETWEEN_SEMICOLONS = re.compile(rf"[{_SEMICOLONS}](?:\s*+{_AND})?|{_AND}", re.IGNORECASE)

# A name, its marks and its key; the possessive "*+" keeps a hostile line from taking minutes.
_AUTHOR = re.compile(
    rf"(?P<name>[^{_ANY_MARK}\[\]]*+)(?P<marks>[{_ANY_MARK}\s]*+)"
    rf"(?:\[(?P<key>[^\[\]]*+)\][{_ANY_MARK}\s]*+)?+"
)
_KEY = re.compile(r"[\w-]+")
_KEY_EXAMPLE = '"Wei Wang [wei-wang-2]"'

_NAME_PUNCTUATION = frozenset(".'’‘-‐‑–·・‧()（）" + _COMMAS)
_JOINERS = "\u200c\u200d"  # invisible, but Persian and Indic spelling needs them
_PAIR_OF_BRACKETS = re.compile(r"\([^()]*+\)|（[^（）]*+）")
_FINAL_INITIAL = re.compile(r"(?<!\w)\w\.$")
_UNNAMED = re.compile(r"(?:^| )(?:et\.? al(?:\.|ii|ia)?|others)\.?$", re.IGNORECASE)


class AuthorLineError(ValueError):
    """A line that cannot be read; the message says where, and what is expected there.

    ``position`` is the place in the given text: the first character is 1.
    """

    def __init__(self, position: int, reason: str, name: str = "") -> None:
        self.position = position
        shown = name if len(name) <= 60 else f"{name[:60]}…"
        place = f'at character {position}, "{shown}"' if name else f"at character {position}"
        super().__init__(f"{place}: {reason}")


@dataclass(frozen=True)
class Credit:
    """One author's place in a line: the name as printed, what its marks say, and the key."""

    name: str
    equal_contribution: bool = False
    corresponding: bool = False
    equal_advising: bool = False
    key: str = ""

    def __str__(self) -> str:
        """Return the credit as it is written in a line: "Wei Wang* [wei-wang-2]"."""
        marks = "".join(mark for flag, mark in MARKS.items() if getattr(self, flag))
        return f"{self.name}{marks} [{self.key}]" if self.key else f"{self.name}{marks}"


@dataclass(frozen=True)
class AuthorLine:
    """The authors of a paper in their order, and whether that order is alphabetical or random."""

    credits: tuple[Credit, ...] = ()
    alphabetical: bool = False


def read(line: str) -> AuthorLine:
    """Read an author line; a blank one has no authors.

    Names come back as printed, in Unicode's composed form and with single spaces; in a line with
    semicolons "Family, Given" is put in display order. Raises AuthorLineError, and nothing else,
    where the line is not surely understood.
    """
    _refuse_invisible_characters(line)
    if not line.strip():
        return AuthorLine()
    authors, alphabetical = _without_notice(line)
    credit_of: dict[tuple[str, str], Credit] = {}
    for piece in _pieces(_without_final_stop(authors)):
        credit = _read_credit(piece)
        person = (name_key(credit.name), credit.key)
        if person in credit_of:
            reason = f"this author is named twice; a key tells two people apart: {_KEY_EXAMPLE}"
            raise piece.error(reason)
        credit_of[person] = credit
    return AuthorLine(tuple(credit_of.values()), alphabetical)


def write(line: AuthorLine) -> str:
    """Write an author line in its one consistent form, which ``read`` gives back unchanged."""
    authors = [str(credit) for credit in line.credits]
    if len(authors) > 2:
        listed = f"{', '.join(authors[:-1])}, and {authors[-1]}"
    else:
        listed = " and ".join(authors)
    return f"{NOTICE} {listed}" if line.alphabetical and authors else listed


@dataclass(frozen=True)
class _Piece:
    """What a line has about one author, and the index in the line at which it starts."""

    text: str
    start: int

    def error(self, reason: str, at: int = 0) -> AuthorLineError:
        """Return the error about this author, at an index in the piece."""
        return AuthorLineError(self.start + at + 1, reason, tidy(self.text))


def _refuse_invisible_characters(line: str) -> None:
    for index, char in enumerate(line):
        invisible = unicodedata.category(char) in {"Cc", "Cf", "Cs"}
        if invisible and char not in "\t\n\r" + _JOINERS:
            reason = f"the invisible character U+{ord(char):04X} cannot stand here; delete it"
            raise AuthorLineError(index + 1, reason)


def _without_notice(line: str) -> tuple[str, bool]:
    """Return the line with its notice blanked out, and whether there was one.

    Spaces in its place keep every other character where it was.
    """
    if not line.lstrip().startswith(("(", "（")):
        return line, False
    notice = _NOTICE_IN_FRONT.match(line)
    # PDF files have mathematical letters, which the compatibility form (NFKC) makes plain.
    text = unicodedata.normalize("NFKC", notice[1]).casefold() if notice else ""
    if not notice or "".join(text.split()) not in _NOTICES:
        position = len(line) - len(line.lstrip()) + 1
        reason = f'the notice in front must be "{NOTICE}", for an alphabetical or random order'
        raise AuthorLineError(position, reason)
    return " " * notice.end() + line[notice.end() :], True


def _without_final_stop(line: str) -> str:
    """Drop the full stop that ends a sentence; an initial or a suffix keeps its own."""
    line = line.rstrip()
    return line[:-1] if line.endswith(".") and not _ends_in_abbreviation(tidy(line)) else line


def _ends_in_abbreviation(text: str) -> bool:
    last_word = re.split(rf"[\s{_COMMAS}{_SEMICOLONS}&＆]", text)[-1]
    return is_suffix(last_word) or _FINAL_INITIAL.search(last_word) is not None


def _pieces(line: str) -> list[_Piece]:
    """Divide a line at its separators; there is something in every piece."""
    separator = _BETWEEN_SEMICOLONS if set(_SEMICOLONS) & set(line) else _BETWEEN_COMMAS
    gaps = [(gap.start(), gap.end(), gap[0]) for gap in separator.finditer(line)]
    pieces: list[_Piece] = []
    start, before = 0, ""
    for end, next_start, after in [*gaps, (len(line), len(line), "")]:
        text = line[start:end].strip()
        if not text:
            raise AuthorLineError(end + 1 if after else max(start, 1), _missing(before, after))
        start = line.index(text, start)
        if pieces and before in _COMMAS and _is_bare_suffix(text):
            # "Sammy Davis, Jr.": the comma divided one name.
            start = pieces.pop().start
        pieces.append(_Piece(line[start:end].rstrip(), start))
        start, before = next_start, tidy(after)
    return pieces


def _missing(before: str, after: str) -> str:
    """Say that an author is missing between two separators, or at an end of the line."""
    if before and after:
        both = "two commas" if {before, after} <= set(_COMMAS) else f'"{before}" and "{after}"'
        return f"an author is missing between {both}"
    if before or after:
        return f'an author is missing {"after" if before else "before"} "{before or after}"'
    return "no author is named"


def _is_bare_suffix(text: str) -> bool:
    author = _AUTHOR.match(text)
    return author is not None and is_suffix(author["name"].strip())


def _read_credit(piece: _Piece) -> Credit:
    author = _AUTHOR.fullmatch(piece.text)
    if author is None:
        raise _misplaced(piece)
    key = unicodedata.normalize("NFC", author["key"] or "").strip()
    if author["key"] is not None and not _KEY.fullmatch(key):
        reason = "a key in square brackets has letters, digits, hyphens and underscores"
        raise piece.error(reason, author.start("key"))
    return Credit(_read_name(piece, author["name"]), key=key, **_read_marks(piece))


def _misplaced(piece: _Piece) -> AuthorLineError:
    """Return the error about a piece that is more than a name, its marks and its key."""
    author = _AUTHOR.match(piece.text)
    marks, end = (author.start("marks"), author.end()) if author else (0, 0)
    if piece.text[end] in "[]":
        return piece.error(f"one key may follow a name in square brackets: {_KEY_EXAMPLE}", end)
    return piece.error("marks and keys stand after a name, not before it or inside", marks)


def _read_marks(piece: _Piece) -> dict[str, bool]:
    flags: dict[str, bool] = {}
    for index, char in enumerate(piece.text):
        flag = _FLAG_OF_MARK.get(char)
        if flag in flags:
            raise piece.error(f'the mark "{char}" is given twice', index)
        if flag:
            flags[flag] = True
    return flags


def _read_name(piece: _Piece, text: str) -> str:
    """Return the name that a piece begins with, in display order, or raise what is wrong."""
    for index, char in enumerate(text):
        if not _may_stand_in_name(char):
            reason = f'a name cannot contain "{char}"; marks are {_MARKS_IN_WORDS}'
            raise piece.error(reason, index)
    name = _in_display_order(piece, text) if set(_COMMAS) & set(text) else tidy(text)
    if objection := _objection(name):
        raise piece.error(objection)
    return name


def _may_stand_in_name(char: str) -> bool:
    letter_or_accent = unicodedata.category(char)[0] in "LM"
    return letter_or_accent or char.isspace() or char in _NAME_PUNCTUATION or char in _JOINERS


def _in_display_order(piece: _Piece, text: str) -> str:
    """Turn "Davis, Jr." or, where semicolons separate, "Xiong, Wei" into display order."""
    parts = [part.strip() for part in re.split(rf"[{_COMMAS}]", text)]
    suffixes = sum(is_suffix(part) for part in parts[1:])
    if "" in parts or suffixes > 1 or len(parts) - suffixes > 2:
        raise piece.error('one author is written "Given Family" or "Family, Given"')
    return tidy(str(Name.read(", ".join(parts))))


def _objection(name: str) -> str:
    """Say what is wrong with a whole name, and what is expected; nothing if it is right."""
    if len(name) > LONGEST_NAME:
        return f"a name has at most {LONGEST_NAME} characters; is a comma missing?"
    if not any(char.isalpha() for char in name):
        return "a name is missing here"
    if is_suffix(name):
        return "a suffix needs the name that it belongs to in front"
    if _UNNAMED.search(name):
        return 'every author must be named, without "et al." or "others"'
    if name.startswith(("(", "（")):
        return f'a name cannot begin with a bracket; the notice "{NOTICE}" stands once, in front'
    if set("()（）") & set(_PAIR_OF_BRACKETS.sub("", name)):
        return "a bracket in this name is not closed, or not opened"
    if name.endswith(".") and not _ends_in_abbreviation(name):
        return "a full stop at the end of a name must belong to an initial or a suffix"
    return ""
