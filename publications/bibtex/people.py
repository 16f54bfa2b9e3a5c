r"""From the author and editor fields of BibTeX to the credits of a paper.

BibTeX divides a list at the word "and", and knows three forms of a name: "First von Last",
"von Last, First" and "von Last, Jr, First"; what stands in braces is one piece (Oren Patashnik,
BibTeXing, the helpful hints). A single name is read by bibtexparser. Its division of a list is not
used: it takes the accent off a name that begins with one (``and \'Elie Cartan``).

Marks that people type into names to say who contributed equally, such as ``Xiong*`` and
``Xiong$^\dagger$``, become flags.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts

from publications import author_line
from publications.author_line import MARKS, Credit
from publications.bibtex.latex import to_plain
from publications.names import PARTICLES, Name, is_suffix, name_key

_FLAGS = {mark: flag for flag, mark in MARKS.items()}
_SAME_MARK = {
    **dict.fromkeys((r"\ast", r"\star", r"\textasteriskcentered", *"∗＊⁎﹡⋆★"), "*"),
    **dict.fromkeys((r"\dag", r"\dagger", r"\textdagger"), "†"),
    **dict.fromkeys((r"\ddag", r"\ddagger", r"\textdaggerdbl"), "‡"),
}
_ONE_MARK = r"\\(?:ast|star|textasteriskcentered|d?dag(?:ger)?|textdagger(?:dbl)?)(?![A-Za-z])"
_SIGNS = "*†‡∗＊⁎﹡⋆★"
_MARKS = re.compile(
    rf"""
      \$\s*(?:\{{\}})?\s*\^\s*(?:\{{([^{{}}$]*)\}}|(\\[A-Za-z]+|[^\s{{}}$\\]))\s*\$
    | \\textsuperscript\s*\{{((?:[^{{}}]|\{{[^{{}}]*\}})*)\}}
    | \\(?:thanks|footnote|footnotemark)\s*[\[{{]([^\[\]{{}}]*)[\]}}]
    | \$\s*({_ONE_MARK}|[{_SIGNS}])\s*\$
    | ({_ONE_MARK})(?:\{{\}})?
    | ([{_SIGNS}])
    """,
    re.VERBOSE,
)
_SIGN_IN_MARKS = re.compile(r"\\[A-Za-z]+|[^\s,;{}$\\]")
_IN_WORDS = {"equal": "*", "correspond": "†"}

_AND_OR_BRACE = re.compile(r"\\.|(?P<brace>[{}])|(?P<and>(?:^| )and(?= |$))", re.IGNORECASE)
_MORE = re.compile(r"\{?(?:others|et[ ~]al\.?)\}?", re.IGNORECASE)
_ONE_GROUP = re.compile(r"\{(?:[^{}\\]|\\.|\{[^{}]*\})*\}", re.DOTALL)
_PART_OF_NAME = re.compile(
    r"\s*(family|given|prefix|suffix)\s*=\s*(\{[^{}]*\}|\"[^\"]*\"|[^,{}\"]*)\s*(?:,|$)",
    re.IGNORECASE,
)
_FORM = 'write "Given Family" or "Family, Given", with "and" between two people'


class PeopleError(ValueError):
    """A list of names that cannot be read surely; the message is a clause that says why."""


@dataclass(frozen=True)
class People:
    """A list of names: the credits, the same names in parts, and whether it ends in "and others".

    Parts matter where the printed name does not show its division: "Brinch Hansen, Per".
    """

    credits: tuple[Credit, ...] = ()
    names: tuple[Name, ...] = ()
    more: bool = False
    warnings: tuple[str, ...] = ()


def read_people(tex: str) -> People:
    """Read the value of an author or editor field; an empty one names nobody.

    Raises PeopleError where somebody would be lost, misread or named twice.
    """
    sources = _divide(" ".join(tex.split()))
    more = bool(sources) and _MORE.fullmatch(sources[-1]) is not None
    people: dict[str, tuple[Credit, Name]] = {}
    warnings = ['the list of authors ends in "and others": add those who are missing'] * more
    for source in sources[:-1] if more else sources:
        bare, flags, unknown = _without_marks(source)
        name = _read_name(bare)
        printed = _printed(name)
        if printed != str(name):
            name = Name(family=printed)
        if name_key(printed) in people:
            raise PeopleError(f'"{printed}" is named twice; name everybody once')
        people[name_key(printed)] = (Credit(printed, key="", **flags), name)
        if unknown:
            warnings.append(f'the mark "{unknown}" after {printed} is left out')
    credits_, names = tuple(zip(*people.values(), strict=True)) or ((), ())
    return People(credits_, names, more, tuple(warnings))


def _divide(tex: str) -> list[str]:
    """Divide a list at each "and" outside braces."""
    sources, start, depth = [], 0, 0
    for token in _AND_OR_BRACE.finditer(tex):
        if token["brace"]:
            depth = max(0, depth + (1 if token["brace"] == "{" else -1))
        elif token["and"] and depth == 0:
            sources.append(tex[start : token.start()].strip())
            start = token.end()
    sources.append(tex[start:].strip())
    if sources == [""]:
        return []
    if "" in sources:
        raise PeopleError('a name is missing before or after an "and"')
    return sources


def _without_marks(source: str) -> tuple[str, dict[str, bool], str]:
    """Return a name without its marks, what they say, and those that say nothing we know."""
    flags: dict[str, bool] = {}
    unknown: list[str] = []
    for match in _MARKS.finditer(source):
        content = next(text for text in match.groups() if text is not None)
        words = [mark for word, mark in _IN_WORDS.items() if word in content.casefold()]
        for sign in words or _SIGN_IN_MARKS.findall(content):
            flag = _FLAGS.get(_SAME_MARK.get(sign, sign))
            if flag:
                flags[flag] = True
            else:
                unknown.append(sign)
    return _MARKS.sub("", source), flags, "".join(unknown)


@lru_cache(maxsize=8192)
def _read_name(source: str) -> Name:
    """Read one name without marks, in any of BibTeX's forms or in that of biblatex's parts."""
    source = source.strip()
    if _ONE_GROUP.fullmatch(source):
        # An organisation, or somebody whose name must not be divided.
        return Name(family=to_plain(source))
    if parts := {
        part[1].lower(): to_plain(part[2].strip('"')) for part in _PART_OF_NAME.finditer(source)
    }:
        family = " ".join(filter(None, (parts.get("prefix"), parts.get("family"))))
        return Name(parts.get("given", ""), family, parts.get("suffix", ""))
    head, _, last = source.rpartition(" ")
    if head and "," not in source and is_suffix(to_plain(last)):
        # "Sammy Davis Jr.": BibTeX itself would take "Jr." for the family name.
        return replace(_read_divided(head), suffix=to_plain(last))
    return _read_divided(source)


def _read_divided(source: str) -> Name:
    try:
        parts = parse_single_name_into_parts(source)
    except InvalidNameError as error:
        raise _not_one(to_plain(source)) from error
    given, von, last, suffix = (
        to_plain(" ".join(words)) for words in (parts.first, parts.von, parts.last, parts.jr)
    )
    if not von and given in PARTICLES:
        # "van Gogh": bibtexparser takes the first of two words for a given name whatever it is.
        given, von = "", given
    family = f"{von} {last}".strip()
    if given and not suffix and "," not in family + given and _has_suffix(family, given):
        return Name.read(f"{family}, {given}")
    return Name(given, family, suffix)


def _has_suffix(family: str, given: str) -> bool:
    """Say whether a suffix stands in a form without a place for it: "King Jr., Martin"."""
    return is_suffix(given) or is_suffix(family.rpartition(" ")[2])


@lru_cache(maxsize=8192)
def _printed(name: Name) -> str:
    """Return a name as papers print it; raise where it cannot stand in an author line."""
    name_in_line = str(name)
    try:
        credits_ = author_line.read(name_in_line).credits
    except author_line.AuthorLineError as error:
        raise PeopleError(f"{error}; mend the name in the file") from error
    if len(credits_) != 1 or credits_[0].key:
        raise _not_one(name_in_line)
    return credits_[0].name


def _not_one(text: str) -> PeopleError:
    shown = text if len(text) <= 60 else f"{text[:60]}…"
    return PeopleError(f'"{shown}" is not one name; {_FORM}')
