r"""Reads one name of an author field.

BibTeX knows three forms of a name: "First von Last", "von Last, First" and "von Last, Jr, First".
Text in braces is one piece (Oren Patashnik, BibTeXing, the helpful hints). bibtexparser splits
single names. It is not used to split lists, because it removes the accent from a name that begins
with one (``and \'Elie Cartan``).

A name completely in braces is a group, ``{GPT-4 Team}``, unless it holds a family and a given name:
``{Rossi, A. B.}``. A name in double braces is always a group. Braces around a part, as in
``{Rossi}, A.``, only keep that part together.
"""

import re
from dataclasses import replace
from functools import lru_cache

from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publications.bibtex.people.lists import (
    COMMA,
    COMPANY,
    PeopleError,
    is_braced,
    mask,
    refuse_many_names,
    split,
)
from publications.bibtex.people.signs import remove_signs
from publications.bibtex.text.latex import to_plain
from publications.names import author_line
from publications.names.author_line import LONGEST_NAME, AuthorLine, Credit, find_wrong_signs
from publications.names.groups import divide_group, is_group_name, strip_group_name
from publications.names.name import PARTICLES, Name, is_east_asian, is_suffix, tidy
from publications.names.order import are_initials

_PART_OF_NAME = re.compile(
    r"\s*(family|given|prefix|suffix)\s*=\s*(\{[^{}]*\}|\"[^\"]*\"|[^,{}\"]*)\s*(?:,|$)",
    re.IGNORECASE,
)
_BRACKET_BEHIND = re.compile(r"(.*\S) (\([^()]*\))")
_NICKNAME = re.compile(r"``[^{}'`]*''|“[^{}“”]*”|«[^{}«»]*»|(?<!\\)\"[^{}\"]*\"|\([^(){}]*\)")
_EDGES = "?!#/|:=<>^%$+@\\…;~[]{} "
_BRACKETS_AND_QUOTES = re.compile('[()（）“”„"«»]')
# bibtexparser splits names at every "~", even if it is an accent.
_TILDE_ACCENT = re.compile(r"\\~\s*(?:\{(\\?\w)\}|(\\?\w))")
_MOST_CHARACTERS = 4  # of a person's name in Han, kana or Hangul, written without a space

Read = tuple[tuple[Name, ...], tuple[str, ...]]


@lru_cache(maxsize=8192)
def read_names(source: str) -> Read:
    """Return the name in a source without marks, the name of any group after it, and notes.

    Raises PeopleError if the source may not be a single name.
    """
    if is_braced(source):
        return _read_braced(source[1:-1].strip())
    person, group = divide_group(source)
    behind = (make_group_name(to_plain(group)),) if group else ()
    if not person:
        return behind, ()
    name, notes = _read_person(person)
    return (name, *behind), notes


def make_group_name(name: str) -> Name:
    """Return a group's name. Braces become parentheses, as they would end it in an author line."""
    text = tidy(name.translate(str.maketrans("{}", "()")))
    if len(text) > LONGEST_NAME or not any(map(str.isalnum, text)):
        raise refuse_many_names(text)
    return Name.from_group(text)


def _read_braced(inner: str) -> Read:
    plain = to_plain(inner)
    if is_braced(inner):
        return (make_group_name(plain),), ()
    person, group = divide_group(plain)
    if group and not person:
        return (make_group_name(group),), ()
    if group and "on behalf of" in plain.casefold():
        name, notes = _read_person(person)
        return (name, make_group_name(group)), notes
    if _is_person(plain, split(inner, COMMA)):
        name, notes = _read_person(inner)
        return (name,), notes
    notes = (
        (_('"%(text)s" is in braces, so it is read as one name') % {"text": plain},)
        if " and " in plain and not _is_one_group(plain)
        else ()
    )
    return (make_group_name(strip_group_name(plain)),), notes


def _is_one_group(plain: str) -> bool:
    """Return whether a name with "and" is one group's: "Air and Ground Research Team"."""
    first, *_others = plain.split(" and ")
    return is_group_name(plain) and not is_group_name(first)


def _is_person(plain: str, parts: list[str]) -> bool:
    """Return whether a text in a single pair of braces is the name of a person."""
    if is_east_asian(plain):
        return " " in plain or len(plain) <= _MOST_CHARACTERS
    if is_suffix(plain.rpartition(" ")[2]):
        return True
    if len(parts) != 2 or is_group_name(plain):
        return False
    family, given = (to_plain(part).split() for part in parts)
    words = [*family, *given]
    return (
        1 <= len(family) <= 3
        and 1 <= len(given) <= 3
        and not find_wrong_signs(plain)
        and not COMPANY.fullmatch(given[-1])
        and not is_group_name(" ".join(family))
        and all(word in PARTICLES or not word[0].islower() for word in words)
    )


def _read_person(source: str) -> tuple[Name, tuple[str, ...]]:
    """Read a name that is not marked as a group."""
    plain = to_plain(source)
    if _is_bare_group(source, plain):
        return make_group_name(strip_group_name(plain)), (
            _('"%(text)s" is read as the name of a group') % {"text": plain},
        )
    cleaned, left_out = remove_signs(source)
    name, signs = _strip_edges(_read_one(cleaned))
    printable = keep_printable_name(name)
    if printable is None:
        return make_group_name(plain), (
            _('"%(text)s" is read as the name of a group') % {"text": plain},
        )
    left_out += signs
    if str(printable) != str(name).removesuffix("."):
        left_out += [sign for sign in str(name) if sign not in str(printable)]
    signs = list(dict.fromkeys(left_out))
    if not signs:
        return printable, ()
    note = ngettext(
        "%(texts)s is left out of the name of %(name)s",
        "%(texts)s are left out of the name of %(name)s",
        len(signs),
    )
    texts = ", ".join(f'"{sign}"' for sign in signs)
    return printable, (note % {"texts": texts, "name": printable},)


def _is_bare_group(source: str, plain: str) -> bool:
    """Return whether a name without braces can only be a group."""
    words = plain.split()
    if len(words) > 1 and COMPANY.fullmatch(words[-1]) and not are_initials(words[-1]):
        return True
    return is_group_name(plain) and "," not in mask(source)


def _read_one(source: str) -> Name:
    """Read one name in any of BibTeX's forms, or in biblatex's form with named parts."""
    if parts := {
        part[1].lower(): to_plain(part[2].strip('"')) for part in _PART_OF_NAME.finditer(source)
    }:
        family = " ".join(filter(None, (parts.get("prefix"), parts.get("family"))))
        return Name(parts.get("given", ""), family, parts.get("suffix", ""))
    if is_east_asian(plain := to_plain(source)):
        return Name.read(plain)
    if "," not in mask(source) and (found := _BRACKET_BEHIND.fullmatch(source)):
        # "Wei Xiong (熊伟)": BibTeX itself would read the text in brackets as the family name.
        name = _read_one(found[1])
        return replace(name, family=f"{name.family} {to_plain(found[2])}")
    head, _, last = source.rpartition(" ")
    if head and "," not in source and is_suffix(to_plain(last)):
        # "Sammy Davis Jr.": BibTeX itself would read "Jr." as the family name.
        return replace(_read_divided(head), suffix=to_plain(last))
    return _read_divided(source)


def _read_divided(source: str) -> Name:
    try:
        # Braces keep the words of a nickname from being read as particles.
        source = _TILDE_ACCENT.sub(r"{\\~\1\2}", _NICKNAME.sub(r"{\g<0>}", source))
        parts = parse_single_name_into_parts(source)
    except InvalidNameError as error:
        raise refuse_many_names(to_plain(source)) from error
    given, von, last, suffix = (
        to_plain(" ".join(words)) for words in (parts.first, parts.von, parts.last, parts.jr)
    )
    if not von and given in PARTICLES:
        # "van Gogh": bibtexparser always reads the first of two words as a given name.
        given, von = "", given
    family = f"{von} {last}".strip()
    if given and not suffix and "," not in family + given and _has_suffix(family, given):
        return Name.read(f"{family}, {given}")
    return Name(given, family, suffix)


def _has_suffix(family: str, given: str) -> bool:
    """Return whether a suffix is in the family or given name: "King Jr., Martin"."""
    return is_suffix(given) or is_suffix(family.rpartition(" ")[2])


def _strip_edges(name: Name) -> tuple[Name, list[str]]:
    """Remove special characters around the words of a name, such as a cataloguer's "?"."""
    left_out: list[str] = []

    def cleaned(part: str) -> str:
        words = [word.strip(_EDGES) for word in part.split()]
        if words != part.split():
            left_out.extend(sign for sign in part if sign in _EDGES and not sign.isspace())
        # Names may not include TeX's opening quotation mark, but may include Unicode's.
        return " ".join(filter(None, words)).replace("`", "‘")

    tidied = Name(cleaned(name.given), cleaned(name.family), cleaned(name.suffix))
    if not tidied.family:
        tidied = Name(family=tidied.given, suffix=tidied.suffix)
    return (tidied, left_out) if any(map(str.isalpha, tidied.family)) else (name, [])


def keep_printable_name(name: Name) -> Name | None:
    """Return a name that can be written in an author line, or None if only a group's name can be.

    Raises PeopleError if neither is possible.
    """
    for candidate in (name, _remove_brackets_and_quotes(name)):
        if candidate.is_group or find_wrong_signs(str(candidate).replace(",", "")):
            return None
        try:
            line = author_line.read(str(candidate))
        except author_line.AuthorLineError as error:
            problem: PeopleError = PeopleError(
                _("%(error)s; correct the name in the file") % {"error": error}
            )
            continue
        printed = line.credits[0].name if line.credits else ""
        if printed and line == AuthorLine((Credit(printed),)):
            return _remove_final_stop(candidate, printed)
        problem = refuse_many_names(str(candidate))
    raise problem


def _remove_brackets_and_quotes(name: Name) -> Name:
    parts = (_BRACKETS_AND_QUOTES.sub(" ", part) for part in (name.given, name.family, name.suffix))
    given, family, suffix = map(tidy, parts)
    return Name(given, family, suffix)


def _remove_final_stop(name: Name, printed: str) -> Name:
    """Return the name without the full stop that an author line drops at the end of a name."""
    if printed == str(name):
        return name
    cut = replace(name, family=name.family.removesuffix("."))
    return cut if str(cut) == printed else Name.read(printed)
