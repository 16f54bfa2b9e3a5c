"""BibTeX export: entries that styles print well, and that read back as the same papers."""

import bibtexparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.dates.cv_date import CVDate
from common.text.math import write_math_as_text
from common.text.title_markup import parse_title, remove_title_markup
from publications import bibtex
from publications.citations import BIBTEX, Citation
from publications.citations.bibtex import write
from publications.models import Publication
from publications.models.choices import Licence
from publications.names.name import Name
from tests.publications.citations.citation_cases import HARD, HARD_TITLE, ICML, JMLR, citation


def fields_of(cited: Citation) -> dict[str, str]:
    """Return the raw fields of the entry, with its type under ""."""
    library = bibtexparser.parse_string(write([cited]), parse_stack=[])
    (entry,) = library.entries
    values = {field.key: field.value.removeprefix("{").removesuffix("}") for field in entry.fields}
    return {"": entry.entry_type, **values}


class TestTheTypeOfAnEntry:
    @pytest.mark.parametrize(
        ("fields", "entry_type", "venue_field"),
        [
            (JMLR, "article", "journal"),
            (ICML, "inproceedings", "booktitle"),
            ({**ICML, "venue_kind": "workshop"}, "inproceedings", "booktitle"),
            ({**ICML, "kind": "chapter"}, "incollection", "booktitle"),
            ({**ICML, "kind": "phd-thesis"}, "phdthesis", "school"),
            ({**ICML, "kind": "master-thesis"}, "mastersthesis", "school"),
            ({**ICML, "kind": "report"}, "techreport", "institution"),
            ({"venue": "Springer", "kind": "book"}, "book", "publisher"),
            ({"venue": "LNCS", "venue_kind": "book", "kind": "book"}, "book", "series"),
            ({"venue": "Zenodo", "kind": "dataset"}, "misc", "howpublished"),
            ({"venue": "Zenodo", "kind": "software"}, "misc", "howpublished"),
            ({"venue": "A blog", "kind": "other"}, "misc", "howpublished"),
        ],
    )
    def test_it_follows_from_kind_and_venue(self, fields, entry_type, venue_field):
        written = fields_of(citation(**fields))
        assert written[""] == entry_type
        assert written[venue_field] == fields["venue"]

    @pytest.mark.parametrize("lacking", [{"venue": ""}, {"when": ""}, {"names": ()}])
    def test_an_article_without_what_styles_require_is_a_misc(self, lacking):
        assert fields_of(citation(**{**JMLR, **lacking}))[""] == "misc"

    def test_a_preprint_on_arxiv_names_the_archive(self):
        written = fields_of(citation(kind="preprint", status="preprint", arxiv_id="2304.06767"))
        assert written[""] == "misc"
        assert (written["eprint"], written["archiveprefix"]) == ("2304.06767", "arXiv")
        assert "howpublished" not in written

    def test_an_id_that_tells_its_class_gives_it(self):
        assert fields_of(citation(arxiv_id="math.GT/0309136"))["primaryclass"] == "math.GT"
        assert "primaryclass" not in fields_of(citation(arxiv_id="2304.06767"))


class TestHowFarItHasCome:
    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({"status": "in-preparation"}, {"howpublished": "In preparation"}),
            ({"status": "preprint"}, {"howpublished": "Preprint"}),
            ({"status": "submitted"}, {"howpublished": "Submitted"}),
            ({"status": "submitted", **JMLR}, {"howpublished": f"Submitted to {JMLR['venue']}"}),
            ({"status": "accepted", **JMLR}, {"note": "To appear"}),
            (
                {"status": "accepted", "note": "Oral", **JMLR},
                {"note": "Oral", "pubstate": "forthcoming"},
            ),
            ({"status": "submitted", "kind": "phd-thesis"}, {"note": "Submitted"}),
            ({"status": "published", "note": "Oral", **JMLR}, {"note": "Oral"}),
        ],
    )
    def test_it_is_said_where_styles_print_it(self, fields, said):
        written = fields_of(citation(**fields))
        names = ("howpublished", "note", "pubstate")
        assert {name: written[name] for name in names if name in written} == said

    def test_what_is_only_submitted_names_no_journal(self):
        assert "journal" not in fields_of(citation(status="submitted", **JMLR))


class TestNames:
    @pytest.mark.parametrize(
        ("name", "written"),
        [
            ("Ludwig van Beethoven", "van Beethoven, Ludwig"),
            ("Martin Luther King Jr.", "King, Jr., Martin Luther"),
            ("Jürgen Weiß", "Weiß, Jürgen"),
            ("Élodie Łoś", r"Łoś, {\'E}lodie"),
            ("Jean-Šimon Čech", r"Čech, Jean-{\v S}imon"),
            ("熊伟", "熊伟"),
            (Name("伟", "熊"), "熊, 伟"),
            (Name("", "OpenAI"), "OpenAI"),
            (Name("太郎", "山田"), "山田, 太郎"),
            (Name("", "van Gogh"), "van Gogh"),
            (Name("", "O’Neil"), "O’Neil"),
            (Name("", "Brinch Hansen"), "Brinch Hansen, {}"),
            (Name("", "King", "Jr."), "King, Jr., {}"),
            (Name("", "Others"), "Others, {}"),
            (Name("Wei", "Xiong (熊伟)"), "{Xiong (熊伟)}, Wei"),
            (Name.from_group("R&D Team"), r"{R\&D Team}"),
            (Name.from_group("OpenAI"), "{OpenAI}"),
            (Name.from_group("Bell & Howe, Inc."), r"{Bell \& Howe, Inc.}"),
            (Name.from_group("Rossi, Ada"), "{{Rossi, Ada}}"),
            (Name.from_group("Heaps and Lumps"), "{{Heaps and Lumps}}"),
            (Name.from_group("others"), "{{others}}"),
            (Name("Per", "Brinch Hansen"), "Brinch Hansen, Per"),
            (Name("Rock and Roll", "Band"), "Band, {Rock and Roll}"),
        ],
    )
    def test_the_family_name_comes_first(self, name, written):
        assert fields_of(citation("T", name))["author"] == written

    def test_every_author_is_named(self):
        many = next(cited for cited in HARD if cited.key == "many")
        assert fields_of(many)["author"].count(" and ") == 24

    def test_a_paper_without_authors_has_a_sort_key(self):
        written = fields_of(citation(names=()))
        assert "author" not in written
        assert written["key"] == "key"


class TestTitles:
    @pytest.mark.parametrize(
        ("title", "written"),
        [
            ("RAFT: Reward rAnked FineTuning", "{RAFT}: Reward {rAnked} {FineTuning}"),
            ("On Bayesian and Nash Learning", "On {Bayesian} and {Nash} Learning"),
            ("Bounds for the Xiong game: A proof", "Bounds for the {Xiong} game: A proof"),
            ("Self-Play and Multi-armed Bandits", "Self-Play and Multi-armed Bandits"),
            ("Type A and B, L2 and 3D", "Type A and {B}, {L2} and {3D}"),
            ("Über die Theorie der Spiele", "Über die {Theorie} der {Spiele}"),
            ("In $O(N)$ Steps", "In {$O(N)$} Steps"),
            ("R&D: 5 % of #1_a", r"R\&{D}: 5 \% of \#1\_a"),
            (r"{x} ~ y^2 \z", r"\textbraceleft{}x\textbraceright{} \textasciitilde{} "
             r"y\textasciicircum{}2 \textbackslash{}z"),
            ("$5 and $10", r"\$5 and \$10"),
            (r"\$5", r"\$5"),
            ("a -- b ``c''", "a -{}- b `{}`c'{}'"),
            (r"The $\{x\}$ and $\left\{ y\right.$",
             r"The {$\{x\}$} and {$\left\lbrace y\right.$}"),
            ("Odd $x}$", r"Odd \$x\textbraceright{}\$"),
            ("关于对齐 – “β”", "关于对齐 – “β”"),
        ],
    )  # fmt: skip
    def test_signs_are_escaped_and_capitals_protected(self, title, written):
        assert fields_of(citation(title))["title"] == written


class TestTheOtherFields:
    def test_pages_have_two_hyphens(self):
        assert fields_of(citation(pages="S1–S12"))["pages"] == "S1--S12"

    @pytest.mark.parametrize(
        ("when", "year", "month"),
        [
            ("2023", "2023", None),
            ("May 2023", "2023", "may"),
            ("2023-09-12", "2023", "sep"),
            ("Spring 2021", "2021", None),
            ("Q3 2021", "2021", None),
            ("May 2940 (expected)", "2940", "may"),
            ("", None, None),
        ],
    )
    def test_the_month_is_a_macro(self, when, year, month):
        written = fields_of(citation(when=when))
        assert (written.get("year"), written.get("month")) == (year, month)

    def test_markup_in_a_title_becomes_commands(self):
        assert fields_of(citation("*E. coli* in CO~2~, 10^6^ of *bla~X~*"))["title"] == (
            r"\emph{{E}. coli} in {CO}\textsubscript{2}, 10\textsuperscript{6} "
            r"of \emph{bla\textsubscript{X}}"
        )

    def test_identifiers_are_not_escaped(self):
        written = fields_of(citation(doi="10.1000/a_b", url="https://a.b/c_d?e=%20f&g#{h}"))
        assert written["doi"] == "10.1000/a_b"
        assert written["url"] == "https://a.b/c_d?e=%20f&g#%7Bh%7D"

    def test_the_abstract_stays_out(self):
        assert "abstract" not in fields_of(citation(abstract="We study."))


def read_back(cited: Citation) -> bibtex.Entry:
    result = bibtex.read(write([cited]))
    assert not result.refused
    (entry,) = result.entries
    assert not entry.warnings
    return entry


def assert_same(cited: Citation, entry: bibtex.Entry) -> None:
    """Compare a citation with the entry read back from it."""
    same = (
        *("key", "status", "note", "volume", "number", "pages", "doi", "arxiv_id", "awards"),
        *("article_number", "place", "edition", "isbn", "report_number", "licence", "editors"),
        "translators",
    )
    assert {n: getattr(entry, n) for n in same} == {n: getattr(cited, n) for n in same}
    assert entry.publisher == cited.publisher_name
    assert entry.series == cited.series_title
    assert entry.institution == cited.institution_name
    titles = [remove_title_markup(title) for title in (entry.title, cited.title)]
    assert write_math_as_text(titles[0]) == write_math_as_text(titles[1])
    assert entry.names == cited.names
    year = CVDate.from_edtf(entry.when).year if entry.when else None
    assert year == (cited.date.year if cited.date else None)
    assert entry.venue in {cited.venue, ""}
    # A @misc is one of many kinds, and what has appeared is a preprint no more.
    has_appeared = cited.kind == "preprint" and entry.type in {"article", "inproceedings"}
    # A book with only editors is an edited volume.
    is_volume = cited.kind == "book" and entry.kind == "proceedings" and not cited.names
    assert entry.kind in {cited.kind, "other", "preprint"} or has_appeared or is_volume


@pytest.mark.parametrize("cited", HARD, ids=lambda cited: cited.key)
def test_what_is_written_reads_back_as_the_same(cited):
    if cited.key == "unbalanced":
        assert r"\lbrace" in read_back(cited).title
    else:
        assert_same(cited, read_back(cited))


def test_the_braces_of_every_entry_match_as_bibtex_counts_them():
    text = write(HARD)
    assert text.count("{") == text.count("}")
    assert len(bibtexparser.parse_string(text).entries) == len(HARD)
    assert bibtexparser.parse_string(text).failed_blocks == []


def test_no_papers_are_an_empty_text():
    assert BIBTEX.write([]) == ""


SIGNS = st.sampled_from("aB9 éβ熊&%#_{}~^\\\"'`-–:?.,;/()[]<>|@=*+")
TEXTS = st.text(SIGNS, max_size=30).map(lambda text: " ".join(text.split()))
DOLLARS = st.sampled_from(
    ["", "for $5", r"for \$5 to \$7", "$O(N)$", r"$\ell_2$", r"$\{x_i\}$", r"$\frac{1}{2}$"]
)
TITLES = st.tuples(TEXTS, DOLLARS, TEXTS).map(
    lambda parts: " ".join(f"T {' '.join(parts)}".split())
)
PERSONS = st.sampled_from(
    [
        *("Wei Xiong", "熊伟", "Ludwig van Beethoven", "Élodie Łoś", "Martin Luther King Jr."),
        *("Jürgen von der Weiß", "OpenAI", "Sirui Zheng", "Ngozi O’Neil", "Per Brinch-Hansen"),
    ]
)
VENUES = st.sampled_from(
    ["", "ICML", "R&D: 50% of {JMLR}", "Systems, Man, and Cybernetics", "Zenodo"]
)
CITATIONS = st.builds(
    citation,
    TITLES,
    names=st.lists(PERSONS.map(Name.read), max_size=4, unique=True).map(tuple),
    when=st.sampled_from(["", "2023", "May 2023", "2023-05-12", "Spring 2021"]),
    kind=st.sampled_from(Publication.Kind.values),
    status=st.sampled_from(Publication.Status.values),
    venue=VENUES,
    venue_kind=st.sampled_from(["conference", "journal", "workshop", "book", "other"]),
    volume=st.sampled_from(["", "12", "A_1"]),
    pages=st.sampled_from(["", "1–10", "e123", "S1–S12"]),
    doi=st.sampled_from(["", "10.1000/a_b(1)<2>"]),
    arxiv_id=st.sampled_from(["", "2304.06767", "math.GT/0309136"]),
    note=st.sampled_from(["", "Oral presentation", "Accepted as an oral, 5% of {all}"]),
    editors=st.lists(PERSONS.map(Name.read), max_size=2, unique=True).map(tuple),
    translators=st.lists(PERSONS.map(Name.read), max_size=2, unique=True).map(tuple),
    article_number=st.sampled_from(["", "e1004923"]),
    publisher=st.sampled_from(["", "Vandenhoeck & Ruprecht"]),
    place=st.sampled_from(["", "Göttingen"]),
    series=st.sampled_from(["", "Lecture Notes in {R&D}"]),
    edition=st.sampled_from(["", "2nd"]),
    isbn=st.sampled_from(["", "9780262039246", "080442957X"]),
    report_number=st.sampled_from(["", "CERN-EP_2012"]),
    institution=st.sampled_from(["", "Universität Göttingen"]),
    licence=st.sampled_from(["", *Licence.values]),
    awards=st.sampled_from([(), ("Best paper award, 2025",), ("Best {5%} & co", "Test of Time")]),
)  # fmt: skip


@given(CITATIONS)
def test_any_paper_reads_back_as_the_same(cited):
    assert_same(cited, read_back(cited))


@given(st.text("abC12 *~^()-+.:&<中").map(lambda text: " ".join(f"T {text}".split())))
def test_any_title_reads_back_with_its_italics(title):
    assert parse_title(read_back(citation(title)).title) == parse_title(title)


@given(st.text(max_size=80))
def test_no_title_breaks_the_file(title):
    text = write([citation(f"T {title}"), citation(HARD_TITLE, key="second")])
    assert text.count("{") == text.count("}")
    assert [entry.key for entry in bibtex.read(text).entries] == ["key", "second"]
