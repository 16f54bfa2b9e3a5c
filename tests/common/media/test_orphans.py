"""Files of an interrupted save belong to no row. They are removed like those of deleted rows."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from common.media.files import record_orphans, remove_expired_files
from common.media.pictures import PictureFormField
from common.models import DeletedFile
from profile.models import Profile
from publications.models import Publication
from tests import cast
from tests.pictures import jpeg, upload

pytestmark = pytest.mark.django_db

PDF = "papers/nash-c3f9a0c41b7d2e58.pdf"


@pytest.fixture(autouse=True)
def uploads(uploads) -> Callable[[], set[str]]:
    return uploads


@pytest.fixture
def days_pass(monkeypatch) -> Callable[[float], None]:
    def days_pass(days: float) -> None:
        now = timezone.now() + timedelta(days=days)
        monkeypatch.setattr(timezone, "now", lambda: now)

    return days_pass


def save(name: str) -> str:
    return default_storage.save(name, ContentFile(b"%PDF-1.7"))


def lose_row(row: Profile | Publication) -> None:
    """Remove the row as if its transaction had never been committed."""
    type(row).objects.filter(pk=row.pk)._raw_delete("default")


def status_of(name: str) -> int:
    response = Client().get(f"/uploads/{name}")
    response.close()
    return response.status_code


def test_they_are_served_to_nobody_and_removed_when_their_time_is_up(uploads, days_pass):
    save(PDF)
    assert status_of(PDF) == 200
    days_pass(1.1)
    record_orphans()
    assert status_of(PDF) == 404
    days_pass(88)
    remove_expired_files()
    assert uploads() == {PDF}
    days_pass(2)
    remove_expired_files()
    assert uploads() == set()


def test_a_picture_goes_with_its_sizes(uploads, days_pass, settings):
    settings.KEEP_DELETED_FILES = 0
    profile = Profile(name="Wei", photo=PictureFormField().clean(upload(jpeg((400, 300)))))
    profile.save()
    assert len(uploads()) > 3
    lose_row(profile)
    days_pass(1.1)
    record_orphans()
    assert DeletedFile.objects.get().name == profile.photo.name
    remove_expired_files()
    assert uploads() == set()


def test_a_file_that_may_still_be_being_saved_is_left_alone(days_pass):
    save(PDF)
    days_pass(0.9)
    record_orphans()
    assert not DeletedFile.objects.exists()


@pytest.mark.parametrize(
    "name",
    [
        *("papers/Xiong 2024.pdf", "papers/old/nash-c3f9a0c41b7d2e58.pdf"),
        *("text/picture-c3f9a0c41b7d2e58.jpg", ".chosen/1732400000-c3f9a0c41b7d2e58"),
    ],
)
def test_the_owners_own_files_and_pictures_in_texts_are_left_alone(name, days_pass):
    save(name)
    days_pass(400)
    record_orphans()
    assert not DeletedFile.objects.exists()


@pytest.mark.parametrize("name", [PDF, PDF.upper().replace(".PDF", ".pdf")])
def test_the_files_of_rows_are_left_alone(name, days_pass):
    cast.paper(
        pdf=save(name),
        thumbnail=PictureFormField().clean(upload(jpeg((400, 300)))),
        thumbnail_alt="A chart",
        is_draft=True,
    )
    Publication.objects.update(pdf=PDF)
    days_pass(400)
    record_orphans()
    assert not DeletedFile.objects.exists()


def test_what_is_deleted_already_gets_no_more_time(days_pass):
    cast.paper(pdf=save(PDF)).delete()
    before = DeletedFile.objects.get().deleted_at
    days_pass(50)
    record_orphans()
    assert DeletedFile.objects.get().deleted_at == before


def test_a_row_that_then_names_one_shows_it_and_keeps_it(uploads, days_pass):
    save(PDF)
    days_pass(1.1)
    record_orphans()
    cast.paper(pdf=PDF)
    assert status_of(PDF) == 200
    days_pass(400)
    remove_expired_files()
    assert uploads() == {PDF}
