"""A file is served under its exact name only, so that no other spelling reveals a private file."""

from collections.abc import Iterator
from urllib.parse import quote, unquote

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import resolve

from common.media.pictures import PictureFormField
from profile.models import Profile
from publications.models import Publication, PublicationLink
from tests import cast
from tests.common.media.spellings import spellings
from tests.pictures import jpeg, upload
from tests.s3_server import KEYS, make_bucket, s3_server
from tests.website.export.copies import make_copy
from website.config import services
from website.export.exporter import ExportError

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::DeprecationWarning:moto.*"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:botocore.*"),
]

BY_HAND = "papers/Müller K 2024.pdf"
DISK = {"BACKEND": "common.media.storage.DurableStorage"}
FORGIVING_DISK = {"BACKEND": "tests.common.media.forgiving_disk.ForgivingDisk"}


@pytest.fixture
def on_disk(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "uploads"
    settings.STORAGES = {**settings.STORAGES, "default": DISK}


@pytest.fixture
def on_forgiving_disk(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "uploads"
    settings.STORAGES = {**settings.STORAGES, "default": FORGIVING_DISK}


@pytest.fixture
def in_bucket(settings, monkeypatch) -> Iterator[None]:
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    with s3_server() as server:
        make_bucket(server, "uploads")
        bucket = services.configure_uploads(f"{server}/uploads/wei")
        settings.STORAGES = {**settings.STORAGES, "default": bucket}
        yield


@pytest.fixture(
    params=[
        "on_forgiving_disk",
        pytest.param("on_disk", marks=pytest.mark.slow),
        pytest.param("in_bucket", marks=pytest.mark.slow),
    ]
)
def storage(request) -> None:
    """Each kind of storage, empty."""
    request.getfixturevalue(request.param)


def store_by_hand(name: str) -> str:
    return default_storage.save(name, ContentFile(b"%PDF-1.7"))


@pytest.fixture
def paper(storage) -> Publication:
    """A published paper with a PDF, a picture, and slides that the owner named by hand."""
    picture = PictureFormField().clean(upload(jpeg((400, 300))))
    pdf = ContentFile(b"%PDF-1.7", "nash.pdf")
    paper = cast.paper(pdf=pdf, thumbnail=picture, thumbnail_alt="A chart")
    PublicationLink.objects.create(
        publication=paper, kind="slides", file=store_by_hand(BY_HAND), position=1
    )
    return paper


def names_of(paper: Publication) -> list[str]:
    return [paper.pdf.name, paper.thumbnail.name, paper.thumbnail.names_of_sizes[0], BY_HAND]


def is_shown(url: str) -> bool:
    """Whether a stranger can open this. Only the view is called, because error pages are slow."""
    request = RequestFactory().get(url)
    request.user = AnonymousUser()
    try:
        view, arguments, named = resolve(request.path_info)
        view(request, *arguments, **named).close()
    except Http404:
        return False
    return True


def withdraw(paper: Publication) -> None:
    Publication.objects.filter(pk=paper.pk).withdraw()


def delete(paper: Publication) -> None:
    paper.delete()


@pytest.mark.parametrize("leave", [withdraw, pytest.param(delete, marks=pytest.mark.slow)])
def test_no_spelling_shows_a_file_that_is_withheld(paper, leave):
    urls = [url for name in names_of(paper) for url in spellings(name)]
    assert len(urls) == len(set(urls)) == 4 * 280
    leave(paper)
    assert list(filter(is_shown, urls)) == []
    assert not is_shown(f"{paper.get_absolute_url()}paper.pdf")


def test_a_published_file_has_one_spelling(paper):
    for name in (paper.pdf.name, paper.thumbnail.name, BY_HAND):
        urls = [url for url in spellings(name) if is_shown(url)]
        assert urls[0] == f"/uploads/{quote(name)}"
        assert {unquote(url) for url in urls} == {f"/uploads/{name}"}


def test_a_published_file_has_its_usual_headers(paper):
    kinds = ["application/pdf", "image/jpeg", "image/avif", "application/pdf"]
    caching = [*["private, max-age=31536000, immutable"] * 3, "no-cache"]
    for name, kind, kept in zip(names_of(paper), kinds, caching, strict=True):
        response = Client().get(f"/uploads/{name}")
        response.close()
        assert response.status_code == 200
        assert response["Content-Type"] == kind
        assert response["Cache-Control"] == kept
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Accept-Ranges"] == "bytes"
        assert response["ETag"]
        assert response["Last-Modified"]


@pytest.mark.usefixtures("storage")
@pytest.mark.parametrize(
    "name", ["text/picture-c3f9a0c41b7d2e58.jpg", "text/Poster 2024.PNG", "papers/熊伟.pdf"]
)
def test_a_file_that_no_row_has_is_served_under_its_name(name):
    cast.paper(pdf="papers/other.pdf", is_draft=True)
    response = Client().get(f"/uploads/{store_by_hand(name)}")
    response.close()
    assert response.status_code == 200


@pytest.mark.usefixtures("on_forgiving_disk")
class TestOnADiskThatIgnoresCase:
    @pytest.mark.parametrize(
        "name",
        [
            *("PAPERS/nash.PDF", "papers/nash.pdf.", "papers/nash.pdf ", "papers/NASH~1.PDF"),
            *("papers/nash.pdf::$DATA", "papers/na\u200bsh.pdf"),
        ],
    )
    def test_one_file_has_many_names(self, name):
        store_by_hand("papers/nash.pdf")
        assert default_storage.exists(name)

    def test_a_file_stays_while_a_row_has_it_under_another_name(
        self, settings, django_capture_on_commit_callbacks
    ):
        settings.KEEP_DELETED_FILES = 0
        store_by_hand("papers/nash.pdf")
        cast.paper("A", pdf="papers/nash.pdf")
        with django_capture_on_commit_callbacks(execute=True):
            cast.paper("B", pdf="Papers/Nash.PDF").delete()
        assert default_storage.exists("papers/nash.pdf")


@pytest.mark.usefixtures("on_disk")
def test_the_url_beside_a_page_never_serves_another_papers_pdf():
    store_by_hand("papers/nash.pdf")
    cast.paper("A", pdf="papers/nash.pdf", is_draft=True)
    other = cast.paper("B")
    for name in ("papers//nash.pdf", "papers/./nash.pdf", "../uploads/papers/nash.pdf"):
        Publication.objects.filter(pk=other.pk).update(pdf=name)
        assert not is_shown(f"{other.get_absolute_url()}paper.pdf")


@pytest.mark.usefixtures("on_disk")
@pytest.mark.parametrize("spelling", ["papers//nash.pdf", "papers/%2e/nash.pdf", "papers/nash.pdf"])
def test_a_static_copy_takes_no_file_of_a_draft(tmp_path, spelling):
    store_by_hand("papers/nash.pdf")
    cast.paper("A", pdf="papers/nash.pdf", is_draft=True)
    Profile(name="Wei Xiong", biography=f"[Slides](/uploads/{spelling})").save()
    with pytest.raises(ExportError, match="answers 404"):
        make_copy(tmp_path / "copy")
    assert not (tmp_path / "copy").exists()
