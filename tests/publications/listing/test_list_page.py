"""The list of papers: what it shows, and how it is searched, filtered and grouped."""

import pytest

from publications.models import Author, PublicationLink, Topic
from tests import cast
from tests.page import Page
from tests.rows import KeptRows

pytestmark = pytest.mark.django_db


def add_papers() -> None:
    icml = cast.venue("ICML", name="International Conference on Machine Learning")
    bandits = cast.paper(
        "Heterogeneous Bandits",
        "Chengshuai Shi, Wei Xiong",
        status="published",
        venue=cast.venue("NeurIPS"),
        when="2021",
        summary="An exploration strategy by Müller.",
    )
    bandits.topics.add(Topic.objects.create(name="Bandits"))
    cast.paper("Self-Play", "Wei Xiong, Han Zhong", status="published", venue=icml, when="2022")
    cast.paper("A Thesis", "Wei Xiong", status="published", kind="master-thesis", when="2023")
    cast.paper("Nash Learning", "(α, β) Chenlu Ye*, Wei Xiong*†", when="2024-02-11")


PAPERS = KeptRows(add_papers)


@pytest.fixture
def papers():
    """Four papers, the newest on top."""
    PAPERS.write()


def titles(query: str = "") -> list[str]:
    page = Page(f"/publications/{query}")
    return page.texts("h2", class_="title") + page.texts("h3", class_="title")


@pytest.mark.usefixtures("papers")
def test_papers_are_in_the_owners_order_new_ones_first():
    assert titles() == ["Nash Learning", "A Thesis", "Self-Play", "Heterogeneous Bandits"]


@pytest.mark.usefixtures("papers")
def test_a_paper_shows_authors_marks_venue_and_year():
    page = Page("/publications/")
    assert page.texts("p", class_="byline")[0] == "(α, β) Chenlu Ye* and Wei Xiong*†"
    assert page.texts("sup")[:2] == ["*", "*†"]
    assert page.texts("strong", class_="owner") == ["Wei Xiong"] * 4
    assert "Preprint 2024" in page.text
    assert "ICML 2022" in page.text


@pytest.mark.usefixtures("papers")
def test_the_legend_explains_the_marks_that_are_used():
    assert Page("/publications/").texts("p", class_="legend") == [
        "(α, β) denotes random/alphabetical order, * denotes equal contribution and "
        "† denotes the corresponding author."
    ]


@pytest.mark.usefixtures("papers")
def test_without_marks_there_is_no_legend():
    assert Page("/publications/?kind=master-thesis").texts("p", class_="legend") == []


@pytest.mark.usefixtures("papers")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=nash", ["Nash Learning"]),
        ("?q=NASH+learning", ["Nash Learning"]),
        ("?q=zhong", ["Self-Play"]),
        ("?q=zhong+play", ["Self-Play"]),
        ("?q=muller", ["Heterogeneous Bandits"]),
        ("?q=machine", ["Self-Play"]),
        ("?q=icml+2022", ["Self-Play"]),
        ("?q=thesis", ["A Thesis"]),
        ("?q=preprint", ["Nash Learning"]),
        ("?q=%25", []),
        ("?q=_", []),
        ("?year=2023", ["A Thesis"]),
        ("?kind=article&year=2022", ["Self-Play"]),
        ("?topic=bandits", ["Heterogeneous Bandits"]),
        ("?author=han-zhong", ["Self-Play"]),
        ("?author=wei-xiong&kind=article&q=shi", ["Heterogeneous Bandits"]),
        ("?year=1900", []),
        ("?year=soon", []),
        ("?kind=nonsense", []),
        ("?topic=nonsense", []),
        ("?author=nobody", []),
        ("?by=nonsense&q=nash", ["Nash Learning"]),
        ("?page=7&utm_source=x&q=nash", ["Nash Learning"]),
    ],
)
def test_filters_find(query, found):
    assert titles(query) == found


@pytest.mark.parametrize(
    "query", ["?q=%00", "?q=" + "x" * 5000, "?year=%F0%9F%98%80", "?q=" + "a+" * 50]
)
@pytest.mark.usefixtures("papers")
def test_a_strange_query_is_answered(query):
    Page(f"/publications/{query}")


@pytest.mark.usefixtures("papers")
def test_what_is_active_is_shown_with_a_way_to_clear_it():
    page = Page("/publications/?q=xiong&year=2022&author=han-zhong&by=year")
    assert "1 paper for" in page.text
    links = page.links()
    assert (
        links["Remove the filter year: 2022 ×"] == "/publications/?q=xiong&author=han-zhong&by=year"
    )
    assert (
        links["Remove the filter author: Han Zhong ×"] == "/publications/?q=xiong&year=2022&by=year"
    )
    assert (
        links["Remove the filter search: “xiong” ×"]
        == "/publications/?year=2022&author=han-zhong&by=year"
    )
    assert links["Show all"] == "/publications/?by=year"


@pytest.mark.usefixtures("papers")
def test_the_form_keeps_what_was_asked_for():
    page = Page("/publications/?q=xiong&year=2022&author=han-zhong&by=year")
    assert page.all("input", name="q")[0].get("value") == "xiong"
    hidden = {i.get("name"): i.get("value") for i in page.all("input", type="hidden")}
    assert hidden == {"year": "2022", "author": "han-zhong", "by": "year"}


@pytest.mark.usefixtures("papers")
def test_menus_offer_what_there_is():
    page = Page("/publications/")
    assert page.texts("option") == [
        *("Any kind", "Article", "Master Thesis"),
        *("Any topic", "Bandits"),
    ]


@pytest.mark.usefixtures("papers")
def test_an_empty_result_says_what_to_do():
    page = Page("/publications/?q=quantum")
    assert "No paper matches all of this." in page.text
    assert page.links()["see every paper"] == "/publications/"


@pytest.mark.usefixtures("papers")
def test_papers_are_grouped_by_year_the_newest_first():
    cast.paper("No Date")
    page = Page("/publications/?by=year")
    assert page.texts("h2") == ["No date yet", "2024", "2023", "2022", "2021"]
    assert page.all("h2", id="2024")
    assert page.all("a", href="#2024")[0].get("aria-label") == "Link to 2024"


@pytest.mark.usefixtures("papers")
def test_papers_are_grouped_by_kind():
    assert Page("/publications/?by=kind").texts("h2") == ["Articles", "Master theses"]


@pytest.mark.usefixtures("papers")
def test_grouping_keeps_the_filters():
    links = Page("/publications/?q=xiong&kind=article").links()
    assert links["by year"] == "/publications/?q=xiong&kind=article&by=year"


def test_drafts_are_not_listed_even_for_the_owner(desk):
    cast.paper("Secret Draft", "Wei Xiong, Ed Hidden", is_draft=True, when="1999")
    for path in ("/publications/", "/publications/?q=secret", "/publications/?author=ed-hidden"):
        assert "Secret Draft" not in Page(path, desk).text
    assert "1999" not in Page("/publications/").text


def test_a_label_without_a_url_is_not_a_link():
    paper = cast.paper()
    PublicationLink.objects.create(publication=paper, kind="slides", label="Slide")
    page = Page("/publications/")
    assert page.texts("span", class_="button") == ["Slide"]
    assert page.texts("a", class_="button") == ["Cite: Nash Learning"]


def test_the_name_of_a_button_includes_the_paper():
    paper = cast.paper("Nash $\\ell_2$ Learning")
    PublicationLink.objects.create(publication=paper, kind="code", url="https://example.org/x")
    assert Page("/publications/").links()["Code: Nash ℓ₂ Learning"] == "https://example.org/x"


def test_what_the_owner_wrote_cannot_become_markup():
    cast.paper(
        "<b>Title</b>", "Wei Xiong, O'Brien", summary="<script>alert(1)</script>", note="<i>"
    )
    Author.objects.filter(family_name="O'Brien").update(family_name="<em>Evil</em>")
    page = Page("/publications/")
    assert "<b>Title</b>" in page.text
    assert "<em>Evil</em>" in page.text
    assert "<script>alert(1)</script>" in page.text


def test_an_empty_list_tells_the_owner_what_to_do(desk):
    assert "No papers are listed here yet." in Page("/publications/").text
    assert "Add your first paper" not in Page("/publications/").links()
    assert Page("/publications/", desk).links()["Add your first paper"] == (
        "/admin/publications/publication/add/"
    )


def test_an_author_with_only_drafts_is_never_named():
    cast.paper("Secret", authors="Zoe Secret", is_draft=True)
    assert "Zoe Secret" not in Page("/publications/?author=zoe-secret").text
