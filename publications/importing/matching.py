"""Matches each entry of a BibTeX file to at most one paper on the site, and each paper only once.

The most reliable criteria are tried first, for all entries, so that no entry takes a paper that
belongs to another entry of the same file: all fields, then the citation key, then DOI and arXiv
id, then title and year. Papers by one author in one year often have the same key, and a preprint
and its published version share an arXiv id. So a criterion does not count if others contradict it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any

from common.dates.cv_date import CVDate
from publications.bibtex import Entry
from publications.identifiers import remove_version
from publications.importing.fields import PLAIN_FIELDS, get_values
from publications.merging.duplicates import DOI_OF_ARXIV, list_title_words, normalise
from publications.models import Publication

_NUMBER = re.compile(r"\d+|[ivx]+|one|two|three|four|five|first|second|third|fourth|fifth")
_MOSTLY = 0.6  # the share of words that two versions of a title have in common


@dataclass(eq=False)
class Marks:
    """The values that identify a paper, normalized for comparison."""

    source: Any  # the entry or the paper
    key: str
    title: str
    doi: str
    arxiv_id: str
    year: int | None
    place: tuple[str, str]
    authors: tuple[str, ...]
    everything: tuple[object, ...]

    @classmethod
    def from_entry(cls, entry: Entry) -> Marks:
        names = [str(name) for name in entry.names or entry.editors]
        values = get_values(entry)
        plain_values = [values[name] for name in PLAIN_FIELDS]
        return cls._build(entry, entry.key, names, values["when"], plain_values)

    @classmethod
    def from_paper(cls, paper: Publication) -> Marks:
        """Return the marks of a paper fetched ``with_bylines``."""
        names = [row.printed_name for row in paper.leading_rows]
        fields = [getattr(paper, name) for name in PLAIN_FIELDS]
        return cls._build(paper, paper.cited_as, names, paper.when, fields)

    @classmethod
    def _build(
        cls, source: Any, key: str, names: list[str], when: CVDate | None, fields: Sequence[str]
    ) -> Marks:
        by_name = dict(zip(PLAIN_FIELDS, fields, strict=True))
        doi, arxiv_id = by_name["doi"].lower(), remove_version(by_name["arxiv_id"]).lower()
        if found := DOI_OF_ARXIV.match(doi):
            doi, arxiv_id = "", arxiv_id or remove_version(doi[found.end() :])
        authors = tuple(normalise(name) for name in names)
        return cls(
            source=source,
            key=key.lower(),
            title=list_title_words(by_name["title"]),
            doi=doi,
            arxiv_id=arxiv_id,
            year=(when.year or None) if when else None,
            place=(normalise(by_name["volume"]), normalise(by_name["pages"])),
            authors=authors,
            everything=(*fields, when.edtf if when else "", authors),
        )

    @cached_property
    def _words_of_names(self) -> frozenset[str]:
        return frozenset(word for name in self.authors for word in name.split() if len(word) > 1)

    def shares_identifier(self, other: Marks) -> bool:
        """Whether the DOI or arXiv id is the same."""
        return bool(
            (self.doi and self.doi == other.doi)
            or (self.arxiv_id and self.arxiv_id == other.arxiv_id)
        )

    def adds_identifier(self, other: Marks) -> bool:
        """Whether this has a DOI or arXiv id and the other has none."""
        return bool((self.doi and not other.doi) or (self.arxiv_id and not other.arxiv_id))

    def have_different_identifiers(self, other: Marks) -> bool:
        """Whether the DOIs or the arXiv ids are known and differ."""
        return _differ(self.doi, other.doi) or _differ(self.arxiv_id, other.arxiv_id)

    def have_same_year(self, other: Marks) -> bool:
        """Whether the years are the same, or one of them is unknown."""
        return not _differ(self.year, other.year)

    def have_different_places(self, other: Marks) -> bool:
        """Whether the volumes or the pages are known and differ."""
        return any(_differ(*pair) for pair in zip(self.place, other.place, strict=True))

    def is_same_by_key(self, other: Marks) -> bool:
        """Whether the same key means the same paper here."""
        if not self.key or self.key != other.key:
            return False
        clash = self.have_different_identifiers(other)
        if self.title == other.title:
            return not clash or not (
                self.have_different_places(other) or not self.have_same_year(other)
            )
        if self.shares_identifier(other):
            return True
        # Papers with a year may share a key made of author and year, so the titles must agree.
        undated = not (self.year and other.year) and not self._have_other_authors(other)
        return not clash and (undated or self.have_similar_titles(other))

    def is_same_by_identifier(self, other: Marks) -> bool:
        """Whether the same DOI or arXiv id means the same paper here."""
        if not self.shares_identifier(other) or self.have_different_identifiers(other):
            return False
        return self.have_same_year(other) or self.have_similar_titles(other)

    def is_same_by_title(self, other: Marks) -> bool:
        """Whether the same title means the same paper here."""
        return (
            bool(self.title)
            and self.title == other.title
            and self.have_same_year(other)
            and not self.have_different_identifiers(other)
            and not self.have_different_places(other)
            and not self._have_other_authors(other)
        )

    def have_similar_titles(self, other: Marks) -> bool:
        """Whether both may be titles of the same paper, renamed at some time.

        "Lumps, part I" and "Lumps, part II" are titles of different papers.
        """
        words, others = self.title.split(), other.title.split()
        changed = set(words) ^ set(others)
        if any(_NUMBER.fullmatch(word) for word in changed):
            return False
        shorter, longer = sorted((words, others), key=len)
        if len(shorter) > 1 and longer[: len(shorter)] == shorter:  # a subtitle added or removed
            return True
        return SequenceMatcher(None, words, others, autojunk=False).ratio() >= _MOSTLY

    def _have_other_authors(self, other: Marks) -> bool:
        names, others = self._words_of_names, other._words_of_names
        return bool(names and others and names.isdisjoint(others))


def _differ(one: object, other: object) -> bool:
    return bool(one and other and one != other)


Rule = Callable[[Marks, Marks], bool]


class MarksIndex:
    """Numbered papers or entries that can be looked up by their marks."""

    def __init__(self, marks: Iterable[Marks] = ()) -> None:
        self.marks: list[Marks] = []
        self._found: dict[tuple[str, object], list[int]] = defaultdict(list)
        for one in marks:
            self.add(one)

    def add(self, marks: Marks) -> None:
        """Add a paper or entry under the next number."""
        number = len(self.marks)
        self.marks.append(marks)
        for name in ("everything", "key", "title", "doi", "arxiv_id"):
            if value := getattr(marks, name):
                self._found[name, value].append(number)

    def find_similar(self, marks: Marks, *names: str) -> Iterator[int]:
        """Yield the numbers of the papers or entries that share one of the named marks."""
        seen: set[int] = set()
        for name in names:
            for number in self._found.get((name, getattr(marks, name)), ()):
                if number not in seen:
                    seen.add(number)
                    yield number


def match(entries: Sequence[Marks], papers: MarksIndex, at_venue: Rule) -> dict[int, int]:
    """Map the number of each matched entry to the number of its paper.

    ``at_venue`` tells whether an entry and a paper name the same venue.
    """
    matching = _Matching(entries, papers)
    same_title: Rule = lambda one, other: one.title == other.title  # noqa: E731
    ids = ("doi", "arxiv_id")
    matching.take(("everything",), lambda e, p: e.key == p.key and at_venue(e, p))
    # Entries with no other paper for their key choose first among papers with equal fields.
    matching.take(("everything",), lambda e, p: at_venue(e, p) and not matching.has_paper_by_key(e))
    matching.take(("everything",), at_venue)
    matching.take(("key",), lambda e, p: same_title(e, p) and e.is_same_by_key(p))
    matching.take(("key",), Marks.is_same_by_key)
    matching.take(ids, lambda e, p: same_title(e, p) and e.is_same_by_identifier(p))
    matching.take(ids, Marks.is_same_by_identifier)
    matching.take(("title",), Marks.is_same_by_title, only_one=True)
    return matching.paper_of


class _Matching:
    def __init__(self, entries: Sequence[Marks], papers: MarksIndex) -> None:
        self._entries, self._papers = entries, papers
        self._taken: set[int] = set()
        self.paper_of: dict[int, int] = {}

    def has_paper_by_key(self, entry: Marks) -> bool:
        """Whether an unmatched paper has this entry's key and may be the same paper."""
        return any(
            entry.is_same_by_key(self._papers.marks[number])
            for number in self._papers.find_similar(entry, "key")
            if number not in self._taken
        )

    def take(self, names: tuple[str, ...], rule: Rule, *, only_one: bool = False) -> None:
        """Match each remaining entry to the first paper that shares a mark and meets the rule.

        With ``only_one``, match only if there is exactly one such paper.
        """
        for number, entry in enumerate(self._entries):
            if number in self.paper_of:
                continue
            free = (n for n in self._papers.find_similar(entry, *names) if n not in self._taken)
            found = (n for n in free if rule(entry, self._papers.marks[n]))
            first, second = next(found, None), next(found, None) if only_one else None
            if first is not None and second is None:
                self.paper_of[number] = first
                self._taken.add(first)
