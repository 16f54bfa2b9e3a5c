"""No bytes make a reader fail in another way than its documented error, or take long."""

import json
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.text.characters import UNPRINTABLE
from publications.models import Publication, Venue
from publications.names import author_line
from publications.names.author_line import AuthorLine
from publications.sources.readers import (
    arxiv,
    csl,
    datacite,
    enw,
    europepmc,
    inspire,
    isi,
    jsonresume,
    nbib,
    orcid,
    pubmed,
    ris,
)
from publications.sources.readers.answer import Answer, UnreadableError
from tests.publications.sources.readers.records import ARTICLE, DATASET, dump

JSON_READERS = [
    *(csl.read, datacite.read, europepmc.read, jsonresume.read, orcid.read_works, orcid.read_full),
]
TAGGED_READERS = [ris.read, nbib.read, enw.read, isi.read]
READERS = [*JSON_READERS, *TAGGED_READERS, arxiv.read, pubmed.read, inspire.read]

TEXTS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            *(
                "<i>E. coli</i>",
                "<sub>",
                "&lt;b&gt;",
                "$a$",
                "\\$",
                "\ufdd5",
                "\ud800",
                "\x00",
                "*",
            ),
            *("10.1000/a", "https://doi.org/10.1000/a", "arXiv:2101.00001", "ISBN 0262039249"),
            *(
                "Rossi, Ada",
                "ROSSI",
                "and the NOVUM Group",
                "et al.",
                "-",
                "Jr.",
                "2021-05",
                "99999",
            ),
            *("Lumps " * 200, "(" * 90, "{" * 90, "van", "1-1", "null", "9" * 400, "²"),
        ]
    ),
)
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
NAMES = [
    *("title", "subtitle", "author", "editor", "container-title", "type", "subtype", "DOI", "URL"),
    *("issued", "published-print", "published-online", "page", "volume", "issue", "article-number"),
    *("number", "note", "abstract", "ISBN", "genre", "degree", "institution", "event", "relation"),
    *("updated-by", "update-to", "license", "status", "publisher", "keyword", "id", "references"),
]
OF_DATACITE = [
    *("doi", "types", "titles", "creators", "contributors", "publisher", "container", "dates"),
    *("publicationYear", "relatedItems", "relatedIdentifiers", "rightsList", "descriptions"),
]
PERSON = st.dictionaries(
    st.sampled_from(["given", "family", "name", "literal", "suffix", "ORCID", "givenName"]),
    TEXTS | ANY,
)


def try_to_read(read, data: bytes) -> Answer:
    try:
        found = read(data)
    except UnreadableError:
        return Answer()
    return found if isinstance(found, Answer) else Answer()


def check(answer: Answer) -> None:
    """Check that the import can take the entries."""
    for entry in answer.entries:
        assert any(map(str.isalnum, entry.title))
        assert entry.kind in Publication.Kind
        assert entry.status in Publication.Status
        assert entry.venue_kind in Venue.Kind
        assert len(entry.credits) == len(entry.names) == len(entry.orcids)
        line = AuthorLine(entry.credits)
        assert author_line.read(author_line.write(line)) == line
        for name in ("title", "venue", "volume", "pages", "publisher", "note", "isbn", "doi"):
            assert not UNPRINTABLE.search(getattr(entry, name)), name
        Publication(
            title=entry.title,
            **{name: getattr(entry, name) for name in PLAIN},
            slug="a",
        ).clean_fields(exclude={"when", "position"})
    for refused in answer.refused:
        assert refused.reason.endswith(".")


PLAIN = [
    *("volume", "number", "pages", "article_number", "publisher", "place", "series", "edition"),
    *("isbn", "report_number", "institution", "licence", "doi", "arxiv_id", "kind", "status"),
    *("note", "abstract"),
]


@given(st.sampled_from(JSON_READERS), ANY)
def test_any_json(read, value):
    check(try_to_read(read, json.dumps(value).encode()))


@given(st.dictionaries(st.sampled_from(NAMES), ANY), st.lists(PERSON, max_size=4), TEXTS)
def test_any_values_in_csl(changes, people, title):
    check(try_to_read(csl.read, dump(ARTICLE | {"author": people, "title": title} | changes)))


@given(st.dictionaries(st.sampled_from(OF_DATACITE), ANY), st.lists(PERSON, max_size=4), TEXTS)
def test_any_values_in_datacite(changes, people, title):
    titles = [{"title": title}]
    check(
        try_to_read(datacite.read, dump(DATASET | {"creators": people, "titles": titles} | changes))
    )


LINES = st.one_of(
    st.text(max_size=30),
    st.builds(
        "{}{}".format,
        st.sampled_from(
            [
                *("TY  - JOUR", "TY  - BOOK", "TI  - ", "AU  - ", "SP  - ", "DO  - ", "ER  - "),
                *("PMID- ", "FAU - ", "AUID- ORCID: ", "DP  - ", "      ", "%0 Book", "%A ", "%T "),
                *("%D ", "PT J", "AF ", "TI ", "   ", "ER", "\ufeff", "", "T2  - ", "AB  - "),
            ]
        ),
        TEXTS,
    ),
)


@given(st.sampled_from(TAGGED_READERS), st.lists(LINES, max_size=25))
def test_any_lines(read, lines):
    check(try_to_read(read, "\n".join(lines).encode("utf-8", "replace")))


@given(st.sampled_from(READERS), st.binary(max_size=200))
def test_any_bytes(read, data):
    try_to_read(read, data)


@given(st.lists(st.tuples(st.text("ABCDEF ,.", min_size=1), st.text("abcdef ")), max_size=5))
def test_records_of_ris_are_read_one_by_one(values):
    """The grammar: whatever the values are, each title between TY and ER is one paper."""
    data = "".join(f"TY  - JOUR\nTI  - x{title}\nAB  - {rest}\nER  - \n" for title, rest in values)
    if values:
        assert len(ris.read(data.encode()).entries) == len(values)


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece", ["a", " ", "\n", "[", "<a>", "&", "\xff", "TY  - JOUR\nTI  - a\n", "PMID- 1\n"]
)
def test_five_megabytes_of_one_thing_are_read_or_refused_soon(piece):
    data = (piece * (4_900_000 // len(piece))).encode("latin-1")
    for read in READERS:
        start = time.monotonic()
        try_to_read(read, data)
        assert time.monotonic() - start < 60


PIECES = [
    *("a", " ", "\n", "<i>", "<", "&amp;", "$a", "\\", "(", "[", ";", ",", "<math>", "<jats:p>"),
    *("10.1000/", "and ", "A. ", "\x80", "<a b='c' ", "{", "<sub>", "et al ", "University, ", "1-"),
    *("978-", "arXiv:", "http://", "2000-", ". ", "!", "<subtitle>", "Department of a, "),
]


@pytest.mark.slow
@pytest.mark.parametrize("piece", PIECES)
def test_a_value_of_openings_is_read_to_its_end(piece):
    """A search for the end of each opening would never finish."""
    value = f"a{piece * (100_000 // len(piece))}b"
    start = time.monotonic()
    for name in NAMES:
        changed = {"title": "T"} | {name: [{"name": value, "family": value}, value]} | {"x": 1}
        check(try_to_read(csl.read, dump(changed)))
        check(try_to_read(csl.read, dump(ARTICLE | {name: value})))
    one_line = re.sub(r"\s", " ", value)
    for tag in ("TI", "AU", "AB", "SP", "DO", "DA", "SN", "N1", "UR"):
        check(try_to_read(ris.read, f"TY  - JOUR\nTI  - T\n{tag}  - {one_line}".encode()))
    assert time.monotonic() - start < 120


def test_too_many_papers_or_authors_are_refused():
    many = [{"title": "T"}] * 10_001
    with pytest.raises(UnreadableError, match="more than 10,000 papers"):
        csl.read(dump(many))
    letters = str.maketrans("0123456789", "abcdefghij")
    people = [{"given": "Ada", "family": str(n).translate(letters)} for n in range(10_050)]
    crowd = {"title": "T", "author": people}
    assert csl.read(dump(crowd)).refused[0].reason == "It has more than 10,000 authors."
    with pytest.raises(UnreadableError, match="more than 5 MB"):
        csl.read(b" " * 5_000_001)
