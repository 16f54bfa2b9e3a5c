"""CSL-JSON: of Crossref, in both of its shapes, and of reference managers."""

import pytest

from publications.names.name import Name
from publications.sources.readers import csl
from publications.sources.readers.answer import UnreadableError
from tests.publications.sources.readers.records import (
    ARTICLE,
    dump,
    names_of,
    only,
    read_crossref,
)


def test_an_article_is_read_whole():
    entry = read_crossref()
    assert (entry.title, entry.doi) == ("On the shape of lumps", "10.1000/lumps.1")
    assert (entry.kind, entry.status) == ("article", "published")
    assert (entry.venue, entry.venue_kind) == ("Annals of Sand", "journal")
    assert (entry.volume, entry.number, entry.pages) == ("3", "2", "10–19")
    assert (entry.when, names_of(entry)) == ("2021-05", ["Rossi, Ada"])
    assert entry.publisher == ""  # no reference to an article names it
    assert entry.warnings == ()


def test_texts_and_lists_of_texts_say_the_same():
    as_csl = read_crossref(
        title="On the shape of lumps", **{"container-title": "Annals of Sand", "subtitle": []}
    )
    assert as_csl == read_crossref()


@pytest.mark.parametrize(
    "wrap",
    [
        lambda item: item,
        lambda item: [item],
        lambda item: {"items": [item]},
        lambda item: {"rossi2021": item},
        lambda item: {"status": "ok", "message": item},
        lambda item: {"status": "ok", "message": {"items": [item], "total-results": 1}},
    ],
)
def test_one_item_or_many_in_any_wrapping(wrap):
    assert only(csl.read(dump(wrap(ARTICLE)))).title == "On the shape of lumps"


@pytest.mark.parametrize("data", [b"", b"<html>", b'{"a"', b'"text"', b"[1, 2]", b'{"a": "b"}'])
def test_what_is_not_csl_is_refused_with_a_sentence(data):
    with pytest.raises(UnreadableError, match=r"^This is (not|no|JSON).*\.$"):
        csl.read(data)


def test_an_empty_list_has_no_papers():
    assert csl.read(b"[]").entries == []


class TestTitles:
    def test_without_a_title_the_record_is_refused_by_its_doi(self):
        answer = csl.read(dump([ARTICLE | {"title": [""]}, ARTICLE]))
        assert len(answer.entries) == 1
        assert (answer.refused[0].line, answer.refused[0].key) == (1, "10.1000/lumps.1")
        assert answer.refused[0].reason == (
            "The record of 10.1000/lumps.1 has no title; add the paper in its form."
        )

    @pytest.mark.parametrize(
        ("title", "subtitle", "doi", "whole"),
        [
            ("Lumps", "A study", "10.1000/a", "Lumps: A study"),
            ("Lumps!", "A study", "10.1000/a", "Lumps! A study"),
            ("Lumps: a study", "A study", "10.1000/a", "Lumps: a study"),
            ("Lumps of sand", "ROSSI et al.", "10.1111/a", "Lumps of sand"),
        ],
    )
    def test_a_subtitle_is_joined_unless_it_is_a_running_head(self, title, subtitle, doi, whole):
        assert read_crossref(title=[title], subtitle=[subtitle], DOI=doi).title == whole

    def test_of_an_original_title_and_its_translation_the_first_counts(self):
        assert read_crossref(title=["Sulla sabbia", "On sand"]).title == "Sulla sabbia"

    def test_a_title_in_capitals_is_kept_with_a_note(self):
        entry = read_crossref(title=["ON THE SHAPE OF LUMPS"])
        assert entry.title == "ON THE SHAPE OF LUMPS"
        assert "the title is in capitals" in entry.warnings


class TestDates:
    @pytest.mark.parametrize(
        ("print_", "online", "when"),
        [
            ([2021, 5], [2021, 4, 2], "2021-04-02"),
            ([2021, 5, 1], [2021, 4, 2], "2021-05-01"),
            ([2021], [2020, 12, 30], "2021"),
            ([1957, 10], [2002, 5, 1], "1957-10"),
            (None, [2020, 2, 3], "2020-02-03"),
        ],
    )
    def test_print_counts_but_in_one_year_the_more_precise_date(self, print_, online, when):
        dates = {
            "published-print": print_ and {"date-parts": [print_]},
            "published-online": {"date-parts": [online]},
        }
        assert read_crossref(**dates).when == when

    def test_no_date_is_not_the_day_of_the_deposit(self):
        entry = read_crossref(
            **{"published-print": None, "issued": {"date-parts": [[None]]}},
            created={"date-parts": [[2007, 1, 1]]},
        )
        assert entry.when == ""
        assert "no date is given" in entry.warnings

    @pytest.mark.parametrize(
        ("issued", "when"),
        [
            ({"date-parts": [["2014", 12, 31]]}, "2014-12-31"),
            ({"date-parts": [[2014, 5], [2014, 7]]}, "2014-05/2014-07"),
            ({"date-parts": [[2014]], "season": 3}, "2014-23"),
            ({"date-parts": [[2014]], "circa": True}, "2014~"),
            ({"raw": "2014-5-3"}, "2014-05-03"),
            ({"literal": "Spring 2014"}, "2014-21"),
            ({"date-parts": [[2014, 13, 40]]}, "2014"),
        ],
    )
    def test_dates_of_reference_managers(self, issued, when):
        assert read_crossref(**{"published-print": None}, issued=issued).when == when

    def test_a_year_far_in_the_future_is_left_out_with_a_note(self):
        entry = read_crossref(**{"published-print": {"date-parts": [[2549]]}})
        assert entry.when == ""


class TestPeople:
    def test_orcid_ids_come_along_if_they_are_valid(self):
        entry = read_crossref(
            author=[
                {
                    "given": "Ada",
                    "family": "Rossi",
                    "ORCID": "http://orcid.org/0000-0002-1825-0097",
                },
                {"given": "Ugo", "family": "Bianchi", "ORCID": "0000-0002-1825-0098"},
            ]
        )
        assert entry.orcids == ("0000-0002-1825-0097", "")

    def test_groups_are_never_divided(self):
        entry = read_crossref(
            author=[{"given": "Ada", "family": "Rossi"}, {"name": "and the NOVUM Consortium"}]
        )
        assert names_of(entry) == ["Rossi, Ada", "{NOVUM Consortium}"]
        assert entry.credits[1].is_group

    def test_particles_belong_to_the_family_name_and_suffixes_to_neither(self):
        entry = read_crossref(
            author=[
                {"given": "Ludwig", "family": "Sand", "non-dropping-particle": "van der"},
                {"given": "Ugo", "family": "Bianchi", "suffix": "Jr."},
                {"given": "Ada van", "family": "Rossi"},
            ]
        )
        assert names_of(entry) == ["van der Sand, Ludwig", "Bianchi, Jr., Ugo", "van Rossi, Ada"]

    def test_names_in_capitals_are_lowered_with_a_note(self):
        entry = read_crossref(
            author=[
                {"given": "ADELE", "family": "MCROSSI-VERDI"},
                {"given": "U. B.", "family": "O'BIANCHI"},
                {"given": "Wei", "family": "LI"},
            ]
        )
        assert names_of(entry) == ["McRossi-Verdi, Adele", "O'Bianchi, U. B.", "Li, Wei"]
        assert "Adele McRossi-Verdi was in capitals" in entry.warnings

    def test_empty_doubled_and_nameless_authors_are_left_out(self):
        entry = read_crossref(
            author=[
                {"sequence": "first", "affiliation": []},
                {"given": "Ada", "family": "Rossi"},
                {"given": "Ada", "family": "Rossi"},
                {"given": "None", "family": "NULL"},
            ]
        )
        assert names_of(entry) == ["Rossi, Ada"]
        assert "Ada Rossi is named twice, and is kept once" in entry.warnings

    def test_affiliations_and_the_journal_are_no_authors(self):
        entry = read_crossref(
            author=[
                {"given": "Ada", "family": "Rossi"},
                {"name": "Department of Sand, Lump University, Rome, Italy"},
                {"name": "Annals of Sand"},
            ]
        )
        assert names_of(entry) == ["Rossi, Ada"]
        assert any("is no author" in warning for warning in entry.warnings)

    def test_the_only_author_may_be_the_publisher(self):
        assert names_of(read_crossref(type="report", author=[{"name": "Lump Press"}])) == [
            "{Lump Press}"
        ]

    @pytest.mark.parametrize(
        ("author", "name"),
        [
            ({"family": "Sumaryadi", "given": "-"}, "Sumaryadi"),
            ({"family": "Sumaryadi", "given": "Sumaryadi"}, "Sumaryadi"),
            ({"family": "Ada Rossi"}, "Rossi, Ada"),
            ({"family": "熊伟"}, "熊伟"),
            ({"given": "D.\u2009J.", "family": "Rossi"}, "Rossi, D. J."),
            ({"given": "NOVUM", "family": "Collaboration"}, "{NOVUM Collaboration}"),
            ({"given": "Ada", "family": "Rossi", "suffix": "PhD"}, "Rossi, Ada"),
            ({"given": "Ada", "family": "Rossi1*"}, "Rossi, Ada"),
            ({"given": "Ada", "family": "M&uuml;ller"}, "Müller, Ada"),
            ({"literal": "Lump Society"}, "{Lump Society}"),
        ],
    )
    def test_names_in_unusual_parts(self, author, name):
        assert names_of(read_crossref(author=[author])) == [name]

    def test_without_authors_there_is_a_note(self):
        assert "no authors are given" in read_crossref(author=None).warnings

    def test_the_editor_of_a_journal_is_no_editor_of_the_article(self):
        editor = [{"given": "Ugo", "family": "Bianchi"}]
        assert read_crossref(editor=editor).editors == ()
        assert read_crossref(editor=editor, type="book-chapter").editors == (
            Name("Ugo", "Bianchi"),
        )


class TestNumbers:
    def test_an_article_number_that_is_also_given_as_page(self):
        entry = read_crossref(page="e3162", **{"article-number": "e3162"})
        assert (entry.pages, entry.article_number) == ("", "e3162")

    @pytest.mark.parametrize("page", ["e33693", "20170387", "97073B"])
    def test_an_article_number_in_place_of_a_page(self, page):
        entry = read_crossref(page=page)
        assert (entry.pages, entry.article_number) == ("", page)

    @pytest.mark.parametrize(
        ("page", "pages"), [("1-1", "1"), ("2199", "2199"), ("S1-S9", "S1–S9"), ("12–13", "12–13")]
    )
    def test_pages(self, page, pages):
        assert read_crossref(page=page).pages == pages

    @pytest.mark.parametrize("nothing", ["null", "", "0", "ahead-of-print"])
    def test_words_for_no_volume(self, nothing):
        assert read_crossref(volume=nothing).volume == ""

    def test_isbn_and_licence(self):
        entry = read_crossref(
            type="book",
            ISBN=["http://id.crossref.org/isbn/9780262039246", "0262039249"],
            license=[
                {"URL": "https://am.example", "content-version": "am"},
                {
                    "URL": "http://creativecommons.org/licenses/by-nc-nd/4.0/",
                    "content-version": "vor",
                },
            ],
        )
        assert (entry.isbn, entry.licence) == ("9780262039246", "CC-BY-NC-ND-4.0")

    def test_a_journal_has_an_issn(self):
        issns = ["1234-5678", "2835-8856"]
        assert read_crossref(ISSN=issns).venue_issn == "2835-8856"
        assert read_crossref(ISSN=issns, type="book-chapter").venue_issn == ""


class TestKindsAndVenues:
    @pytest.mark.parametrize(
        ("type_", "kind"),
        [
            ("journal-article", "article"),
            ("article-magazine", "article"),
            ("book-chapter", "chapter"),
            ("monograph", "book"),
            ("proceedings", "proceedings"),
            ("report", "report"),
            ("dataset", "dataset"),
            ("peer-review", "other"),
            ("review-book", "review"),
            ("patent", "patent"),
            ("posted-content", "preprint"),
            (None, "article"),
            ("of tomorrow", "other"),
        ],
    )
    def test_kinds(self, type_, kind):
        assert read_crossref(type=type_).kind == kind

    def test_a_conference_has_its_short_name_without_the_year(self):
        entry = read_crossref(
            type="proceedings-article",
            event={"name": "Conference on Sand", "acronym": "SAND '21"},
            editor=[{"given": "Ugo", "family": "Bianchi"}],
        )
        assert (entry.venue_kind, entry.venue_short) == ("conference", "SAND")
        assert (entry.publisher, entry.editors) == ("Lump Press", (Name("Ugo", "Bianchi"),))

    @pytest.mark.parametrize(
        "titles",
        [["Lecture Notes in Sand", "Sand and Lumps"], ["Sand and Lumps", "Lecture Notes in Sand"]],
    )
    def test_the_book_and_its_series_may_come_in_either_order(self, titles):
        entry = read_crossref(type="book-chapter", **{"container-title": titles})
        assert (entry.venue, entry.series) == ("Sand and Lumps", "Lecture Notes in Sand")
        assert (entry.venue_kind, entry.publisher) == ("book", "Lump Press")

    def test_a_publisher_is_no_venue(self):
        entry = read_crossref(type="monograph", **{"container-title": ["Sand Studies"]})
        assert (entry.venue, entry.series, entry.publisher) == ("", "Sand Studies", "Lump Press")

    def test_a_book_with_editors_only_is_an_edited_volume(self):
        entry = read_crossref(type="book", author=None, editor=ARTICLE["author"])
        assert (entry.kind, entry.credits, len(entry.editors)) == ("proceedings", (), 1)
        assert entry.warnings == ()

    def test_a_preprint_is_on_its_server_and_names_its_published_version(self):
        entry = read_crossref(
            type="posted-content",
            subtype="preprint",
            institution=[{"name": "LumpRxiv"}],
            relation={"is-preprint-of": [{"id-type": "doi", "id": "10.1000/lumps.2"}]},
            **{"container-title": []},
        )
        assert (entry.kind, entry.status, entry.venue) == ("preprint", "preprint", "LumpRxiv")
        assert entry.published_as == "10.1000/lumps.2"
        assert "it is also published as 10.1000/lumps.2" in entry.warnings

    def test_a_blog_post_is_no_preprint(self):
        entry = read_crossref(
            type="posted-content", subtype="other", institution=[{"name": "Sand blog"}]
        )
        assert (entry.kind, entry.venue) == ("other", "Sand blog")

    @pytest.mark.parametrize(
        ("degree", "kind"),
        [
            ("Doctor of Philosophy (PhD)", "phd-thesis"),
            ("Master's", "master-thesis"),
            ("", "other"),
        ],
    )
    def test_a_thesis_by_its_degree(self, degree, kind):
        entry = read_crossref(
            type="dissertation", degree=[degree], institution=[{"name": "University of Sand"}]
        )
        assert (entry.kind, entry.venue, entry.institution) == (kind, "", "University of Sand")
        assert ("the kind of thesis is not given" in entry.warnings) == (kind == "other")

    @pytest.mark.parametrize(
        ("type_", "genre", "kind"),
        [
            ("speech", "Poster", "poster"),
            ("speech", "Keynote", "other"),
            ("article-journal", "Translation", "translation"),
            ("manuscript", "Preprint", "preprint"),
        ],
    )
    def test_a_genre_may_say_more_than_the_type(self, type_, genre, kind):
        assert read_crossref(type=type_, genre=genre).kind == kind


class TestStates:
    @pytest.mark.parametrize(
        "change",
        [
            {"updated-by": [{"type": "retraction", "DOI": "10.1000/r"}]},
            {"title": ["RETRACTED: On the shape of lumps"]},
            {"references": "Retraction published 2012"},
        ],
    )
    def test_a_retracted_paper_is_doubted(self, change):
        assert "retracted" in read_crossref(**change).doubt

    def test_a_correction_is_no_retraction(self):
        assert read_crossref(**{"updated-by": [{"type": "correction"}]}).doubt == ""
        assert read_crossref(title=["Retracted lumps in sand"]).doubt == ""

    def test_a_notice_says_what_it_is_about(self):
        entry = read_crossref(**{"update-to": [{"type": "correction", "DOI": "10.1000/lumps.0"}]})
        assert "this is a notice (correction) about 10.1000/lumps.0" in entry.warnings

    @pytest.mark.parametrize(
        ("status", "read"),
        [("in press", "in-press"), ("forthcoming", "accepted"), ("x", "published")],
    )
    def test_the_status_of_a_file(self, status, read):
        assert read_crossref(status=status).status == read


class TestFiles:
    """What reference managers write."""

    def test_an_article_is_a_preprint(self):
        item = {
            "id": "rossi2021",
            "type": "article",
            "title": "Lumps",
            "number": "arXiv:2101.00001",
            "publisher": "arXiv",
            "DOI": "10.48550/arXiv.2101.00001",
            "author": [{"family": "Rossi", "given": "Ada"}, {"literal": "others"}],
            "issued": {"date-parts": [["2021", 1, 3]]},
        }
        entry = only(csl.read(dump([item])))
        assert (entry.kind, entry.arxiv_id, entry.doi) == ("preprint", "2101.00001", "")
        assert (entry.key, entry.venue, entry.more_authors) == ("rossi2021", "", True)
        assert names_of(entry) == ["Rossi, Ada"]

    def test_zoteros_extra_lines_have_identifiers(self):
        note = "arXiv: 2306.03845 [cs]\nDOI: 10.1000/lumps.3\noriginal-date: 1999"
        entry = only(csl.read(dump([{"type": "book", "title": "Lumps", "note": note}])))
        assert (entry.arxiv_id, entry.doi, entry.note) == ("2306.03845", "10.1000/lumps.3", "")

    def test_a_book(self):
        item = {
            "type": "book",
            "title": "Lumps",
            "publisher": "Lump Press",
            "publisher-place": "Rome",
            "collection-title": "Sand Studies",
            "collection-number": "7",
            "edition": "2",
            "ISBN": "978-0-262-03924-6",
            "author": [{"family": "Bianchi", "given": "Ugo"}],
            "editor": [{"family": "Rossi", "given": "Ada"}],
            "URL": "https://lumps.example/book",
        }
        entry = only(csl.read(dump([item])))
        assert (entry.series, entry.publisher, entry.place) == (
            "Sand Studies",
            "Lump Press",
            "Rome",
        )
        assert (entry.volume, entry.edition, entry.isbn) == ("7", "2", "9780262039246")
        assert (entry.editors, entry.url) == ((Name("Ada", "Rossi"),), "https://lumps.example/book")

    def test_an_article_of_datacite_need_not_be_a_preprint(self):
        item = {"id": "https://doi.org/10.5072/a", "type": "article", "title": "Lumps"}
        assert only(csl.read(dump([item]))).kind == "other"
