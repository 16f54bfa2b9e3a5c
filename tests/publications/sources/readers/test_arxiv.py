"""The Atom feed of arXiv."""

import pytest

from common.text.markdown import render_plain
from publications.sources.readers import arxiv
from publications.sources.readers.answer import UnreadableError
from tests.publications.sources.readers.records import names_of, only

ENTRY = """<entry>
  <id>http://arxiv.org/abs/2101.00001v4</id>
  <title>On the $\\ell_2$ norm
     of lumps in Erd\\H{o}s' sand</title>
  <published>2021-01-03T10:00:00Z</published>
  <updated>2022-02-02T10:00:00Z</updated>
  <summary>  Lumps of 3--5 grains with V_max&lt;17.5.
They are fine.

  A second paragraph.</summary>
  <author><name>Ada Rossi</name><arxiv:affiliation>Lump University</arxiv:affiliation></author>
  <author><name>Jan H. N. de With</name></author>
  <author><name>NOVUM Collaboration</name></author>
  EXTRA
</entry>"""


def feed(*entries: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
        'xmlns:arxiv="http://arxiv.org/schemas/atom">'
        f"<title>arXiv Query</title>{''.join(entries)}</feed>"
    ).encode()


def test_an_entry_is_read_whole():
    entry = only(arxiv.read(feed(ENTRY.replace("EXTRA", ""))))
    assert entry.title == r"On the $\ell_2$ norm of lumps in Erdős' sand"
    assert (entry.arxiv_id, entry.doi, entry.when) == ("2101.00001", "", "2021-01-03")
    assert (entry.kind, entry.status, entry.venue) == ("preprint", "preprint", "")
    assert names_of(entry) == ["Rossi, Ada", "de With, Jan H. N.", "{NOVUM Collaboration}"]
    assert render_plain(entry.abstract) == (
        "Lumps of 3–5 grains with V_max<17.5. They are fine. A second paragraph."
    )
    assert entry.warnings == ()


def test_the_published_version_is_named():
    extra = (
        "<arxiv:doi>10.1000/lumps.1</arxiv:doi><arxiv:journal_ref>Ann. Sand 3:1</arxiv:journal_ref>"
        "<arxiv:comment>12 pages, to appear</arxiv:comment>"
    )
    entry = only(arxiv.read(feed(ENTRY.replace("EXTRA", extra))))
    assert (entry.published_as, entry.doi, entry.venue) == ("10.1000/lumps.1", "", "")
    assert 'arXiv says that it was published as "Ann. Sand 3:1"' in entry.warnings
    assert 'the comment at arXiv is left out: "12 pages, to appear"' in entry.warnings


def test_old_ids():
    old = ENTRY.replace("EXTRA", "").replace("2101.00001v4", "math.GT/0309136v1")
    assert only(arxiv.read(feed(old))).arxiv_id == "math.GT/0309136"


def test_an_error_is_never_a_paper():
    error = (
        "<entry><id>https://arxiv.org/api/errors#incorrect_id_format_for_abc</id>"
        "<title>Error</title><summary>incorrect id format for abc</summary>"
        "<author><name>arXiv api core</name></author></entry>"
    )
    answer = arxiv.read(feed(error, ENTRY.replace("EXTRA", "")))
    assert [entry.arxiv_id for entry in answer.entries] == ["2101.00001"]
    assert [(one.line, one.key) for one in answer.refused] == [(1, "abc")]
    assert "incorrect id format for abc" in answer.refused[0].reason


def test_no_entries_are_no_error():
    assert arxiv.read(feed()).entries == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Rate exceeded.",
        b"<html></html>",
        feed(ENTRY)[:400],
        b'<!DOCTYPE feed [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><feed>&b;</feed>',
        b"<feed>" + b"<a>" * 100_000,
    ],
)
def test_what_is_no_feed_is_refused(data):
    with pytest.raises(UnreadableError, match=r"\.$"):
        arxiv.read(data)
