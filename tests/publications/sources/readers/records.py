"""Records as services and programs write them, for the tests of the readers."""

import json
from typing import Any

from publications.bibtex import Entry
from publications.sources.readers import csl, datacite
from publications.sources.readers.answer import Answer

ARTICLE = {
    "type": "journal-article",
    "DOI": "10.1000/lumps.1",
    "title": ["On the shape of lumps"],
    "author": [{"given": "Ada", "family": "Rossi", "sequence": "first"}],
    "container-title": ["Annals of Sand"],
    "published-print": {"date-parts": [[2021, 5]]},
    "publisher": "Lump Press",
    "volume": "3",
    "issue": "2",
    "page": "10-19",
    "member": "1",
}
DATASET = {
    "doi": "10.5072/sand",
    "types": {"resourceTypeGeneral": "Dataset"},
    "titles": [{"title": "Grains of sand"}],
    "creators": [{"name": "Rossi, Ada", "nameType": "Personal"}],
    "publisher": "Sandbox",
    "publicationYear": 2021,
    "dates": [{"date": "2021-05-03", "dateType": "Issued"}],
    "schemaVersion": "http://datacite.org/schema/kernel-4",
}


def read_crossref(**changes: Any) -> Entry:
    """Return the entry of ``ARTICLE``, as Crossref has it, with some values changed."""
    return only(csl.read(dump(drop(ARTICLE | changes))))


def read_datacite(**changes: Any) -> Entry:
    """Return the entry of ``DATASET`` with some values changed."""
    return only(datacite.read(dump(drop(DATASET | changes))))


def only(answer: Answer) -> Entry:
    """Return the only entry of an answer."""
    assert answer.refused == []
    (entry,) = answer.entries
    return entry


def dump(value: Any) -> bytes:
    return json.dumps(value).encode()


def drop(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if value is not None}


def names_of(entry: Entry) -> list[str]:
    """Return the authors in BibTeX's order, with groups in braces."""
    return [f"{{{one.family}}}" if one.is_group else one.sorted_form for one in entry.names]
