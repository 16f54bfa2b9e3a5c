"""The home page shows the person, their work, and links to the rest of the site."""

import pytest

from tests import cast
from tests.page import Page
from website import content_file

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("sample")
def test_it_shows_name_affiliation_and_interests():
    page = Page("/")
    assert page.texts("h1") == ["Wei Xiong"]
    assert "PhD student" in page.text
    assert page.links()["Computer Science, University of Illinois Urbana-Champaign"] == (
        "https://cs.illinois.edu/"
    )
    assert "Alignment for large language model and machine learning theory." in page.text
    assert page.links()["wx13@illinois.edu"] == "mailto:wx13@illinois.edu"


@pytest.mark.usefixtures("sample")
def test_it_links_to_papers_talks_and_cv():
    links = Page("/").links()
    assert links["Publications"] == "/publications/"
    assert links["Talks"] == "/talks/"
    assert links["CV"] == "/cv/"
    assert links["GitHub"] == "https://github.com/WeiXiongUST"


@pytest.mark.usefixtures("sample")
def test_it_shows_the_selected_papers_and_the_latest_talks():
    page = Page("/")
    papers = page.texts("h3", class_="title")
    assert len(papers) == 5 + 2
    assert papers[1].startswith("RAFT")
    assert "Mar 2024" in page.text
    assert "Yale University" in page.text


def test_of_many_talks_it_shows_the_two_latest():
    for year in ("2021", "2022", "2023"):
        cast.talk(f"Talk of {year}", ("Yale University", year), ("MIT", year))
    assert Page("/").texts("h3", class_="title") == ["Talk of 2023", "Talk of 2022"]


def test_if_nothing_is_selected_it_shows_the_first_papers():
    content_file.load("[profile]\nname = 'Wei Xiong'")
    for number in range(7):
        cast.paper(f"Paper {number}")
    assert Page("/").texts("h3", class_="title") == [f"Paper {n}" for n in (6, 5, 4, 3, 2)]


def test_it_shows_no_drafts_and_no_talks_of_drafts(desk):
    content_file.load("[profile]\nname = 'Wei Xiong'")
    cast.paper("Secret paper", is_draft=True, is_selected=True)
    cast.talk("Secret talk", ("Yale University", "2024.3"), is_draft=True)
    text = Page("/", desk).text
    assert "Secret" not in text
    assert "Yale" not in text


def test_a_draft_that_is_selected_does_not_hide_the_others():
    content_file.load("[profile]\nname = 'Wei Xiong'")
    cast.paper("Shown")
    cast.paper("Secret paper", is_draft=True, is_selected=True)
    assert Page("/").texts("h3", class_="title") == ["Shown"]


def test_a_name_in_native_script_says_its_language():
    content_file.load("[profile]\nname = 'Wei Xiong'\nnative_name = '熊伟'\nnative_language = 'zh'")
    assert Page("/").texts("span", lang="zh") == ["熊伟"]


class TestAnEmptySite:
    @pytest.mark.parametrize("path", ["/", "/publications/", "/talks/", "/cv/"])
    def test_every_page_is_there(self, path):
        page = Page(path)
        assert len(page.texts("h1")) == 1
        assert page.errors == []

    def test_it_tells_visitors_that_more_will_come(self):
        page = Page("/")
        assert "Papers, talks and a CV will appear here." in page.text
        assert not any("/admin/" in href for href in page.links().values())

    @pytest.mark.parametrize(
        ("path", "actions"),
        [
            ("/", ["Write your profile", "Add your first paper", "Add your first talk"]),
            ("/publications/", ["Add your first paper"]),
            ("/talks/", ["Add your first talk"]),
            (
                "/cv/",
                [
                    *("Write your profile", "Add your education", "Add your experience"),
                    *("Add an award", "Add your teaching", "Add your service"),
                ],
            ),
        ],
    )
    def test_it_tells_the_signed_in_owner_what_to_fill_in(self, desk, path, actions):
        links = Page(path, desk).links()
        for action in actions:
            assert desk.get(links[action], follow=True).status_code == 200
