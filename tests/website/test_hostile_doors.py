"""Values that no page could show are refused by the forms and by the content file."""

import pytest

from profile.models import ProfileLink
from publications.models import Author, Publication
from tests import cast, hostile
from tests.admin_forms import admin_url, submitted
from tests.page import Page
from website import content_file

pytestmark = pytest.mark.django_db

URLS = [
    *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "javascript://x.org/%0aalert(1)", "vbscript:x"),
    *("data:text/html,<script>alert(1)</script>", "file:///etc/passwd", "https://", "https:///x"),
    *(
        "https://x.org/\r\nX-Evil: 1",
        "https://me:password@x.org/",
        "https://github.com@evil.example",
    ),
    *(
        "https://x.org/ onclick=alert(1)",
        "https://exa<b>mple.org",
        "blob:https://x.org/1",
        "https://[::1",
    ),
]


def test_a_form_refuses_an_invalid_url(desk):
    form = admin_url(ProfileLink, "add")
    values = submitted(Page(form, desk)) | {"label": "A"}
    for url in URLS:
        assert "X-Evil" not in desk.post(form, values | {"url": url}).headers
    for link in ProfileLink.objects.all():  # a form reads what has no scheme as https
        assert link.url.startswith("https://")
    assert hostile.faults_of(Page("/")) == []


@pytest.mark.parametrize("url", URLS)
def test_a_content_file_with_an_invalid_url_changes_nothing(url):
    value = url.replace("\r", "\\r").replace("\n", "\\n")
    with pytest.raises(content_file.ContentError):
        content_file.load(f'[[links]]\nlabel = "A"\nurl = "{value}"\n')
    assert not ProfileLink.objects.exists()


def test_a_url_with_a_password_is_refused_with_a_sentence(desk):
    form = admin_url(ProfileLink, "add")
    values = submitted(Page(form, desk)) | {"url": "https://me:secret@x.org/"}
    text = desk.post(form, values).content.decode()
    assert "Leave out the name and password before the host." in text


def test_a_name_that_no_list_of_authors_could_hold_is_refused(desk):
    form = admin_url(Author, "add")
    values = submitted(Page(form, desk))
    for name in hostile.NAMES:
        response = desk.post(form, values | {"family_name": name})
        assert hostile.faults_of(Page.of(response)) == []
    assert not Author.objects.exists()


def test_a_form_refuses_a_value_that_does_not_fit_and_saves_nothing(desk):
    paper = cast.paper("Nash Learning")
    form = admin_url(Publication, "change", paper.pk)
    values = submitted(Page(form, desk))
    wrong = {
        "title": "a\0b",
        "summary": "a\0b",
        "note": "W" * 1001,
        "slug": "../admin",
        "doi": "javascript:alert(1)",
        "arxiv_id": '"><script>',
        "citation_key": "a} @evil",
        "former_slugs": "//evil.example",
    }
    response = desk.post(form, values | wrong)
    assert set(response.context["adminform"].form.errors) == set(wrong)
    assert hostile.faults_of(Page.of(response)) == []
    assert Publication.objects.get().title == "Nash Learning"


@pytest.mark.parametrize("name", ["../secret-key", "/etc/passwd", "a/../../b.pdf", "a\\u0000.pdf"])
def test_a_content_file_names_no_file_outside_the_uploads(name):
    with pytest.raises(content_file.ContentError):
        content_file.load(f'[[publications]]\ntitle = "A"\nauthors = "B C"\npdf = "{name}"\n')
    assert not Publication.objects.exists()
