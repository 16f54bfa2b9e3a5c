"""A hosted file must be what its name says, or is refused with a sentence."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.http import content_disposition_header

from publications.models import Publication, PublicationLink
from tests import cast
from tests.admin_forms import admin_url, submitted
from tests.page import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads")]

PDF, PNG = b"%PDF-1.7\n%...", b"\x89PNG\r\n\x1a\n..."
JPEG, WEBP = b"\xff\xd8\xff\xe0...", b"RIFF\x10\x00\x00\x00WEBPVP8 "
HTML, SVG = b"<html><script>alert(1)</script>", b"<svg onload='alert(1)'/>"


def refusal(row: Publication | PublicationLink, field: str, name: str, data: bytes) -> str:
    """Validate a row with an upload as a form does; return why it was refused, or nothing."""
    setattr(row, field, SimpleUploadedFile(name, data))
    try:
        row.full_clean()
    except ValidationError as error:
        return " ".join(error.message_dict[field])
    row.save()
    return ""


@pytest.fixture
def slides() -> PublicationLink:
    return PublicationLink(publication=cast.paper(), kind="slides", position=1)


@pytest.mark.parametrize("data", [PDF, b"\xef\xbb\xbf\r\n" + PDF])
def test_a_pdf_is_kept(data):
    assert refusal(cast.paper(), "pdf", "nash.pdf", data) == ""
    assert Publication.objects.get().pdf.read() == data


@pytest.mark.parametrize(
    "data",
    [
        *(HTML, SVG, PNG, b"x" * 2000 + PDF, b"PK\x03\x04", b"PK\x03\x04" + PDF, JPEG + PDF),
        *(HTML + PDF, SVG + PDF, b"\xef\xbb\xbf\n <!DOCTYPE html>" + PDF, b"hello <b>" + PDF),
        *(HTML.decode().encode("utf-16") + PDF, b"GIF89a" + PDF, b"%!PS-Adobe-3.0", b"%PD"),
    ],
)
def test_anything_but_a_pdf_is_refused_with_a_sentence(data):
    reason = refusal(cast.paper(), "pdf", "nash.pdf", data)
    assert reason.startswith("This file is not a PDF, though its name says so.")


def test_the_form_shows_the_sentence_and_stores_nothing(desk, uploads):
    form = admin_url(Publication, "change", cast.paper().pk)
    sent = submitted(Page(form, desk)) | {"pdf": SimpleUploadedFile("nash.pdf", HTML)}
    assert "This file is not a PDF, though" in desk.post(form, sent).content.decode()
    assert uploads() == set()


@pytest.mark.parametrize("name", ["nash.html", "nash.svg", "nash.pdf.html", "nash"])
def test_the_pdf_of_a_paper_cannot_have_another_extension(name):
    assert "Allowed extensions are: pdf" in refusal(cast.paper(), "pdf", name, PDF)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        *(("a.pdf", PDF), ("A.PDF", PDF), ("a.png", PNG), ("a.jpeg", JPEG), ("a.webp", WEBP)),
        *(("a.pptx", b"PK\x03\x04"), ("a.zip", b"PK\x03\x04"), ("a.ipynb", b"{}"), ("a", b"x")),
        *(("a.html", HTML), ("a.svg", SVG)),  # readers can only save these
    ],
)
def test_slides_of_any_kind_are_kept(slides, name, data):
    assert refusal(slides, "file", name, data) == ""
    assert PublicationLink.objects.get().file.read() == data


@pytest.mark.parametrize("name", ["a.pdf", "A.PDF", "a.html.pdf", "a.png", "a.jpg", "a.webp"])
@pytest.mark.parametrize("data", [HTML, SVG])
def test_slides_that_are_not_what_they_are_called_are_refused(slides, name, data):
    assert "though its name says so" in refusal(slides, "file", name, data)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        *(("a.webp", b"<!--    WEBP"), ("a.avif", b"<!--ftypavif"), ("a.webp", b"<svgWEBP")),
        *(("a.png", b" " + PNG), ("a.jpg", b"<" + JPEG), ("a.webp", b"RIFF WEBP <script>")),
    ],
)
def test_the_mark_of_a_picture_must_be_at_its_place(slides, name, data):
    assert "though its name says so" in refusal(slides, "file", name, data)


@pytest.mark.parametrize(("field", "name"), [("pdf", "nash.pdf"), ("thumbnail", "chart.png")])
@pytest.mark.parametrize("data", [b"", HTML, SVG, b"PK\x03\x04" + HTML])
def test_the_form_refuses_what_only_has_the_name_of_a_pdf_or_picture(desk, field, name, data):
    form = admin_url(Publication, "change", cast.paper().pk)
    sent = {"note": "Oral", "thumbnail_alt": "A chart"}
    sent = submitted(Page(form, desk)) | sent | {field: SimpleUploadedFile(name, data)}
    page = Page.of(desk.post(form, sent))
    assert page.texts("ul", class_="errorlist")
    assert submitted(page)["note"] == "Oral"
    assert not getattr(Publication.objects.get(), field)


@pytest.mark.parametrize(
    ("field", "name", "sentence"),
    [
        ("pdf", "nash.pdf", "This file has 2 MB. The site takes files of up to 1 MB: make it"),
        ("thumbnail", "a.png", "This file is larger than 20 MB. Make the picture smaller."),
    ],
)
def test_one_that_is_too_large_is_refused_and_nothing_else_is_lost(
    desk, monkeypatch, field, name, sentence
):
    for module in ("file_content", "images"):
        monkeypatch.setattr(f"common.media.{module}.MOST_BYTES", 1024**2)
    form = admin_url(Publication, "change", cast.paper().pk)
    sent = submitted(Page(form, desk)) | {"note": "Oral", "thumbnail_alt": "A chart"}
    large = SimpleUploadedFile(name, PDF + b"x" * 2 * 1024**2)
    page = Page.of(desk.post(form, sent | {field: large}))
    assert sentence in page.text
    assert submitted(page)["note"] == "Oral"


@pytest.mark.parametrize(
    "name",
    [
        *("../../etc/passwd.pdf", "..\\..\\boot.pdf", "a\x00.pdf", "a\u202efdp.html.pdf"),
        *('a"; filename="evil.html.pdf', "<script>.pdf", "-" * 90 + ".pdf"),
        *("con.pdf", ".pdf.pdf", "熊.pdf", "%2e%2e%2fa.pdf"),
    ],
)
def test_nothing_of_a_hostile_name_is_kept(uploads, name):
    assert refusal(cast.paper(), "pdf", name, PDF) == ""
    (stored,) = uploads()
    folder, _, file = stored.partition("/")
    assert folder == "papers"
    assert file.endswith(".pdf")
    assert file.count(".") == 1
    assert not set(file) & set('/\\"<>%\r\n\0\u202e ;')
    response = Client().get(f"/uploads/{stored}")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"] == content_disposition_header(False, file)
    response.close()
