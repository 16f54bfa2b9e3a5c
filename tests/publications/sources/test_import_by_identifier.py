"""The box that takes identifiers: it looks them up, shows what would change, and asks once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from publications.importing import views
from publications.models import Author, Publication
from publications.sources import client
from tests import cast
from tests.admin_forms import admin_url
from tests.page import Page
from tests.publications.sources import answers

IMPORT = "/admin/publications/publication/import/"


def give(desk: Client, text: str) -> Page:
    return Page.of(desk.post(IMPORT, {"text": text}))


def fields(page: Page) -> dict[str, str]:
    """Return the hidden fields of a page's form."""
    return {one.get("name"): one.get("value") for one in page.all("input", type="hidden")}


def ticked(page: Page) -> list[str]:
    return [box.get("value") for box in page.all("input", name="entry", checked="")]


@pytest.fixture
def nash(services):
    services.answers["/doi/10.1000/nash"] = answers.crossref()
    return services


class TestTheBox:
    def test_is_on_the_dashboard_and_above_the_empty_form(self, desk, db):
        for page in ("/admin/", admin_url(Publication, "add"), IMPORT):
            (box,) = Page(page, desk).all("form", class_="import-box")
            assert box.get("action") == IMPORT

    def test_is_not_above_a_paper_that_is_there(self, desk):
        paper = cast.paper()
        page = Page(admin_url(Publication, "change", paper.pk), desk)
        assert page.all("form", class_="import-box") == []

    def test_keeps_what_cannot_be_looked_up(self, desk, services):
        page = give(desk, "Attention is all you need")
        assert "“Attention is all you need” is no identifier that Vita knows" in page.text
        (box,) = page.all("textarea", name="text")
        assert box.text.strip() == "Attention is all you need"

    def test_says_that_the_site_asks_nobody(self, desk, db):
        assert "This site does not ask other services" in give(desk, "10.1000/nash").text

    @pytest.mark.parametrize(
        "text",
        [
            "TY  - JOUR\nTI  - Nash Learning\nAU  - Xiong, Wei\nPY  - 2023\nER  - \n",
            '[{"type": "article-journal", "title": "Nash Learning"}]',
            "PMID- 12\nTI  - Nash Learning\nFAU - Xiong, Wei\nDP  - 2023\n",
            "%0 Journal Article\n%T Nash Learning\n%A Xiong, Wei\n%D 2023\n",
            '{"publications": [{"name": "Nash Learning", "releaseDate": "2023"}]}',
            "@article{a, title={Nash Learning}, author={Wei Xiong}, year=2023}",
        ],
        ids=["RIS", "CSL-JSON", "PubMed", "EndNote", "JSON Resume", "BibTeX"],
    )
    def test_takes_files_without_asking_anybody(self, desk, db, text):
        """The settings of the tests ask nobody."""
        file = SimpleUploadedFile("papers", text.encode())
        page = Page.of(desk.post(IMPORT, {"file": file}))
        assert "Nash Learning" in page.texts("strong")
        source = page.all("textarea", name="text")[0].text
        desk.post(IMPORT, {"text": source, "apply": "1", "entry": ticked(page)})
        assert [paper.title for paper in Publication.objects.all()] == ["Nash Learning"]

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("<!DOCTYPE html><html></html>", "This is a web page or XML, not a file of references"),
            ('{"title": ', "The file is JSON that is cut off or broken."),
        ],
    )
    def test_names_what_is_no_file_of_references(self, desk, db, text, sentence):
        assert sentence in give(desk, text).text


class TestWithoutANetwork:
    TEXT = "10.1000/nash 2304.06767"

    @pytest.fixture
    def page(self, desk, db, settings, monkeypatch) -> Page:
        monkeypatch.setattr(client.time, "sleep", lambda seconds: None)
        services = ("doi", "arxiv", "datacite", "europepmc", "crossref")
        settings.SOURCES = dict.fromkeys(services, "http://127.0.0.1:1")
        page = give(desk, self.TEXT)
        while page.all("button", name="go_on"):
            (source,) = page.all("textarea", name="text")
            page = Page.of(desk.post(IMPORT, fields(page) | {"text": source.text}))
        return page

    def test_what_was_typed_stays_in_the_box(self, page):
        (box,) = page.all("textarea", name="text")
        assert box.text.strip() == self.TEXT
        assert box.get("hidden") is None

    def test_each_service_is_named_and_the_network_is_asked_about_once(self, page):
        assert page.text.count("Is this machine connected to the internet?") == 1
        assert page.text.count("was not reached.") > 1


class TestThePreview:
    def test_shows_authors_venue_and_date_and_changes_nothing(self, desk, nash):
        page = give(desk, "10.1000/nash")
        assert "Nash Learning Wei Xiong, Han Zhong Journal of Games, May 2023" in page.text
        assert not Publication.objects.exists()

    def test_names_the_authors_that_are_new(self, desk, nash):
        cast.owner()
        assert "New among your authors: Han Zhong" in give(desk, "10.1000/nash").text

    def test_shows_what_differs_from_the_site(self, desk, nash):
        cast.paper("Nash Learning!", "Wei Xiong, Han Zhong", doi="10.1000/NASH")
        page = give(desk, "10.1000/nash")
        assert "Nash Learning!" in page.texts("del")
        assert "changed" in page.texts("strong")

    def test_names_what_was_not_found_beside_what_was(self, desk, nash):
        page = give(desk, "10.1000/nash 10.1000/nosuch see-there")
        assert ticked(page) == ["1,"]
        assert page.texts("li")[-2:] == [
            "“see-there” is no identifier that Vita knows. It takes DOIs, arXiv ids, PubMed ids "
            "(with PMID in front), ORCID iDs, URLs of papers, and entries such as BibTeX.",
            "doi.org does not know 10.1000/nosuch. Is it spelled right?",
        ]

    def test_cannot_be_made_markup(self, desk, services):
        services.answers["/doi"] = answers.crossref(title="<script>alert(1)</script> Nash")
        page = give(desk, "10.1000/nash")
        assert not [script for script in page.all("script") if "alert" in (script.text or "")]


class TestApplying:
    def test_asks_nobody_again(self, desk, nash):
        page = give(desk, "10.1000/nash")
        nash.answers = {}
        chosen = fields(page) | {"apply": "1", "entry": ticked(page)}
        said = Page.of(desk.post(IMPORT, chosen, follow=True)).text
        assert "1 added. Undo" in said
        paper = Publication.objects.get()
        assert (paper.title, paper.doi, paper.year) == ("Nash Learning", "10.1000/nash", 2023)
        assert len(nash.asked) == 1

    def test_a_second_time_changes_nothing(self, desk, nash):
        page = give(desk, "10.1000/nash")
        desk.post(IMPORT, fields(page) | {"apply": "1", "entry": ticked(page)})
        assert "unchanged" in give(desk, "10.1000/nash").texts("strong")

    def test_takes_nothing_that_the_site_has_not_signed(self, desk, nash):
        forged = {"search": "eyJlbnRyaWVzIjpbXX0:1:x", "apply": "1", "entry": "1,"}
        said = Page.of(desk.post(IMPORT, forged, follow=True)).text
        assert "What was looked up is older than a day. Start again." in said

    def test_stores_the_orcid_ids_of_authors(self, desk, services):
        record = answers.crossref()
        record["author"][1]["ORCID"] = "https://orcid.org/0000-0002-1825-0097"
        services.answers["/doi"] = record
        page = give(desk, "10.1000/nash")
        desk.post(IMPORT, fields(page) | {"apply": "1", "entry": ticked(page)})
        assert Author.objects.get(family_name="Zhong").orcid == "0000-0002-1825-0097"
        assert Author.objects.get(family_name="Xiong").orcid == ""


class TestAuthorsWithOrcidIds:
    """Names alone would make two people of Han Zhong and H. Zhong."""

    def give_two_papers(self, desk: Client, services, second: dict[str, str]) -> None:
        han = {"given": "Han", "family": "Zhong", "ORCID": "0000-0002-1825-0097"}
        for doi, author in {"10.1000/a": han, "10.1000/b": second}.items():
            record = answers.crossref(doi, f"Paper {doi}") | {"author": [author]}
            services.answers[f"/doi/{doi}"] = record
        page = give(desk, "10.1000/a 10.1000/b")
        desk.post(IMPORT, fields(page) | {"apply": "1", "entry": ticked(page)})

    def test_are_one_person_however_a_paper_prints_the_name(self, desk, services):
        orcid = "https://orcid.org/0000-0002-1825-0097"
        self.give_two_papers(desk, services, {"given": "H.", "family": "Zhong", "ORCID": orcid})
        assert Author.objects.count() == 1
        printed = {
            str(row) for paper in Publication.objects.all() for row in paper.authorships.all()
        }
        assert printed == {"Han Zhong", "H. Zhong"}
        assert give(desk, "10.1000/a 10.1000/b").texts("strong").count("unchanged") == 2

    def test_get_one_only_after_the_preview_has_said_so(self, desk, services):
        cast.paper("Older", "Wei Xiong, Han Zhong")
        record = answers.crossref()
        record["author"][1]["ORCID"] = "0000-0002-1825-0097"
        services.answers["/doi"] = record
        assert "Han Zhong gets the ORCID iD 0000-0002-1825-0097." in give(desk, "10.1000/nash").text

    def test_are_not_taken_for_a_co_author_who_was_given_the_same_id(self, desk, services):
        orcid = "0000-0002-1825-0097"
        self.give_two_papers(desk, services, {"given": "Wei", "family": "Xiong", "ORCID": orcid})
        assert {str(author) for author in Author.objects.all()} == {"Han Zhong", "Wei Xiong"}
        assert Author.objects.exclude(orcid="").count() == 1


class TestALongSearch:
    TEXT = "2304.06767 10.1000/nash"

    @pytest.fixture
    def slow(self, nash, monkeypatch):
        """One question a page."""
        nash.answers["/arxiv"] = answers.arxiv(("2304.06767", "RAFT"))
        monkeypatch.setattr(views, "SECONDS_A_PAGE", 0)
        return nash

    def test_shows_how_far_it_is_and_goes_on(self, desk, slow):
        page = give(desk, self.TEXT)
        assert "1 paper found, 1 still to look up." in page.text
        assert page.texts("button")[-2:] == ["Go on", "Stop, and show what has come"]
        page = Page.of(desk.post(IMPORT, fields(page) | {"go_on": "1"}))
        assert ticked(page) == ["1,", "2,"]
        assert len(slow.asked) == 2

    def test_can_be_stopped_with_what_has_come(self, desk, slow):
        page = Page.of(desk.post(IMPORT, fields(give(desk, self.TEXT)) | {"stop": "1"}))
        assert ticked(page) == ["1,"]
        assert "Stopped: 1 were not looked up." in page.text
        assert not Publication.objects.exists()
