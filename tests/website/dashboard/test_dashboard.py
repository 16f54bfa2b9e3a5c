"""The admin's first page: what to do, what to improve, recent changes."""

from types import ModuleType

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import path, reverse
from django.utils import timezone

from bench.large_site import make_publications, make_talks
from profile.models import Profile
from publications.models import Author, Import, Publication, PublicationLink
from talks.models import Talk
from tests import cast
from tests.admin_forms import admin_url, submitted
from tests.page import Page, text_of
from website.dashboard.overview import LATEST_CHANGES
from website.models import LinkCheck, User
from website.urls import urlpatterns as site_urls

pytestmark = pytest.mark.django_db

INDEX = "/admin/"


def helper(*permissions: str) -> Client:
    """Return a browser of a user with just these permissions, such as "change_talk"."""
    user = User.objects.create_user("helper", password="correct horse", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


def lines(page: Page) -> list[str]:
    """Return the texts of the findings."""
    lists = page.all("ul", class_="findings")
    return [text_of(line) for found in lists for line in found.findall("li")]


def profile() -> None:
    Profile.objects.create(name="W", interests="I", email="w@example.org", photo="photos/w.jpg")


class TestWhatToDo:
    def test_the_owner_starts_from_here(self, desk):
        page = Page(INDEX, desk)
        buttons = page.all("ul", class_="dashboard-actions")[0]
        assert {text_of(a): a.get("href") for a in buttons.iter("a")} == {
            "Add a paper": admin_url(Publication, "add"),
            "Import papers": "/admin/publications/publication/import/",
            "See what is new at ORCID": "/admin/publications/publication/orcid/",
            "Add a talk": admin_url(Talk, "add"),
            "Edit profile": admin_url(Profile, "changelist"),
            "View site": "/",
        }
        for link in buttons.iter("a"):
            assert desk.get(link.get("href"), follow=True).status_code == 200

    def test_a_helper_is_offered_what_a_helper_may_do(self):
        page = Page(INDEX, helper("add_talk"))
        assert page.texts("a", class_="button") == ["Add a talk", "View site"]

    def test_everything_else_is_still_there(self, desk):
        page = Page(INDEX, desk)
        for model in (Publication, Author, Talk, Profile):
            assert admin_url(model, "changelist") in page.links().values()

    def test_papers_and_talks_come_first(self, desk):
        groups = [text_of(caption) for caption in Page(INDEX, desk).all("caption")]
        assert groups[:3] == ["Publications", "Talks", "Profile"]

    def test_what_other_apps_add_comes_last(self, desk, owner, settings):
        kinds = ContentType.objects.all()
        LogEntry.objects.log_actions(owner.pk, [kinds[0]], 2, single_object=True)
        LogEntry.objects.log_actions(owner.pk, [Session.objects.first()], 3, single_object=True)
        admin.site.register([ContentType, Session])
        urls = ModuleType("urls_of_more_models")
        urls.urlpatterns = [path("admin/", admin.site.urls), *site_urls]
        settings.ROOT_URLCONF = urls  # the pages of a model are listed when it is registered
        try:
            page = Page(INDEX, desk)
        finally:
            admin.site.unregister([ContentType, Session])
        groups = [text_of(caption) for caption in page.all("caption")]
        assert groups[:3] == ["Publications", "Talks", "Profile"]
        assert groups[-2:] == ["Content Types", "Sessions"]
        assert str(kinds[0]) in page.text


class TestContentChecks:
    def test_a_complete_site_is_told_that_all_is_well(self, desk):
        profile()
        assert "All is well: nothing is missing." in Page(INDEX, desk).text

    def test_a_finding_leads_to_where_it_can_be_corrected(self, desk):
        profile()
        paper = cast.paper("A bound of $x^2$", doi="10.1000/a")
        page = Page(INDEX, desk)
        assert "All is well" not in page.text
        [line] = page.all("ul", class_="findings")[0].findall("li")
        assert text_of(line).endswith("has no year.")
        assert text_of(line).startswith("A bound of x²")
        link = line.find(".//a").get("href")
        assert link == admin_url(Publication, "change", paper.pk) + "#id_when"
        assert 'id="id_when"' in Page(link.partition("#")[0], desk).html

    def test_every_linked_part_of_a_form_exists(self, desk):
        paper = cast.paper("GEC", "")
        cast.talk("Alignment")
        Profile.objects.create(name="W", institution_url="http://a.org")
        PublicationLink.objects.create(publication=paper, url="http://b.org")
        cast.author("Tong Zhang", homepage="http://c.org")
        findings = Page(INDEX, desk).all("ul", class_="findings")
        links = [link for found in findings for link in found.iter("a")]
        assert len(links) > 7
        for link in links:
            form, _, part = link.get("href").partition("#")
            assert f'id="{part}"' in Page(form, desk).html

    def test_many_findings_of_a_kind_are_one_line_that_unfolds(self, desk):
        profile()
        for number in range(15):
            cast.paper(f"Paper {number}", doi=f"10.1000/{number}")
        page = Page(INDEX, desk)
        [line] = page.all("ul", class_="findings")[0].findall("li")
        assert text_of(line).startswith("15 papers have no year.")
        assert len(line.find("ul").findall("li")) == 3
        details = line.find("details")
        assert text_of(details.find("summary")) == "and 12 more"
        assert len(details.findall("ul/li")) == 12

    def test_at_most_a_hundred_findings_are_listed(self, desk):
        profile()
        cast.owner()
        make_publications(130, authors_each=1)
        Publication.objects.update(when="")
        page = Page(INDEX, desk)
        assert "and 127 more" in page.text
        assert "30 more will appear once these are fixed" in page.text
        assert len(page.all("ul", class_="findings")[0].findall(".//a")) == 100

    def test_hints_are_listed_apart_from_faults(self, desk):
        Profile.objects.create(name="W", interests="I", email="w@example.org")
        page = Page(INDEX, desk)
        assert "All is well: nothing is missing. Worth a look Your photo is still" in page.text

    def test_names_cannot_become_markup(self, desk):
        cast.paper("<script>alert(1)</script>", "")
        assert "<script>alert" not in Page(INDEX, desk).html


class TestWhoSeesWhat:
    @pytest.fixture(autouse=True)
    def _something_to_correct(self, db):
        cast.paper("GEC", "")
        cast.talk("Alignment")
        cast.author("Tong Zhang", homepage="http://a.org")

    def test_a_helper_with_talks_sees_what_is_missing_from_talks(self):
        assert lines(Page(INDEX, helper("change_talk"))) == [
            "Alignment does not say where it was given."
        ]

    def test_a_helper_with_authors_sees_their_links(self):
        page = Page(INDEX, helper("change_author"))
        assert lines(page) == [
            "http://a.org (Tong Zhang, homepage) begins with http: check whether https works too."
        ]
        assert "1 link, not checked yet" in page.text

    @pytest.mark.parametrize("permissions", [[], ["view_publication"], ["add_publication"]])
    def test_a_helper_who_may_change_nothing_sees_no_findings(self, permissions):
        page = Page(INDEX, helper(*permissions))
        assert lines(page) == []
        assert "To improve" not in page.text
        assert "All is well" not in page.text


class TestLinks:
    @pytest.fixture
    def paper(self, db) -> Publication:
        paper = cast.paper("GEC")
        for position, host in enumerate(["a", "b", "c", "d"], start=1):
            PublicationLink.objects.create(
                publication=paper, kind="code", url=f"https://{host}.org", position=position
            )
        return paper

    def found(self, host: str, outcome: str, **fields: str) -> None:
        LinkCheck.objects.create(
            url=f"https://{host}.org", outcome=outcome, checked_at=timezone.now(), **fields
        )

    def test_before_the_first_check_it_names_the_command(self, desk, paper):
        text = Page(INDEX, desk).text
        assert "4 links, not checked yet. Check them with manage.py check_links." in text

    def test_what_is_gone_or_moved_is_named_where_it_is_used(self, desk, paper):
        self.found("a", "gone", detail="404 Not Found")
        self.found("b", "moved", moved_to="https://new.org")
        self.found("c", "works")
        page = Page(INDEX, desk)
        today = timezone.now()
        assert (
            "1 gone, 1 moved for good, 1 working; checked on "
            f"{today.day} {today:%B %Y}; 1 not checked yet."
        ) in page.text
        assert lines(page)[-2:] == [
            "https://a.org (404 Not Found, GEC, Code) is gone.",
            "https://b.org (now https://new.org, GEC, Code) has moved: replace it.",
        ]
        form = admin_url(Publication, "change", paper.pk)
        assert page.links()["https://a.org"] == f"{form}#links-group"

    def test_a_link_that_was_corrected_since_is_not_named(self, desk, paper):
        self.found("a", "gone")
        PublicationLink.objects.filter(url="https://a.org").update(url="https://z.org")
        page = Page(INDEX, desk)
        assert "https://a.org" not in page.text
        assert "4 links, not checked yet" in page.text


class TestRecentChanges:
    def changes(self, page: Page) -> list[str]:
        return [text_of(li) for li in page.all("ul", class_="actionlist")[0].findall("li")]

    def test_they_say_who_changed_what(self, desk):
        talk = cast.talk("Alignment")
        form = admin_url(Talk, "change", talk.pk)
        values = submitted(Page(form, desk)) | {"title": "Alignment of models"}
        desk.post(form, values)
        page = Page(INDEX, desk)
        assert self.changes(page) == ["Alignment of models Talk, by owner, just now Changed Title."]
        assert page.links()["Alignment of models"] == form

    def test_an_import_and_its_undoing_are_one_each(self, desk):
        text = "@misc{a, title={One}} @misc{b, title={Two}}"
        desk.post(
            admin_url(Publication, "import"),
            {"text": text, "apply": "yes", "entry": ["a", "b"]},
        )
        desk.post(reverse("undo-import", args=[Import.objects.get().pk]))
        [undone, imported] = self.changes(Page(INDEX, desk))
        assert undone.startswith("Papers Paper, by owner, just now The import was undone: 2")
        assert imported == "Papers Paper, by owner, just now Imported: 2 added."

    def test_merged_papers_and_authors_appear(self, desk):
        one, other = cast.paper("Nash"), cast.paper("Nash Learning")
        desk.post(admin_url(Publication, "merge", one.pk, other.pk), {"merge": "yes"})
        wei, w = cast.author("Wei Xiong"), cast.author("W. Xiong")
        chosen = {"action": "merge_authors", "_selected_action": [wei.pk, w.pk], "kept": wei.pk}
        desk.post(admin_url(Author, "changelist"), chosen)
        page = Page(INDEX, desk)
        [authors, papers] = self.changes(page)
        assert authors == "Wei Xiong Author, by owner, just now Merged with W. Xiong."
        assert papers == "Nash Learning Paper, by owner, just now Merged with Nash Learning."
        assert page.links()["Wei Xiong"] == admin_url(Author, "change", wei.pk)

    def test_a_deleted_row_is_not_a_link(self, desk):
        talk = cast.talk("Alignment")
        form = admin_url(Talk, "change", talk.pk)
        desk.post(form, submitted(Page(form, desk)) | {"title": "Alignment 2"})
        desk.post(admin_url(Talk, "delete", talk.pk), {"post": "yes"})
        page = Page(INDEX, desk)
        assert [change[:11] for change in self.changes(page)] == ["Alignment 2"] * 2
        assert not list(page.all("ul", class_="actionlist")[0].iter("a"))

    def test_the_latest_come_first_and_only_those(self, desk, owner):
        for number in range(LATEST_CHANGES + 2):
            talk = cast.talk(f"Talk number {number}")
            LogEntry.objects.log_actions(owner.pk, [talk], 1, single_object=True)
        changes = self.changes(Page(INDEX, desk))
        assert len(changes) == LATEST_CHANGES
        assert changes[0].startswith(f"Talk number {LATEST_CHANGES + 1} ")

    def test_a_helper_sees_only_those_of_rows_the_helper_may_view(self, owner):
        for row in (cast.talk("Alignment"), cast.paper("GEC")):
            LogEntry.objects.log_actions(owner.pk, [row], 1, single_object=True)
        [change] = self.changes(Page(INDEX, helper("view_talk")))
        assert change.startswith("Alignment")

    def test_without_any_the_page_says_so(self, desk):
        assert "Nothing yet." in Page(INDEX, desk).text


def make_site_with_faults(size: int) -> None:
    """Make a site with so many of each fault."""
    profile()
    make_publications(size)
    make_talks(size)
    Publication.objects.update(when="", doi="10.1000/one", abstract="[x](http://a.org)")
    PublicationLink.objects.update(url="www.example.org")
    Talk.objects.update(abstract="[x](https://b.org)")
    for number in range(size):
        for given in ("A.", "Ada"):
            Author.objects.create(given_name=given, family_name=f"Nobody{number}")
        cast.talk(f"Draft {number}", is_draft=True)
        LinkCheck.objects.create(
            url=f"https://{number}.org", outcome="gone", checked_at=timezone.now()
        )


@pytest.mark.parametrize("size", [3, 30, pytest.param(300, marks=pytest.mark.slow)])
def test_the_dashboard_makes_as_many_queries_on_a_large_site(size, desk, django_assert_num_queries):
    make_site_with_faults(size)
    ContentType.objects.clear_cache()
    with django_assert_num_queries(55):
        page = Page(INDEX, desk)
    assert f"{size} authors are possible duplicates" in page.text
    assert f"{size - 1} papers are possible duplicates" in page.text
