"""Files in which each line has a tag: RIS, PubMed, EndNote, Web of Science; and JSON Resume."""

import pytest

from publications.names.name import Name
from publications.sources.readers import enw, inspire, isi, jsonresume, nbib, ris
from publications.sources.readers.answer import UnreadableError
from tests.publications.sources.readers.records import dump, names_of, only


def read_ris(*lines: str, kind: str = "JOUR"):
    return only(ris.read("\r\n".join([f"TY  - {kind}", *lines, "ER  - "]).encode()))


class TestRIS:
    def test_an_article(self):
        entry = read_ris(
            "TI  - On the shape of <i>lumps</i>",
            "AU  - Rossi,Ada",
            "AU  - Bianchi, Ugo, Jr.",
            "T2  - Annals of Sand",
            "DA  - 2021/05/03/",
            "PY  - 2021",
            "VL  - 3",
            "IS  - 2",
            "SP  - 10",
            "EP  - 19",
            "DO  - https://doi.org/10.1000/lumps.1",
            "UR  - https://doi.org/10.1000/lumps.1",
            "KW  - sand",
            "ID  - rossi2021",
            "SN  - 2835-8856",
            "N1  - Cited By :44",
            "Y2  - 2022/01/01",
        )
        assert (entry.title, entry.key) == ("On the shape of *lumps*", "rossi2021")
        assert names_of(entry) == ["Rossi, Ada", "Bianchi, Jr., Ugo"]
        assert (entry.venue, entry.venue_kind) == ("Annals of Sand", "journal")
        assert (entry.volume, entry.number, entry.pages) == ("3", "2", "10–19")
        assert (entry.when, entry.doi, entry.url) == ("2021-05-03", "10.1000/lumps.1", "")
        assert entry.venue_issn == "2835-8856"
        assert (entry.note, entry.topics, entry.warnings) == ("", ("sand",), ())

    def test_a_chapter_has_editors_and_a_publisher(self):
        entry = read_ris(
            *("TI  - Lumps", "AU  - Rossi, Ada", "A2  - Bianchi, Ugo", "T2  - Sand", "PY  - 2003"),
            *("T3  - Sand Studies", "PB  - Lump Press", "CY  - Rome", "SN  - 978-0-262-03924-6"),
            kind="CHAP",
        )
        assert (entry.kind, entry.venue, entry.venue_kind) == ("chapter", "Sand", "book")
        assert (entry.editors, entry.publisher, entry.place) == (
            *((Name("Ugo", "Bianchi"),), "Lump Press", "Rome"),
        )
        assert (entry.series, entry.isbn) == ("Sand Studies", "9780262039246")

    def test_the_titles_tag_of_a_book_may_be_that_of_its_container(self):
        entry = read_ris("BT  - Lumps", "PB  - Lump Press", kind="BOOK")
        assert (entry.title, entry.venue, entry.publisher) == ("Lumps", "", "Lump Press")

    def test_a_meeting_as_google_scholar_writes_it(self):
        lines = ("T1  - Lumps", "A1  - Rossi, Ada", "JO  - Proceedings of Sand", "Y1  - 2012")
        entry = read_ris(*lines, kind="CONF")
        assert (entry.venue, entry.venue_kind, entry.when) == (
            *("Proceedings of Sand", "conference", "2012"),
        )

    def test_an_article_as_ieee_writes_it(self):
        lines = ("TI  - Lumps", "AU  - A. Rossi", "JO  - Sand", "VO  - 5", "Y1  - May 2019")
        entry = read_ris(*lines)
        assert (names_of(entry), entry.volume, entry.when) == (["Rossi, A."], "5", "2019-05")

    def test_an_edited_volume_is_of_a_meeting_or_in_a_series(self):
        lines = ("TI  - Lumps", "ED  - Rossi, Ada", "PB  - Lump Press")
        volume = read_ris(*lines, "T2  - International Conference on Sand", kind="EDBOOK")
        assert (volume.kind, volume.venue) == ("proceedings", "International Conference on Sand")
        assert (volume.venue_kind, volume.series) == ("conference", "")
        assert read_ris(*lines, "T2  - Sand Studies", kind="EDBOOK").series == "Sand Studies"

    @pytest.mark.parametrize(
        ("lines", "doi", "pages"),
        [
            (["SP  - DOI: 10.1111/lumps"], "10.1111/lumps", ""),
            (["DO  - DOI 10.1000/a", "SP  - 92-101"], "10.1000/a", "92–101"),
            (["N1  - doi:10.1000/a", "SP  - 4"], "10.1000/a", "4"),
            (["UR  - http://dx.doi.org/10.1000/a"], "10.1000/a", ""),
        ],
    )
    def test_the_doi_wherever_programs_put_it(self, lines, doi, pages):
        entry = read_ris("TI  - Lumps", *lines)
        assert (entry.doi, entry.pages) == (doi, pages)

    @pytest.mark.parametrize(
        ("degree", "kind"),
        [
            ("M3  - PhD thesis", "phd-thesis"),
            ("U1  - Master's thesis", "master-thesis"),
            ("", "other"),
        ],
    )
    def test_theses(self, degree, kind):
        assert read_ris("TI  - Lumps", degree, kind="THES").kind == kind

    @pytest.mark.parametrize(
        ("type_", "work", "kind"),
        [
            ("CPAPER", "Poster", "poster"),
            ("JOUR", "Review", "review"),
            ("BOOK", "Translation", "translation"),
            ("INPR", "", "article"),
            ("PAT", "", "patent"),
            ("UNHEARD", "", "other"),
        ],
    )
    def test_kinds(self, type_, work, kind):
        assert read_ris("TI  - Lumps", f"M3  - {work}", kind=type_).kind == kind

    def test_an_article_in_press(self):
        assert read_ris("TI  - Lumps", kind="INPR").status == "in-press"
        assert read_ris("TI  - Lumps", "N1  - To appear").status == "accepted"

    def test_a_value_goes_on_until_the_next_tag(self):
        entry = read_ris("TI  - On the", "  shape", "AB  - ", "   One.", "", "   Two.")
        assert (entry.title, entry.abstract) == ("On the shape", "One.\n\nTwo.")

    def test_links_to_files_of_a_program_are_not_used(self):
        entry = read_ris("TI  - Lumps", "L1  - internal-pdf://lumps.pdf", "UR  - //lumps")
        assert (entry.url, entry.links) == ("", ())

    @pytest.mark.parametrize(
        "data",
        [
            "\ufeffTY  - JOUR\nTI  - Lumps\nER  -".encode(),
            "TY  - JOUR\nTI  - Lumps".encode("utf-16"),
            b"\n\n\nTY  - JOUR\nTI  - Lumps\n",
            b"TY - JOUR\rTI - Lumps\rER -\r",
            b"Provider: Lumps\n\nTY  -  JOUR\nTI  -  Lumps\nER  -",
        ],
    )
    def test_files_with_unusual_beginnings(self, data):
        assert only(ris.read(data)).title == "Lumps"

    def test_records_end_at_the_next_one_and_broken_ones_are_refused_alone(self):
        answer = ris.read(
            b"TY  - JOUR\nTI  - A\nTY  - JOUR\nDO  - 10.1000/b\nER  -\nTY  - BOOK\nTI  - C"
        )
        assert [entry.title for entry in answer.entries] == ["A", "C"]
        assert [(one.line, one.key) for one in answer.refused] == [(3, "10.1000/b")]

    def test_a_preprint_on_arxiv(self):
        entry = read_ris("TI  - Lumps", "PB  - arXiv", "M1  - arXiv:2101.00001", kind="UNPB")
        assert (entry.kind, entry.arxiv_id, entry.venue) == ("preprint", "2101.00001", "")


class TestEndNote:
    def test_a_book(self):
        entry = only(
            enw.read(
                b"%0 Book\n%A Rossi, Ada\n%E Bianchi, Ugo\n%T Lumps\n%D 2016\n%I Lump Press\n"
                b"%C Rome\n%7 2nd\n%@ 978-0-262-03924-6\n%P XX, 327\n%K sand\n%F rossi2016"
            )
        )
        assert (entry.title, entry.kind, entry.when) == ("Lumps", "book", "2016")
        assert (entry.publisher, entry.place, entry.edition) == ("Lump Press", "Rome", "2nd")
        assert (entry.isbn, entry.pages, entry.key) == ("9780262039246", "", "rossi2016")
        assert (names_of(entry), entry.editors) == (["Rossi, Ada"], (Name("Ugo", "Bianchi"),))

    def test_an_article_with_undivided_names(self):
        entry = only(
            enw.read(
                "%0 Journal Article\n%A 余敏\n%T 沙\n%J 现代沙\n%J SAND\n%D 2009\n%N 2\n%V 29\n"
                "%P 94-98\n%R 10.1000/a\n%U http://sand.example/1".encode()
            )
        )
        assert (names_of(entry), entry.venue) == (["余敏"], "现代沙")
        assert (entry.volume, entry.number, entry.pages) == ("29", "2", "94–98")
        assert (entry.doi, entry.url) == ("10.1000/a", "http://sand.example/1")

    def test_nonsense_is_refused_with_its_line(self):
        answer = enw.read(b"%0\n%A a\n%0 Thesis\n%9 Masters\n%T T")
        assert [entry.kind for entry in answer.entries] == ["master-thesis"]
        assert [one.line for one in answer.refused] == [1]


PUBMED = b"""PMID- 123
DP  - 2020 Mar-Apr
TI  - [On the shape of
      lumps].
VI  - 3
IP  - 2
PG  - 345-7
LID - 10.1000/lumps.1 [doi]
AB  - BACKGROUND: Sand. METHODS: Lumps.
FAU - Rossi, Ada B Jr
AU  - Rossi AB Jr
AUID- ORCID: 0000-0002-1825-0097
FAU - Bianchi, Ugo
AU  - Bianchi U
CN  - NOVUM Group
PT  - Journal Article
JT  - Annals of sand
TA  - Ann Sand
"""


class TestPubMed:
    def test_an_article(self):
        entry = only(nbib.read(PUBMED))
        assert (entry.title, entry.when, entry.doi) == (
            *("On the shape of lumps", "2020-03", "10.1000/lumps.1"),
        )
        assert names_of(entry) == ["Rossi, Jr, Ada B", "Bianchi, Ugo", "{NOVUM Group}"]
        assert entry.orcids == ("0000-0002-1825-0097", "", "")
        assert (entry.venue, entry.volume, entry.number) == ("Annals of sand", "3", "2")
        assert entry.pages == "345–347"
        assert entry.abstract == "**Background.** Sand.\n\n**Methods.** Lumps."

    def test_a_retracted_paper_is_doubted(self):
        entry = only(nbib.read(PUBMED + b"PT  - Retracted Publication\n"))
        assert entry.doubt == "This paper was retracted."

    def test_several_records(self):
        assert len(nbib.read(PUBMED + b"\n" + PUBMED).entries) == 2


def test_a_file_of_the_web_of_science():
    entry = only(
        isi.read(
            b"FN ISI Export Format\nPT J\nAU Rossi, A\n   Bianchi, U\nTI On the shape\n   of "
            b"lumps\nSO ANNALS OF SAND\nDT Article\nPD JUN 14\nPY 2006\nVL 18\nIS 23\nBP 5323\n"
            b"EP 5331\nDI 10.1000/lumps.1\nER\n\nEF"
        )
    )
    assert (entry.title, entry.venue) == ("On the shape of lumps", "Annals of Sand")
    assert names_of(entry) == ["Rossi, A", "Bianchi, U"]
    assert (entry.when, entry.pages, entry.doi) == ("2006-06-14", "5323–5331", "10.1000/lumps.1")


class TestJSONResume:
    def test_a_publication(self):
        row = {
            "name": "Lumps",
            "publisher": "Annals of Sand",
            "releaseDate": "2021-05",
            "url": "https://doi.org/10.1000/lumps.1",
            "summary": "Of sand.",
        }
        entry = only(jsonresume.read(dump({"basics": {}, "publications": [row]})))
        assert (entry.title, entry.venue, entry.when) == ("Lumps", "Annals of Sand", "2021-05")
        assert (entry.doi, entry.kind, entry.abstract) == ("10.1000/lumps.1", "article", "Of sand.")
        assert "no authors are given" in entry.warnings

    def test_a_resume_may_have_no_publications(self):
        assert jsonresume.read(b'{"publications": []}').entries == []


def test_inspire_answers_in_bibtex():
    data = (
        b"@article{NOVUM:2021, author = {Rossi, Ada and others}, collaboration = {NOVUM}, "
        b"title = {{Lumps}}, eprint = {2101.00001}, archivePrefix = {arXiv}, year = {2021}}"
    )
    entry = only(inspire.read(data))
    assert (entry.title, entry.arxiv_id, entry.more_authors) == ("Lumps", "2101.00001", True)
    assert names_of(entry) == ["Rossi, Ada", "{NOVUM Collaboration}"]
    assert inspire.read(b"\n").entries == []


@pytest.mark.parametrize("read", [ris.read, nbib.read, enw.read, isi.read, jsonresume.read])
@pytest.mark.parametrize(
    "data", [b"", b"<html>", b"{}", b"@article{a}", b"Lumps\nof sand", b"\x00\xff"]
)
def test_other_files_are_refused_with_a_sentence(read, data):
    with pytest.raises(UnreadableError, match=r"^This is .*\.$"):
        read(data)


@pytest.mark.parametrize("data", [b"<html>", b'{"status": 404}', b"Not found"])
def test_inspires_errors_are_no_bibtex(data):
    with pytest.raises(UnreadableError):
        inspire.read(data)
