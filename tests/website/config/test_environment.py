"""Environment variables: wrong ones stop the start with one sentence."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from website.config import env

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("value", "origin", "host"),
    [
        ("https://example.org", "https://example.org", "example.org"),
        ("https://Example.org/", "https://example.org", "example.org"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000", "127.0.0.1"),
        ("http://[::1]:8000", "http://[::1]:8000", "[::1]"),
    ],
)
def test_the_url_of_the_site(monkeypatch, value, origin, host):
    monkeypatch.setenv("SITE_URL", value)
    site = env.read_site_url()
    assert (site.origin, site.hostname) == (origin, host)


def test_without_a_url_it_is_a_local_site(monkeypatch):
    monkeypatch.setenv("SITE_URL", "")
    assert env.read_site_url() is None


@pytest.mark.parametrize(
    "value",
    [
        *("example.org", "ftp://example.org", "https://", "https://example.org/me", "https://a:b"),
        *("https://*", "https://.example.org", "https://exa mple.org", "https://-a.org"),
        *("https://exa..mple.org", "https://a-.org", f"https://{'a' * 64}.org"),
        *("https://me:pass@example.org", "https://example.org?x=1", "https://[::1"),
    ],
)
def test_a_wrong_url_is_refused_with_what_to_set(monkeypatch, value):
    monkeypatch.setenv("SITE_URL", value)
    with pytest.raises(ImproperlyConfigured, match="set it to your site's URL, like https://"):
        env.read_site_url()


def test_services_may_be_turned_off_or_have_other_urls(monkeypatch):
    monkeypatch.setenv("SOURCES", "Off")
    assert env.read_sources() is None
    monkeypatch.setenv("SOURCES", "doi=http://127.0.0.1:8000/doi  arxiv=https://arxiv.example.org")
    assert env.read_sources() == {
        "doi": "http://127.0.0.1:8000/doi",
        "arxiv": "https://arxiv.example.org",
    }
    monkeypatch.delenv("SOURCES")
    assert env.read_sources() == {}


@pytest.mark.parametrize(
    "value", ["none", "google=https://a.org", "doi=a.org", "doi=ftp://a.org", "doi=https://a@b.org"]
)
def test_a_wrong_url_of_a_service_is_refused_with_what_to_set(monkeypatch, value):
    monkeypatch.setenv("SOURCES", value)
    with pytest.raises(ImproperlyConfigured, match="set it to off, or to names and URLs like doi="):
        env.read_sources()


def test_the_time_zone_is_the_one_that_is_set(monkeypatch):
    monkeypatch.setenv("TIME_ZONE", "America/Chicago")
    assert env.read_time_zone() == "America/Chicago"
    monkeypatch.delenv("TIME_ZONE")
    assert env.read_time_zone() == "UTC"


def test_an_unknown_time_zone_is_refused_with_what_to_set(monkeypatch):
    monkeypatch.setenv("TIME_ZONE", "Chicago")
    with pytest.raises(ImproperlyConfigured, match="like America/New_York"):
        env.read_time_zone()


@pytest.mark.parametrize(("value", "days"), [("", 90), ("0", 0), (" 30 ", 30), ("36500", 36_500)])
def test_deleted_files_are_kept_for_the_days_that_are_set(monkeypatch, value, days):
    monkeypatch.setenv("KEEP_DELETED_FILES", value)
    assert env.read_days_to_keep_deleted_files() == days


@pytest.mark.parametrize("value", ["-1", "36501", "9" * 5000, "3 months", "1.5", "٣"])
def test_anything_but_a_number_of_days_is_refused_with_what_to_set(monkeypatch, value):
    monkeypatch.setenv("KEEP_DELETED_FILES", value)
    with pytest.raises(ImproperlyConfigured, match="set it to a number of days up to 36500"):
        env.read_days_to_keep_deleted_files()


def test_the_folder_for_exports_is_a_full_path_or_none(monkeypatch):
    monkeypatch.setenv("EXPORT_FOLDER", " /srv/my-site ")
    assert env.read_export_folder() == "/srv/my-site"
    monkeypatch.setenv("EXPORT_FOLDER", "")
    assert env.read_export_folder() == ""
    monkeypatch.setenv("EXPORT_FOLDER", "my-site")
    with pytest.raises(ImproperlyConfigured, match="set it to the full path of a folder"):
        env.read_export_folder()


def test_the_secret_key_is_made_once_and_readable_by_its_owner_alone(monkeypatch, tmp_path):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    key = env.read_secret_key(tmp_path)
    assert len(key) >= 50
    assert env.read_secret_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["secret-key"]


def test_a_given_secret_key_is_used(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "owl-K" * 10)
    assert env.read_secret_key(tmp_path) == "owl-K" * 10
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("key", ["secret", "z" * 60, "abcd" * 20])
def test_a_secret_key_that_can_be_guessed_is_refused(monkeypatch, tmp_path, key):
    monkeypatch.setenv("SECRET_KEY", key)
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY can be guessed") as error:
        env.read_secret_key(tmp_path)
    assert key not in str(error.value)


@pytest.mark.parametrize("content", [b"", b"half", b"\xff" * 80])
def test_a_damaged_secret_key_is_not_used(monkeypatch, tmp_path, content):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    (tmp_path / "secret-key").write_bytes(content)
    with pytest.raises(ImproperlyConfigured, match=r"secret-key (is incomplete|cannot be used)"):
        env.read_secret_key(tmp_path)


def test_the_proxies_are_those_of_this_machine_or_the_ones_that_are_set(monkeypatch):
    monkeypatch.delenv("PROXIES", raising=False)
    assert [str(network) for network in env.read_proxies()] == ["127.0.0.0/8", "::1/128"]
    monkeypatch.setenv("PROXIES", "10.0.0.7, 2001:db8::/32")
    assert [str(network) for network in env.read_proxies()] == ["10.0.0.7/32", "2001:db8::/32"]


@pytest.mark.parametrize("value", ["example.org", "10.0.0.1/8", "10.0.0.7,", "*"])
def test_invalid_proxies_are_refused_with_what_to_set(monkeypatch, value):
    monkeypatch.setenv("PROXIES", value)
    with pytest.raises(ImproperlyConfigured, match="set it to the IP addresses of the proxies"):
        env.read_proxies()


@pytest.mark.slow
@pytest.mark.parametrize("command", [["manage.py", "migrate"], ["-c", "import website.wsgi"]])
def test_a_wrong_setting_stops_the_start_with_its_sentence_alone(tmp_path, command):
    variables = {"PATH": os.environ["PATH"], "VITA_DATA": str(tmp_path), "SITE_URL": "example.org"}
    line = [sys.executable, *command]
    done = subprocess.run(line, cwd=ROOT, env=variables, capture_output=True, text=True)
    assert done.returncode == 1
    (sentence,) = done.stderr.splitlines()
    assert sentence.startswith('SITE_URL is "example.org"; set it to')


def test_an_impossible_data_folder_is_refused_with_what_to_set(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("VITA_DATA", str(tmp_path / "file"))
    with pytest.raises(ImproperlyConfigured, match="set VITA_DATA to a folder"):
        env.prepare_data_folder(tmp_path)


@pytest.mark.slow
def test_in_production_the_deployment_checks_pass(tmp_path):
    production = {
        "DJANGO_SETTINGS_MODULE": "website.settings",
        "SITE_URL": "https://example.org",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **production, "VITA_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
