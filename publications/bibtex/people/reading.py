r"""Converts the author and editor fields of BibTeX to the credits of a paper.

``lists`` divides a list into names, and ``single_names`` reads one name.

Marks in names that show, for example, who contributed equally, such as ``Xiong*`` and
``Xiong$^\dagger$``, become flags.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _

from publications.bibtex.people.lists import NameList, PeopleError, is_braced
from publications.bibtex.people.single_names import make_group_name, read_names
from publications.bibtex.text.latex import to_plain
from publications.names.author_line import MARKS, Credit
from publications.names.groups import divide_group, is_group_name, strip_group_name
from publications.names.name import Name, name_key

__all__ = ["People", "PeopleError", "read_people"]

# Soft hyphens, zero-width spaces and direction marks, but not the joiners that Persian needs.
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
NO_FLAGS: Mapping[str, Any] = MappingProxyType({})
NO_MEANINGS: Mapping[str, str] = MappingProxyType({})
_ARTICLE = re.compile(r"the ", re.IGNORECASE)
_OPTIONAL = re.compile(r"^the | (?:collaborations?|consortium)$")

_MOST_OF_ONE_NAME = 50

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


@dataclass(frozen=True)
class People:
    """A list of names: the credits, the same names in parts, and whether it ends in "and others".

    The parts are needed if the printed name does not show them: "Brinch Hansen, Per".
    """

    credits: tuple[Credit, ...] = ()
    names: tuple[Name, ...] = ()
    more: bool = False
    warnings: tuple[str, ...] = ()


def read_people(
    tex: str, collaboration: str = "", meanings: Mapping[str, str] = NO_MEANINGS
) -> People:
    """Read the value of an author or editor field, which may be empty.

    ``collaboration`` is the value of the field with that name; its groups come last. ``meanings``
    are the marks that signs stand for where the file says so. Raises PeopleError if a name would
    be lost or misread.
    """
    visible = _INVISIBLE.sub("", tex)
    listed = NameList(" ".join(visible.split()))
    notes = [
        *listed.notes,
        *[_("invisible characters in the names are left out")] * (visible != tex),
    ]
    people: list[tuple[Credit, Name]] = []
    for source in listed.sources:
        bare, flags, unknown = (
            ("", {}, "") if is_braced(source) else _remove_marks(source, meanings)
        )
        names, said = read_names(bare.strip() or source)
        people += [(_make_credit(name, flags), name) for name in names[:1]]
        people += [(_make_credit(name), name) for name in names[1:]]
        notes += said
        if unknown:
            notes.append(
                _('the mark "%(mark)s" after %(name)s is left out')
                % {"mark": unknown, "name": names[0]}
            )
    known = {_make_group_key(str(name)) for _, name in people}
    for name in _list_groups(collaboration, listed.group_behind):
        if _make_group_key(name.family) not in known:
            people.append((_make_credit(name), name))
    credits_, names_ = tuple(zip(*people, strict=True)) or ((), ())
    return People(credits_, names_, listed.more, (*notes, *_find_namesakes(names_)))


def _make_credit(name: Name, flags: Mapping[str, Any] = NO_FLAGS) -> Credit:
    return replace(Credit(str(name), is_group=name.is_group), **flags)


def _list_groups(collaboration: str, behind: str) -> Iterator[Name]:
    """Yield the groups of a collaboration field, which often omits "Collaboration": "NOVUM"."""
    text = to_plain(collaboration)
    texts = [text] if is_group_name(text) else re.split(r",| and |;|&", text)
    for part in texts:
        name = _ARTICLE.sub("", divide_group(part)[1] or strip_group_name(part))
        if any(map(str.isalnum, name)):
            yield make_group_name(name if is_group_name(name) else f"{name} Collaboration")
    if behind := to_plain(behind):
        yield make_group_name(divide_group(behind)[1] or behind)


def _make_group_key(name: str) -> str:
    """Return a group's name without the words that are often omitted."""
    return _OPTIONAL.sub("", name_key(name)).strip()


def _find_namesakes(names: tuple[Name, ...]) -> list[str]:
    """Return a note for each name that several people in the list share.

    Raises PeopleError if there are too many of them: each pair may later be compared.
    """
    times = Counter(name_key(str(name)) for name in names)
    printed = {name_key(str(name)): str(name) for name in names}
    for key, count in times.items():
        if count > _MOST_OF_ONE_NAME:
            raise PeopleError(
                _("%(count)s of them are called %(name)s")
                % {"count": f"{count:,}", "name": printed[key]}
            )
    two = _("two authors are called %(name)s; merge them, or tell them apart, under Authors")
    more = _("%(count)s authors are called %(name)s; merge them, or tell them apart, under Authors")
    return [
        (two if count == 2 else more) % {"count": count, "name": printed[key]}
        for key, count in times.items()
        if count > 1
    ]


def _remove_marks(source: str, meanings: Mapping[str, str]) -> tuple[str, dict[str, Any], str]:
    """Return a name without its marks, the flags that the marks set, and the unknown marks."""
    flags: dict[str, Any] = {}
    unknown: list[str] = []
    for match in _MARKS.finditer(source):
        content = next(text for text in match.groups() if text is not None)
        words = [mark for word, mark in _IN_WORDS.items() if word in content.casefold()]
        for sign in words or _SIGN_IN_MARKS.findall(content):
            mark = _SAME_MARK.get(sign, sign)
            flag = _FLAGS.get(meanings.get(mark, mark))
            if flag:
                flags[flag] = True
            else:
                unknown.append(sign)
    return _MARKS.sub("", source), flags, "".join(unknown)
