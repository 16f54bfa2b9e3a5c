"""A search: what is still to be asked, and what has come so far.

It can be stored as text between two requests, so a long search goes on from page to page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, NamedTuple, Self

from django.core import signing
from django.utils.translation import gettext as _

from publications.bibtex import Entry, Refused
from publications.bibtex.links import EntryFile, EntryLink
from publications.identifiers import remove_version
from publications.names.author_line import Credit
from publications.names.name import Name
from publications.sources.errors import ask_about_network
from publications.sources.recognition import Identifier, Kind
from publications.sources.services import SERVICES

MOST_AT_ONCE = {"crossref": 20, "datacite": 50, "arxiv": 100, "orcid-works": 100}
_FEW = 3  # DOIs that are asked one by one, as doi.org knows those of all agencies
_MOST_NAMED = 20
_MOST_AUTHORS = 100_000  # of all papers together; collaborations have thousands
_SALT = "publications.search"
_MAX_AGE = 24 * 3600

# Whom to ask about what is neither a DOI nor an arXiv id.
_ASKED = {
    Kind.SHORT_DOI: "short-doi",
    Kind.PUBMED: "pubmed",
    Kind.PMC: "pmc",
    Kind.ORCID: "orcid",
    Kind.INSPIRE: "inspire",
    Kind.INSPIRE_AUTHOR: "inspire-author",
    Kind.OPENALEX: "openalex",
    Kind.SEMANTIC_SCHOLAR: "semantic-scholar",
}


class Question(NamedTuple):
    """One question to a service, about one or more identifiers."""

    about: str
    ids: tuple[str, ...]


@dataclass
class Search:
    """The state of a search. ``problems`` are sentences for the owner."""

    questions: list[Question] = field(default_factory=list)
    arxiv_ids: list[str] = field(default_factory=list)
    dois: list[str] = field(default_factory=list)
    dois_of_others: list[str] = field(default_factory=list)  # that Crossref does not have
    single_dois: list[str] = field(default_factory=list)  # for doi.org, one by one
    # The keys are each DOI and arXiv id so far, in lower case: a set that can be stored as JSON.
    wanted: dict[str, None] = field(default_factory=dict)
    arxiv_of: dict[str, str] = field(default_factory=dict)  # the arXiv id of a DOI in lower case
    doubts: dict[str, str] = field(default_factory=dict)  # about a DOI or arXiv id in lower case
    unavailable: dict[str, list[str]] = field(default_factory=dict)  # a sentence, and what it left
    entries: list[Entry] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    only_new: bool = False  # at ORCID: only works that the site neither has nor leaves out
    skipped: int = 0  # the other works of the record

    @classmethod
    def for_identifiers(cls, identifiers: Iterable[Identifier]) -> Self:
        search = cls()
        for kind, value in identifiers:
            if kind == Kind.DOI:
                search.want_doi(value)
            elif kind == Kind.ARXIV:
                search.want_arxiv(value)
            else:
                search.questions.append(Question(_ASKED[Kind(kind)], (value,)))
        return search

    def want_doi(self, doi: str, arxiv_id: str = "", doubt: str = "") -> None:
        """Ask for a DOI, once."""
        if self._is_first(doi, doubt):
            # Crossref separates DOIs by commas.
            (self.single_dois if "," in doi else self.dois).append(doi)
        if arxiv_id:
            self.arxiv_of[doi.lower()] = arxiv_id

    def want_arxiv(self, arxiv_id: str, doubt: str = "") -> None:
        """Ask for a paper on arXiv, once."""
        if self._is_first(remove_version(arxiv_id), doubt):
            self.arxiv_ids.append(arxiv_id)

    def _is_first(self, identifier: str, doubt: str) -> bool:
        if identifier.lower() in self.wanted:
            return False
        if doubt:
            self.doubts[identifier.lower()] = doubt
        self.wanted[identifier.lower()] = None
        return True

    @property
    def is_done(self) -> bool:
        return not self.remaining

    @property
    def remaining(self) -> int:
        """The number of identifiers still to be asked for."""
        lists = (self.arxiv_ids, self.dois, self.dois_of_others, self.single_dois)
        return sum(map(len, lists)) + sum(len(question.ids) for question in self.questions)

    def next_question(self) -> Question:
        """Take the next question: what leads to more identifiers first, then whole batches."""
        if self.questions:
            return self.questions.pop(0)
        if self.arxiv_ids:
            return self._take("arxiv", self.arxiv_ids)
        if 0 < len(self.dois) <= _FEW and len(self.wanted) <= _FEW:
            self.single_dois += self.dois
            self.dois = []
        if self.dois:
            return self._take("crossref", self.dois)
        if self.dois_of_others:
            return self._take("datacite", self.dois_of_others)
        return Question("doi", (self.single_dois.pop(0),))

    @staticmethod
    def _take(about: str, ids: list[str]) -> Question:
        most = MOST_AT_ONCE[about]
        question = Question(about, tuple(ids[:most]))
        del ids[:most]
        return question

    def divide(self, question: Question) -> bool:
        """Ask for half as much at once; return False if that cannot be."""
        if len(question.ids) < 2 or question.about not in {"crossref", "datacite", "arxiv"}:
            return False
        half = len(question.ids) // 2
        parts = (question.ids[:half], question.ids[half:])
        self.questions[:0] = [Question(question.about, part) for part in parts]
        return True

    @property
    def is_full(self) -> bool:
        """Whether it has as much as one import should take."""
        return sum(len(entry.credits) for entry in self.entries) > _MOST_AUTHORS

    def stop(self) -> None:
        """End the search with what has come so far."""
        if not self.is_done:
            sentence = _("Stopped: %(count)s were not looked up.") % {"count": self.remaining}
            self.problems.append(sentence)
        self.questions, self.arxiv_ids, self.dois = [], [], []
        self.dois_of_others, self.single_dois = [], []

    def add(self, entries: Iterable[Entry], refused: Iterable[Refused] = ()) -> None:
        """Add what came, and number it."""
        for entry in entries:
            doi, arxiv_id = entry.doi.lower(), remove_version(entry.arxiv_id).lower()
            more: dict[str, Any] = {
                "line": len(self.entries) + 1,
                "type": "",  # it came from no line of a file
                "arxiv_id": entry.arxiv_id or self.arxiv_of.get(doi, ""),
                "doubt": entry.doubt or self.doubts.get(doi) or self.doubts.get(arxiv_id, ""),
            }
            self.entries.append(replace(entry, **more))
        self.refused += refused

    def list_problems(self) -> list[str]:
        """Return the sentences about what did not come; the network is asked about once."""
        left = (explain_left(why, ids) for why, *ids in self.unavailable.values() if ids)
        question = f" {ask_about_network()}"
        problems = []
        is_asked = False
        for problem in (*self.problems, *left):
            problems.append(problem.replace(question, "") if is_asked else problem)
            is_asked = is_asked or question in problem
        return problems

    def pack(self) -> str:
        """Return the search as signed text."""
        return signing.dumps(asdict(self), salt=_SALT, compress=True)

    @classmethod
    def unpack(cls, text: str) -> Self:
        """Return the search that was packed. Raises BadSignature if it was not by this site."""
        values: dict[str, Any] = signing.loads(text, salt=_SALT, max_age=_MAX_AGE)
        search = cls(**values)
        search.questions = [Question(about, tuple(ids)) for about, ids in values["questions"]]
        search.entries = [_read_entry(entry) for entry in values["entries"]]
        search.refused = [Refused(**refused) for refused in values["refused"]]
        return search


def explain_left(why: str, ids: Sequence[str]) -> str:
    """Return a sentence about identifiers that were not looked up, after another about why."""
    named = ", ".join(ids[:_MOST_NAMED])
    if len(ids) > _MOST_NAMED:
        more = {"named": named, "count": len(ids) - _MOST_NAMED}
        named = _("%(named)s and %(count)s more") % more
    return _("%(why)s Not looked up: %(ids)s.") % {"why": why, "ids": named}


def name_service(about: str) -> str:
    """Return the key of the service that a kind of question goes to."""
    return about if about in SERVICES else _SERVICE_OF[about]


_SERVICE_OF = {
    "short-doi": "doi",
    "pubmed": "europepmc",
    "pmc": "europepmc",
    "orcid-works": "orcid",
    "inspire-author": "inspire",
    "semantic-scholar": "semanticscholar",
}


def _read_entry(values: dict[str, Any]) -> Entry:
    parts = {"credits": Credit, "names": Name, "links": EntryLink, "files": EntryFile}
    made: dict[str, Any] = {
        name: tuple(parts[name](**part) if name in parts else part for part in value)
        if isinstance(value, list)
        else value
        for name, value in values.items()
    }
    return Entry(**made)
