r"""Divides an author field into single names in LaTeX ("sources"), whatever separates them.

BibTeX knows only "and". People also write commas and semicolons: "Ada Rossi, Ugo Bianchi" is two
people, but "Rossi, Ada" is one. Anything but plain BibTeX gets a note.
"""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from publications.bibtex.text.latex import to_plain
from publications.names.author_line import LONGEST_NAME
from publications.names.groups import divide_group, is_group_name
from publications.names.name import PARTICLES, is_east_asian, is_suffix
from publications.names.order import (
    are_initials,
    divide_initials,
    have_initials_behind,
    space_initials,
)

_BACKSLASH_OR_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_DIVIDES_NOTHING = re.compile(r"\\[^&]|&#?\w+;|\$[^$]*\$|\([^()]*\)|\[[^\[\]]*\]")
_AND = re.compile(r"(?:^| )and(?= |$)", re.IGNORECASE)
_SEMICOLON = re.compile(r"[;；]")
_ENUMERATION_COMMA = re.compile("、")
# Characters that separate two people, but are also part of some groups' names.
_SIGN_BETWEEN = re.compile(r" (?:\\&|&|＆|/|\||•|·) ")
COMMA = re.compile(r"[,，、]")
_MORE = re.compile(r"\{?(?:(?:\d+ )?others|et[ ~]al\.?|等)\}?", re.IGNORECASE)
_MORE_BEHIND = re.compile(
    r"(?P<name>.*[^\s,])[\s,]+et[ ~]al\.?(?: \((?P<group>[^()]*)\))?", re.IGNORECASE
)
COMPANY = re.compile(r"(?:inc|ltd|llc|gmbh|corp|plc)\.?", re.IGNORECASE)
_SUFFIX_BEHIND = re.compile(r",.*| (?:jr|sr|i{2,3}|iv)\.?$", re.IGNORECASE)
_SUFFIX_BETWEEN = re.compile(r"\{.*\}|esq\.?|ph\.?d\.?|m\.?d\.?|vi{0,3}|[js]nr\.?", re.IGNORECASE)
_BIBLATEX = re.compile(r"(?:family|given|prefix|suffix)\s*=", re.IGNORECASE)
_DEGREE = re.compile(r"ph\.? ?d\.?|m\.d\.", re.IGNORECASE)
_YEARS = re.compile(r"(?:(?:b|d|c|ca|fl|born|died)\.? ?)?[\d⁰¹²³⁴-⁹?–—/ -]+")
_ORDINALS = {"2nd": "II", "3rd": "III", "4th": "IV"}
_LONGEST_SOURCE = 5 * LONGEST_NAME  # leaves room for accents in TeX


class PeopleError(ValueError):
    """A list of names cannot be read with certainty; the message is a clause that says why."""


def refuse_many_names(text: str) -> PeopleError:
    """Return the error for a text that may not be a single name."""
    shown = text if len(text) <= 60 else f"{text[:60]}…"
    clause = _(
        '"%(text)s" is not one name; write "Given Family" or "Family, Given", with "and" between '
        "two people"
    )
    return PeopleError(clause % {"text": shown})


def mask(tex: str, *, brackets: bool = True) -> str:
    """Return a text of the same length, with letters in place of parts that must not be split.

    These are text in braces, commands, entities, formulas and, if ``brackets``, text in brackets.
    """
    parts, end, depth, start = [], 0, 0, 0
    for token in _BACKSLASH_OR_BRACE.finditer(tex):
        if token[0] == "{":
            start = start if depth else token.start()
            depth += 1
        elif token[0] == "}" and depth:
            depth -= 1
            if not depth:
                parts += [tex[end:start], "x" * (token.end() - start)]
                end = token.end()
    rest = start if depth else len(tex)
    text = "".join([*parts, tex[end:rest], "x" * (len(tex) - rest)])
    if not brackets:
        return text
    return _DIVIDES_NOTHING.sub(lambda match: "x" * len(match[0]), text)


def is_braced(source: str) -> bool:
    """Return whether a single pair of braces encloses the whole text."""
    depth = 0
    for token in _BACKSLASH_OR_BRACE.finditer(source):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if depth <= 0:
            return token[0] == "}" and token.end() == len(source) and source[0] == "{"
    return False


def split(source: str, separator: re.Pattern[str]) -> list[str]:
    """Split a text at a separator, except inside braces and the like."""
    pieces, start = [], 0
    for gap in separator.finditer(mask(source)):
        pieces.append(source[start : gap.start()].strip())
        start = gap.end()
    return [*pieces, source[start:].strip()]


class NameList:
    """The sources of the names in a list, whether it ends in "and others", and notes about it."""

    def __init__(self, tex: str) -> None:
        self.notes: list[str] = []
        self.more = False
        self.group_behind = ""
        sources = self._split_at_and(tex)
        sources = [name for source in sources for name in self._split_at_groups(source)]
        sources = [name for source in sources for name in self._split_at_other_signs(source)]
        sources = self._remove_others(sources)
        sources = self._split_at_commas(sources)
        if any(len(source) > _LONGEST_SOURCE for source in sources):
            raise PeopleError(
                _('a name has at most %(longest)s characters; is an "and" missing?')
                % {"longest": LONGEST_NAME}
            )
        self.sources = self._move_initials_in_front(sources)

    def _split_at_and(self, tex: str) -> list[str]:
        sources = split(tex, _AND)
        if sources == [""]:
            return []
        if "" in sources:
            self.notes.append(_('a name is missing before or after an "and"'))
            sources = [name for name in sources if name]
        if len(sources) == 1 and is_braced(tex):
            inner = split(tex[1:-1], _AND)
            if len(inner) > 1 and all(len(split(name, COMMA)) == 2 for name in inner):
                self.notes.append(_("braces around the whole list of authors are ignored"))
                return inner
        return sources

    def _split_at_other_signs(self, source: str) -> Iterator[str]:
        """Split at semicolons, and at characters like "&" between the names of two people."""
        names = [name for name in split(source, _SEMICOLON) if name]
        if len(names) > 1:
            self._note(_('semicolons between people are read as "and"'))
        for name in names or [source]:
            sides = split(name, _SIGN_BETWEEN)
            listed = split(name, _ENUMERATION_COMMA)
            if len(sides) > 1 and all(map(_may_be_person, sides)):
                sign = to_plain(_SIGN_BETWEEN.findall(name)[0].strip())
                self._note(_('"%(sign)s" between people is read as "and"') % {"sign": sign})
                yield from sides
            elif len(listed) > 1 and all(map(is_east_asian, listed)):
                self._note(_('commas between people are read as "and"'))
                yield from listed
            else:
                yield name

    @staticmethod
    def _split_at_groups(source: str) -> Iterator[str]:
        """Separate the last person from the group on whose behalf the paper was written."""
        person, group = divide_group(source)
        if person and group and "on behalf of" in source.casefold() and not is_braced(source):
            yield person
            yield f"{{on behalf of the {group}}}"
        else:
            yield source

    def _remove_others(self, sources: list[str]) -> list[str]:
        named = [source for source in sources if not _MORE.fullmatch(source.strip(" ,"))]
        self.more = len(named) < len(sources)
        for number, source in enumerate(named):
            if found := _MORE_BEHIND.fullmatch(source):
                self.more, named[number] = True, found["name"]
                self.group_behind = self.group_behind or found["group"] or ""
        if self.more:
            self.notes.append(_('the list of names ends in "and others"; add the missing names'))
        return named

    def _split_at_commas(self, sources: list[str]) -> list[str]:
        """Split at commas between people; drop commas at the end of a name."""
        bare = [source.strip(" ,，、") for source in sources]
        if bare != sources:
            self._note(_("commas at the end of names are ignored"))
        parts = [_split_at_comma(source) for source in bare if source]
        family_first = any(len(part) == 2 and not _are_people(part) for part in parts) or (
            len(parts) > 1 and all(len(part) == 2 for part in parts)
        )
        return [
            name
            for part in parts
            for name in self._join_into_people(part, family_first=family_first)
        ]

    def _join_into_people(self, parts: list[str], *, family_first: bool) -> list[str]:
        if len(parts) == 1:
            return parts
        if len(parts) == 2 and (family_first or not _are_people(parts)):
            return [_join_parts(parts)]
        if len(parts) == 3 and _SUFFIX_BETWEEN.fullmatch(parts[1]):
            return [", ".join(parts)]
        plain = [to_plain(part) for part in parts]
        if len(parts) % 2 == 0 and all(map(are_initials, plain[1::2])):
            self._note(_('commas between people are read as "and"'))
            return [", ".join(parts[at : at + 2]) for at in range(0, len(parts), 2)]
        if not _are_people(parts):
            raise refuse_many_names(", ".join(plain))
        note = _('commas between people are read as "and"')
        if len(parts) == 2:
            note = _(
                'commas between people are read as "and": "%(one)s" and "%(other)s" are two '
                "people; if this is one person, write {%(one)s}, %(other)s"
            ) % dict(zip(("one", "other"), plain, strict=True))
        self._note(note)
        return parts

    def _move_initials_in_front(self, sources: list[str]) -> list[str]:
        plain = ["" if is_braced(source) else to_plain(source) for source in sources]
        if not sources or not have_initials_behind(plain):
            return sources
        self._note(_("initials behind family names are put in front"))
        divided = map(divide_initials, plain)
        return [f"{family}, {space_initials(initials)}" for family, initials in divided]

    def _note(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)


def _may_be_person(side: str) -> bool:
    plain = to_plain(side)
    last = plain.split(" ")[-1].strip(",")
    return len(plain.split()) > 1 and not is_group_name(plain) and not COMPANY.fullmatch(last)


def _split_at_comma(source: str) -> list[str]:
    """Split a source at its commas; suffixes, degrees and years stay with the part before them."""
    if is_braced(source) or _BIBLATEX.match(source):
        return [source]
    parts: list[str] = []
    for part in split(source, COMMA):
        part = _ORDINALS.get(part, part)
        if parts and (is_suffix(to_plain(part)) or _DEGREE.fullmatch(part)):
            parts[-1] = f"{parts[-1]}, {part}"
        elif parts and _YEARS.fullmatch(part):
            parts[-1] = f"{parts[-1]} {part}"
        elif part:
            parts.append(part)
    return parts


def _join_parts(parts: list[str]) -> str:
    """Return one name in BibTeX's order, with the suffix in the middle."""
    family, given = parts
    given, _, suffix = given.partition(", ")
    return ", ".join(filter(None, (family, suffix, given)))


def _are_people(parts: list[str]) -> bool:
    """Return whether each part between commas is a full name."""
    names = [_SUFFIX_BEHIND.sub("", to_plain(part)) for part in parts]
    if all(map(is_east_asian, names)):
        return all(len(name) > 2 for name in names)
    if have_initials_behind(names):
        return True
    words = [name.split() for name in names]
    if len(parts) == 2 and is_braced(split(parts[0], COMMA)[0]):
        return False  # {García Márquez}, Gabriel José
    if len(parts) > 2:
        return len(words[0]) > 1 and sum(len(name) > 1 for name in words) >= 2
    first, second = words
    return (
        len(first) > 1
        and len(second) > 1
        and first[0] not in PARTICLES
        and second[-1] not in PARTICLES
        and not are_initials(second[-1])
        and not COMPANY.fullmatch(second[-1])
    )
