"""The metadata of each page for search engines and link previews."""

from io import BytesIO

import pytest
from django.test import Client, override_settings
from PIL import Image

from publications.models import Publication
from tests import cast
from tests.page import Page
from website import content_file
from website.config.env import SiteAddress
from website.pages.card_image import CardName, PreviewCard
from website.pages.preview_cards import shorten_names

pytestmark = pytest.mark.django_db
SITE = SiteAddress("https", "example.org:8443", "example.org")
PAGES = {
    "/": "http://testserver/",
    "/publications/": "http://testserver/publications/",
    "/publications/?year=2023&by=kind": "http://testserver/publications/",
    "/publications/gec/": "http://testserver/publications/gec/",
    "/publications/with/": "http://testserver/publications/with/",
    "/publications/with/?by=name": "http://testserver/publications/with/",
    "/publications/with/han-zhong/": "http://testserver/publications/with/han-zhong/",
    "/talks/": "http://testserver/talks/",
    "/talks/rlhf-with-rejection-sampling/": (
        "http://testserver/talks/rlhf-with-rejection-sampling/"
    ),
    "/cv/": "http://testserver/cv/",
}


def said(page: Page) -> dict[str, str]:
    """Return the Open Graph metadata of the page."""
    metas = page.all("meta")
    return {m.get("property"): m.get("content") for m in metas if m.get("property")}


def canonical(page: Page) -> list[str]:
    return [link.get("href") for link in page.all("link", rel="canonical")]


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize(("path", "known_as"), PAGES.items())
def test_every_page_has_one_canonical_url_and_a_card(path, known_as):
    page = Page(path)
    assert canonical(page) == [known_as]
    preview = said(page)
    assert preview["og:url"] == known_as
    assert preview["og:site_name"] == "Wei Xiong"
    assert preview["og:title"] in page.texts("title")[0]
    assert preview["og:description"] == page.all("meta", name="description")[0].get("content")
    assert (preview["og:image:width"], preview["og:image:height"]) == ("1200", "630")
    assert preview["og:image:alt"]
    image = Image.open(BytesIO(Client().get(preview["og:image"]).content))
    assert (image.format, image.size) == ("PNG", (1200, 630))


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("path", [*PAGES, "/nothing/"])
def test_every_page_leads_to_the_feed(path):
    page = Page(path, status=404 if path == "/nothing/" else 200)
    (link,) = page.all("link", rel="alternate", type="application/atom+xml")
    assert Client().get(link.get("href")).status_code == 200


@override_settings(SITE=SITE, ALLOWED_HOSTS=["*"])
def test_urls_do_not_depend_on_the_requested_host():
    paper = cast.paper("对齐")
    page = Page(paper.get_absolute_url())
    assert canonical(page) == [f"https://example.org:8443{paper.get_absolute_url()}"]
    assert canonical(page)[0].isascii()
    assert said(page)["og:image"].startswith("https://example.org:8443/publications/%")


def test_a_missing_page_has_no_canonical_url():
    assert canonical(Page("/nothing/", status=404)) == []


def test_a_hostile_title_stays_text():
    title = '"><script>alert(1)</script> & $x<y$'
    page = Page(cast.paper(title, summary="A *short* one.").get_absolute_url())
    assert said(page)["og:title"] == '"><script>alert(1)</script> & x<y'
    assert said(page)["og:description"] == "Wei Xiong. Preprint. A short one."
    assert page.errors == []


class TestACard:
    def test_it_is_asked_for_again_only_when_it_changed(self):
        paper = cast.paper(slug="a")
        first = Client().get("/publications/a/card.png")
        unchanged = {"If-None-Match": first.headers["ETag"]}
        again = Client().get("/publications/a/card.png", headers=unchanged)
        assert (again.status_code, again.content) == (304, b"")
        paper.title = "Another title"
        paper.save()
        changed = Client().get("/publications/a/card.png", headers=unchanged)
        assert changed.status_code == 200
        assert changed.content != first.content

    def test_its_url_changes_with_its_content(self):
        paper = cast.paper(slug="a")
        before = said(Page("/publications/a/"))["og:image"]
        content_file.load('[profile]\nname = "Wei Xiong"')
        after = said(Page("/publications/a/"))["og:image"]
        assert before != after
        assert before.partition("?")[0] == after.partition("?")[0]
        assert Publication.objects.get() == paper

    @pytest.mark.parametrize("make", [cast.paper, cast.talk])
    def test_only_the_owner_sees_that_of_a_draft(self, make, desk):
        card = f"{make('Secret', is_draft=True).get_absolute_url()}card.png"
        assert Client().get(card).status_code == 404
        assert desk.get(card).status_code == 200

    def test_its_old_url_redirects_to_the_new_one(self):
        paper = cast.paper(slug="old")
        paper.slug = "new"
        paper.save()
        response = Client().get("/publications/old/card.png?v=1")
        assert response.headers["Location"] == "/publications/new/card.png?v=1"

    def test_of_many_authors_it_names_three_and_the_owner(self):
        names = [f"{chr(65 + n)}. Author" for n in range(24)]
        paper = cast.paper(authors=", ".join([*names[:10], "Wei Xiong", *names[10:]]))
        shown = shorten_names(paper.authorships.select_related("author"))
        assert "".join(name.text for name in shown) == (
            " A. Author, B. Author, C. Author, …, Wei Xiong, and 21 others"
        )
        assert [name.text for name in shown if name.emphasised] == [" Wei Xiong"]

    def test_of_a_few_it_names_all(self):
        paper = cast.paper(authors="A. B, C. D, E. F, G. H, Wei Xiong")
        shown = shorten_names(paper.authorships.select_related("author"))
        assert "".join(name.text for name in shown) == " A. B, C. D, E. F, G. H, Wei Xiong"

    @pytest.mark.parametrize(
        "title",
        [
            *(
                "",
                "A",
                "word " * 100,
                "W" * 500,
                "熊" * 500,
                "∀√∈ℝ𝒪θ̂",
                "\u202eעברית العربية",
                "\x00\x1b",
            ),
            'On Õ(√d) & 100% of "a_b" #1, <b>Größe</b> of Žižek\'s “quotes” ' + "word " * 30,
        ],
    )
    def test_any_title_fits(self, title):
        card = PreviewCard(
            title, tuple(CardName(f" {title}") for _ in range(3)), title, title, title
        )
        image = Image.open(BytesIO(card.png()))
        assert image.size == (1200, 630)
        edge = image.convert("L").crop((1200 - 60, 0, 1200, 630))
        assert edge.getextrema()[0] > 240, "something is drawn over the right margin"
