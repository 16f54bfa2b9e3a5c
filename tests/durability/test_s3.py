"""A site with uploads in a bucket is backed up like any other, and restored anywhere."""

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import override_settings

from tests.s3_server import KEYS, make_bucket, s3_server
from website.backup import make, restore, uploads
from website.config import services

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning:moto.*"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:botocore.*"),
]


def content_of(name: str) -> bytes:
    with default_storage.open(name) as file:
        return file.read()


def test_uploads_move_to_a_bucket_and_back_by_a_backup(site, new_site, tmp_path, monkeypatch):
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    with site.open():
        made = make(tmp_path / "there.tar.gz").file
    away, again = new_site("away", empty=True), new_site("again", empty=True)
    with s3_server() as server, away.open():
        make_bucket(server, "uploads")
        bucket = services.configure_uploads(f"{server}/uploads")
        # Ends with this block: the ``settings`` fixture would bring the folder back after it.
        with override_settings(STORAGES={**settings.STORAGES, "default": bucket}):
            restore(made)
            assert {name: content_of(name) for name in uploads.list_uploads()} == site.files()
            back = make(tmp_path / "back.tar.gz").file
    assert not (away.folder / "uploads").exists()
    with again.open():
        restore(back)
    assert again.everything() == site.everything()
