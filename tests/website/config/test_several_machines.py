"""Two servers that share a database, a cache and a bucket are one site."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from profile.models import Profile
from tests.pictures import jpeg
from tests.s3_server import KEYS, make_bucket, s3_server
from tests.servers import find_free_port, on_shared_servers
from website.config import services
from website.models import User

pytestmark = [on_shared_servers, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).parents[3]
PASSWORD = "correct horse battery"


@pytest.fixture
def bucket(monkeypatch) -> Iterator[str]:
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    with s3_server() as server:
        make_bucket(server, "uploads")
        yield f"{server}/uploads"


@pytest.fixture
def machines(bucket, tmp_path) -> Iterator[list[str]]:
    """The URLs of two servers, each with its own data folder."""
    settings = connection.settings_dict
    host = f"{settings['USER']}:{settings['PASSWORD']}@{settings['HOST']}:{settings['PORT']}"
    shared = {
        **os.environ,
        **KEYS,
        "DATABASE_URL": f"postgres://{host}/{settings['NAME']}",
        "UPLOADS_URL": bucket,
        "SECRET_KEY": "one and the same on all machines " * 2,
        "DJANGO_SETTINGS_MODULE": "website.settings",
    }
    manage = [sys.executable, ROOT / "manage.py"]
    # The tests' own settings count attempts in memory, so their database lacks the table.
    subprocess.run(
        [*manage, "createcachetable"], env={**shared, "VITA_DATA": str(tmp_path)}, check=True
    )
    ports = [find_free_port(), find_free_port()]
    started = [
        subprocess.Popen(
            [*manage, "runserver", "--noreload", f"127.0.0.1:{port}"],
            env={**shared, "VITA_DATA": str(tmp_path / str(port))},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for port in ports
    ]
    try:
        urls = [f"http://127.0.0.1:{port}" for port in ports]
        for url in urls:
            wait_for(url)
        yield urls
    finally:
        for process in started:
            process.terminate()
            process.wait(10)


def wait_for(url: str) -> None:
    for _ in range(200):
        try:
            build_opener().open(f"{url}/robots.txt", timeout=5).close()
        except URLError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{url} does not answer")


def read(browser: OpenerDirector, url: str, **form: str) -> str:
    """Return the page; with a form, the page shown after sending it."""
    if form:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', read(browser, url))
        form |= {"csrfmiddlewaretoken": token[1] if token else ""}
    data = urlencode(form).encode() if form else None
    with browser.open(url, data, timeout=20) as response:
        return str(response.read().decode())


def test_one_shows_what_the_other_saved(machines, settings):
    one, other = machines
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]  # as there
    User.objects.create_superuser("owner", password=PASSWORD)
    Profile.objects.create(name="Wei Xiong")
    visitor = build_opener()
    assert "Nash Learning" not in read(visitor, f"{other}/publications/")

    owner = build_opener(HTTPCookieProcessor(CookieJar()))
    read(owner, f"{one}/admin/login/", login="owner", password=PASSWORD, next="/admin/")
    form = "/admin/publications/publication/add/"
    parts = {
        f"{rows}-{kind}_FORMS": "0"
        for rows in ("authorships", "awards", "links")
        for kind in ("TOTAL", "INITIAL")
    }
    # Signed in at one machine is signed in at the other: they share sessions and the secret key.
    choices = {"kind": "article", "status": "preprint"}
    said = read(owner, f"{other}{form}", title="Nash Learning", **choices, **parts)
    assert "was added successfully" in said
    for machine in machines:
        assert "Nash Learning" in read(visitor, f"{machine}/publications/")
        assert "Nash Learning" in read(visitor, f"{machine}/publications/nash-learning/")


def test_guesses_count_at_both(machines, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    User.objects.create_superuser("owner", password=PASSWORD)
    guesses = [machines[number % 2] for number in range(5)]
    for machine in guesses:
        stranger = build_opener(HTTPCookieProcessor(CookieJar()))
        read(stranger, f"{machine}/admin/login/", login="owner", password="a guess")
    for machine in machines:
        stranger = build_opener(HTTPCookieProcessor(CookieJar()))
        with pytest.raises(HTTPError, match="429"):
            read(stranger, f"{machine}/admin/login/", login="owner", password=PASSWORD)


def test_what_is_uploaded_at_one_is_served_by_the_other(machines, bucket, settings):
    settings.STORAGES = {**settings.STORAGES, "default": services.configure_uploads(bucket)}
    profile = Profile(name="Wei Xiong")
    profile.photo.save("portrait.jpg", ContentFile(jpeg((400, 300))))
    for machine in machines:
        with build_opener().open(f"{machine}{profile.photo.url}", timeout=20) as response:
            assert response.read() == jpeg((400, 300))
        assert profile.photo.get_size_url(160, "avif") in read(build_opener(), f"{machine}/")
