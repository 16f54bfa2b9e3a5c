"""The authors and editors of a record: each a person in parts, or a group in one piece.

Registries hold whatever publishers deposit: names in capitals, particles in any part, groups as
people, affiliations as authors, the same author twice. What is changed or left out gets a note.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.text.characters import keep_printable
from publications.bibtex.people.lists import PeopleError
from publications.bibtex.people.single_names import keep_printable_name, make_group_name
from publications.identifiers import strip_orcid, validate_orcid
from publications.names.groups import divide_group, is_group_name, strip_group_name
from publications.names.name import PARTICLES, Name, is_suffix, name_key, tidy
from publications.sources.readers.cleaning.titles import clean_line

MOST_PEOPLE = 10_000  # of one paper; the largest collaborations have 5,000
_LONGEST_SOURCE = 1_000
_MOST_NOTES = 20
_MOST_NAMESAKES = 50

_NOBODY = re.compile(
    r"[\W_]*|none|null|n/?a|unknown|\(?:?unkn?\)?|:?unav|\(:(?:unav|unkn|null|none|tba)\).*"
    r"|anonymous|no author.*",
    re.IGNORECASE,
)
_MORE = re.compile(r"(?:and )?(?:others|et\.? al\.?)", re.IGNORECASE)
_BEFORE_GROUP = re.compile(r"^(?:and |on behalf of |for |representing )+(?:the )?", re.IGNORECASE)
_ORGANISATION = re.compile(
    r"\b(?:faculty|group|team|consortium|collaboration|society|committee|network|university|institute"
    r"|department|study|investigators|project|staff|association|foundation|council|commission"
    r"|agency|ministry|bureau|company|hospital|laborator(?:y|ies)|associates|corporation|ltd|llc"
    r"|gmbh|organi[sz]ation|museum|initiative|alliance|editors|federation|task force"
    r"|program(?:me)?)\b",
    re.IGNORECASE,
)
_AFFILIATION = re.compile(
    r"^(?:department|dept|division|faculty|school|institute|laboratory|section|unit|cent(?:er|re))"
    r"\s+(?:of|for)\b.*,|\b(?:universit|institut|hospital|department|faculty|college)\w*\b[^,]*,.*,",
    re.IGNORECASE,
)
_MARK_OF_AFFILIATION = re.compile(
    r"\s*\((?:\d{1,2}(?:,\s*\d{1,2})*|[^()]*\b(?:universit|institut|college|state)\w*[^()]*)\)",
    re.IGNORECASE,
)
_NUMBER_OF_NAMESAKE = re.compile(r" \d{4}$")
_CAPITALS = re.compile(r"[^\W\d_]{3,}")
_COLLECTIVE = re.compile(
    r"collaborations?|consorti(?:um|a)|groups?|teams?|network|committee|investigators",
    re.IGNORECASE,
)
_DEGREE = re.compile(r"(?:[mdb]\.? ?(?:d|a|sc|phil|eng)|ph\.? ?d|dr|prof)\.?", re.IGNORECASE)
_FOOTNOTE_MARK = re.compile(r"[\s*†‡§¶#\d⁰¹²³⁴-⁹]+$")
_SUFFIX_AT_END = re.compile(r"[,\s]+(jr\.?|sr\.?|II|III|IV)$", re.IGNORECASE)


@dataclass(frozen=True)
class Person:
    """A person or group, with the ORCID iD if it is known, and the group that they write for."""

    name: Name
    orcid: str = ""
    on_behalf_of: str = ""

    def add_orcid(self, text: str) -> "Person":
        """Return the person with the ORCID iD in a text, if it is one."""
        return replace(self, orcid=_check_orcid(text) or self.orcid)


@dataclass(frozen=True)
class Crowd:
    """The people of one list, whether it ends in "et al.", and notes on what was changed."""

    people: tuple[Person, ...] = ()
    more: bool = False
    notes: tuple[str, ...] = ()


NOBODY = Crowd()


def read_parts(given: str, family: str, suffix: str = "", orcid: str = "") -> Person | None:
    """Return the person whose name is given in parts; None if nobody is named."""
    given, family, suffix = (_clean(part) for part in (given, family, suffix))
    if _NOBODY.fullmatch(family):
        given, family = "", given
    if _NOBODY.fullmatch(given) or name_key(given) == name_key(family):
        given = ""
    if not family or _NOBODY.fullmatch(family):
        return None
    if not given:
        return read_whole(f"{family}, {suffix}" if suffix else family, orcid)
    if _COLLECTIVE.fullmatch(family):
        return read_group(f"{given} {family}")
    given, family = _FOOTNOTE_MARK.sub("", given) or given, _FOOTNOTE_MARK.sub("", family) or family
    suffix = "" if _DEGREE.fullmatch(suffix) else suffix
    if not suffix and (found := _SUFFIX_AT_END.search(given)) and found.start():
        given, suffix = given[: found.start()], found[1]
    elif not suffix and (found := _SUFFIX_AT_END.search(family)) and found.start():
        family, suffix = family[: found.start()], found[1]
    given, family = _move_particles(given, family)
    return Person(Name(given, family, suffix), _check_orcid(orcid))


def read_whole(text: str, orcid: str = "") -> Person | None:
    """Return the person or group of an undivided name: "Ada Rossi", "Rossi, Ada", "NOVUM Group"."""
    text = _NUMBER_OF_NAMESAKE.sub("", _MARK_OF_AFFILIATION.sub("", _clean(text)))
    text = text.strip(" ;")
    if _NOBODY.fullmatch(text):
        return None
    person, group = divide_group(text)
    if group and person:
        one = read_whole(person, orcid)
        return replace(one, on_behalf_of=group) if one else read_group(group)
    if _is_group(text):
        return read_group(text)
    parts = [part for part in (part.strip() for part in text.split(",")) if part]
    if len(parts) == 2 and not is_suffix(parts[1]):
        return read_parts(parts[1], parts[0], orcid=orcid)
    if len(parts) == 3:
        given, suffix = (parts[2], parts[1]) if is_suffix(parts[1]) else (parts[1], parts[2])
        return read_parts(given, parts[0], suffix, orcid)
    return Person(Name.read(text), _check_orcid(orcid))


def read_group(text: str) -> Person | None:
    """Return the group of a name that is not a person's, in one piece."""
    text = strip_group_name(_BEFORE_GROUP.sub("", _clean(text)).removeprefix("the "))
    return None if _NOBODY.fullmatch(text) else Person(Name.from_group(text))


def split_people(text: str) -> tuple[list[str], str]:
    """Split several people in one name, "A. Rossi; U. Bianchi (NOVUM)"; with a note."""
    if ";" not in text:
        return [text], ""
    names = [re.sub(r" ?\([^()]*\)", "", tidy(part)) for part in text.split(";")]
    note = _('"%(text)s" is read as several people') % {"text": _shorten(text)}
    return list(filter(None, names)), note


def gather(people: Iterable[Person | None], *others: str) -> Crowd:
    """Return the people without repetitions, affiliations, and ``others``: journal, publisher.

    Names are made such that an author line can hold them.
    """
    kept: list[Person] = []
    notes: list[str] = []
    seen: dict[str, list[str]] = {}  # the ORCID iDs of the people who have a name
    more = False
    named = list(_list_named(people))
    taken = {name_key(other) for other in others if other} if len(named) > 1 else set()
    in_capitals = sum(_is_in_capitals(person.name) for person in named) * 2 >= len(named)
    for person in named:
        printed = str(person.name)
        if _MORE.fullmatch(printed):
            more = True
            continue
        if _AFFILIATION.search(printed) or name_key(printed) in taken:
            notes.append(
                _('"%(name)s" is no author, and is left out') % {"name": _shorten(printed)}
            )
            continue
        for one in _make_printable(person, notes, in_capitals):
            orcids = seen.setdefault(name_key(str(one.name)), [])
            is_namesake = _is_namesake(one, orcids)
            if orcids:
                twice = _("%(name)s is named twice, and is kept once")
                two = _("two authors are called %(name)s")
                notes.append((two if is_namesake else twice) % {"name": one.name})
            if not orcids or is_namesake:
                kept.append(one)
                orcids.append(one.orcid)
    return Crowd(tuple(kept), more, tuple(dict.fromkeys(notes[:_MOST_NOTES])))


def _is_namesake(person: Person, orcids: list[str]) -> bool:
    """Return whether a person is somebody else than those with the same name and these ids."""
    return (
        0 < len(orcids) < _MOST_NAMESAKES
        and bool(person.orcid)
        and all(orcids)
        and person.orcid not in orcids
    )


def _list_named(people: Iterable[Person | None]) -> Iterator[Person]:
    for person in people:
        if person is not None:
            yield person
            if person.on_behalf_of and (group := read_group(person.on_behalf_of)):
                yield group


def _clean(text: str) -> str:
    text = text[:_LONGEST_SOURCE]
    return tidy(re.sub("[\u00ad\u200b\u200e\u200f\u2060\ufeff]", "", clean_line(text)))


def _is_group(text: str) -> bool:
    if is_group_name(text) or _BEFORE_GROUP.match(text) or divide_group(text)[1]:
        return True
    return _ORGANISATION.search(text) is not None


def _move_particles(given: str, family: str) -> tuple[str, str]:
    """Move particles at the end of the given name to the family: "Ludwig van", "Beethoven"."""
    words = given.split()
    moved: list[str] = []
    while len(words) > 1 and words[-1] in PARTICLES:
        moved.insert(0, words.pop())
    if moved and family.split()[0] not in PARTICLES:
        return " ".join(words), " ".join([*moved, family])
    return given, family


def _make_printable(person: Person, notes: list[str], in_capitals: bool) -> Iterator[Person]:
    """Yield the person as an author line can hold them, or nobody."""
    name = person.name
    if _is_in_capitals(name) or (in_capitals and name.family.isupper() and name.given):
        name = _lower_capitals(name)
        notes.append(_("%(name)s was in capitals") % {"name": name})
    try:
        printable = None if name.is_group else keep_printable_name(name)
        if printable is not None and printable != name and str(printable) != str(name):
            notes.append(
                _('the name "%(name)s" is read as %(read)s') % {"name": name, "read": printable}
            )
        yield replace(person, name=printable or make_group_name(keep_printable(str(name))))
    except PeopleError:
        try:
            yield Person(make_group_name(keep_printable(str(name))))
        except PeopleError:
            clause = _('"%(name)s" is not a name, and is left out')
            notes.append(clause % {"name": _shorten(str(name))})


def _is_in_capitals(name: Name) -> bool:
    return bool(name.given and name.family.isupper() and _CAPITALS.search(name.family))


def _lower_capitals(name: Name) -> Name:
    """Return a name whose family is in capitals as it is usually written: "WINTER" as "Winter"."""
    given = name.given
    if given.isupper() and any(len(word) > 3 for word in _CAPITALS.findall(given)):
        given = _capitalise(given)
    return replace(name, given=given, family=_capitalise(name.family))


def _capitalise(text: str) -> str:
    return re.sub(r"[^\W\d_]{2,}", _capitalise_word, text)


def _capitalise_word(found: re.Match[str]) -> str:
    word = found[0]
    if word.lower() in PARTICLES:
        return word.lower()
    lowered = word[0] + word[1:].lower()
    return re.sub(r"^(Mc|Mac(?=[A-Za-z]{4}))(\w)", lambda m: m[1] + m[2].upper(), lowered)


def _check_orcid(text: str) -> str:
    orcid = strip_orcid(text)
    try:
        validate_orcid(orcid)
    except ValidationError:
        return ""
    return orcid


def _shorten(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
