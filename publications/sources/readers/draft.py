"""What a reader has found in one record, and the entry that is made of it."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.text.characters import join_lines, keep_printable
from publications.bibtex import Entry, Refused
from publications.bibtex.grammar.reading import make_sentence
from publications.bibtex.identifiers import check_links
from publications.bibtex.links import EntryLink
from publications.bibtex.text.shortening import cut_to_fit, shorten
from publications.names.author_line import Credit
from publications.sources.readers.answer import Answer
from publications.sources.readers.cleaning.dates import note_date
from publications.sources.readers.cleaning.numbers import read_issn
from publications.sources.readers.cleaning.people import MOST_PEOPLE, NOBODY, Crowd
from publications.sources.readers.cleaning.titles import clean_line, note_title, says_retracted

# The maximum lengths of the columns, and what the fields are called.
_COLUMNS = {
    "title": (500, gettext_lazy("title")),
    "venue": (500, gettext_lazy("name of the venue")),
    "note": (1000, gettext_lazy("note")),
    "volume": (100, gettext_lazy("volume")),
    "number": (100, gettext_lazy("issue")),
    "pages": (100, gettext_lazy("pages")),
    "article_number": (100, gettext_lazy("article number")),
    "publisher": (200, gettext_lazy("publisher")),
    "place": (200, gettext_lazy("place")),
    "series": (300, gettext_lazy("series")),
    "edition": (50, gettext_lazy("edition")),
    "report_number": (100, gettext_lazy("report number")),
    "institution": (300, gettext_lazy("institution")),
}
_MOST_WARNINGS = 40
_MOST_TOPICS = 100
# Kinds of works whose publisher no reference names, unless they are in the volume of a meeting.
_PERIODICAL = frozenset(("article", "preprint", "review"))
_OF_INSTITUTIONS = frozenset(("phd-thesis", "master-thesis", "report"))
# The editor of an article is the journal's, and is named on no list of references.
_HAVE_EDITORS = frozenset(("book", "chapter", "proceedings"))
_MEETINGS = frozenset(("conference", "workshop"))
_RETRACTED = gettext_lazy("The title says that this paper was retracted.")


class NoEntryError(ValueError):
    """A record cannot become an entry; the message is a clause that says why."""


@dataclass
class Draft:
    """The facts of one record, cleaned, in the terms of ``Entry``; ``place`` is its line or number.

    ``warnings`` are clauses. ``finish`` checks and completes the rest.
    """

    place: int
    type: str = ""
    key: str = ""
    is_thesis: bool = False
    title: str = ""
    authors: Crowd = NOBODY
    editors: Crowd = NOBODY
    translators: Crowd = NOBODY
    kind: str = "other"
    status: str = ""
    venue: str = ""
    venue_kind: str = "other"
    venue_short: str = ""
    issns: list[str] = field(default_factory=list)
    when: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""
    article_number: str = ""
    publisher: str = ""
    place_of_publisher: str = ""
    series: str = ""
    edition: str = ""
    isbn: str = ""
    report_number: str = ""
    institution: str = ""
    licence: str = ""
    doi: str = ""
    arxiv_id: str = ""
    urls: list[str] = field(default_factory=list)
    abstract: str = ""
    note: str = ""
    topics: list[str] = field(default_factory=list)
    published_as: str = ""
    doubt: str = ""
    warnings: list[str] = field(default_factory=list)

    def add_publisher(self, publisher: str, institution: str = "") -> None:
        """Put the publisher where it belongs. It is a venue only as the server of a preprint."""
        if self.kind == "preprint":
            on_arxiv = self.arxiv_id or publisher.casefold() == "arxiv"
            self.venue = "" if on_arxiv else institution or self.venue or publisher
        elif self.kind in _OF_INSTITUTIONS or (self.is_thesis and not self.venue):
            self.institution = institution or publisher
            self.publisher = publisher if publisher != self.institution else ""
        elif self.kind not in _PERIODICAL or self.venue_kind in _MEETINGS or not self.venue:
            self.publisher = publisher
            self.institution = institution

    def finish(self) -> Entry:
        """Return the entry. Raises NoEntryError if the title is missing."""
        self._refuse_unusable()
        if self.kind == "book" and self.editors.people and not self.authors.people:
            self.kind = "proceedings"
        has_editors = self.kind in _HAVE_EDITORS or self.venue_kind in _MEETINGS
        editors = self.editors if has_editors else NOBODY
        when, date_notes = note_date(self.when)
        urls, link_notes = check_links(self.urls, self.doi, self.arxiv_id)
        texts, cuts = self._cut_to_fit()
        notes = [*self._list_notes(), *date_notes, *self.warnings, *editors.notes]
        notes += self.translators.notes
        people = self.authors.people
        return Entry(
            line=self.place,
            key=self.key,
            type=self.type,
            credits=tuple(Credit(str(one.name), is_group=one.name.is_group) for one in people),
            names=tuple(one.name for one in people),
            orcids=tuple(one.orcid for one in people),
            more_authors=(self.authors if people else editors).more,
            editors=tuple(one.name for one in editors.people),
            translators=tuple(one.name for one in self.translators.people),
            kind=self.kind,
            status=self.status or ("preprint" if self.kind == "preprint" else "published"),
            venue_kind=self.venue_kind if self.venue else "other",
            venue_short=self.venue_short if self.venue_short != self.venue else "",
            venue_issn=read_issn(self.issns) if self.venue_kind == "journal" else "",
            when=when,
            isbn=self.isbn,
            licence=self.licence,
            doi=self.doi,
            arxiv_id=self.arxiv_id,
            url=urls[0] if urls else "",
            links=tuple(EntryLink("other", url) for url in urls[1:]),
            abstract=self.abstract,
            topics=tuple(dict.fromkeys(filter(None, map(clean_line, self.topics[:_MOST_TOPICS])))),
            published_as=self.published_as,
            doubt=self.doubt or (str(_RETRACTED) if says_retracted(self.title) else ""),
            warnings=tuple(dict.fromkeys([*notes, *link_notes, *cuts]))[:_MOST_WARNINGS],
            **texts,
        )

    def _refuse_unusable(self) -> None:
        if not any(char.isalnum() for char in self.title):
            if self.doi:
                clause = _("the record of %(doi)s has no title; add the paper in its form")
                raise NoEntryError(clause % {"doi": self.doi})
            raise NoEntryError(_("the title is missing"))
        if len(self.authors.people) > MOST_PEOPLE:
            clause = _("it has more than %(most)s authors")
            raise NoEntryError(clause % {"most": f"{MOST_PEOPLE:,}"})

    def _list_notes(self) -> list[str]:
        """Return notes on the title, the authors and the published version."""
        notes = note_title(self.title)
        if not self.authors.people and self.kind != "proceedings":
            notes.append(_("no authors are given"))
        if self.published_as:
            notes.append(_("it is also published as %(doi)s") % {"doi": self.published_as})
        return [*notes, *self.authors.notes]

    def _cut_to_fit(self) -> tuple[dict[str, Any], list[str]]:
        """Return the texts, each on one line and not longer than its column, and notes."""
        values = vars(self) | {"place": self.place_of_publisher}
        if self.series == self.venue:
            values["series"] = ""
        if self.kind in _PERIODICAL and not self.publisher:
            values["place"] = ""
        texts, notes = {}, []
        for name, (longest, label) in _COLUMNS.items():
            texts[name] = text = join_lines(keep_printable(values[name], instead=" "))
            if len(text) > longest:
                texts[name], cuts = cut_to_fit(text, longest, str(label))
                notes += cuts
        return texts, notes


def collect(drafts: list[Draft]) -> Answer:
    """Return the entries of the drafts; those that cannot be entries are refused."""
    answer = Answer()
    for draft in drafts:
        try:
            answer.entries.append(draft.finish())
        except NoEntryError as error:
            answer.refused.append(refuse(draft, str(error)))
    return answer


def refuse(draft: Draft, clause: str) -> Refused:
    """Return the refusal of a record, named by its DOI, key or title."""
    name = draft.doi or draft.key or shorten(draft.title, 80)
    return Refused(draft.place, name, make_sentence(clause), "")
