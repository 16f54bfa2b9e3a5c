"""One paper's page."""

import pytest

from publications.models import Author, PublicationLink, Topic
from tests import cast
from tests.page import Page, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper():
    made = cast.paper(
        "GEC: A $\\ell_2$ Framework",
        "(α, β) Han Zhong*, Wei Xiong*, Tong Zhang",
        slug="gec",
        status="submitted",
        venue=cast.venue("JMLR", "journal", name="Journal of Machine Learning Research"),
        when="Nov 2022",
        arxiv_id="2211.01962",
        doi="10.1287/moor.2023.0195",
        summary="We *measure* hardness.",
        abstract="At most $\\tilde{O}(d)$.",
    )
    made.topics.add(Topic.objects.create(name="Learning theory"))
    Author.objects.filter(family_name="Zhang").update(homepage="http://tongzhang-ml.org/")
    return made


@pytest.mark.usefixtures("paper")
def test_it_shows_everything_about_the_paper():
    page = Page("/publications/gec/")
    assert page.texts("h1")[0].startswith("GEC: A")
    for text in (
        "(α, β) Han Zhong*, Wei Xiong*, and Tong Zhang",
        "* denotes equal contribution",
        "Submitted to JMLR · Nov 2022",
        "Journal of Machine Learning Research",
        "We measure hardness.",
        "Learning theory",
    ):
        assert text in page.text
    assert "<math><msub><mi>ℓ</mi><mn>2</mn></msub></math>" in page.html


@pytest.mark.usefixtures("paper")
def test_the_date_can_be_read_by_machines():
    assert Page("/publications/gec/").texts("time", datetime="2022-11") == ["Nov 2022"]


@pytest.mark.usefixtures("paper")
def test_authors_lead_to_their_papers_and_their_own_pages():
    links = Page("/publications/gec/").links()
    assert links["Han Zhong"] == "/publications/with/han-zhong/"
    assert links["Wei Xiong"] == "/publications/"
    assert "http://tongzhang-ml.org/" in links.values()


@pytest.mark.usefixtures("paper")
def test_identifiers_become_links():
    links = Page("/publications/gec/").links()
    assert links["DOI: GEC: A ℓ₂ Framework"] == "https://doi.org/10.1287/moor.2023.0195"
    assert links["arXiv: GEC: A ℓ₂ Framework"] == "https://arxiv.org/abs/2211.01962"


def test_an_identifier_that_a_link_has_already_makes_no_second_button(paper):
    PublicationLink.objects.create(
        publication=paper, kind="preprint", url="https://arxiv.org/abs/2211.01962v4"
    )
    assert [button.label for button in paper.buttons] == ["Preprint", "DOI"]


def test_a_note_on_a_link_is_shown_beside_it(paper):
    PublicationLink.objects.create(
        publication=paper, kind="preprint", url="https://arxiv.org/abs/1", note="Later retitled."
    )
    assert "Later retitled." in Page("/publications/gec/").text


def test_only_the_signed_in_owner_sees_a_draft(desk):
    cast.paper("Draft", slug="draft", is_draft=True)
    Page("/publications/draft/", status=404)
    page = Page("/publications/draft/", desk)
    assert "This is a draft" in page.text
    assert page.links()["Edit it"].startswith("/admin/publications/publication/")


def test_a_paper_with_nothing_but_a_title_has_a_page():
    cast.paper("Bare", authors="", slug="bare")
    assert Page("/publications/bare/").texts("h1") == ["Bare"]


def test_a_chinese_title_has_its_own_url():
    paper = cast.paper("关于对齐", "熊伟, Wei Xiong")
    assert Page(paper.get_absolute_url()).texts("h1") == ["关于对齐"]


def test_an_unknown_paper_is_not_found():
    Page("/publications/nothing/", status=404)


class TestRelatedPapers:
    def related(self) -> list[str]:
        page = Page("/publications/nash-learning/")
        return [
            text_of(item[0]) for ul in page.all("ul", class_="related") for item in ul.iter("li")
        ]

    def test_share_a_topic_or_a_coauthor_and_those_with_most_come_first(self):
        games = Topic.objects.create(name="Games")
        cast.paper("Nash Learning", "Wei Xiong, Mia Olsen, Jun Kato").topics.add(games)
        cast.paper("One in common", "Mia Olsen")
        cast.paper("Two in common", "Mia Olsen, Jun Kato", when="2020")
        cast.paper("On games", "Ada Abel", when="2021").topics.add(games)
        cast.paper("Only the owner in common", "Wei Xiong")
        assert self.related() == ["On games", "Two in common", "One in common"]

    def test_are_never_drafts_and_at_most_three(self):
        cast.paper("Nash Learning", "Mia Olsen")
        cast.paper("A draft", "Mia Olsen", is_draft=True)
        for number in range(5):
            cast.paper(f"Paper {number}", "Mia Olsen", when=str(2020 + number))
        assert self.related() == ["Paper 4", "Paper 3", "Paper 2"]


def test_a_year_that_the_venue_says_is_not_said_again():
    cast.paper("Nash Learning", status="published", venue=cast.venue("ICML"), when="2026")
    (kicker,) = Page("/publications/nash-learning/").all("p", class_="kicker")
    assert text_of(kicker) == "ICML 2026"


def test_a_button_that_only_repeats_the_venue_is_called_by_its_kind():
    paper = cast.paper("Nash Learning", status="submitted", venue=cast.venue("JMLR"))
    url = "https://arxiv.org/abs/2306.12420"
    paper.links.create(kind="preprint", label="Submitted to JMLR", url=url)
    for page in ("/publications/", "/publications/nash-learning/"):
        assert Page(page).links()["Preprint: Nash Learning"] == url
