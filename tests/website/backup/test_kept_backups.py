"""Which files in the backup folder are backups, and which are removed."""

from pathlib import Path

import pytest

from website.backup.folder import folder, list_backups, remove_old_backups


@pytest.fixture
def backups(settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    folder().mkdir()
    return folder()


def test_a_file_with_an_impossible_date_is_no_backup(backups):
    (backups / "vita-2026-99-99-999999.tar.gz").touch()
    (backups / "vita-2026-11-24-031500.tar.gz").symlink_to("gone")
    assert list_backups() == []


def test_the_backup_just_made_stays_even_if_others_have_later_dates(backups):
    ahead, made = (backups / f"vita-{day}-031500.tar.gz" for day in ("2099-01-01", "2026-11-24"))
    ahead.touch()
    made.touch()
    assert remove_old_backups(1, just_made=made) == [ahead]
    assert made.exists()
