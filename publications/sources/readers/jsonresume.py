"""Reads the publications of a JSON Resume, which has little more than title, publisher and date."""

from django.utils.translation import gettext as _

from publications.sources.readers.answer import Answer, UnreadableError
from publications.sources.readers.cleaning.abstracts import clean_abstract
from publications.sources.readers.cleaning.dates import read_date
from publications.sources.readers.cleaning.json_data import (
    Json,
    get_dict,
    get_dicts,
    get_text,
    load_json,
    refuse_many,
)
from publications.sources.readers.cleaning.numbers import read_arxiv_id, read_doi
from publications.sources.readers.cleaning.titles import clean_line, clean_title
from publications.sources.readers.cleaning.venues import choose_venue_kind
from publications.sources.readers.draft import Draft, collect


def read(data: bytes) -> Answer:
    """Return the publications of a resume. Raises UnreadableError if it is none."""
    resume = get_dict(load_json(data))
    if not isinstance(resume.get("publications"), list):
        raise UnreadableError(_("This is no JSON Resume with publications."))
    rows = get_dicts(resume["publications"])
    refuse_many(len(rows))
    return collect([_read_row(row, number) for number, row in enumerate(rows, start=1)])


def _read_row(row: Json, number: int) -> Draft:
    url = get_text(row.get("url")) or get_text(row.get("website"))
    venue = clean_line(get_text(row.get("publisher")))
    arxiv_id = read_arxiv_id(url) or read_arxiv_id(read_doi(url))
    on_arxiv = venue.casefold() == "arxiv" or (arxiv_id and not venue)
    kind = "preprint" if on_arxiv else "article" if venue else "other"
    return Draft(
        number,
        title=clean_title(get_text(row.get("name"))),
        kind=kind,
        venue="" if on_arxiv else venue,
        venue_kind=choose_venue_kind(kind, venue),
        when=read_date(get_text(row.get("releaseDate"))),
        doi="" if arxiv_id else read_doi(url),
        arxiv_id=arxiv_id,
        urls=[url] if url else [],
        abstract=clean_abstract(get_text(row.get("summary"))),
        warnings=[_("a JSON Resume does not say what kind of paper it is")],
    )
