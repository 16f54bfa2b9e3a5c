"""The documentation is in the admin: a page for each task, found by a search, linked from forms."""

import pytest
from django.contrib import admin
from django.test import Client

from publications.models import Publication, Topic
from tests import cast
from tests.admin_forms import admin_url
from tests.page import Page
from website.help.pages import NAMES, load_pages
from website.models import User
from website.templatetags.help import TARGETS

pytestmark = pytest.mark.django_db
HELP = "/admin/help/"


@pytest.fixture(scope="module")
def anchors() -> dict[str, set[str]]:
    """The anchors of each page."""
    return {name: {s.anchor for s in page.sections} for name, page in load_pages().items()}


def test_every_page_is_listed_and_opens(desk):
    links = Page(HELP, desk).links().values()
    for name in NAMES:
        assert f"{HELP}{name}/" in links
        assert Page(f"{HELP}{name}/", desk).all("section", class_="help-text")


def test_no_link_between_pages_is_dead(desk, anchors):
    for name in NAMES:
        page = Page(f"{HELP}{name}/", desk)
        [main] = page.all("main")
        targets = [a.get("href", "") for a in main.iter("a")]
        for target in targets:
            if target.startswith(HELP):
                other, _, anchor = target.removeprefix(HELP).partition("/#")
                assert other.strip("/") in {"", *NAMES}, target
                assert not anchor or anchor in anchors[other], target
            else:
                assert target.startswith(("#", "https://", "http://")), (name, target)


def test_a_section_has_an_anchor_and_its_text(desk):
    page = Page(f"{HELP}backup/", desk)
    [section] = page.all("section", id="restore")
    assert "On the same machine or a new one" in "".join(section.itertext())


def test_a_command_at_the_beginning_of_a_section_is_shown_as_code(desk):
    assert "manage.py backup" in Page(f"{HELP}backup/", desk).texts("pre")


class TestTheSearch:
    def test_finds_sections_with_all_words_whatever_their_case(self, desk):
        page = Page(f"{HELP}?q=RESTORE+running", desk)
        assert page.links()["Restore"] == f"{HELP}backup/#restore"
        assert "1 section has" in page.text or "sections have" in page.text

    def test_puts_titles_first(self, desk):
        found = Page(f"{HELP}?q=passkeys", desk).all("ul", class_="help-found")[0]
        assert next(found.iter("a")).text == "Passkeys and two-step sign-in"

    def test_that_finds_nothing_says_so(self, desk):
        assert "0 sections have “xyzzy”" in Page(f"{HELP}?q=xyzzy", desk).text

    def test_shows_what_was_typed_as_text(self, desk):
        page = Page(f"{HELP}?q=%3Cscript%3Ealert(1)", desk)
        assert "<script>alert(1)" in page.text
        assert not [script for script in page.all("script") if "alert" in (script.text or "")]


class TestTheLinkBesideAForm:
    @pytest.mark.parametrize("model", admin.site._registry)
    def test_leads_to_the_page_for_its_task(self, model, desk, anchors):
        name, _, anchor = TARGETS[model._meta.label_lower].partition("#")
        assert not anchor or anchor in anchors[name]

    def test_is_on_lists_and_forms(self, desk):
        paper = cast.paper()
        for page in (
            admin_url(Publication, "changelist"),
            admin_url(Publication, "add"),
            admin_url(Publication, "change", paper.pk),
        ):
            assert Page(page, desk).links()["Help: Papers"] == f"{HELP}papers/"
        assert (
            Page(admin_url(Topic, "add"), desk).links()["Help: Papers"] == f"{HELP}papers/#topics"
        )

    @pytest.mark.parametrize("target", TARGETS.values())
    def test_leads_to_a_section_that_exists(self, target, anchors):
        name, _, anchor = target.partition("#")
        assert not anchor or anchor in anchors[name]

    def test_of_other_pages_leads_to_the_list(self, desk):
        assert Page("/admin/", desk).links()["Help"] == HELP

    def test_of_the_import_leads_to_its_page(self, desk):
        page = Page("/admin/publications/publication/import/", desk)
        assert f"{HELP}importing/" in page.links().values()


def test_every_helper_may_read_it_and_no_visitor():
    assert Client().get(HELP).status_code == 302
    assert Client().get(f"{HELP}papers/").status_code == 302
    helper = Client()
    helper.force_login(User.objects.create_user("helper", is_staff=True))
    assert "Papers" in Page(HELP, helper).links()
    assert helper.get(f"{HELP}nothing/").status_code == 404
