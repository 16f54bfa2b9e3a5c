"""Files that are not sound pictures of a reasonable size are refused, and nothing is stored."""

from typing import NamedTuple

import pytest
from django.core.exceptions import ValidationError

from common.media import images
from common.media.pictures import PictureFormField
from profile.models import Profile
from publications.models import Publication
from tests import cast
from tests.admin_forms import admin_url, submitted
from tests.page import Page
from tests.pictures import bomb, encoded, flag, from_a_camera, jpeg, upload
from website import content_file

pytestmark = pytest.mark.django_db

NO_PICTURE = "This is not a JPEG, PNG, WebP or GIF picture."
DAMAGED = "This picture is damaged. Export it again and retry."
TOO_MANY = "This picture has more than 50 million pixels. Make it smaller."
TOO_LARGE = "This file is larger than 20 MB. Make the picture smaller."
EMPTY = "The submitted file is empty."

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
HOSTILE = {
    "an SVG with a script": (SVG, "a.svg", "image/svg+xml", NO_PICTURE),
    "an SVG that says it is a PNG": (SVG, "a.png", "image/png", NO_PICTURE),
    "HTML by the name of a picture": (b"<script>", "a.jpg", "image/jpeg", NO_PICTURE),
    "a PDF": (b"%PDF-1.7\n%%EOF", "a.jpg", "image/jpeg", NO_PICTURE),
    "PostScript, which Pillow would run": (b"%!PS-Adobe-3.0 EPSF-3.0\n", "a.png", "", NO_PICTURE),
    "a BMP": (encoded(flag(), "BMP"), "a.png", "image/png", NO_PICTURE),
    "a TIFF": (encoded(flag(), "TIFF"), "a.jpg", "image/jpeg", NO_PICTURE),
    "an icon": (encoded(flag(), "ICO"), "a.png", "image/png", NO_PICTURE),
    "the first bytes of a GIF": (b"GIF89a", "a.gif", "image/gif", NO_PICTURE),
    "half a JPEG": (jpeg((400, 300))[:900], "a.jpg", "image/jpeg", DAMAGED),
    "half a PNG": (encoded(flag(), "PNG")[:90], "a.png", "image/png", DAMAGED),
    "half a WebP": (encoded(flag((400, 300)), "WEBP")[:90], "a.webp", "image/webp", NO_PICTURE),
    "a bomb": (bomb(), "a.png", "image/png", TOO_MANY),
    "a smaller bomb": (bomb(9_000, 9_000), "a.png", "image/png", TOO_MANY),
    "nothing": (b"", "a.png", "image/png", EMPTY),
}


class Form(NamedTuple):
    """A form of the admin that takes a picture."""

    model: type[Profile | Publication]
    field: str
    others: dict[str, str]


FORMS = {
    "photo": Form(Profile, "photo", {}),
    "thumbnail": Form(Publication, "thumbnail", {"thumbnail_alt": "Half red, half blue"}),
}


@pytest.fixture(params=FORMS.values(), ids=FORMS)
def form(request) -> Form:
    content_file.load("[profile]\nname = 'Wei Xiong'")
    cast.paper()
    return request.param


@pytest.fixture
def send(desk, form):
    """Send a file in the form, and return the answer."""

    def answer(data: bytes, name: str = "a.jpg", kind: str = "image/jpeg"):
        page = admin_url(form.model, "change", form.model.objects.get().pk)
        values = submitted(Page(page, desk)) | form.others
        return desk.post(page, values | {form.field: upload(data, name, kind)})

    return answer


@pytest.mark.parametrize(("data", "name", "kind", "sentence"), HOSTILE.values(), ids=HOSTILE)
def test_it_is_refused_with_a_sentence(uploads, data, name, kind, sentence):
    with pytest.raises(ValidationError) as error:
        PictureFormField().clean(upload(data, name, kind))
    assert error.value.messages == [sentence]
    assert uploads() == set()


@pytest.mark.parametrize("case", ["an SVG with a script", "half a JPEG", "a bomb", "nothing"])
def test_a_form_shows_the_sentence_and_stores_nothing(send, form, uploads, case):
    data, name, kind, sentence = HOSTILE[case]
    answer = send(data, name, kind)
    assert answer.context["adminform"].form.errors == {form.field: [sentence]}
    assert sentence in Page.of(answer).text
    assert not getattr(form.model.objects.get(), form.field)
    assert uploads() == set()


def test_a_file_that_is_too_large_is_refused(send, form, uploads, monkeypatch):
    monkeypatch.setattr(images, "MOST_BYTES", 1000)
    answer = send(jpeg((400, 300)))
    assert answer.context["adminform"].form.errors == {form.field: [TOO_LARGE]}
    assert uploads() == set()


def test_a_refused_upload_leaves_the_picture_that_is_there(send, form, uploads):
    send(jpeg())
    before = uploads()
    send(SVG)
    assert uploads() == before
    assert getattr(form.model.objects.get(), form.field)


@pytest.mark.parametrize(
    "name", ["../../evil.html", "a.html", "evil.php.jpg", "熊.jpg", "x" * 200 + ".jpg"]
)
def test_the_name_of_the_upload_is_not_used(send, form, uploads, name):
    assert send(from_a_camera(), name, "text/html").status_code == 302
    picture = getattr(form.model.objects.get(), form.field)
    folder = {"photo": "photos/portrait-", "thumbnail": "thumbnails/paper-"}[form.field]
    assert picture.name.startswith(folder)
    assert picture.name.endswith(".jpg")
    assert not any("evil" in stored or "html" in stored for stored in uploads())


def test_the_form_says_what_is_accepted_and_shows_what_is_there(send, form, desk, uploads):
    send(jpeg((400, 300)))
    page = Page(admin_url(form.model, "change", form.model.objects.get().pk), desk)
    assert "A JPEG, PNG, WebP or GIF of up to 20 MB." in page.text
    (preview,) = page.all("img", class_="present")
    assert (preview.get("width"), preview.get("height")) == ("160", "120")
    (field,) = page.all("input", name=form.field)
    assert field.get("accept") == "image/jpeg,image/png,image/webp,image/gif"
