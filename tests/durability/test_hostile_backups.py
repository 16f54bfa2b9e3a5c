"""A malicious backup is refused with a sentence, before anything changes."""

import gzip
import json
import tarfile
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from publications.models import Publication
from tests.durability.forgery import (
    described,
    head,
    members_of,
    with_bytes,
    with_database,
    with_manifest,
    with_uploads,
    written,
)
from website.backup import BackupError, archive, make
from website.backup.errors import printable


@pytest.fixture
def backup(site, tmp_path) -> Path:
    """A sound backup of a small site."""
    with site.open():
        return make(tmp_path / "good.tar.gz").file


def tree(folder: Path) -> dict[str, bytes | None]:
    """Return everything in a folder, hidden files too, except SQLite's temporary files."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
        if path.name not in {".lock", "serving.lock", "backups"}
        and not path.name.endswith(("-shm", "-wal"))
    }


@pytest.fixture
def refused(site, tmp_path) -> Iterator:
    """Check that a backup is refused and changes nothing; return the sentence."""
    site.signed_in()
    (site.folder / "secret-key").write_text("not to be touched")

    def refuse(backup: Path) -> str:
        said, before = StringIO(), tree(tmp_path)
        with site.open(), pytest.raises(CommandError) as refusal:
            call_command("restore", str(backup), "--replace", stdout=said, stderr=said)
        assert tree(tmp_path) == before
        assert said.getvalue() == ""
        sentence = str(refusal.value)
        assert sentence.endswith("\nNothing was changed.")
        assert sentence.replace("\n", " ").isprintable()
        return sentence

    return refuse


@pytest.fixture
def restored(site):
    """Restore a backup; return the command's output."""

    def restore(backup: Path) -> str:
        said = StringIO()
        with site.open():
            call_command("restore", str(backup), "--replace", stdout=said)
        return said.getvalue()

    return restore


class TestNames:
    @pytest.mark.parametrize(
        "name",
        [
            "uploads/../../evil",
            "uploads/./evil",
            "uploads//evil",
            "uploads/a/../../evil",
            "/etc/evil",
            "uploads/.hidden",
            "uploads/a\\b",
            "uploads/nul\0byte",
            "uploads/line\nbreak",
            "uploads/bell\x07",
            "uploads/half \ud800",
            "uploads",
            "uploads/",
            "secret-key",
            "../vita.sqlite3",
            "uploads/" + "a" * 256,
            "uploads/" + "熊" * 86,
            "uploads/" + "a" * 250 + "/b" * 400,
            "manifest.json",
        ],
    )
    def test_that_no_upload_can_have(self, backup, refused, name):
        forged = with_manifest(
            backup,
            lambda said: said["files"].update({name: described(b"evil")}),
            [head(name.encode(errors="replace").decode(), b"evil")],
        )
        assert "It is not a backup of Vita" in refused(forged)

    @pytest.mark.parametrize(
        "names", [("a", "a/b"), ("a/b", "a"), ("a/b/c", "a/b"), ("a/b", "a/b/c/d")]
    )
    def test_that_are_a_file_and_a_folder(self, backup, refused, names):
        assert "both a file and a folder" in refused(
            with_uploads(backup, dict.fromkeys(names, b""))
        )

    @pytest.mark.parametrize("names", [("Talk.pdf", "talk.pdf"), ("é.pdf", "e\u0301.pdf")])
    def test_that_are_one_name_on_this_disk(self, backup, refused, names, monkeypatch):
        touch = Path.touch

        def without_capitals(path: Path, **options) -> None:
            touch(path.with_name(names[1].lower() if path.name in names else path.name), **options)

        monkeypatch.setattr(Path, "touch", without_capitals)
        said = refused(with_uploads(backup, dict.fromkeys(names, b"slides")))
        assert "two uploads whose names are the same on this disk" in said

    def test_that_this_disk_tells_apart_are_both_restored(self, backup, site, restored):
        new = {"Talk.pdf": b"one", "talk.pdf": b"two", "é.pdf": b"three", "e\u0301.pdf": b"four"}
        restored(with_uploads(backup, new))
        assert new.items() <= site.files().items()

    @pytest.mark.parametrize("name", ["a" * 255, "熊" * 85, "a" * 200 + "/" + "b" * 200])
    def test_as_long_as_names_can_be_are_restored(self, backup, site, restored, name):
        restored(with_uploads(backup, {name: b"slides"}))
        assert site.files()[name] == b"slides"

    def test_that_are_taken_here_by_something_else(self, backup, site, refused):
        (site.folder / "uploads" / "mine").mkdir()
        (site.folder / "uploads" / "mine" / ".hidden").write_text("years of work")
        (site.folder / "uploads" / "yours").write_text("years of work")
        assert "Move it away" in refused(with_uploads(backup, {"mine": b""}))
        assert "Move it away" in refused(with_uploads(backup, {"yours/a.pdf": b""}))

    def test_that_a_terminal_would_act_on_are_printed_escaped(self, backup, refused):
        odd = "\u202egnp.exe\u2066"
        content = {f"uploads/{odd}": "0" * 64}
        forged = with_manifest(backup, lambda said: said["files"].update(content))
        assert r"\u202egnp.exe\u2066" in refused(forged)

    def test_the_name_of_an_impossible_site_is_escaped_too(self, backup, refused):
        def rename(said: dict) -> None:
            said["site"] = "https://\u202eexample.org\x1b[2J"

        assert r"\u202eexample.org\x1b[2J” is not a site" in refused(with_manifest(backup, rename))

    def test_escaping_leaves_what_can_be_read(self):
        assert printable("Zoë 熊 — “a b”") == "Zoë 熊 — “a b”"
        assert printable("\x1b[2J\u200f\ud800\r\n") == r"\x1b[2J\u200f\ud800\r\n"


class TestListOfContents:
    @pytest.mark.parametrize(
        "made_at",
        [
            "9999-12-31T23:59:59+00:00",
            "9999-01-01T00:00:00-12:00",
            "2500-01-01T00:00:00+00:00",
            "0001-01-01T00:00:00+00:00",
            "-2026-11-24T03:15:00+00:00",
            "2026-11-24T03:15:00",
            "2026-11-24",
            "2026-02-30T00:00:00+00:00",
            "yesterday",
            "2026-11-24T03:15:00+24:00",
            "2026-11-24T25:15:00+00:00",
            "2026-11-24T03:15:00+00:00" + " " * 200,
            "٢٠٢٦-11-24T03:15:00+00:00",
            "\ud800",
            "",
        ],
    )
    def test_of_an_impossible_time(self, backup, refused, made_at):
        forged = with_manifest(backup, lambda said: said.update(made_at=made_at))
        assert "not a possible date" in refused(forged)

    @pytest.mark.parametrize(
        ("made_at", "shown"),
        [("1970-01-01T00:00:00+00:00", "01 January 1970"), ("2099-06-01T12:00+02:00", "June 2099")],
    )
    def test_of_a_clock_that_was_wrong_is_good_enough(self, backup, restored, made_at, shown):
        assert shown in restored(with_manifest(backup, lambda said: said.update(made_at=made_at)))

    @pytest.mark.parametrize(
        "wrong",
        [
            *({"version": 5}, {"version": "1" * 5000}, {"site": None}, {"more": 1}),
            *({"missing": [1]}, {"made_at": 20261124}, {"made_at": None}, {"files": []}),
            *({"files": {}}, {"files": {"vita.sqlite3": "0"}}, {"files": {"vita.sqlite3": 0}}),
            *({"files": {"vita.sqlite3": "0" * 63 + "\n"}}, {"files": {"vita.sqlite3": "A" * 64}}),
            *({"format": "1"}, {"format": None}, {"format": 0}, {"format": True}),
            *({"format": float("nan")}, {"format": float("inf")}, {"format": [[[2]]]}),
            *({"made_at": float("nan")}, {"made_at": 1e300}, {"made_at": ["2026-11-24"]}),
            *({"made_at": {"year": 2026}}, {"made_at": True}, {"version": None}, {"site": 5}),
            *({"site": "https://熊.org"}, {"site": "https://example.org\n"}, {"site": "\ud800"}),
            *({"site": "a" * 301}, {"missing": None}, {"missing": {"a": 1}}, {"files": None}),
            *({"files": {"vita.sqlite3": None}}, {"files": {"vita.sqlite3": [5]}}),
            {"files": {"vita.sqlite3": float("nan")}},
        ],
    )
    def test_that_is_invalid(self, backup, refused, wrong):
        said = refused(with_manifest(backup, lambda said: said.update(wrong)))
        assert "its list of contents is not valid" in said

    @pytest.mark.parametrize(
        "text",
        [b"", b"[]", b"5", b'"a"', b"[" * 100_000, b"\xff\xfe", b'{"format": 1, "format": 1}'],
    )
    def test_that_is_no_list(self, backup, refused, text, tmp_path):
        forged = [head("manifest.json", text), *members_of(backup)[1:]]
        said = refused(written(forged, tmp_path / "f.tar.gz"))
        assert "its list of contents is not valid" in said

    @pytest.mark.parametrize("name", ["format", "version", "made_at", "site", "files"])
    def test_that_lacks_something(self, backup, refused, name):
        said = refused(with_manifest(backup, lambda said: said.pop(name)))
        assert "its list of contents is not valid" in said

    @pytest.mark.parametrize("name", ["version", "made_at", "site", "files", "missing"])
    @pytest.mark.parametrize(
        "value", ["[" * 50_000 + "]" * 50_000, "1" * 5000, '{"a": ' * 500 + "1" + "}" * 500]
    )
    def test_with_something_deep_or_huge(self, backup, refused, name, value):
        members = members_of(backup)
        text = json.dumps(json.loads(members[0][1]) | {name: "HERE"}).replace('"HERE"', value)
        members[0] = head("manifest.json", text.encode())
        said = refused(written(members, backup.with_name("forged.tar.gz")))
        assert "its list of contents is not valid" in said

    def test_of_a_later_form_with_an_odd_release(self, backup, refused):
        later = {"format": 2, "version": "\x1b[2J9.9"}
        said = refused(with_manifest(backup, lambda said: said.update(later)))
        assert r"made by Vita \x1b[2J9.9" in said


class TestMembers:
    @pytest.mark.parametrize(
        "kind",
        [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE],
    )
    def test_links_devices_and_folders(self, backup, refused, kind):
        forged = with_manifest(
            backup,
            lambda said: said["files"].update({"uploads/evil": described(b"")}),
            [head("uploads/evil", type=kind, linkname="/etc/passwd")],
        )
        assert "uploads/evil is missing or damaged" in refused(forged)

    @pytest.mark.parametrize("name", ["uploads/more", "manifest.json", "vita.sqlite3", "/etc/more"])
    def test_one_more_or_one_twice(self, backup, refused, name):
        forged = with_manifest(backup, lambda said: None, [head(name, b"more")])
        assert "files that are not in its list of contents" in refused(forged)

    def test_one_less(self, backup, refused, tmp_path):
        refused(written(members_of(backup)[:-1], tmp_path / "forged.tar.gz"))

    def test_in_another_order(self, backup, refused, tmp_path):
        members = members_of(backup)
        refused(written([members[1], members[0], *members[2:]], tmp_path / "forged.tar.gz"))

    def test_of_another_content(self, backup, refused, tmp_path):
        members = members_of(backup)
        member, content = members[-1]
        members[-1] = (member, content[:-1] + b"?")
        assert "missing or damaged" in refused(written(members, tmp_path / "forged.tar.gz"))

    def test_that_unpack_to_more_than_the_list_says(self, backup, refused):
        bomb = [head("uploads/more", bytes(200_000_000))]
        refused(with_manifest(backup, lambda said: None, bomb))

    def test_after_which_more_and_more_follows(self, backup, refused):
        with backup.open("ab") as file:
            file.write(gzip.compress(bytes(200_000_000), 1))
        assert "unpacks to more" in refused(backup)

    def test_that_unpack_to_more_than_the_disk_has(self, backup, refused):
        huge = {"uploads/huge": "0" * 64}
        member = head("uploads/huge", size=2**52)
        said = refused(with_manifest(backup, lambda said: said["files"].update(huge), [member]))
        assert "Make room there first" in said

    def test_a_header_larger_than_any(self, backup, refused):
        """Its content is not kept in memory."""
        large = {"uploads/large": "0" * 64}
        member = head("uploads/large", pax_headers={"comment": "x" * 50_000_000})
        said = refused(with_manifest(backup, lambda said: said["files"].update(large), [member]))
        assert "unpacks to more" in said

    def test_a_file_of_holes(self, backup, refused):
        """GNU's way to declare a size of gigabytes in a few bytes."""
        size = 3_000_000
        sparse = head(
            "uploads/holes",
            b"1\n0\n0\n".ljust(512, b"\0"),
            pax_headers={
                "GNU.sparse.major": "1",
                "GNU.sparse.minor": "0",
                "GNU.sparse.name": "uploads/holes",
                "GNU.sparse.realsize": str(size),
            },
        )
        holes = {"uploads/holes": described(bytes(size))}
        refused(with_manifest(backup, lambda said: said["files"].update(holes), [sparse]))

    def test_whatever_the_bytes_of_the_headers_are(self, backup):
        """They are changed at random, each time with a correct checksum of the whole."""
        length, random = len(gzip.decompress(backup.read_bytes())), Random(8)
        refusals = 0
        for _ in range(60):
            at = random.choice([random.randrange(512), length - random.randrange(1, 30_000)])
            forged = with_bytes(backup, at, random.randbytes(random.choice([1, 8, 100])))
            try:
                archive.read(forged)
            except BackupError:
                refusals += 1
        assert refusals > 20  # others changed a time or an owner, which are not used

    def test_that_are_no_archive(self, refused, tmp_path):
        for content in (b"rubbish" * 99, b"", gzip.compress(b"rubbish"), gzip.compress(b"")):
            (tmp_path / "rubbish").write_bytes(content)
            refused(tmp_path / "rubbish")


class TestDatabase:
    @pytest.mark.parametrize(
        "evil",
        [
            "CREATE VIEW evil AS SELECT randomblob(1000000000)",
            "CREATE TRIGGER evil AFTER INSERT ON profile_award BEGIN DELETE FROM website_user; END",
            "CREATE TABLE evil (x)",
            "CREATE VIRTUAL TABLE evil USING fts5(x)",
            "ALTER TABLE profile_profile ADD COLUMN evil text",
        ],
    )
    def test_with_something_that_vita_does_not_make(self, backup, refused, evil):
        assert "that Vita does not create: " in refused(with_database(backup, evil))

    @pytest.mark.parametrize(
        ("statement", "sentence"),
        [
            ("DROP TABLE talks_talklink", "lacks the table talks_talklink"),
            ("DROP TABLE django_session", "lacks the table django_session"),
            ("ALTER TABLE profile_award DROP COLUMN note", "lacks the column profile_award.note"),
            ("DROP TABLE django_migrations", "has no migrations"),
            ("DELETE FROM django_migrations", "has no migrations"),
            ("DELETE FROM django_migrations WHERE app = 'talks'", "already exists"),
            ("DELETE FROM django_migrations WHERE app = 'contenttypes'", "lacks a migration"),
            ("DELETE FROM django_migrations WHERE app = 'website'", "lacks a migration"),
            (
                "UPDATE publications_authorship SET author_id = 99 WHERE position = "
                "(SELECT max(position) FROM publications_authorship)",
                "author_id contains a value '99' that does not have a corresponding value",
            ),
            ("UPDATE talks_presentation SET talk_id = 99", "corresponding value in talks_talk.id"),
            ("UPDATE profile_award SET position = 'first'", "profile.Award"),
            ("UPDATE publications_publication SET changed_at = 'soon'", "changed_at"),
            ("UPDATE talks_presentation SET uid = 'x' WHERE id = 1", "is not that of a Vita site"),
            ("UPDATE reversion_revision SET date_created = 5", "is not that of a Vita site"),
            ("UPDATE profile_award SET title = x'ff00'", "profile_award"),
            ("UPDATE profile_award SET position = 9e999", "profile.Award"),
        ],
    )
    def test_that_is_not_what_the_models_need(self, backup, refused, statement, sentence):
        assert sentence in refused(with_database(backup, "PRAGMA foreign_keys=OFF", statement))

    def test_without_a_constraint_that_its_rows_break(self, backup, refused):
        statements = (
            "DROP INDEX at_most_one_owner",
            "UPDATE publications_author SET is_owner = 1",
        )
        said = refused(with_database(backup, *statements))
        assert "UNIQUE constraint failed: publications_author.is_owner" in said

    def test_whose_tables_have_lost_a_rule_get_it_back(self, backup, site, restored):
        restored(with_database(backup, "DROP INDEX at_most_one_owner"))
        with site.open(), connection.cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_master WHERE name = 'at_most_one_owner'")
            assert cursor.fetchall()

    @pytest.mark.parametrize("photo", ["../secret-key", "/etc/passwd", "photos/elsewhere.jpg"])
    def test_whose_rows_name_files_that_are_not_in_it(self, backup, refused, photo):
        forged = with_database(backup, f"UPDATE profile_profile SET photo = '{photo}'")
        assert f"its database names {photo}, which is not in it" in refused(forged)

    @pytest.mark.parametrize("photo", ["../secret-key", "/etc/passwd"])
    def test_whose_rows_name_files_elsewhere_that_it_calls_gone(self, backup, refused, photo):
        forged = with_database(backup, f"UPDATE profile_profile SET photo = '{photo}'")
        forged = with_manifest(forged, lambda said: said.update(missing=[photo]))
        assert "names a file that is not an upload" in refused(forged)

    def test_that_was_damaged(self, backup, refused):
        assert "Its database is damaged" in refused(
            with_database(
                backup,
                "PRAGMA writable_schema=ON",
                "UPDATE sqlite_master SET rootpage = 3 WHERE name = 'profile_award'",
            )
        )

    def test_that_is_invalid(self, backup, refused, tmp_path):
        members = members_of(backup)
        said = json.loads(members[0][1])
        said["files"]["vita.sqlite3"] = described(b"rubbish")
        members[0] = head("manifest.json", json.dumps(said).encode())
        members[1] = head("vita.sqlite3", b"rubbish")
        said = refused(written(members, tmp_path / "forged.tar.gz"))
        assert "Its database is damaged" in said

    def test_that_is_another_than_the_list_describes(self, backup, refused):
        other = {"vita.sqlite3": described(b"another")}
        forged = with_manifest(backup, lambda said: said["files"].update(other))
        assert "vita.sqlite3 is missing or damaged" in refused(forged)

    def test_an_upload_that_is_the_database_once_more_stays_as_it_is(self, backup, site, restored):
        """Only the database itself is migrated."""
        content = members_of(backup)[1][1]
        restored(with_uploads(backup, {"copy.sqlite3": content}))
        assert site.files()["copy.sqlite3"] == content


def test_a_refused_backup_makes_no_backup_of_what_is_there(backup, site, refused):
    refused(with_database(backup, "DROP TABLE talks_talklink"))
    assert not list(site.backups.glob("vita-*"))


def test_the_sound_backup_from_which_these_are_made_is_restored(backup, site, restored):
    with site.open():
        Publication.objects.all().delete()
    assert "Restored the backup" in restored(with_database(backup, "PRAGMA user_version = 1"))
    with site.open():
        assert Publication.objects.exists()
