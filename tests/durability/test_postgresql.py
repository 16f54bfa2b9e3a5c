"""A site on PostgreSQL is backed up as SQLite, and restored into any database."""

from collections.abc import Iterator

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from publications.models import Publication
from tests.conftest import SAMPLE
from tests.servers import on_postgresql
from website import content_file
from website.backup import BackupError, make, restore

pytestmark = [on_postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def several_databases(transactional_db, django_db_blocker) -> Iterator[None]:
    """Let a test use databases that are not in the settings."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def backup(tmp_path, settings):
    """A backup of a site with the sample and a file, and the content of that site."""
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "uploads"
    storage = {"BACKEND": "common.media.storage.DurableStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": storage}
    content_file.load(SAMPLE.read_text(encoding="utf-8"))
    Publication.objects.first().pdf.save("paper.pdf", ContentFile(b"%PDF-"))
    return make(tmp_path / "b.tar.gz"), content_file.dump()


def test_the_backup_is_restored_on_an_empty_site_without_a_server(backup, empty_site):
    made, says = backup
    with empty_site.open():
        restore(made.file)
    assert empty_site.says() == says
    assert len(empty_site.files()) == len(made.manifest.uploads) == 1


def test_it_is_restored_in_the_place_of_what_is_there(backup, desk):
    made, says = backup
    Publication.objects.all().delete()
    assert content_file.dump() != says
    restored = restore(made.file, replace=True)
    assert content_file.dump() == says
    assert not Session.objects.exists()
    with default_storage.open(Publication.objects.exclude(pdf="").get().pdf.name) as pdf:
        assert pdf.read() == b"%PDF-"
    restore(restored.before.file, replace=True)
    assert not Publication.objects.exists()


def test_a_site_without_a_server_moves_to_it_and_back(backup, site, new_site, tmp_path):
    """A backup can be restored into any database."""
    with site.open():
        small = make(tmp_path / "small.tar.gz").file
    restore(small, replace=True)
    assert content_file.dump() == site.says()
    there = make(tmp_path / "there.tar.gz").file
    back = new_site("back", empty=True)
    with back.open():
        restore(there)
    assert back.everything() == site.everything()


def test_rows_that_it_cannot_hold_change_nothing(backup, site, tmp_path):
    _, says = backup
    with site.open():
        Publication.objects.filter(pk=Publication.objects.first().pk).update(doi="1" * 2000)
        too_long = make(tmp_path / "long.tar.gz").file
    with pytest.raises(BackupError, match=r"in PostgreSQL.*publications\.Publication"):
        restore(too_long, replace=True)
    assert content_file.dump() == says


def test_an_upgrade_says_how(backup):
    with pytest.raises(CommandError, match="This site is on PostgreSQL"):
        call_command("upgrade")
