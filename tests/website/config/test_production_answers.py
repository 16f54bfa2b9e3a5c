"""Responses of a site with an https SITE_URL: cookies, headers of files, other hosts."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]

# Settings are read once a process, so it is one of its own; the database is made in memory.
SCRIPT = """
import json
from django.conf import settings
settings.DATABASES["default"] |= {"NAME": ":memory:", "OPTIONS": {}}
settings.STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
import django
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
from website.models import User
User.objects.create_superuser("owner", password="correct horse battery")

def answer(response):
    return {
        "status": response.status_code,
        "headers": dict(response.headers),
        "text": response.getvalue().decode(),
        "cookies": {name: str(cookie.OutputString()) for name, cookie in response.cookies.items()},
    }

client = Client(headers={"host": "example.org", "x-forwarded-proto": "https"})
stranger = Client(headers={"host": "example.org", "x-forwarded-proto": "https"},
                  enforce_csrf_checks=True)
password = {"login": "owner", "password": "correct horse battery"}
print(json.dumps({
    "form": answer(client.get("/admin/login/")),
    "signed in": answer(client.post("/admin/login/", password)),
    "saved": answer(client.post("/admin/publications/topic/add/", {"name": "Games"})),
    "signed out": answer(client.post("/admin/account/logout/")),
    "without token": answer(stranger.post("/admin/login/", password)),
    "static file": answer(client.get("/static/a.js")),
    "other host": answer(client.get("/", headers={"host": "evil.example"})),
    "plain": answer(client.get("/cv/", headers={"x-forwarded-proto": "http"})),
    "plain, other host": answer(
        client.get("/cv/", headers={"host": "evil.example", "x-forwarded-proto": "http"})
    ),
    "forwarded host": answer(
        client.get("/robots.txt", headers={"x-forwarded-host": "evil.example"})
    ),
}))
"""


@pytest.fixture(scope="module")
def answers(tmp_path_factory) -> dict[str, Any]:
    data = tmp_path_factory.mktemp("data")
    (data / "static").mkdir()
    (data / "static" / "a.js").write_text("1")
    return run(data)


def run(data: Path) -> dict[str, Any]:
    variables = {"VITA_DATA": str(data), "SITE_URL": "https://example.org"}
    variables |= {"DATABASE_URL": "", "CACHE_URL": ""}
    environment = os.environ | variables | {"DJANGO_SETTINGS_MODULE": "website.settings"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_every_cookie_is_for_this_host_alone_and_for_https(answers):
    cookies = [
        (name, text) for answer in answers.values() for name, text in answer["cookies"].items()
    ]
    assert {name for name, _ in cookies} == {
        *("__Host-sessionid", "__Host-csrftoken", "__Host-messages")
    }
    for _, text in cookies:
        parts = text.split("; ")
        assert {"HttpOnly", "Secure", "SameSite=Lax", "Path=/"} <= set(
            parts
        ) or "Max-Age=0" in parts
        assert "Domain" not in text


def test_files_of_the_site_have_the_headers(answers):
    headers = answers["static file"]["headers"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "upgrade-insecure-requests" in headers["Content-Security-Policy"].split("; ")
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert headers["Permissions-Policy"]


@pytest.mark.parametrize("case", ["other host", "plain, other host"])
def test_a_request_for_another_host_is_refused_without_naming_it(answers, case):
    answer = answers[case]
    assert answer["status"] == 400
    assert "could not read this request" in answer["text"]
    assert "evil.example" not in answer["text"] + str(answer["headers"])


def test_a_forwarded_host_is_ignored(answers):
    assert "Sitemap: https://example.org/sitemap.xml" in answers["forwarded host"]["text"]


def test_plain_http_leads_to_https_on_this_host(answers):
    assert answers["plain"]["headers"]["Location"] == "https://example.org/cv/"


def test_a_form_without_its_token_says_what_to_do(answers):
    answer = answers["without token"]
    assert answer["status"] == 403
    assert "Nothing was saved. Go back, reload the page" in answer["text"]
    assert "CSRF" not in answer["text"]
