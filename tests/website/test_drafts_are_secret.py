"""No public page reveals that a draft was saved, changed, withdrawn or deleted."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from publications.authors.assigning import assign_authors
from publications.authors.index import AuthorIndex
from publications.models import Author, Publication, Topic
from publications.names import author_line
from talks.models import Talk
from tests import cast
from tests.admin_forms import admin_url, submitted
from tests.page import Page
from website import content_file
from website.export.search_index import search_index
from website.models import CVVariant

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n%%EOF"
PATHS = [
    *("/", "/cv/", "/cv.pdf", "/cv-short.pdf", "/cv.json", "/feed.xml", "/talks.ics"),
    *("/cv/grants/", "/cv/grants.pdf"),
    *("/sitemap.xml", "/robots.txt", "/card.png", "/nothing/"),
    *("/publications/", "/publications/?q=a", "/publications/?q=secret", "/publications/?q=hidden"),
    *("/publications/?by=year", "/publications/?by=kind", "/publications/?year=2031"),
    *("/publications/?kind=book", "/publications/?topic=hidden", "/publications/?author=zoe-zuse"),
    *("/publications.bib", "/publications.ris", "/publications.json", "/publications.bib?q=secret"),
    *("/publications/with/", "/publications/with/?by=name", "/publications/with/han-zhong/"),
    *("/publications/nash/", "/publications/nash.bib", "/publications/nash.ris"),
    *("/publications/nash.json", "/publications/nash/card.png", "/publications/nash/paper.pdf"),
    *("/talks/", "/talks/regret/", "/talks/regret/card.png"),
]
# Pages that are there for the draft alone, or not at all.
OF_THE_DRAFT = [
    *("/publications/secret-games/", "/publications/secret-games.bib", "/talks/secret-talk/"),
    *("/publications/secret-games/card.png", "/publications/secret-games/paper.pdf"),
    *("/cv/secret-cv/", "/cv/secret-cv.pdf"),
    *("/publications/old-secret/", "/publications/with/zoe-zuse/", "/talks/secret-talk/card.png"),
]


@pytest.fixture(autouse=True)
def site(db, uploads, monkeypatch):
    """A site with a public paper and talk; an hour passes before anything else is saved."""
    content_file.load("[profile]\nname = 'Olga Owner'")
    pdf = ContentFile(PDF, name="nash.pdf")
    paper = cast.paper("Nash Games", "Wei Xiong, Han Zhong", slug="nash", when="2024", pdf=pdf)
    paper.topics.create(name="Games")
    CVVariant.objects.create(name="Grants", slug="grants")
    talk = cast.talk("Regret", ("Yale University", "5 March 2024"), slug="regret")
    talk.links.create(kind="slides", url="https://a.org")
    later = timezone.now() + timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: later)


def seen() -> dict[str, tuple]:
    """All public pages, with their headers."""
    uid = Talk.objects.get(slug="regret").presentations.get().uid
    pages = {path: answer(path) for path in [*PATHS, *OF_THE_DRAFT, f"/talks/regret/{uid}.ics"]}
    return pages | {"index": (200, search_index(None).content)}


def answer(path: str) -> tuple:
    response = Client().get(path)
    headers = {name: value for name, value in response.items() if name != "X-Request-ID"}
    return response.status_code, headers, response.getvalue()


def draft_paper() -> Publication:
    """A draft with everything that a paper can have."""
    paper = cast.paper(
        *("Secret Games", "Wei Xiong, Zoe Zuse, Han Zhong*"),
        is_draft=True,
        slug="secret-games",
        former_slugs=["old-secret"],
        kind="book",
        status="published",
        venue=cast.venue("Hidden Press", name="The Hidden Press"),
        when="2031",
        is_selected=True,
        pdf=ContentFile(PDF, name="secret.pdf"),
    )
    paper.topics.add(Topic.objects.create(name="Hidden"), Topic.objects.get(name="Games"))
    paper.links.create(kind="code", url="https://b.org")
    return paper


def draft_talk() -> Talk:
    talk = cast.talk("Secret Talk", ("ETH", "5 May 2031"), slug="secret-talk", is_draft=True)
    talk.links.create(kind="slides", url="https://c.org")
    return talk


def draft_variant() -> CVVariant:
    variant = CVVariant.objects.create(name="Secret CV", slug="secret-cv", is_draft=True)
    variant.sections.create(kind="awards")
    return variant


def change_variant(variant: CVVariant) -> None:
    variant.name = "Another secret"
    variant.save()
    variant.sections.all().delete()


def change_paper(paper: Publication) -> None:
    paper.title = "Secret Wars"
    paper.save()
    paper.links.all().delete()
    paper.topics.clear()
    assign_authors(paper, author_line.read("Zoe Zuse, Wei Xiong"), AuthorIndex())
    paper.venue.name = "Another Press"
    paper.venue.save()
    Author.objects.filter(family_name="Zuse").update(homepage="https://zuse.example")


def change_talk(talk: Talk) -> None:
    talk.title = "Another Secret"
    talk.save()
    given = talk.presentations.get()
    given.place = "EPFL"
    given.save()
    given.delete()


def test_the_pages_are_those_of_a_site_with_content():
    pages = seen()
    missing = {path for path, page in pages.items() if page[0] == 404}
    assert missing == {"/nothing/", *OF_THE_DRAFT}
    assert "Last-Modified" not in pages["/publications/"][1]


@pytest.mark.parametrize(
    ("make", "change"),
    [
        (draft_paper, change_paper),
        (draft_variant, change_variant),
        pytest.param(draft_talk, change_talk, marks=pytest.mark.slow),
    ],
)
def test_a_draft_saved_changed_and_deleted_changes_no_page(make: Callable, change: Callable):
    before = seen()
    row = make()
    assert_same(seen(), before)
    change(row)
    assert_same(seen(), before)
    row.delete()
    assert_same(seen(), before)


@pytest.mark.slow
@pytest.mark.parametrize("model", [Publication, Talk])
def test_a_draft_saved_in_the_admin_changes_no_page(model, desk):
    before = seen()
    form = admin_url(model, "add")
    values = submitted(Page(form, desk)) | {"title": "Secret", "is_draft": "on"}
    desk.post(form, values)
    assert model.objects.filter(is_draft=True).exists()
    assert_same(seen(), before)


@pytest.mark.slow
@pytest.mark.parametrize("make", [draft_paper, draft_talk])
def test_a_withdrawn_row_saved_and_deleted_changes_no_page(make):
    row = make()
    type(row).objects.filter(pk=row.pk).publish()
    type(row).objects.filter(pk=row.pk).withdraw()
    before = seen()
    row.refresh_from_db()
    row.title = "Another title"
    row.save()
    assert_same(seen(), before)
    row.delete()
    assert_same(seen(), before)


@pytest.mark.slow
@pytest.mark.parametrize("make", [draft_paper, draft_talk])
def test_a_draft_on_a_site_with_nothing_public_changes_no_page(make):
    Publication.objects.all().delete()
    Talk.objects.all().delete()
    paths = [path for path in PATHS if "nash" not in path and "regret" not in path]
    before = {path: answer(path) for path in paths}
    make()
    assert_same({path: answer(path) for path in paths}, before)


def test_a_row_published_beside_a_draft_of_the_same_name_gets_the_plain_slug():
    """The drafts with these slugs are not revealed by a number in the new ones."""
    draft_paper(), draft_talk()
    paper = cast.paper("Secret Games", "Zoe Zuse")
    talk = cast.talk("Secret Talk", ("ETH", "5 May 2031"))
    assert paper.get_absolute_url() == "/publications/secret-games/"
    assert talk.get_absolute_url() == reverse("talks:detail", kwargs={"slug": "secret-talk"})


def assert_same(after: dict[str, tuple], before: dict[str, tuple]) -> None:
    different = [path for path, page in after.items() if page != before[path]]
    assert not different, [(before[path], after[path]) for path in different[:1]]
