"""The preview beside a paper's form: the page as it would be, and nothing is saved."""

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from publications.models import Author, Authorship, Publication, Topic
from tests import cast
from tests.admin_forms import admin_url, submitted
from tests.page import Page
from website.models import User

pytestmark = pytest.mark.django_db

ADD = admin_url(Publication, "add")
PREVIEW_OF_NEW = reverse("admin:publications_publication_preview")


def preview_of(paper: Publication) -> str:
    return reverse("admin:publications_publication_preview", args=[paper.pk])


def typed_in(desk, paper: Publication, **typed: str) -> dict[str, str]:
    return submitted(Page(admin_url(Publication, "change", paper.pk), desk)) | typed


def test_a_paper_is_shown_as_it_is_typed_and_stays_as_it_is_stored(desk):
    paper = cast.paper("Nash", "Han Zhong", summary="Old.")
    typed = typed_in(desk, paper, title="A bound of $x^2$", summary="*New.*")
    page = Page.of(desk.post(preview_of(paper), typed))
    assert page.texts("h1")[0].startswith("A bound of")
    assert page.texts("em") == ["New."]
    paper.refresh_from_db()
    assert (paper.title, paper.summary) == ("Nash", "Old.")


def test_a_new_paper_is_shown_with_its_pasted_authors_topics_and_rows(desk):
    topic = Topic.objects.create(name="Games")
    author = cast.author("Han Zhong")
    typed = submitted(Page(ADD, desk)) | {"title": "Nash", "topics": [str(topic.pk)]}
    rows = {"authorships-TOTAL_FORMS": "1", "authorships-0-author": author.pk}
    rows["authorships-0-role"] = "author"
    page = Page.of(desk.post(PREVIEW_OF_NEW, typed | rows))
    assert "Han Zhong" in page.texts("p", class_="byline")[0]
    assert "Games" in page.text
    page = Page.of(desk.post(PREVIEW_OF_NEW, typed | {"author_line": "Chi Jin*, Nan Jiang*"}))
    assert "Chi Jin" in page.texts("p", class_="byline")[0]
    assert not Publication.objects.exists()
    assert not Authorship.objects.exists()
    assert list(Author.objects.all()) == [author]


def test_nothing_is_said_afterwards_about_authors_who_were_not_made(desk):
    typed = submitted(Page(ADD, desk)) | {"title": "Nash", "author_line": "Chi Jin"}
    desk.post(PREVIEW_OF_NEW, typed)
    assert "Chi Jin" not in Page("/admin/", desk).text


def test_a_form_that_cannot_be_saved_has_no_preview(desk):
    typed = submitted(Page(ADD, desk)) | {"title": ""}
    assert desk.post(PREVIEW_OF_NEW, typed).status_code == 422


def test_a_chosen_file_is_left_alone(desk, uploads):
    paper = cast.paper("Nash")
    before = uploads()
    typed = typed_in(desk, paper, title="Typed")
    typed["pdf"] = SimpleUploadedFile("nash.pdf", b"%PDF-1.7")
    assert desk.post(preview_of(paper), typed).status_code == 200
    assert uploads() == before


@pytest.mark.parametrize(("right", "status"), [("view", 403), ("change", 200)])
def test_it_is_for_those_who_may_save_the_form(desk, right, status):
    paper = cast.paper("Nash")
    typed = typed_in(desk, paper)
    helper = User.objects.create_user("helper", is_staff=True)
    rights = Permission.objects.filter(codename=f"{right}_publication")
    helper.user_permissions.set(rights)
    client = Client()
    client.force_login(helper)
    assert client.post(preview_of(paper), typed).status_code == status
    assert client.get(preview_of(paper)).status_code == 405
