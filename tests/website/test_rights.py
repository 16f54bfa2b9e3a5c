"""Staff may do what they were given the right to do, and nothing else."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from reversion.models import Version

from common.history.recording import note, record_revision
from publications.citations import BIBTEX
from publications.models import Author, Authorship, Publication, Venue
from tests import cast
from tests.admin_forms import admin_url, submitted
from tests.page import Page
from tests.pictures import jpeg, upload
from tests.sign_in import PASSWORD
from website.models import User

pytestmark = pytest.mark.django_db

IMPORT = "/admin/publications/publication/import/"
PREVIEW, STORE = "/admin/markdown/preview/", "/admin/markdown/upload/"
PAPER = "@misc{a, title = {Nash}, author = {Jane Roe}, howpublished = {Somewhere}, year = 2024}"
OF_AN_IMPORT = [
    f"{action}_{model}"
    for action in ("add", "change")
    for model in (
        *("publication", "author", "authorship", "venue", "publicationlink"),
        "publicationaward",
    )
]
OF_A_MERGE = ["delete_author", "change_author", "change_authorship", "change_publication"]
OF_A_MERGE_OF_VENUES = ["delete_venue", "change_venue", "change_publication"]

PAPER_MERGE = [
    f"{action}_{model}"
    for action in ("change", "delete")
    for model in ("publication", "authorship", "publicationlink", "publicationaward")
]


def helper(*codes: str) -> Client:
    """Return a browser in which staff with these rights alone is signed in."""
    user = User.objects.create_user("helper", is_staff=True)
    rights = Permission.objects.filter(codename__in=codes)
    assert len(rights) == len(codes)
    user.user_permissions.set(rights)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def draft_pages(uploads) -> dict[str, list[str]]:
    """The URLs of a draft paper and of a draft talk, with all that belongs to them."""
    paper = cast.paper("Nash", slug="nash", is_draft=True, authors="Jane Roe")
    paper.pdf.save("a.pdf", ContentFile(b"%PDF-1.4"), save=False)
    paper.thumbnail.save("a.jpg", ContentFile(jpeg()), save=False)
    paper.thumbnail_alt = "A figure"
    paper.save()
    slides = paper.links.create(label="Slides", file=ContentFile(b"%PDF-1.4", name="b.pdf"))
    talk = cast.talk("Regret", slug="regret", is_draft=True)
    given = cast.presentation(talk=talk, when="2024")
    one, another = "/publications/nash/", "/talks/regret/"
    citation = reverse("publications:citation", args=["nash", BIBTEX])
    author = reverse("publications:author", args=[cast.author("Jane Roe").slug])
    calendar = reverse("talks:presentation-calendar", args=["regret", given.uid])
    files = [paper.pdf.url, paper.thumbnail.url, slides.file.url]
    return {
        "publication": [one, f"{one}paper.pdf", f"{one}card.png", citation, author, *files],
        "talk": [another, f"{another}card.png", calendar],
    }


class TestDrafts:
    @pytest.mark.parametrize("model", ["publication", "talk"])
    @pytest.mark.parametrize("right", ["view", "change"])
    def test_are_seen_by_those_who_may_view_or_change_them_alone(self, draft_pages, model, right):
        client = helper(f"{right}_{model}")
        for kind, pages in draft_pages.items():
            answers = {page: client.get(page).status_code for page in pages}
            assert answers == dict.fromkeys(pages, 200 if kind == model else 404)

    @pytest.mark.parametrize("rights", [[], ["add_publication", "add_talk"], ["view_author"]])
    def test_are_seen_by_no_other_staff(self, draft_pages, rights):
        client = helper(*rights)
        for page in (*draft_pages["publication"], *draft_pages["talk"]):
            assert client.get(page).status_code == 404, page

    def test_of_people_who_are_no_longer_staff_are_hidden(self, draft_pages):
        client = helper("change_publication")
        User.objects.update(is_staff=False)
        assert client.get("/publications/nash/").status_code == 404

    def test_link_to_the_form_for_those_who_may_change_them(self, draft_pages):
        page = Page("/publications/nash/", helper("view_publication"))
        assert "This is a draft" in page.text
        assert not {"Edit", "Edit it"} & page.links().keys()
        User.objects.all().delete()
        page = Page("/publications/nash/", helper("change_publication"))
        assert {"Edit", "Edit it"} <= page.links().keys()


class TestWhatIsStillEmpty:
    @pytest.mark.parametrize(
        ("page", "right", "action"),
        [
            ("/", "change_profile", "Write your profile"),
            ("/", "add_publication", "Add your first paper"),
            ("/talks/", "add_talk", "Add your first talk"),
            ("/cv/", "add_award", "Add an award"),
        ],
    )
    def test_is_told_to_those_who_may_fill_it(self, page, right, action):
        shown = Page(page, helper(right))
        [hint] = shown.texts("p", class_="todo")
        assert hint.endswith(action)
        assert action in shown.links()

    @pytest.mark.parametrize("page", ["/", "/talks/", "/publications/", "/cv/"])
    def test_is_told_to_no_other_staff(self, page):
        assert Page(page, helper("view_publication")).all("p", class_="todo") == []


class TestTheMarkdownEditor:
    @pytest.mark.parametrize("rights", [[], ["view_publication"], ["add_author", "change_user"]])
    def test_shows_and_stores_nothing_for_those_who_may_write_no_text(self, uploads, rights):
        client = helper(*rights)
        shown = client.post(PREVIEW, {"content": "*a*"})
        assert shown.status_code == 403
        assert "Your account may not write texts" in shown.content.decode()
        stored = client.post(STORE, {"image": upload(jpeg())})
        assert stored.status_code == 403
        assert stored.json()["image"] == ["Your account may not write texts."]
        assert uploads() == set()

    @pytest.mark.parametrize("right", ["add_publication", "change_talk", "change_profile"])
    def test_serves_those_who_may(self, uploads, right):
        client = helper(right)
        assert client.post(PREVIEW, {"content": "*a*"}).content == b"<p><em>a</em></p>"
        assert client.post(STORE, {"image": upload(jpeg())}).status_code == 200
        assert len(uploads()) == 1


class TestMergingAuthors:
    def merge(self, client: Client) -> None:
        cast.paper("Nash", authors="Jane Roe")
        cast.paper("Regret", authors="Jane R. Roe")
        first, second = Author.objects.filter(is_owner=False)
        choice = {"action": "merge_authors", "_selected_action": [first.pk, second.pk]}
        client.post(admin_url(Author, "changelist"), choice | {"kept": first.pk})

    @pytest.mark.parametrize("missing", OF_A_MERGE)
    def test_needs_each_right_to_what_it_touches(self, missing):
        self.merge(helper("view_author", *(right for right in OF_A_MERGE if right != missing)))
        assert Author.objects.filter(is_owner=False).count() == 2

    def test_needs_no_more(self):
        self.merge(helper(*OF_A_MERGE))
        assert Author.objects.filter(is_owner=False).count() == 1


class TestMergingVenues:
    def merge(self, client: Client) -> int:
        first, second = cast.venue("ICML"), cast.venue("Intl. Conf. Mach. Learn.")
        choice = {"action": "merge_venues", "_selected_action": [first.pk, second.pk]}
        client.post(admin_url(Venue, "changelist"), choice | {"kept": first.pk})
        page = f"{admin_url(Venue, 'merge')}?pk={first.pk}&pk={second.pk}"
        return client.get(page).status_code

    @pytest.mark.parametrize("missing", OF_A_MERGE_OF_VENUES)
    def test_needs_each_right_to_what_it_touches(self, missing):
        rights = [right for right in OF_A_MERGE_OF_VENUES if right != missing]
        assert self.merge(helper("view_venue", *rights)) == 403
        assert Venue.objects.count() == 2

    def test_needs_no_more(self):
        self.merge(helper(*OF_A_MERGE_OF_VENUES))
        assert Venue.objects.count() == 1


class TestMakingOnePaper:
    def merge(self, client: Client) -> None:
        one, other = cast.paper("Nash"), cast.paper("Nash equilibria")
        client.post(admin_url(Publication, "merge", one.pk, other.pk), {"merge": "on"})

    @pytest.mark.parametrize("missing", PAPER_MERGE)
    def test_needs_each_right_to_what_it_touches(self, missing):
        self.merge(helper(*(right for right in PAPER_MERGE if right != missing)))
        assert Publication.objects.count() == 2

    def test_needs_no_more(self):
        self.merge(helper(*PAPER_MERGE))
        assert Publication.objects.count() == 1


class TestImporting:
    @pytest.mark.parametrize("missing", OF_AN_IMPORT)
    def test_needs_each_right_to_what_it_makes(self, missing):
        rights = [right for right in OF_AN_IMPORT if right != missing]
        client = helper("view_publication", *rights)
        assert client.post(IMPORT, {"text": PAPER}).status_code == 403
        assert "Import papers" not in Page(admin_url(Publication, "changelist"), client).links()
        assert "Import papers" not in Page("/admin/", client).links()

    def test_needs_no_more(self):
        client = helper(*OF_AN_IMPORT)
        assert Page("/admin/", client).links()["Import papers"] == IMPORT
        assert Page(admin_url(Publication, "changelist"), client).links()["Import papers"] == IMPORT
        assert client.post(IMPORT, {"text": PAPER}).status_code == 200


class TestAnAuthorLine:
    RIGHTS = ("add_author", "add_authorship", "change_authorship", "delete_authorship")

    @pytest.mark.parametrize("missing", RIGHTS)
    def test_adds_nobody_for_those_who_may_not(self, missing):
        rights = [right for right in self.RIGHTS if right != missing]
        client = helper("add_publication", *rights)
        page = Page(admin_url(Publication, "add"), client)
        assert "author_line" not in page.html
        values = submitted(page) | {"title": "Nash", "author_line": "Jane Roe"}
        assert client.post(admin_url(Publication, "add"), values).status_code == 403
        assert not Author.objects.exists()
        assert not Publication.objects.exists()

    def test_adds_authors_for_those_who_may(self):
        client = helper("add_publication", *self.RIGHTS)
        values = submitted(Page(admin_url(Publication, "add"), client))
        client.post(
            admin_url(Publication, "add"), values | {"title": "Nash", "author_line": "Jane Roe"}
        )
        assert Authorship.objects.get().author.family_name == "Roe"


class TestAccounts:
    """Who changes accounts could take every right, so no right but a superuser's is enough."""

    RIGHTS = [f"{action}_{model}" for action in ("add", "change") for model in ("user", "group")]

    def test_are_changed_by_no_helper(self):
        owner = User.objects.create_superuser("owner", password=PASSWORD)
        group = Group.objects.create(name="Helpers")
        client = helper(*self.RIGHTS, "delete_user", "delete_group")
        for row, values in ((owner, {"username": "x"}), (group, {"name": "x"})):
            for page in ("change", "delete"):
                assert client.post(admin_url(type(row), page, row.pk), values).status_code == 403
            assert client.post(admin_url(type(row), "add"), values).status_code == 403
        password = f"/admin/website/user/{owner.pk}/password/"
        assert client.post(password, {"password1": "x", "password2": "x"}).status_code == 403

    def test_are_seen_by_those_who_may_view_them(self):
        client = helper("view_user", "view_group")
        assert client.get(admin_url(User, "changelist")).status_code == 200
        assert client.get(admin_url(Group, "changelist")).status_code == 200


class TestTheHistory:
    """A version brings back the parts of a row too, so that it needs the rights to those."""

    OF_PARTS = [
        f"{action}_{part}"
        for action in ("add", "change", "delete")
        for part in ("authorship", "publicationlink", "publicationaward")
    ]

    def versions(self) -> tuple[Publication, Version]:
        """Return a paper that lost its author, and the version before."""
        paper = cast.paper("Nash", authors="Jane Roe")
        with record_revision("first"):
            note([paper])
        paper.authorships.all().delete()
        with record_revision("second"):
            note([paper])
        return paper, Version.objects.get_for_object(paper).last()

    @pytest.mark.parametrize("missing", ["change_publication", *OF_PARTS])
    def test_changes_nothing_without_one_of_them(self, missing):
        paper, version = self.versions()
        rights = {"view_publication", "change_publication", *self.OF_PARTS} - {missing}
        client = helper(*rights)
        revision = reverse("admin:publications_publication_revision", args=[paper.pk, version.pk])
        assert client.post(revision).status_code == 403
        assert not paper.authorships.exists()
        history = Page(admin_url(Publication, "history", paper.pk), client)
        assert "Go back to this version" not in history.text

    def test_goes_back_with_all_of_them(self):
        paper, version = self.versions()
        client = helper("change_publication", *self.OF_PARTS)
        revision = reverse("admin:publications_publication_revision", args=[paper.pk, version.pk])
        assert client.post(revision).status_code == 302
        assert paper.authorships.exists()

    @pytest.mark.parametrize("missing", [None, "add_publication", "change_publication", *OF_PARTS])
    def test_offers_deleted_rows_to_those_who_may_bring_them_back(self, missing):
        rights = {"add_publication", "change_publication", "view_publication", *self.OF_PARTS}
        page = Page(admin_url(Publication, "changelist"), helper(*(rights - {missing})))
        links = [url for url in page.links().values() if url and url.endswith("/recover/")]
        assert len(links) == (missing is None)
