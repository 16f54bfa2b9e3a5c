"""The pages of co-authors, with the papers written together, and their index."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from publications.models import Author, Publication
from tests import cast
from tests.page import Page, text_of
from website.export.search_index import search_index

pytestmark = pytest.mark.django_db


@pytest.fixture
def han():
    """Han Zhong, with two published papers and a draft."""
    made = cast.author(
        "Han Zhong",
        slug="han-zhong",
        variants=["H. Zhong"],
        homepage="https://han.example.org/",
        orcid="0000-0002-1825-0097",
    )
    cast.paper("GEC", "Han Zhong*, Wei Xiong*", when="2022")
    cast.paper("Self-Play", "Wei Xiong, Han Zhong, Li Éder", when="2021-05")
    cast.paper("Secret", "Han Zhong, Wei Xiong", when="1999", is_draft=True)
    cast.paper("Without Han", "Wei Xiong, Amy Zed")
    return made


@pytest.mark.usefixtures("han")
def test_it_shows_the_papers_written_together_in_the_owners_order():
    page = Page("/publications/with/han-zhong/")
    assert page.texts("h1") == ["Han Zhong"]
    assert page.texts("h2", class_="title") == ["Self-Play", "GEC"]
    assert "2 papers together since 2021" in page.text
    assert page.texts("p", class_="legend") == ["* denotes equal contribution."]


@pytest.mark.usefixtures("han")
def test_it_links_the_authors_own_pages_and_hides_variants_of_the_name():
    page = Page("/publications/with/han-zhong/")
    assert page.links()["Homepage"] == "https://han.example.org/"
    assert page.links()["ORCID 0000-0002-1825-0097"] == "https://orcid.org/0000-0002-1825-0097"
    assert "H. Zhong" not in page.html


def test_readers_neither_see_nor_find_an_affiliation(han):
    han.affiliation = "Xanadu Institute"
    han.save()
    paper = Publication.objects.get(title="GEC").get_absolute_url()
    for page in ("/", "/publications/", "/publications/with/", han.get_absolute_url(), paper):
        assert "Xanadu" not in Page(page).html
    assert "Xanadu" not in Client().get("/publications.bib").content.decode()
    assert "xanadu" not in search_index(None).content.decode()
    assert "GEC" not in Page("/publications/?q=xanadu").text


@pytest.mark.parametrize(
    ("when", "told"), [("2021", "1 paper together, in 2021"), ("", "1 paper together")]
)
def test_one_paper_is_in_the_singular(when, told):
    cast.paper("A", "Wei Xiong, Han Zhong", when=when)
    assert Page("/publications/with/han-zhong/").texts("p", class_="lead") == [told]


def test_an_author_with_only_drafts_is_hidden_from_strangers(desk):
    cast.paper("Secret", "Wei Xiong, Ed Hidden", is_draft=True)
    Page("/publications/with/ed-hidden/", status=404)
    page = Page("/publications/with/ed-hidden/", desk)
    assert "No published paper together yet." in page.text
    assert "Secret" not in page.text
    assert "Ed Hidden" not in Page("/publications/with/", desk).text


def test_an_unknown_author_is_not_found():
    Page("/publications/with/nobody/", status=404)


def test_the_owners_page_is_the_list_of_papers():
    cast.paper()
    response = Client().get("/publications/with/wei-xiong/")
    assert response.headers["Location"] == "/publications/"


def test_a_chinese_name_has_its_own_url():
    cast.paper("A", "Wei Xiong, 熊小明")
    author = Author.objects.get(is_owner=False)
    assert Page(author.get_absolute_url()).texts("h1") == ["熊小明"]


@pytest.mark.usefixtures("han")
@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Han Zhong 2 papers", "Li Éder 1 paper", "Amy Zed 1 paper"]),
        ("?by=name", ["Li Éder 1 paper", "Amy Zed 1 paper", "Han Zhong 2 papers"]),
    ],
)
def test_the_index_is_by_number_of_published_papers_or_by_family_name(query, names):
    page = Page(f"/publications/with/{query}")
    assert [text_of(li) for li in page.all("ul", class_="coauthors")[0]] == names
    assert page.links()["Han Zhong"] == "/publications/with/han-zhong/"


def test_the_index_of_an_empty_site_says_so():
    assert "No co-authors yet." in Page("/publications/with/").text


@pytest.mark.usefixtures("han")
def test_the_list_of_papers_leads_to_the_index():
    assert Page("/publications/").links()["3 co-authors"] == "/publications/with/"


def test_no_paper_takes_the_url_of_the_index():
    assert cast.paper("With").slug == "with-2"
    with pytest.raises(ValidationError, match="the address of another page"):
        Publication(title="A", slug="with").full_clean()


def test_a_former_slug_redirects_to_the_present_one(han):
    han.slug = "han-zhong-pku"
    han.save()
    response = Client().get("/publications/with/han-zhong/")
    assert (response.status_code, response["Location"]) == (
        301,
        "/publications/with/han-zhong-pku/",
    )


def test_the_url_of_an_author_with_only_drafts_reveals_nothing():
    someone = cast.author("Nobody Yet", slug="nobody")
    cast.paper("Secret", "Nobody Yet, Wei Xiong", is_draft=True)
    someone.slug = "nobody-yet"
    someone.save()
    assert Client().get("/publications/with/nobody/").status_code == 404
