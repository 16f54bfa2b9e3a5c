"""Uploaded files are served so that they cannot run on the site."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from publications.models import Publication, PublicationLink
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files_on_disk(settings, tmp_path):
    """Uploads in a folder, as in production."""
    settings.MEDIA_ROOT = tmp_path
    storages = {**settings.STORAGES}
    storages["default"] = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = storages


def ask(name: str, data: bytes = b"x"):
    response = Client().get(f"/uploads/{default_storage.save(name, ContentFile(data))}")
    assert response.getvalue() == data
    response.close()
    return response


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        *(("a.png", "image/png"), ("a.jpg", "image/jpeg")),
        *(("a.webp", "image/webp"), ("a.jpg-320.avif", "image/avif")),
        ("papers/b.pdf", "application/pdf"),
    ],
)
def test_pictures_and_papers_are_shown(name, kind):
    response = ask(name)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == kind
    assert "attachment" not in response.headers.get("Content-Disposition", "")


@pytest.mark.parametrize("name", ["evil.html", "evil.svg", "evil.js", "evil.xhtml", "evil"])
def test_everything_else_is_only_downloaded(name):
    assert "attachment" in ask(name, b"<script>alert(1)</script>").headers["Content-Disposition"]


@pytest.mark.parametrize("name", ["a.png", "evil.html", "evil.svg", "slides.pptx"])
def test_nothing_that_is_served_can_run_scripts(name):
    response = ask(name)
    policy = response.headers["Content-Security-Policy"]
    assert policy == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_pdf_is_not_sandboxed_because_some_browsers_then_show_nothing():
    policy = ask("a.pdf").headers["Content-Security-Policy"]
    assert policy == "default-src 'none'; frame-ancestors 'none'"


@pytest.mark.parametrize(
    "name",
    ["nothing.png", "../secret-key", "..%2Fsecret-key", ".hidden", "papers/", "%00", "a%00.png"],
)
def test_what_is_not_an_upload_is_not_found(name):
    assert Client().get(f"/uploads/{name}").status_code == 404


@pytest.mark.parametrize(
    "name",
    [
        *("papers/gec-c3f9a0c41b7d2e58.pdf", "photos/portrait-c3f9a0c41b7d2e58.jpg"),
        "sizes/photos/portrait-c3f9a0c41b7d2e58.jpg-320.avif",
    ],
)
def test_a_browser_may_cache_generated_names_for_ever(name):
    assert ask(name).headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    "name",
    [
        *("photos/me.jpg", "sizes/photos/me.jpg-320.avif", "papers/talk-presentation1.pdf"),
        *("photos/trip-202401311530.jpg", "photos/scan-2024013115304501.jpg"),
    ],
)
def test_a_file_named_by_hand_is_revalidated(name):
    assert ask(name)["Cache-Control"] == "no-cache"


OWN = "papers/nash-c3f9a0c41b7d2e58.pdf"
THUMBNAIL = "thumbnails/paper-c3f9a0c41b7d2e58.jpg"
SIZE = "sizes/thumbnails/paper-c3f9a0c41b7d2e58.jpg-320.avif"
FILES = {
    OWN: {"pdf": OWN},
    THUMBNAIL: {"thumbnail": THUMBNAIL, "thumbnail_alt": "A curve"},
    SIZE: {"thumbnail": THUMBNAIL, "thumbnail_alt": "A curve"},
}


def stored(name: str) -> str:
    return f"/uploads/{default_storage.save(name, ContentFile(b'%PDF-1.7'))}"


@pytest.mark.parametrize("name", FILES)
class TestTheFilesOfADraft:
    def test_strangers_get_404(self, name):
        cast.paper(is_draft=True, **FILES[name])
        assert Client().get(stored(name)).status_code == 404

    def test_staff_see_them_uncached(self, name, desk):
        cast.paper(is_draft=True, **FILES[name])
        response = desk.get(stored(name))
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "private, no-store"
        response.close()

    def test_they_are_public_once_it_is_published(self, name):
        cast.paper(**FILES[name])
        response = Client().get(stored(name))
        assert response.headers["Cache-Control"] == "private, max-age=31536000, immutable"
        response.close()

    def test_a_published_paper_that_has_the_same_file_shows_it(self, name):
        cast.paper("A", is_draft=True, **FILES[name])
        cast.paper("B", **FILES[name])
        assert ask(name).status_code == 200


@pytest.mark.usefixtures("uncached")
def test_slides_of_a_withdrawn_paper_are_not_found_any_more(django_assert_num_queries):
    paper = cast.paper()
    slides = "papers/slides-c3f9a0c41b7d2e58.pptx"
    PublicationLink.objects.create(publication=paper, kind="slides", file=slides)
    path = stored(slides)
    with django_assert_num_queries(1):
        Client().get(path).close()
    Publication.objects.all().withdraw()
    assert Client().get(path).status_code == 404


def test_it_comes_with_its_length_and_is_not_compressed_again():
    name = default_storage.save("talk.pdf", ContentFile(b"x" * 1000))
    response = Client(headers={"Accept-Encoding": "gzip"}).get(f"/uploads/{name}")
    assert response.headers["Content-Length"] == "1000"
    assert "Content-Encoding" not in response.headers
    response.close()
