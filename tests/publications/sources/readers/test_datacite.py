"""DataCite JSON: datasets, programs, theses and what else has a DOI of DataCite."""

import pytest

from publications.names.name import Name
from publications.sources.readers import datacite
from publications.sources.readers.answer import UnreadableError
from tests.publications.sources.readers.records import DATASET, dump, names_of, only, read_datacite


def test_a_dataset_is_read_whole():
    entry = read_datacite()
    assert (entry.title, entry.doi, entry.kind) == ("Grains of sand", "10.5072/sand", "dataset")
    assert (entry.when, names_of(entry)) == ("2021-05-03", ["Rossi, Ada"])
    assert (entry.venue, entry.publisher) == ("", "Sandbox")
    assert entry.warnings == ()


@pytest.mark.parametrize(
    "wrap",
    [
        lambda record: record,
        lambda record: {"data": {"id": "10.5072/sand", "attributes": record}},
        lambda record: {"data": [{"id": "10.5072/sand", "attributes": record}], "meta": {}},
    ],
)
def test_flat_single_and_list_answers_say_the_same(wrap):
    assert only(datacite.read(dump(wrap(DATASET)))) == read_datacite()


def test_a_list_may_be_empty():
    assert datacite.read(b'{"data": []}').entries == []


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"errors": [{"status": "404"}]}', b"<html>"])
def test_other_answers_are_refused(data):
    with pytest.raises(UnreadableError):
        datacite.read(data)


@pytest.mark.parametrize(
    ("general", "special", "kind"),
    [
        ("JournalArticle", "", "article"),
        ("ConferencePaper", "", "article"),
        ("Preprint", "", "preprint"),
        ("BookChapter", "", "chapter"),
        ("ConferenceProceeding", "", "proceedings"),
        ("Software", "", "software"),
        ("Image", "", "other"),
        ("Dissertation", "PhD Thesis", "phd-thesis"),
        ("Dissertation", "", "other"),
        ("Text", "Dissertation", "phd-thesis"),
        ("Text", "Master's thesis", "master-thesis"),
        ("Text", "Journal article", "article"),
        ("Text", "Working paper", "report"),
        ("Text", "Project", "other"),
        ("", "", "other"),
    ],
)
def test_kinds(general, special, kind):
    types = {"resourceTypeGeneral": general, "resourceType": special}
    assert read_datacite(types=types).kind == kind


def test_a_paper_on_arxiv():
    entry = read_datacite(
        doi="10.48550/ARXIV.2101.00001",
        types={"resourceTypeGeneral": "Preprint"},
        publisher={"name": "arXiv"},
        dates=[
            {"date": "2021-01-03T12:00:00Z", "dateType": "Submitted"},
            {"date": "2022-05", "dateType": "Available"},
            {"date": "2021", "dateType": "Issued"},
        ],
    )
    assert (entry.arxiv_id, entry.doi, entry.venue) == ("2101.00001", "", "")
    assert (entry.kind, entry.status, entry.when) == ("preprint", "preprint", "2021-01-03")


def test_subtitles_are_joined_and_translations_are_not():
    entry = read_datacite(
        titles=[
            {"title": "Über Sand", "titleType": "TranslatedTitle"},
            {"title": "On sand"},
            {"title": "A study", "titleType": "Subtitle"},
        ]
    )
    assert entry.title == "On sand: A study"


@pytest.mark.parametrize(
    ("dates", "year", "when"),
    [
        (
            [
                {"date": "2021", "dateType": "Issued"},
                {"date": "2021-06-01", "dateType": "Available"},
            ],
            2021,
            "2021-06-01",
        ),
        (
            [
                {"date": "2021", "dateType": "Issued"},
                {"date": "2022-06-01", "dateType": "Available"},
            ],
            2021,
            "2021",
        ),
        ([], 2021, "2021"),
        ([{"date": "2009/2014", "dateType": "Issued"}], 2014, "2009"),
        ([{"date": "2549", "dateType": "Issued"}], 2549, ""),
    ],
)
def test_dates(dates, year, when):
    assert read_datacite(dates=dates, publicationYear=year).when == when


class TestPeople:
    def test_people_organisations_and_their_ids(self):
        entry = read_datacite(
            creators=[
                {
                    "name": "Rossi, Ada",
                    "givenName": "Ada",
                    "familyName": "Rossi",
                    "nameIdentifiers": [
                        {
                            "nameIdentifier": "https://orcid.org/0000-0002-1825-0097",
                            "nameIdentifierScheme": "ORCID",
                        }
                    ],
                },
                {"name": "Lump Office, Rome", "nameType": "Organizational"},
                {"name": "(:unav)"},
            ]
        )
        assert names_of(entry) == ["Rossi, Ada", "{Lump Office, Rome}"]
        assert entry.orcids == ("0000-0002-1825-0097", "")

    def test_several_people_in_one_name_are_divided_with_a_note(self):
        entry = read_datacite(
            creators=[{"name": "Rossi, Ada (Lump University); Bianchi, Ugo (UL)"}]
        )
        assert names_of(entry) == ["Rossi, Ada", "Bianchi, Ugo"]
        assert any("is read as several people" in warning for warning in entry.warnings)

    def test_editors_are_contributors(self):
        entry = read_datacite(
            types={"resourceTypeGeneral": "Book"},
            contributors=[
                {"name": "Bianchi, Ugo", "contributorType": "Editor"},
                {"name": "Verdi, Eva", "contributorType": "Supervisor"},
            ],
        )
        assert entry.editors == (Name("Ugo", "Bianchi"),)


class TestVenues:
    def test_a_chapter_is_in_the_related_book(self):
        entry = read_datacite(
            types={"resourceTypeGeneral": "BookChapter"},
            publicationYear=2024,
            relatedItems=[
                {
                    "relationType": "IsPublishedIn",
                    "titles": [{"title": "Sand and Lumps"}],
                    "firstPage": "9",
                    "lastPage": "19",
                    "publisher": "Lump Press",
                    "publicationYear": 2022,
                }
            ],
        )
        assert (entry.venue, entry.pages, entry.when) == ("Sand and Lumps", "9–19", "2022")
        assert (entry.venue_kind, entry.publisher) == ("book", "Lump Press")

    def test_a_container_may_hold_volume_issue_and_number(self):
        entry = read_datacite(
            types={"resourceTypeGeneral": "JournalArticle"},
            container={"title": "Sand - Reviews; 15(1-2):Doc10"},
        )
        assert (entry.venue, entry.venue_kind) == ("Sand - Reviews", "journal")
        assert (entry.volume, entry.number, entry.article_number) == ("15", "1-2", "Doc10")

    def test_a_thesis_has_no_volume_or_pages(self):
        entry = read_datacite(
            types={"resourceTypeGeneral": "Text", "resourceType": "PhD thesis"},
            container={"title": "University of Sand", "volume": "Diss.", "firstPage": "2014"},
        )
        assert (entry.institution, entry.volume, entry.pages) == ("University of Sand", "", "")


def test_relations_give_the_isbn_and_the_version_for_all_versions():
    entry = read_datacite(
        relatedIdentifiers=[
            {
                "relationType": "IsIdenticalTo",
                "relatedIdentifier": "978-0-262-03924-6",
                "relatedIdentifierType": "ISBN",
            },
            {
                "relationType": "IsVersionOf",
                "relatedIdentifier": "10.5072/all",
                "relatedIdentifierType": "DOI",
            },
        ]
    )
    assert entry.isbn == "9780262039246"
    assert any("10.5072/all" in warning for warning in entry.warnings)


def test_abstract_and_licence():
    entry = read_datacite(
        descriptions=[
            {"description": "Other", "descriptionType": "Other"},
            {"description": "Of <b>sand</b>", "descriptionType": "Abstract"},
        ],
        rightsList=[{"rights": "Open"}, {"rightsIdentifier": "cc-by-4.0"}],
    )
    assert (entry.abstract, entry.licence) == ("Of **sand**", "CC-BY-4.0")
