"""The owner's recent co-authors, as forms about conflicts of interest ask for them.

The files follow Table 4 of the NSF's template "Collaborators and Other Affiliations" (COA): the
code ``A:`` for co-authors, "last name, first name", organizational affiliation, an optional e-mail
or department (left empty), and the day when they were last active together, as MM/DD/YYYY.

The table wants all co-authors of books, articles, reports, abstracts and papers of the last 48
months, whether these have appeared or not. One name too many does no harm there, but a missing one
does. Hence these assumptions:

- All papers on the site are the owner's. Drafts count if the caller wants them, and papers to come
  always.
- Those count who did the same as the owner: the other editors of an edited volume, but not the
  editors of the book in which a chapter appeared.
- An ongoing paper, or one without a date, counts as current.
- An inexact date counts to its last day: "2022" to 31 December 2022. No day is later than today.
- The form asks for people, so groups are listed apart.
"""

from __future__ import annotations

import calendar
import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any, NamedTuple

from django.utils import timezone

from common.dates.cv_date import CVDate
from common.text.search import fold
from publications.models import Author, Authorship, Publication

DEFAULT_MONTHS = 48
MOST_MONTHS = 1200
CODE = "A:"
HEADINGS = (
    "4",
    "Name:",
    "Organizational Affiliation",
    "Optional (email, Department)",
    "Last Active",
)


class LastPaper(NamedTuple):
    """The date of the last paper with somebody, and the last day that it covers."""

    day: date
    when: CVDate | None

    @classmethod
    def on(cls, when: CVDate | None, today: date) -> LastPaper:
        end = when.end if when else None
        return cls(min(end, today) if end else today, when)

    @property
    def sort_key(self) -> tuple[date, date]:
        """Of two dates that both last until today, the one that begins later says more."""
        return self.day, (self.when and self.when.start) or date.min


@dataclass(frozen=True)
class Collaborator:
    """A co-author and the last paper together."""

    author: Author
    last_paper: LastPaper

    @property
    def name(self) -> str:
        """The name, family name first: "King Jr., Martin Luther"."""
        name = self.author.name
        family = f"{name.family} {name.suffix}".strip()
        return ", ".join(filter(None, (family, name.given)))


@dataclass(frozen=True)
class Collaborators:
    """The co-authors of a period, by name, and what the owner should know about the list."""

    since: date | None  # None for all papers
    people: list[Collaborator]
    groups: list[Author]
    unnamed: list[Publication]  # papers that end in "et al."
    knows_owner: bool

    @property
    def without_affiliation(self) -> int:
        return sum(not person.author.affiliation for person in self.people)


def list_collaborators(
    months: int | None = DEFAULT_MONTHS, *, drafts: bool = True
) -> Collaborators:
    """Return the co-authors of the last months, or of all papers if None, in four queries."""
    today = timezone.localdate()
    since = None if months is None else months_before(today, months)
    papers = Publication.objects.all() if drafts else Publication.objects.published()
    rows = Authorship.objects.joint().filter(publication__in=papers, author__is_owner=False)
    dates = rows.order_by().values_list("author_id", "publication__when").distinct()
    last_papers = _find_last_papers(dates, today, since or date.min)
    authors = Author.objects.filter(pk__in=rows.values("author"))
    found = [Collaborator(a, last_papers[a.pk]) for a in authors if a.pk in last_papers]
    found.sort(key=lambda person: (fold(person.name), person.author.pk))
    unnamed = papers.filter(has_more_authors=True).only("title", "when")
    return Collaborators(
        since=since,
        people=[person for person in found if not person.author.is_group],
        groups=[person.author for person in found if person.author.is_group],
        unnamed=[p for p in unnamed if LastPaper.on(p.when, today).day >= (since or date.min)],
        knows_owner=Author.objects.filter(is_owner=True).exists(),
    )


def _find_last_papers(dates: Iterable[Any], today: date, since: date) -> dict[int, LastPaper]:
    """Return the last paper with each author, by key, except those before the period."""
    last: dict[int, LastPaper] = {}
    for author, when in dates:
        paper = LastPaper.on(when, today)
        if paper.day >= since:
            last[author] = max(last.get(author, paper), paper, key=lambda p: p.sort_key)
    return last


def months_before(day: date, months: int) -> date:
    """Return the same day some months earlier, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


class FileFormat(NamedTuple):
    """A format in which the list can be downloaded."""

    extension: str
    content_type: str
    delimiter: str
    beginning: str
    headings: tuple[str, ...]

    def write(self, people: Iterable[Collaborator]) -> str:
        """Return the file, with a row for each person."""
        file = StringIO()
        file.write(self.beginning)
        writer = csv.writer(file, delimiter=self.delimiter)
        if self.headings:
            writer.writerow(self.headings)
        for person in people:
            day = person.last_paper.day.strftime("%m/%d/%Y")
            cells = (person.name, person.author.affiliation, "", day)
            writer.writerow([CODE, *map(escape_formula, cells)])
        return file.getvalue()


FORMATS = {
    form.extension: form
    for form in (
        # Excel reads a file as UTF-8 only if it begins with a byte order mark.
        FileFormat("csv", "text/csv", ",", "\ufeff", HEADINGS),
        # This is pasted below the headings of the template.
        FileFormat("tsv", "text/tab-separated-values", "\t", "", ()),
    )
}


def escape_formula(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell
