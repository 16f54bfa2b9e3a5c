"""The size of requests: small from strangers, larger from staff, largest for files."""

import re

import pytest
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse

from profile.models import Award, Profile
from tests.page import Page
from website.middleware.body_limits import UPLOAD_FORMS
from website.models import User

pytestmark = pytest.mark.django_db

LITTLE, FORM, UPLOAD = 64 * 1024, 4 * 1024 * 1024, 100 * 1024 * 1024
IMPORT = "/admin/publications/publication/import/"


class Body:
    """An endless body, which fails if too much is read at once."""

    def __init__(self) -> None:
        self.sent = 0

    def read(self, size: int = -1) -> bytes:
        assert 0 <= size <= 64 * 1024
        self.sent += size
        return b"x" * size

    def readline(self, size: int = -1) -> bytes:
        raise AssertionError("it was taken for a form")


def post(client: Client, path: str, size: int | None, **headers: str):
    """Send a body of that size, or without a declared size."""
    body = Body()
    length = {} if size is None else {"CONTENT_LENGTH": str(size)}
    kind = "application/x-www-form-urlencoded"
    environment = {"wsgi.input": body, "CONTENT_TYPE": kind, **length, **headers}
    request = {"PATH_INFO": path, "REQUEST_METHOD": "POST", **environment}
    response = client.request(**request)
    assert body.sent == min(size or 10**9, 32 * 1024 * 1024)  # so that the browser shows the answer
    return response


@pytest.mark.parametrize(
    "path", ["/admin/login/", IMPORT, "/", "/publications/", "/admin/markdown/upload/"]
)
@pytest.mark.parametrize("size", [LITTLE + 1, 18_000_000, 10**30])
def test_a_visitor_sends_64_kb_at_most(client, path, size):
    response = post(client, path, size)
    assert response.status_code == 413
    page = Page.of(response)
    assert page.texts("h1") == ["This is too large"]
    [advice] = page.texts("p", class_="lead")
    assert "What you typed is still in this browser" in advice
    assert "sign in in another tab" in advice


def test_a_user_who_is_not_staff_sends_64_kb_at_most(client):
    client.force_login(User.objects.create_user("reader"))
    assert post(client, IMPORT, LITTLE + 1).status_code == 413


@pytest.mark.parametrize(
    "headers", [{"HTTP_TRANSFER_ENCODING": "chunked"}, {"CONTENT_LENGTH": "a lot"}]
)
def test_a_body_of_unknown_length_is_refused(client, desk, headers):
    for browser in (client, desk):
        assert post(browser, IMPORT, None, **headers).status_code == 413


def test_a_body_that_nobody_reads_keeps_no_second_reader_waiting(client):
    """A slow sender occupies one thread of a process, not all of them."""
    others = []

    class Slow(Body):
        def read(self, size: int = -1) -> bytes:
            if not others:
                others.append(other := Body())
                answers.append(send(Client(), other).status_code)
            return super().read(size)

    def send(browser: Client, body: Body):
        sent = {"wsgi.input": body, "CONTENT_LENGTH": "19000000", "CONTENT_TYPE": "text/plain"}
        return browser.request(PATH_INFO="/admin/login/", REQUEST_METHOD="POST", **sent)

    answers: list[int] = []
    body = Slow()
    answers.append(send(client, body).status_code)
    assert answers == [413, 413]
    assert (body.sent, others[0].sent) == (19_000_000, 0)
    last = Body()
    send(client, last)
    assert last.sent == 19_000_000


@pytest.mark.parametrize("path", ["/health/", "/no/such/page/"])
def test_a_view_without_a_form_reads_nothing(client, path):
    body = Body()
    sent = {"wsgi.input": body, "CONTENT_LENGTH": "19000000", "CONTENT_TYPE": "text/plain"}
    client.request(PATH_INFO=path, REQUEST_METHOD="POST", **sent)
    assert body.sent == 0


def test_a_long_text_of_a_session_that_ended_is_handed_back(client):
    text = "x" * (LITTLE - 100)
    response = client.post("/admin/profile/award/add/", {"title": text})
    assert response.status_code == 403
    assert text in response.content.decode()


def test_staff_sends_more_in_a_form(desk):
    text = "x" * 1_000_000
    form = desk.post(reverse("admin:profile_award_add"), {"title": "A prize", "more": text})
    assert form.status_code == 302
    assert Award.objects.get().title == "A prize"


@pytest.mark.parametrize(
    ("path", "size"),
    [
        ("/admin/profile/award/add/", FORM + 1),
        ("/admin/password_change/", FORM + 1),
        ("/publications/", FORM + 1),
        (IMPORT, UPLOAD + 1),
    ],
)
def test_staff_cannot_send_without_limit(desk, path, size):
    response = post(desk, path, size)
    assert response.status_code == 413
    assert "choose a smaller file" in Page.of(response).texts("p", class_="lead")[0]


def test_a_large_import_is_read(desk):
    text = "% " + "x" * (FORM + 1)
    assert desk.post(IMPORT, {"text": text}).status_code == 200


def test_every_form_of_the_admin_that_takes_files_takes_large_ones(desk, rf: RequestFactory):
    request: HttpRequest = rf.get("/")
    request.user = User.objects.get()
    names = {"admin:publications_publication_import", "markdown-upload", "upkeep-content"}
    for model, form in admin.site._registry.items():
        forms = [form.get_form(request)]
        forms += [inline.get_formset(request).form for inline in form.get_inline_instances(request)]
        if any(
            made.base_fields[name].widget.needs_multipart_form
            for made in forms
            for name in made.base_fields
        ):
            names |= {
                f"admin:{model._meta.label_lower.replace('.', '_')}_{end}"
                for end in ("add", "change")
            }
    assert names == UPLOAD_FORMS


def test_a_photo_of_a_person_is_sent_in_such_a_form(desk):
    profile = Profile.objects.create(name="Ada Rossi")
    page = Page(reverse("admin:profile_profile_change", args=[profile.pk]), desk)
    assert re.search(r'<form enctype="multipart/form-data"', page.html)
    assert (
        get_resolver().resolve(f"/admin/profile/profile/{profile.pk}/change/").view_name
        in UPLOAD_FORMS
    )


def test_what_is_kept_in_memory_of_an_upload_stays_limited():
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE == 20 * 1024 * 1024
    assert settings.FILE_UPLOAD_MAX_MEMORY_SIZE < 3 * 1024 * 1024
