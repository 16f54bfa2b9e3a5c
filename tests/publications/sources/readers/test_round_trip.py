"""What the site writes as CSL-JSON and RIS, it reads back as the same."""

import re
from types import ModuleType

import pytest
from hypothesis import assume, given

from common.dates.cv_date import CVDate
from common.text.plain_math import write_in_unicode
from publications.bibtex import Entry
from publications.citations import Citation
from publications.citations import csl as csl_writer
from publications.citations import ris as ris_writer
from publications.sources.readers import csl, ris
from tests.publications.citations.citation_cases import HARD
from tests.publications.citations.test_citing_bibtex import CITATIONS
from tests.publications.sources.readers.records import only

FORMATS = [(csl_writer, csl), (ris_writer, ris)]


def read_back(cited: Citation, writer: ModuleType, reader: ModuleType) -> Entry:
    return only(reader.read(writer.write([cited]).encode()))


def show(title: str) -> str:
    """Return a title as plain text: RIS has no other; readers tidy spaces and the final stop."""
    return "".join(write_in_unicode(title).split()).rstrip("./")


def assert_same(cited: Citation, entry: Entry) -> None:
    same = ("key", "volume", "doi", "edition", "isbn")
    assert {n: getattr(entry, n) for n in same} == {n: getattr(cited, n) for n in same}
    for names in ("names", "translators"):
        assert list(map(str, getattr(entry, names))) == list(map(str, getattr(cited, names)))
    assert show(entry.title) == show(cited.title)
    year = CVDate.from_edtf(entry.when).year if entry.when else None
    assert year == (cited.date.year if cited.date else None)
    # Of a preprint, whoever published it is its server; a meeting may be named as a series.
    servers = {cited.publisher, cited.institution} if entry.kind == "preprint" else {cited.series}
    assert entry.venue in {cited.venue, "", *servers}


@pytest.mark.parametrize(("writer", "reader"), FORMATS)
@pytest.mark.parametrize("cited", HARD, ids=lambda cited: cited.key)
def test_papers_that_are_hard_to_cite(cited, writer, reader):
    assert_same(cited, read_back(cited, writer, reader))


@pytest.mark.parametrize(("writer", "reader"), FORMATS)
@given(CITATIONS)
def test_any_paper(writer, reader, cited):
    # No title has a backslash before a sign of markup, and no CSL-JSON what looks like a tag.
    assume(not re.search(r"\\[$*~^]|<\s*/?\w", write_in_unicode(cited.title)))
    assert_same(cited, read_back(cited, writer, reader))
