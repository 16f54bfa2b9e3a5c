"""Finds the fields in which a paper on the site and an entry in a BibTeX file differ."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from common.dates.cv_date import CVDate
from common.text.math import write_math_as_text
from common.text.title_markup import remove_title_markup
from publications.authors.index import AuthorIndex
from publications.bibtex import Entry
from publications.identifiers import remove_version
from publications.importing.fields import get_label, get_link, get_values, list_others
from publications.merging.duplicates import normalise
from publications.models import Publication, Venue
from publications.models.choices import Role
from publications.names.author_line import AuthorLine, Credit, write

_STAGES = list(Publication.Status)
# The fields that change when a preprint is published.
_MOVING = {"status", "kind", "when"}


@dataclass(frozen=True)
class Difference:
    """A field whose values on the site and in the file differ.

    ``fills`` is true if the import uses the file's value without asking, usually because the field
    is empty on the site.
    """

    name: str
    on_site: str
    in_file: str
    fills: bool

    @property
    def label(self) -> str:
        """The name of the field in the admin."""
        return get_label(self.name)


def find_differences(
    entry: Entry,
    key: str,
    paper: Publication,
    venues: Collection[Venue],
    authors: AuthorIndex,
) -> Iterator[Difference]:
    """Yield the fields of an entry that differ from the paper. Empty fields never differ.

    ``key`` is the citation key that the paper may get; ``venues`` are the venues that the entry
    may mean.
    """
    of_fields = list(_compare_fields({**get_values(entry), "citation_key": key}, paper))
    if venues and paper.venue not in venues:
        yield from _add_venue(of_fields, entry, paper)
    else:
        yield from of_fields
    credits_ = tuple(authors.credit(row) for row in paper.list_rows(Role.AUTHOR))
    if entry.credits and not _are_same_people(entry, credits_, more=paper.has_more_authors):
        on_site = write(AuthorLine(credits_, more=paper.has_more_authors))
        in_file = write(AuthorLine(entry.credits, more=entry.more_authors))
        yield Difference("authors", on_site, in_file, fills=not credits_)
    yield from _compare_others(entry, paper)
    urls = [link.url for link in paper.links.all() if link.url]
    link = get_link(entry)
    if link and link not in urls:
        yield Difference("link", ", ".join(urls), link, fills=not urls)


def _compare_others(entry: Entry, paper: Publication) -> Iterator[Difference]:
    """Yield the editors, translators and awards that differ."""
    for name, role, names in list_others(entry):
        on_site = [row.printed_name for row in paper.list_rows(role)]
        in_file = [str(name) for name in names]
        if in_file and list(map(normalise, in_file)) != list(map(normalise, on_site)):
            yield Difference(name, ", ".join(on_site), ", ".join(in_file), fills=not on_site)
    awards = [str(award) for award in paper.awards_in_order]
    if entry.awards and sorted(entry.awards) != sorted(awards):
        yield Difference("awards", "; ".join(awards), "; ".join(entry.awards), fills=not awards)


def _is_elsewhere(name: str, value: Any, paper: Publication) -> bool:
    """Return whether the site has a value in another field, where imports used to put it."""
    venue = paper.venue
    of_venue = [venue.short_name, venue.name] if venue else []
    others = {
        "report_number": [paper.number],
        "article_number": [paper.pages],
        **dict.fromkeys(("institution", "publisher", "series"), of_venue),
    }
    return value in others.get(name, [])


def _compare_fields(values: dict[str, Any], paper: Publication) -> Iterator[Difference]:
    for name, value in values.items():
        present = getattr(paper, name)
        if not value or value == present or (not present and _is_elsewhere(name, value, paper)):
            continue
        if not (present and _agrees(name, value, present)):
            texts = _display(name, present), _display(name, value)
            yield Difference(name, *texts, fills=not present)


def _add_venue(found: list[Difference], entry: Entry, paper: Publication) -> Iterator[Difference]:
    """Yield the differences, including the venue.

    Readers take a paper with the venue "ICML 2021" as published there. So status, kind and date
    change together with the venue; if they cannot, the venue is not filled in.
    """
    stages = [_STAGES.index(Publication.Status(one)) for one in (paper.status, entry.status)]
    moves = paper.venue is None and stages[0] < stages[1]
    for one in found:
        yield replace(one, fills=one.fills or (moves and _may_change(one.name, entry, paper)))
    fills = paper.venue is None and stages[0] <= stages[1]
    yield Difference("venue", str(paper.venue or ""), " ".join(entry.venue.split()), fills=fills)


def _may_change(name: str, entry: Entry, paper: Publication) -> bool:
    if name == "kind":
        return paper.kind == Publication.Kind.PREPRINT
    if name == "when":
        later = CVDate.from_edtf(entry.when)
        return paper.when is not None and (paper.when.year or 0) < later.year
    return name in _MOVING


def _agrees(name: str, in_file: Any, on_site: Any) -> bool:
    """Return whether two values mean the same, or the site's value is kept in any case."""
    match name:
        case "title":  # formulas, italics and dollars can be written in several ways
            return _write_bare(in_file) == _write_bare(on_site)
        case "kind":  # BibTeX uses @misc for preprints and for anything without a type of its own
            return in_file in {Publication.Kind.OTHER, Publication.Kind.PREPRINT}
        case "when":  # BibTeX has no days and no date ranges
            return str(on_site.edtf).lstrip("{./").startswith(in_file.edtf)
        case "pages" | "edition" | "place" | "publisher":  # with a hyphen or a dash
            return normalise(in_file) == normalise(on_site)
        case "doi":  # not case-sensitive
            return str(in_file).lower() == str(on_site).lower()
        case "citation_key":  # the site's key stays, because other people may cite it
            return True
        case "arxiv_id":
            return remove_version(in_file) == remove_version(on_site)
    return False


def _write_bare(title: str) -> str:
    return write_math_as_text(remove_title_markup(title)).replace("$", "")


def _are_same_people(entry: Entry, credits_: tuple[Credit, ...], *, more: bool) -> bool:
    """Return whether the entry names the same people, or the first of them and "others"."""
    in_file, on_site = _name_people(entry.credits), _name_people(credits_)
    if entry.more_authors and len(in_file) < len(on_site):
        return in_file == on_site[: len(in_file)]
    return in_file == on_site and entry.more_authors == more


def _name_people(credits_: Iterable[Any]) -> list[str]:
    """Return only the names, because BibTeX files rarely have the marks."""
    return [normalise(credit.name) for credit in credits_]


def _display(name: str, value: Any) -> str:
    if name in {"kind", "status", "licence"} and value:
        field: Any = Publication._meta.get_field(name)
        choices = field.choices
        return str(dict(choices).get(value, value))
    return value.display() if isinstance(value, CVDate) else str(value or "")
