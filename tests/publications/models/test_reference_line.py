"""The reference of a paper is made of all that is known, in one house style."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.dates.cv_date import read
from publications.models import Publication, Venue
from publications.models.bylines import BylineName
from publications.models.references.line import compose_reference, compose_rest, write_reference

JMLR = Venue(short_name="JMLR", kind="journal")
NATURE = Venue(short_name="Nature Communications", kind="journal")
PLOS = Venue(short_name="PLOS Comput. Biol.", kind="journal")
ICLR = Venue(short_name="ICLR", kind="conference")
HANDBOOK = Venue(short_name="Handbook", name="The Handbook of X", kind="book")
LNCS = Venue(short_name="LNCS", name="Lecture Notes in Computer Science", kind="book")
MSR = Venue(short_name="Microsoft Research", kind="other")
CUP = "Cambridge University Press"
UIUC = "University of Illinois Urbana-Champaign"


def names(*people: str) -> list[BylineName]:
    return [BylineName(name, "", "slug", "", False) for name in people]


def paper(editors=(), translators=(), authors=("A. Author",), when="2023", **fields) -> Publication:
    """Return a published paper, which is not saved."""
    made = Publication(**{"status": "published", **fields}, when=read(when) if when else None)
    made.byline_names = names(*authors)
    made.editors = names(*editors)
    made.translators = names(*translators)
    return made


def whole(made: Publication) -> str:
    return write_reference(compose_reference(made))


def rest(made: Publication) -> str:
    return write_reference(compose_rest(made))


@pytest.mark.parametrize(
    ("fields", "line", "beside_venue"),
    [
        (
            {"venue": JMLR, "volume": "24", "number": "3", "pages": "112-140"},
            "JMLR 24(3), 112–140",
            "vol. 24(3), 112–140",
        ),
        (
            {"venue": NATURE, "volume": "12", "article_number": "4321", "pages": "1–9"},
            "Nature Communications 12, 4321",
            "vol. 12, 4321",
        ),
        (
            {"venue": PLOS, "volume": "11", "number": "4", "article_number": "e1004923"},
            "PLOS Comput. Biol. 11(4), e1004923",
            "vol. 11(4), e1004923",
        ),
        ({"venue": JMLR, "volume": "24", "status": "in-press"}, "JMLR 24 (in press)", "vol. 24"),
        ({"venue": JMLR, "pages": "7"}, "JMLR, p. 7", "p. 7"),
        ({"venue": JMLR, "number": "3"}, "JMLR no. 3", "no. 3"),
        ({"venue": ICLR, "pages": "1--9"}, "ICLR 2023, pp. 1–9", "pp. 1–9"),
        (
            {"venue": ICLR, "series": "PMLR", "volume": "162", "pages": "7", "status": "accepted"},
            "ICLR 2023, PMLR 162, p. 7 (to appear)",
            "PMLR 162, p. 7",
        ),
        ({"venue": LNCS, "volume": "123", "pages": "1–9"}, "LNCS 123, 1–9", "vol. 123, 1–9"),
        ({"volume": "3", "pages": "xi–xx"}, "vol. 3, pp. xi–xx", "vol. 3, pp. xi–xx"),
        (
            {"kind": "phd-thesis", "institution": UIUC},
            f"PhD Thesis, {UIUC}",
            UIUC,
        ),
        (
            {"kind": "report", "report_number": "MSR-TR-2020-12", "institution": str(MSR)},
            "Technical report MSR-TR-2020-12, Microsoft Research",
            "MSR-TR-2020-12, Microsoft Research",
        ),
        (
            {"kind": "report", "report_number": "MSR-TR-2020-12", "venue": MSR},
            "Technical report MSR-TR-2020-12, Microsoft Research",
            "Technical report MSR-TR-2020-12",
        ),
        ({"kind": "patent", "report_number": "US 1234567"}, "US Patent 1234567", "US 1234567"),
        (
            {"kind": "patent", "report_number": "EP1234567B1", "status": "submitted"},
            "Submitted, EP Patent 1234567B1",
            "EP Patent 1234567B1",
        ),
        ({"kind": "dataset", "publisher": "Zenodo"}, "Dataset, Zenodo", "Zenodo"),
    ],
)
def test_an_article_thesis_report_or_patent(fields, line, beside_venue):
    assert whole(paper(**fields)) == line
    assert rest(paper(**fields)) == beside_venue


EDITORS = ("E. One", "F. Two")


@pytest.mark.parametrize(
    ("fields", "line", "beside_venue"),
    [
        (
            {
                "kind": "chapter",
                "venue": HANDBOOK,
                "editors": EDITORS,
                "publisher": CUP,
                "pages": "12–40",
            },
            f"In E. One and F. Two (eds.), The Handbook of X, {CUP}, pp. 12–40",
            f"In E. One and F. Two (eds.), The Handbook of X, {CUP}, pp. 12–40",
        ),
        (
            {"kind": "chapter", "venue": MSR, "editors": ("E. One",), "status": "in-press"},
            "In E. One (ed.), Microsoft Research (in press)",
            "Edited by E. One",
        ),
        (
            {"kind": "chapter", "venue": HANDBOOK, "pages": "3"},
            "In The Handbook of X, p. 3",
            "In The Handbook of X, p. 3",
        ),
        (
            {"kind": "chapter", "editors": (*EDITORS, "G. Three", "H. Four")},
            "Book chapter, edited by E. One et al.",
            "Edited by E. One et al.",
        ),
        (
            {"kind": "book", "edition": "2", "publisher": "MIT Press", "pages": "400"},
            "2nd edition, MIT Press",
            "2nd edition, MIT Press",
        ),
        (
            {"kind": "book", "venue": LNCS, "volume": "12", "publisher": "Springer"},
            "LNCS 12, Springer",
            "vol. 12, Springer",
        ),
        (
            {"kind": "book", "publisher": "Gallimard", "place": "Paris", "status": "accepted"},
            "Accepted, Gallimard, Paris",
            "Gallimard, Paris",
        ),
        # Those under whom an edited volume is listed are not named again.
        (
            {"kind": "proceedings", "editors": EDITORS, "authors": (), "publisher": CUP},
            CUP,
            CUP,
        ),
        (
            {"kind": "translation", "translators": ("T. One",), "publisher": "Gallimard"},
            "Translated by T. One, Gallimard",
            "Translated by T. One, Gallimard",
        ),
    ],
)
def test_a_chapter_or_book(fields, line, beside_venue):
    assert whole(paper(**fields)) == line
    assert rest(paper(**fields)) == beside_venue


def test_the_title_of_a_book_is_a_part_of_its_own():
    made = paper(kind="chapter", venue=HANDBOOK, editors=EDITORS)
    assert [part.kind for part in compose_reference(made)] == ["in", "book"]


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"volume": "vol. 24,", "pages": "pp. 1-9"}, "JMLR 24, 1–9"),
        ({"volume": "Volume 24", "number": "no. 3 "}, "JMLR 24(3)"),
        ({"pages": "S1–S12"}, "JMLR, pp. S1–S12"),
        ({"pages": "12 pages"}, "JMLR, 12 pages"),
        ({"pages": "e123"}, "JMLR, e123"),
        ({"article_number": "12"}, "JMLR, article 12"),
    ],
)
def test_labels_that_the_owner_typed_are_not_said_twice(fields, line):
    assert whole(paper(venue=JMLR, **fields)) == line


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        *(("1", "1st edition"), ("2", "2nd edition"), ("3rd", "3rd edition")),
        *(("11", "11th edition"), ("23", "23rd edition"), ("Second", "Second edition")),
        *(("2nd ed.", "2nd ed."), ("Revised edition", "Revised edition")),
    ],
)
def test_an_edition_says_so(typed, said):
    assert whole(paper(kind="book", edition=typed)) == said


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"venue": JMLR, "volume": "24"}, "JMLR 24, 2023"),
        ({"venue": ICLR, "pages": "7"}, "ICLR 2023, p. 7"),
        ({"venue": JMLR, "volume": "2023", "number": "1"}, "JMLR 2023(1)"),
        ({"venue": JMLR, "pages": "2023–2040"}, "JMLR, pp. 2023–2040, 2023"),
        ({"kind": "book", "publisher": CUP}, f"{CUP}, 2023"),
    ],
)
def test_the_year_is_said_once(fields, line):
    assert write_reference(compose_reference(paper(**fields), with_year=True)) == line


@pytest.mark.parametrize("status", ["in-preparation", "preprint", "submitted"])
def test_what_has_not_appeared_has_no_numbers(status):
    made = paper(venue=JMLR, volume="24", pages="1–9", status=status)
    assert whole(made) == made.venue_line
    assert rest(made) == ""


KINDS = st.sampled_from(Publication.Kind.values)
STATUSES = st.sampled_from(Publication.Status.values)


@given(KINDS, STATUSES, st.sampled_from([None, JMLR, ICLR, HANDBOOK, MSR]))
def test_with_only_a_venue_the_reference_is_the_venue_line(kind, status, venue):
    made = paper(kind=kind, status=status, venue=venue)
    assert whole(made) == made.venue_line
    assert rest(made) == ""


def texts(*values: str) -> st.SearchStrategy[str]:
    return st.sampled_from(["", *values])


def people(*some: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(some), unique=True)


PAPERS = st.builds(
    paper,
    kind=KINDS,
    status=STATUSES,
    venue=st.sampled_from([None, JMLR, ICLR, HANDBOOK, LNCS, MSR]),
    when=texts("2023", "May 2023"),
    authors=people("A. Author", "B. Author"),
    editors=people("E. One", "F. Two", "G. Three", "H. Four"),
    translators=people("T. One", "T. Two"),
    volume=texts("24", "vol. 24", "B"),
    number=texts("3", "2–3"),
    pages=texts("7", "12–40", "e12", "pp. 3--4"),
    article_number=texts("4321", "e1004923"),
    publisher=texts("MIT Press", "Springer,", "Microsoft Research"),
    place=texts("Paris"),
    series=texts("PMLR"),
    edition=texts("2", "2nd ed."),
    report_number=texts("US 1234567", "TR-12"),
    institution=texts(UIUC, "Microsoft Research"),
)


@given(PAPERS)
def test_whatever_is_known_no_separator_is_left_over(made):
    for line in (whole(made), rest(made), write_reference(compose_reference(made, with_year=True))):
        assert line == line.strip(" ,;")
        assert not re.search(r",\s*,|\s\s|\s[,)]|\(\s*\)|\(\s", line)
        assert not re.search(r"\bpp?\.(?! ?\w)|\b(?:vol|no)\.(?! \w)", line)


@given(PAPERS)
def test_whatever_is_known_nothing_is_said_twice(made):
    line = write_reference(compose_reference(made, with_year=True))
    known = [made.publisher.strip(","), made.place, made.institution, made.series, UIUC, "2023"]
    assert all(line.count(text) <= 1 for text in known if text)


@given(PAPERS)
def test_a_venue_that_is_not_hidden_is_in_every_reference(made):
    if made.named_venue:
        names = filter(None, (made.venue.short_name, made.venue.name))
        assert any(name in whole(made) for name in names)
