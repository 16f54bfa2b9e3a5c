from pathlib import Path

import pytest

from publications.bibtex import read
from publications.models import Publication, Venue
from publications.names.name import Name

READABLE = Path(__file__).parent / "files" / "readable.bib"


def entry_of(fields: str, entry_type: str = "article"):
    result = read(f"@{entry_type}{{key, title = {{A Title}}, {fields}}}")
    assert not result.refused
    (entry,) = result.entries
    return entry


def test_kinds_and_statuses_are_those_of_the_models():
    for entry in read(READABLE.read_bytes()).entries:
        assert entry.kind in Publication.Kind
        assert entry.status in Publication.Status
        assert entry.venue_kind in Venue.Kind


@pytest.mark.parametrize(
    ("entry_type", "fields", "kind"),
    [
        ("article", "journal = {JMLR}", "article"),
        ("inproceedings", "booktitle = {ICML}", "article"),
        ("conference", "booktitle = {ICML}", "article"),
        ("INCOLLECTION", "booktitle = {A Book}", "chapter"),
        ("inbook", "chapter = 3", "chapter"),
        ("book", "publisher = {Knopf}", "book"),
        ("mvbook", "", "book"),
        ("book", "editor = {Doe, Jane}", "proceedings"),
        ("book", "editor = {Doe, Jane}, author = {Roe, Ann}", "book"),
        ("proceedings", "", "proceedings"),
        ("collection", "editor = {Doe, Jane}", "proceedings"),
        ("phdthesis", "school = {UIUC}", "phd-thesis"),
        ("mastersthesis", "school = {UIUC}", "master-thesis"),
        ("phdthesis", "type = {Master's thesis}", "master-thesis"),
        ("thesis", "type = {phdthesis}", "phd-thesis"),
        ("thesis", "type = {mathesis}", "master-thesis"),
        ("thesis", "type = {Doctoral dissertation}", "phd-thesis"),
        ("thesis", "type = {B.Sc. thesis}", "other"),
        ("thesis", "", "other"),
        ("techreport", "institution = {MIT}", "report"),
        ("report", "", "report"),
        ("dataset", "", "dataset"),
        ("software", "", "software"),
        ("unpublished", "note = {Draft}", "preprint"),
        ("misc", "", "other"),
        ("online", "eprint = {2304.06767}, eprinttype = {arxiv}", "preprint"),
        ("misc", "eprint = {2304.06767}, archiveprefix = {arXiv}", "preprint"),
        ("misc", "publisher = {arXiv}, doi = {10.48550/ARXIV.2304.06767}", "preprint"),
        ("article", "journal = {arXiv preprint arXiv:2304.06767}", "preprint"),
        ("article", "journal = {CoRR}, volume = {abs/2304.06767}", "preprint"),
        ("article", "journal = {bioRxiv}", "preprint"),
        ("article", "journal = {JMLR}, eprint = {2304.06767}, archiveprefix = {arXiv}", "article"),
        (
            "inproceedings",
            "booktitle = {ICML}, url = {https://arxiv.org/abs/2304.06767}",
            "article",
        ),
        ("patent", "", "patent"),
        ("review", "", "review"),
        ("article", "journal = {Isis}, type = {Book Review}", "review"),
        ("book", "type = {Translation}", "translation"),
        ("misc", "type = {Poster}", "poster"),
    ],
)
def test_the_kind_follows_from_type_and_archive(entry_type, fields, kind):
    assert entry_of(fields, entry_type).kind == kind


@pytest.mark.parametrize(
    ("fields", "status", "note"),
    [
        ("journal = {JMLR}, year = 2023", "published", ""),
        ("journal = {JMLR}, year = {forthcoming}", "accepted", ""),
        ("journal = {JMLR}, year = {in press}", "in-press", ""),
        ("journal = {JMLR}, year = {2024 (to appear)}", "accepted", ""),
        ("journal = {JMLR}, note = {To appear.}", "accepted", ""),
        ("journal = {JMLR}, note = {Accepted to JMLR, 12 pages}", "accepted", None),
        ("journal = {JMLR}, pubstate = {inpress}", "in-press", ""),
        ("journal = {Submitted to JMLR}", "submitted", ""),
        ("journal = {JMLR}, note = {(under review)}", "submitted", ""),
        ("journal = {JMLR}, note = {Oral presentation}", "published", "Oral presentation"),
        ("pubstate = {inpreparation}", "in-preparation", ""),
        ("eprint = {2304.06767}, note = {arXiv:2304.06767 [cs.LG]}", "preprint", ""),
        ("eprint = {2304.06767}, note = {Submitted}", "submitted", ""),
    ],
)
def test_the_status_is_read_wherever_it_is_written(fields, status, note):
    entry = entry_of(fields)
    assert entry.status == status
    assert note is None or entry.note == note
    assert not entry.warnings


@pytest.mark.parametrize(
    ("entry_type", "fields", "venue", "kind"),
    [
        ("article", r"journal = {J.~Mach. \& Learn.}", "J. Mach. & Learn.", "journal"),
        ("article", "journaltitle = {JMLR}", "JMLR", "journal"),
        ("article", "journal = {Under review at the Annals}", "Annals", "journal"),
        ("article", "journal = {arXiv:2304.06767}", "", "other"),
        (
            "article",
            "journal = {Advances in Neural Information Processing Systems}",
            None,
            "conference",
        ),
        ("article", "journal = {Proceedings of the National Academy of Sciences}", None, "journal"),
        ("inproceedings", "booktitle = {{ICLR}}", "ICLR", "conference"),
        ("inproceedings", "booktitle = {NeurIPS Workshop on Bandits}", None, "workshop"),
        ("incollection", "booktitle = {A Book}, publisher = {Knopf}", "A Book", "book"),
        ("book", "series = {LNCS}, publisher = {Springer}", "", "other"),
        ("proceedings", "eventtitle = {ICML}", "ICML", "conference"),
        ("phdthesis", "school = {UIUC}", "", "other"),
        ("misc", "publisher = {bioRxiv}", "bioRxiv", "other"),
        ("misc", "publisher = {Zenodo}, howpublished = {Zenodo}", "", "other"),
        ("misc", r"howpublished = {\url{https://a.example}}", "", "other"),
        ("misc", "howpublished = {Blog post}", "Blog post", "other"),
    ],
)
def test_the_venue_is_where_it_appeared(entry_type, fields, venue, kind):
    entry = entry_of(fields, entry_type)
    assert entry.venue_kind == kind
    assert venue is None or entry.venue == venue


@pytest.mark.parametrize(
    ("fields", "when"),
    [
        ("year = 2023", "2023"),
        ("year = {2023}, month = may", "2023-05"),
        ("year = 2023, month = {5}", "2023-05"),
        ("year = 2023, month = {Sept.}", "2023-09"),
        ("year = 2023, month = {15~May}", "2023-05-15"),
        ('year = 2023, month = may # " 15"', "2023-05-15"),
        ("year = 2023, month = {June/July}", "2023-06/2023-07"),
        ("year = 2023, month = jun # {--} # jul", "2023-06/2023-07"),
        ("year = {c. 1979}", "1979~"),
        ("year = {forthcoming}", ""),
        ("date = {2023-08-15T10:30:00}", "2023-08-15"),
        ("date = {2021-22}", "2021-22"),
        ("date = {2023~}", "2023~"),
        ("date = {2023/2024}", "2023/2024"),
        ("date = {2023/}", "2023/.."),
        ("date = {2023-05}, year = 2023", "2023-05"),
    ],
)
def test_the_date_is_edtf(fields, when):
    entry = entry_of(fields)
    assert (entry.when, entry.warnings) == (when, ())


@pytest.mark.parametrize(
    ("fields", "when"),
    [
        ("year = 2023, month = {Brumaire}", "2023"),
        ("year = 2023, month = {13}", "2023"),
        ("year = 2023, month = {February 30}", "2023"),
        ("date = {2023-02-30}", "2023"),
        ("date = {once}", ""),
        ("year = {????}", ""),
        ("year = {n.d.}", ""),
        ("year = {undated}, month = may", ""),
    ],
)
def test_a_text_that_is_not_a_date_is_left_out_with_a_warning(fields, when):
    entry = entry_of(fields)
    assert entry.when == when
    assert "cannot be read" in entry.warnings[0]


@pytest.mark.parametrize(
    ("fields", "doi", "arxiv_id", "url"),
    [
        ("doi = {10.1000/a}", "10.1000/a", "", ""),
        ("doi = {https://doi.org/10.1000/a}", "10.1000/a", "", ""),
        (r"doi = {doi: 10.1000/a\_b(1)}", "10.1000/a_b(1)", "", ""),
        ("url = {http://dx.doi.org/10.1000/a}", "10.1000/a", "", ""),
        ("doi = {10.48550/arXiv.2304.06767}", "10.48550/arXiv.2304.06767", "2304.06767", ""),
        ("eprint = {arXiv:2304.06767v2}, archivePrefix = {arXiv}", "", "2304.06767", ""),
        ("eprint = {math.GT/0309136}, eprinttype = {arXiv}", "", "math.GT/0309136", ""),
        ("eprint = {2304.06767}", "", "2304.06767", ""),
        ("eprint = {https://www.biorxiv.org/content/2020.12.07.414326.full.pdf}", "", "", ""),
        (
            "url = {https://doi.org/10.1000%2Fj.heap.2016.03.026}",
            "10.1000/j.heap.2016.03.026",
            "",
            "",
        ),
        ("doi = {doi:10.1000/heap.}", "10.1000/heap", "", ""),
        ("doi = {<https://dx.doi.org/10.1000/heap>}", "10.1000/heap", "", ""),
        ("doi = {10.1000/S0(20)00-1}", "10.1000/S0(20)00-1", "", ""),
        ("doi = {(10.1000/heap(1))}", "10.1000/heap(1)", "", ""),
        (
            r"doi = {10.1000/(SICI)1-8(19)99:2{\textless}345::AID{\textgreater}3.0.CO;2-X}",
            *("10.1000/(SICI)1-8(19)99:2<345::AID>3.0.CO;2-X", "", ""),
        ),
        ("url = {https://a.example/?b=c&amp;d=e}", "", "", "https://a.example/?b=c&d=e"),
        (r"url = {\href{https://a.example/b}{link}}", "", "", "https://a.example/b"),
        (r"howpublished = {\href{https://a.example/b}{Web page}}", "", "", "https://a.example/b"),
        ("arxiv = {{https://arxiv.org/abs/2304.06767}}", "", "2304.06767", ""),
        ("journal = {ArXiv}, volume = {abs/2304.06767}", "", "2304.06767", ""),
        ("url = {http://arxiv.org/pdf/2304.06767v3.pdf}", "", "2304.06767", ""),
        ("url = {https://arxiv.org/abs/hep-th/9901001}", "", "hep-th/9901001", ""),
        (r"url = {\url{https://a.example/c\_d\%20e#f}}", "", "", "https://a.example/c_d%20e#f"),
        ("url = {www.a.example/~c}", "", "", "https://www.a.example/~c"),
        ("url = {https://a.example/long\n   address}", "", "", "https://a.example/longaddress"),
        ("url = {https://a.example, https://c.example}", "", "", "https://a.example"),
        (r"howpublished = {Blog, \url{https://a.example/c}.}", "", "", "https://a.example/c"),
    ],
)
def test_identifiers_are_bare_wherever_they_are_written(fields, doi, arxiv_id, url):
    entry = entry_of(fields, "misc")
    assert (entry.doi, entry.arxiv_id, entry.url) == (doi, arxiv_id, url)
    assert not any("left out" in warning for warning in entry.warnings)


@pytest.mark.parametrize(
    "fields", ["doi = {see below}", "url = {ftp://a.example}", "url = {nowhere}"]
)
def test_a_text_that_is_not_an_identifier_is_left_out_with_a_warning(fields):
    entry = entry_of(fields, "misc")
    assert not entry.doi + entry.url
    assert "is left out" in entry.warnings[0]


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ("24496--24523", "24496–24523"),
        ("1-10", "1–10"),
        ("3 -- 4, 7–9", "3–4, 7–9"),
        ("S1-S12", "S1–S12"),
        ("12:1--12:30", "12:1–12:30"),
        ("ix---xx", "ix–xx"),
        ("A-12", "A-12"),
        ("e123", "e123"),
    ],
)
def test_pages_have_an_en_dash(pages, expected):
    assert entry_of(f"pages = {{{pages}}}").pages == expected


@pytest.mark.parametrize("name", ["eid", "articleno", "article-number"])
def test_an_article_number_is_not_the_pages(name):
    entry = entry_of(f"{name} = 124106, volume = {{12}}, issue = {{3}}, pages = {{1--9}}")
    assert (entry.article_number, entry.number, entry.pages) == ("124106", "3", "1–9")


@pytest.mark.parametrize(
    ("entry_type", "fields", "values"),
    [
        (
            "incollection",
            "publisher = {Brill}, address = {Leiden}, series = {Texts}, edition = {2nd}",
            {"publisher": "Brill", "place": "Leiden", "series": "Texts", "edition": "2nd"},
        ),
        ("book", "location = {Basel}, isbn = {978-0-262-03924-6}", {"isbn": "9780262039246"}),
        ("book", "isbn = {1-2-3, 0-262-03924-9}", {"isbn": "0262039249"}),
        ("phdthesis", "school = {UIUC}", {"institution": "UIUC"}),
        ("techreport", "institution = {MIT}, number = {7}", {"report_number": "7", "number": ""}),
        ("techreport", "organization = {MIT}", {"institution": "MIT"}),
        ("patent", "number = {US 12}", {"report_number": "US 12"}),
        ("article", "reportnumber = {CERN-1}", {"report_number": "CERN-1"}),
        ("article", "copyright = {CC BY 4.0}", {"licence": "CC-BY-4.0"}),
        (
            "article",
            "license = {http://creativecommons.org/licenses/by-nc-nd/4.0/}",
            {"licence": "CC-BY-NC-ND-4.0"},
        ),
        ("article", "rights = {Creative Commons Attribution Share-Alike 4.0 International}",
         {"licence": "CC-BY-SA-4.0"}),
        ("article", "copyright = {CC BY 3.0}", {"licence": ""}),
        ("article", "copyright = {2020 ACM}", {"licence": ""}),
        ("article", "award = {Best paper, 2024; Test of time}",
         {"awards": ("Best paper, 2024", "Test of time")}),
        ("article", "journal = {JMLR}, issn = {1532-4435}", {"venue_issn": "1532-4435"}),
        ("article", "note = {In press}", {"status": "in-press", "note": ""}),
        ("article", "pubstate = {inpress}", {"status": "in-press"}),
    ],
)  # fmt: skip
def test_the_rest_of_a_reference_has_its_fields(entry_type, fields, values):
    entry = entry_of(fields, entry_type)
    assert {name: getattr(entry, name) for name in values} == values


@pytest.mark.parametrize(
    ("fields", "article_number"),
    [
        ("eid = {041301}, pages = {041301}", "041301"),
        ("eid = {arXiv:2304.06767}, pages = {arXiv:2304.06767}, eprint = {2304.06767}, "
         "archiveprefix = {arXiv}", ""),
    ],
)  # fmt: skip
def test_pages_that_repeat_the_number_or_the_arxiv_id_are_none(fields, article_number):
    entry = entry_of(fields)
    assert (entry.pages, entry.article_number, entry.warnings) == ("", article_number, ())


def test_editors_who_are_not_named_count_only_without_authors():
    assert entry_of("editor = {Doe, Jane and others}", "book").more_authors
    entry = entry_of("author = {Roe, Ann}, editor = {Doe, Jane and others}", "incollection")
    assert not entry.more_authors


def test_an_abstract_keeps_its_paragraphs_and_formulas():
    entry = entry_of("abstract = {We study\n  $\\ell_2$ {B}alls.\n\n  And 5\\% more.}")
    assert entry.abstract == "We study $\\ell_2$ Balls.\n\nAnd 5% more."


def test_a_subtitle_follows_the_title():
    assert entry_of("subtitle = {With a Subtitle}").title == "A Title: With a Subtitle"


def test_editors_are_named_and_never_a_reason_to_refuse():
    entry = entry_of("editor = {Doe, Jane and {A Committee}}, translator = {van Gogh, Vincent}")
    assert entry.editors == (Name("Jane", "Doe"), Name.from_group("A Committee"))
    assert entry.translators == (Name("Vincent", "van Gogh"),)
    entry = entry_of("editor = {A, B, C, D, E}")
    assert entry.editors == ()
    assert "the editors cannot be read" in entry.warnings[0]


def test_a_child_inherits_what_it_lacks_from_before_or_behind_it():
    parent = (
        "@proceedings{Book, title = {Proc.}, year = 2020, editor = {Jane Doe}, doi = {10.1000/x}}"
    )
    child = "@inproceedings{kid, crossref = {book}, title = {Kid}, author = {Wei Xiong}}"
    for text in (f"{parent}\n{child}", f"{child}\n{parent}"):
        kid = next(entry for entry in read(text).entries if entry.key == "kid")
        assert (kid.title, kid.venue, kid.when) == ("Kid", "Proc.", "2020")
        assert (kid.editors, kid.doi) == ((Name("Jane", "Doe"),), "")


def test_a_childs_own_fields_and_the_parents_booktitle_win():
    text = """@inproceedings{kid, crossref = {p}, title = {Kid}, year = 2021}
@proceedings{p, title = {Proceedings of X}, booktitle = {X}, year = 2020}"""
    kid = read(text).entries[0]
    assert (kid.venue, kid.when) == ("X", "2021")


def test_a_missing_or_circular_parent_is_ignored():
    assert entry_of("crossref = {b}").warnings == ('crossref names "b", which is not in this file',)
    assert entry_of("crossref = {key}").title == "A Title"
    circle = "@misc{a, title = {A}, crossref = {b}}\n@misc{b, title = {B}, crossref = {a}}"
    assert [entry.title for entry in read(circle).entries] == ["A", "B"]


def test_xdata_is_inherited_but_is_not_an_entry():
    text = """@xdata{x, publisher = {Knopf}, year = 1979}
@book{a, title = {A}, xdata = {x, y}}"""
    (entry,) = read(text).entries
    assert (entry.key, entry.publisher, entry.when) == ("a", "Knopf", "1979")
    assert entry.warnings == ('xdata names "y", which is not in this file',)
