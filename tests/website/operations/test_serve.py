"""``manage.py serve`` serves a site that is ready, and says in one sentence what is not."""

import socket
from contextlib import closing

import pytest
from django.core.management import CommandError, call_command

from tests.servers import find_free_port
from website.config.env import SiteAddress

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(settings, tmp_path, monkeypatch):
    """A site that is ready; the list of command lines of started servers."""
    settings.SITE = SiteAddress("https", "example.org", "example.org")
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "staticfiles.json").touch()
    started = []
    monkeypatch.setattr("os.execve", lambda program, line, environment: started.append(line))
    return started


def refusal(**options) -> str:
    with pytest.raises(CommandError) as error:
        call_command("serve", **{"port": find_free_port(), **options})
    return str(error.value)


def test_a_site_that_is_ready_is_served(ready):
    port = find_free_port()
    call_command("serve", port=port, workers=3)
    (line,) = ready
    assert {f"--port={port}", "--workers=3", "--blocking-threads=4", "--interface=wsgi"} <= set(
        line
    )


def test_without_a_url_it_says_what_to_set(ready, settings):
    settings.SITE = None
    assert refusal().startswith("SITE_URL is not set; set it to your site's URL, like https:")


@pytest.mark.parametrize("host", ["example.org", "www.example.edu", "203.0.114.5", "[2600::1]"])
def test_a_public_host_needs_https(ready, settings, host):
    settings.SITE = SiteAddress("http", host, host)
    assert refusal().endswith(f"Set it to https://{host}.")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "192.168.1.7", "lab.local"])
def test_a_local_host_does_not_need_https(ready, settings, host):
    settings.SITE = SiteAddress("http", host, host)
    call_command("serve", port=find_free_port())
    assert ready


def test_a_database_of_another_release_is_not_served(ready, monkeypatch):
    monkeypatch.setattr(
        "django.db.migrations.executor.MigrationExecutor.migration_plan", lambda *_: ["a step"]
    )
    assert refusal().startswith("The database does not match this release; run “manage.py setup”")


def test_pages_without_their_styles_are_not_served(ready, settings):
    (settings.STATIC_ROOT / "staticfiles.json").unlink()
    assert refusal().startswith("Styles and scripts are not collected; run “manage.py setup”")


def test_a_taken_port_is_named(ready):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        assert f"127.0.0.1, port {port} (Address already in use)" in refusal(port=port)


@pytest.mark.parametrize("wrong", ["0", "70000", "-1", "two", "1.5", ""])
def test_an_invalid_number_is_refused(ready, wrong):
    with pytest.raises(CommandError, match=f'"{wrong}" is not a number from 1 to 65535'):
        call_command("serve", f"--workers={wrong}")
