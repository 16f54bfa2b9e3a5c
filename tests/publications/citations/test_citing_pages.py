"""Citations are on a paper's page, in files beside it, and in files for a list."""

import json

import pytest
from django.test import Client

from publications import bibtex
from publications.importing import applying
from tests import cast
from tests.page import Page, text_of

pytestmark = pytest.mark.django_db

TYPES = {
    "bib": "application/x-bibtex; charset=utf-8",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "json": "application/vnd.citationstyles.csl+json; charset=utf-8",
}


@pytest.fixture
def paper():
    return cast.paper(
        "Nash <Learning>",
        "(α, β) Wei Xiong*, Hanze Dong†",
        slug="nash",
        status="published",
        venue=cast.venue("ICML", name="International Conference on Machine Learning"),
        when="2023",
    )


def get(path: str, client: Client | None = None) -> str:
    response = (client or Client()).get(path)
    assert response.status_code == 200
    return response.content.decode()


def keys_in(path: str) -> list[str]:
    return [entry.key for entry in bibtex.read(get(path)).entries]


@pytest.mark.usefixtures("paper")
@pytest.mark.parametrize(("extension", "content_type"), TYPES.items())
@pytest.mark.parametrize("path", ["/publications/nash", "/publications"])
def test_each_format_says_what_it_is_and_has_a_file_name(path, extension, content_type):
    response = Client().get(f"{path}.{extension}")
    assert response.headers["Content-Type"] == content_type
    name = f"{path.rpartition('/')[2]}.{extension}"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "Dong" in response.content.decode()


@pytest.mark.usefixtures("paper")
def test_marks_of_authors_are_not_exported():
    for extension in TYPES:
        text = get(f"/publications/nash.{extension}")
        assert not any(mark in text for mark in "*†‡αβ")


def test_the_name_is_the_one_that_the_paper_prints(paper):
    paper.authorships.filter(author__family_name="Dong").update(credited_as="H. Dong")
    assert "Xiong, Wei and Dong, H." in get("/publications/nash.bib")


def test_the_paper_is_linked_but_not_where_the_doi_says_it(paper):
    paper.links.create(kind="code", url="https://example.org/code", position=1)
    paper.links.create(kind="paper", url="https://example.org/paper", position=2)
    assert "url = {https://example.org/paper}" in get("/publications/nash.bib")
    paper.doi = "10.1000/a"
    paper.save()
    paper.links.filter(kind="paper").update(url="https://doi.org/10.1000/A")
    text = get("/publications/nash.bib")
    assert "doi = {10.1000/a}" in text
    assert "url" not in text


@pytest.mark.parametrize("extension", TYPES)
def test_only_the_signed_in_owner_sees_a_draft(desk, extension):
    cast.paper("Draft", slug="draft", is_draft=True)
    assert Client().get(f"/publications/draft.{extension}").status_code == 404
    assert "Draft" in get(f"/publications/draft.{extension}", desk)
    assert "Draft" not in get(f"/publications.{extension}", desk)


def test_another_format_or_paper_is_not_found():
    cast.paper("Nash", slug="nash")
    for path in ("/publications/nash.pdf", "/publications.txt", "/publications/nothing.bib"):
        assert Client().get(path, follow=True).status_code == 404


def test_a_list_has_the_papers_that_the_page_has_in_their_order():
    for number, year in enumerate([2023, 2022, 2023]):
        cast.paper(f"Paper {number}", when=str(year), citation_key=f"key{number}")
    assert keys_in("/publications.bib") == ["key2", "key1", "key0"]
    assert keys_in("/publications.bib?year=2023&q=paper&by=year") == ["key2", "key0"]
    assert get("/publications.bib?q=nothing") == ""
    assert json.loads(get("/publications.json?q=nothing")) == []


@pytest.mark.usefixtures("paper")
class TestThePageOfAPaper:
    def test_it_shows_the_bibtex_as_the_file_has_it(self):
        page = Page("/publications/nash/")
        (code,) = page.all("code", id="bibtex")
        assert "".join(code.itertext()) == get("/publications/nash.bib")
        assert page.all("section", id="cite")

    def test_it_links_the_three_formats(self):
        links = Page("/publications/nash/").links()
        for label, extension in {"BibTeX": "bib", "RIS": "ris", "CSL-JSON": "json"}.items():
            assert links[f"{label} file: Nash <Learning>"] == f"/publications/nash.{extension}"

    def test_the_button_to_copy_is_named_and_waits_for_the_script(self):
        (button,) = Page("/publications/nash/").all("button", **{"data-copy": "bibtex"})
        assert text_of(button) == "Copy BibTeX: Nash <Learning>"
        assert button.get("hidden") is not None

    def test_machines_find_the_bibtex(self):
        (link,) = Page("/publications/nash/").all("link", rel="alternate", title="BibTeX")
        assert link.get("href") == "/publications/nash.bib"
        assert link.get("type") == "application/x-bibtex"


class TestTheList:
    def test_each_paper_leads_to_how_to_cite_it(self, paper):
        for path in ("/publications/", "/"):
            links = Page(path).links()
            assert links["Cite: Nash <Learning>"] == "/publications/nash/#cite"
        assert "Cite: Nash <Learning>" not in Page("/cv/").links()

    @pytest.mark.usefixtures("paper")
    def test_it_offers_the_papers_that_it_shows(self):
        page = Page("/publications/?year=2023&by=year")
        assert "Download these as BibTeX RIS CSL-JSON" in page.text
        assert page.links()["RIS"] == "/publications.ris?year=2023"
        (link,) = page.all("link", rel="alternate", title="BibTeX")
        assert link.get("href") == "/publications.bib?year=2023"

    @pytest.mark.usefixtures("paper")
    def test_it_offers_all_if_nothing_is_filtered(self):
        page = Page("/publications/?by=year")
        assert "Download all as" in page.text
        assert page.links()["BibTeX"] == "/publications.bib"

    def test_it_offers_nothing_if_the_list_is_empty(self):
        assert "Download" not in Page("/publications/").text


@pytest.mark.usefixtures("sample")
def test_importing_what_was_exported_changes_nothing():
    entries = bibtex.read(get("/publications.bib")).entries
    proposals = list(applying.propose(entries))
    assert len(proposals) == 12
    assert [(p.entry.key, p.differences) for p in proposals if p.outcome != "unchanged"] == []
