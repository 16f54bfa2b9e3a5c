"""Every response has headers that restrict what a browser does with it."""

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from common.http.security_policy import write_policy
from common.media.files import StoredIn
from tests import cast

pytestmark = pytest.mark.django_db

ON_EVERY_ANSWER = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/publications/nash/", "/publications/nash.bib", "/feed.xml", "/talks.ics"),
        *("/nothing/", "/admin/", "/admin/login/", "/cv.pdf", "/favicon.ico", "/static/nothing"),
    ],
)
def test_every_answer_has_the_headers(path):
    cast.paper(slug="nash")
    headers = Client().get(path).headers
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert directives_of(headers["Content-Security-Policy"]) == directives_of(write_policy(policy))
    assert "camera=()" in headers["Permissions-Policy"]
    assert {name: headers[name] for name in ON_EVERY_ANSWER} == ON_EVERY_ANSWER


def directives_of(policy: str) -> set[str]:
    return {directive.strip() for directive in policy.split(";")}


def test_the_policy_blocks_inline_scripts():
    policy = Client().get("/robots.txt").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert directives_of(policy) >= {
        *("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
    }


def test_pages_cannot_be_framed_by_old_browsers_either():
    assert Client().get("/").headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("path", "who"),
    [("/card.png", "cross-origin"), ("/", "same-origin"), ("/publications.bib", "same-origin")],
)
def test_other_sites_may_embed_pictures_and_nothing_else(path, who):
    assert Client().get(path).headers["Cross-Origin-Resource-Policy"] == who


def test_other_sites_may_show_an_uploaded_picture(uploads):
    name = default_storage.save(StoredIn("photos")(None, "me.png"), ContentFile(b"x"))
    answer = Client().get(f"/uploads/{name}")
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    answer.close()
