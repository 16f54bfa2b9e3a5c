"""The views of the Markdown editor: for staff only, and nothing is stored as it was sent."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from website.models import User

pytestmark = pytest.mark.django_db

PREVIEW, UPLOAD = "/admin/markdown/preview/", "/admin/markdown/upload/"


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 20), **options) -> bytes:
    output = BytesIO()
    Image.new("RGB", size, "red").save(output, kind, **options)
    return output.getvalue()


def send(client: Client, data: bytes, name: str = "a.png", kind: str = "image/png"):
    return client.post(UPLOAD, {"image": SimpleUploadedFile(name, data, kind)})


@pytest.mark.parametrize("path", [PREVIEW, UPLOAD])
def test_strangers_are_refused(path):
    assert Client().post(path, {"content": "*x*"}).status_code == 403


@pytest.mark.parametrize("path", [PREVIEW, UPLOAD])
def test_an_account_that_is_not_staff_is_refused(path):
    client = Client()
    client.force_login(User.objects.create_user("guest"))
    assert client.post(path, {"content": "*x*"}).status_code == 403


@pytest.mark.parametrize("path", [PREVIEW, UPLOAD])
def test_a_post_from_another_site_is_refused(path, owner):
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)
    assert client.post(path, {"content": "*x*"}).status_code == 403


@pytest.mark.parametrize("path", [PREVIEW, UPLOAD])
def test_the_editor_says_that_you_are_signed_out(path):
    for client in (Client(), Client(enforce_csrf_checks=True)):
        headers = {"X-Requested-With": "XMLHttpRequest"}
        response = client.post(path, {"content": "*x*"}, headers=headers)
        assert response.status_code == 403
        assert "You are signed out, so there is no preview." in response.content.decode()
        assert "<" not in response.content.decode()


def test_the_editor_of_a_form_from_before_another_sign_in_says_why(owner):
    client = Client(enforce_csrf_checks=True, headers={"X-Requested-With": "XMLHttpRequest"})
    client.force_login(owner)
    response = client.post(PREVIEW, {"content": "*x*"})
    assert response.content.decode().startswith("You signed in again after this form was opened")


@pytest.mark.parametrize("path", ["/markdownx/upload/", "/markdownx/markdownify/"])
def test_the_librarys_own_urls_do_not_exist(path, desk):
    assert desk.post(path).status_code == 404


def test_the_preview_shows_what_the_page_will(desk):
    response = desk.post(PREVIEW, {"content": "*x* <script>alert(1)</script> $y$"})
    assert response.content.decode() == (
        "<p><em>x</em> &lt;script&gt;alert(1)&lt;/script&gt; <math><mi>y</mi></math></p>"
    )


def test_a_missing_text_is_an_empty_preview(desk):
    assert desk.post(PREVIEW).content == b""


def test_a_picture_is_re_encoded_under_a_generated_name(desk):
    sent = picture() + b"<script>alert(1)</script>"
    code = send(desk, sent, "../../evil.html.png").json()["image_code"]
    assert code.startswith("![](/uploads/text/")
    stored = default_storage.open(code[len("![](/uploads/") : -1]).read()
    assert b"script" not in stored
    assert Image.open(BytesIO(stored)).size == (40, 20)


def test_a_photo_is_stored_upright_without_its_metadata(desk):
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "where I live"
    code = send(desk, picture("JPEG", exif=exif), "a.jpg", "image/jpeg").json()["image_code"]
    stored = Image.open(default_storage.open(code[len("![](/uploads/") : -1]))
    assert stored.size == (20, 40)
    assert not stored.getexif()


def test_a_picture_of_a_phone_with_two_lenses_is_read(desk):
    frames = [Image.new("RGB", (40, 20), colour) for colour in ("red", "blue")]
    output = BytesIO()
    frames[0].save(output, "MPO", save_all=True, append_images=frames[1:])
    assert "image_code" in send(desk, output.getvalue(), "a.jpg", "image/jpeg").json()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"<script>alert(1)</script>", "evil.html", "image/gif"),
        (SVG, "evil.svg", "image/svg+xml"),
        (picture()[:60], "cut.png", "image/png"),
        (picture("JPEG", (400, 300))[:900], "cut.jpg", "image/jpeg"),
        (b"GIF89a", "short.gif", "image/gif"),
        (b"", "empty.png", "image/png"),
        (picture("BMP"), "a.bmp", "image/bmp"),
    ],
)
def test_a_damaged_picture_is_refused_with_a_sentence(desk, data, name, kind):
    response = send(desk, data, name, kind)
    assert response.status_code == 400
    assert response.json()["image"][0].endswith(".")


@pytest.mark.slow
def test_a_decompression_bomb_is_refused(desk):
    response = send(desk, picture("PNG", (10_000, 10_000)))
    assert response.status_code == 400
    assert "more than 50 million pixels" in response.json()["image"][0]


def test_a_missing_picture_is_refused_with_a_sentence(desk):
    response = desk.post(UPLOAD)
    assert response.status_code == 400
    assert response.json() == {"image": ["No picture was sent."]}
