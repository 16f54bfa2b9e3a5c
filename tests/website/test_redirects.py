"""No URL of the site redirects a visitor to another site."""

from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client

from publications.models import Publication
from tests import cast
from tests.admin_forms import admin_url

pytestmark = pytest.mark.django_db

ELSEWHERE = [
    *("https://evil.example/", "//evil.example/", "/\\evil.example", "///evil.example"),
    *("https:evil.example", "\\\\evil.example", "javascript:alert(1)", "http://testserver@evil"),
    *("\t//evil.example", "https://testserver.evil.example/", "/\t/evil.example"),
]


def assert_stays(response) -> None:
    """The answer leads nowhere, or to this host."""
    location = response.headers.get("Location", "")
    parts = urlsplit(urljoin("http://testserver/", location.replace("\\", "/")))
    assert (parts.scheme, parts.netloc) == ("http", "testserver"), location
    assert not location.startswith("//")


@pytest.mark.parametrize("target", ELSEWHERE)
def test_signing_in_leads_to_the_admin_alone(owner, target):
    values = {"login": "owner", "password": "correct horse battery", "next": target}
    response = Client().post("/admin/login/", values)
    assert response.status_code == 302
    assert_stays(response)
    assert_stays(Client().post("/admin/login/", values, query_params={"next": target}))


@pytest.mark.parametrize("target", ELSEWHERE)
def test_a_signed_in_user_stays_on_this_host(desk, target):
    assert_stays(desk.get("/admin/login/", {"next": target}))
    assert_stays(desk.get("/", {"next": target}))
    assert_stays(desk.post("/admin/logout/", {"next": target}))


@pytest.mark.parametrize(
    "path",
    [
        *("//evil.example", "//evil.example/publications", "///evil.example/cv"),
        *("/%2F/evil.example", "/\\evil.example", "//evil.example/%2e%2e"),
        *("/publications/https://evil.example", "/admin//evil.example", "//evil.example/admin"),
        *("/favicon.ico?next=//evil.example", "/cv?//evil.example", "/talks//evil.example"),
    ],
)
def test_a_missing_slash_is_added_on_this_host(path, desk):
    for client in (Client(), desk):
        assert_stays(client.get(path))


@pytest.mark.parametrize("slug", ["old", "%6fld"])
@pytest.mark.parametrize("query", ["", "?next=//evil.example", "?//evil.example", "?%0d%0aX: y"])
def test_a_former_address_leads_to_the_present_one(slug, query):
    cast.paper(slug="new", former_slugs=["old"])
    response = Client().get(f"/publications/{slug}/{query}")
    assert response.status_code == 301
    assert response.headers["Location"].startswith("/publications/new/")
    assert "X" not in response.headers


@pytest.mark.parametrize("page", ["history", "delete", "change"])
def test_the_pages_of_a_row_do_not_redirect(desk, page):
    form = admin_url(Publication, page, cast.paper().pk)
    for data in ({"next": ELSEWHERE[1]}, {"_changelist_filters": ELSEWHERE[1]}):
        assert desk.get(form, data).status_code == 200


@pytest.mark.parametrize("target", ELSEWHERE)
def test_deleting_a_row_leads_within_the_admin(desk, target):
    form = admin_url(Publication, "delete", cast.paper().pk)
    filters = {"_changelist_filters": target}
    response = desk.post(form, {"post": "yes", "next": target}, query_params=filters)
    assert response.status_code == 302
    assert_stays(response)
