"""A site on PostgreSQL is backed up as SQLite, and comes back through it."""

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from publications.models import Publication
from tests.conftest import SAMPLE
from tests.servers import on_postgresql
from website import content
from website.backup import BackupError, make, restore

pytestmark = [on_postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def backup(tmp_path, settings, django_db_blocker):
    """A backup of a site with the sample and a file, and what was on it."""
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "uploads"
    storage = {"BACKEND": "common.storage.DurableStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": storage}
    content.load(SAMPLE.read_text(encoding="utf-8"))
    Publication.objects.first().pdf.save("paper.pdf", ContentFile(b"%PDF-"))
    with django_db_blocker.unblock():  # for a database that the settings do not name
        return make(tmp_path / "b.tar.gz"), content.dump()


def test_the_backup_is_restored_on_an_empty_site_without_a_server(backup, empty_site):
    made, says = backup
    with empty_site.open():
        restore(made.file)
    assert empty_site.says() == says
    assert len(empty_site.files()) == len(made.manifest.uploads) == 1


def test_a_restore_into_it_says_how(backup):
    made, says = backup
    with pytest.raises(BackupError, match=r"manage\.py move --to"):
        restore(made.file, replace=True)
    assert content.dump() == says


def test_an_upgrade_says_how(backup):
    with pytest.raises(CommandError, match="This site is on PostgreSQL"):
        call_command("upgrade")
