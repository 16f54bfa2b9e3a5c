"""Uploaded files are served so that they cannot run on the site."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files_on_disk(settings, tmp_path):
    """Uploads where they are in real life: in a folder."""
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
def test_everything_else_is_only_saved(name):
    assert "attachment" in ask(name, b"<script>alert(1)</script>").headers["Content-Disposition"]


def test_nothing_that_is_served_can_run_scripts():
    response = ask("a.png")
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "name", ["nothing.png", "../secret-key", "..%2Fsecret-key", ".hidden", "papers/", "%00"]
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
def test_a_browser_keeps_for_good_what_never_changes(name):
    assert ask(name).headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    "name",
    [
        *("photos/me.jpg", "sizes/photos/me.jpg-320.avif", "papers/talk-presentation1.pdf"),
        *("photos/trip-202401311530.jpg", "photos/scan-2024013115304501.jpg"),
    ],
)
def test_what_was_named_by_hand_may_change(name):
    assert "Cache-Control" not in ask(name).headers
