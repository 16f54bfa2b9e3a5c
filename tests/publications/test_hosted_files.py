"""A file that the owner hosts is what its name says, or is refused with a sentence."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.http import content_disposition_header

from publications.models import Publication, PublicationLink
from tests import cast
from tests.admin_forms import address, submitted
from tests.page import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads")]

PDF, PNG = b"%PDF-1.7\n%...", b"\x89PNG\r\n\x1a\n..."
JPEG, WEBP = b"\xff\xd8\xff\xe0...", b"RIFF\x10\x00\x00\x00WEBPVP8 "
HTML, SVG = b"<html><script>alert(1)</script>", b"<svg onload='alert(1)'/>"


def save(desk, field: str, name: str, data: bytes, **values: str):
    """Send the form of a paper with a file."""
    form = address(Publication, "change", cast.paper(slug="nash").pk)
    sent = submitted(Page(form, desk)) | values
    sent[field] = SimpleUploadedFile(name, data)
    return desk.post(form, sent)


def save_link(desk, name: str, data: bytes):
    added = {"links-TOTAL_FORMS": "1", "links-0-kind": "slides", "links-0-position": "1"}
    return save(desk, "links-0-file", name, data, **added)


@pytest.mark.parametrize("data", [PDF, b"\xef\xbb\xbf\r\n" + PDF])
def test_a_pdf_is_kept(desk, data):
    assert save(desk, "pdf", "nash.pdf", data).status_code == 302
    assert Publication.objects.get().pdf.read() == data


@pytest.mark.parametrize("data", [HTML, SVG, PNG, b"x" * 2000 + PDF, b"PK\x03\x04"])
def test_what_is_no_pdf_is_refused_with_a_sentence(desk, uploads, data):
    response = save(desk, "pdf", "nash.pdf", data)
    assert "This file is not a PDF, though its name says so." in response.content.decode()
    assert uploads() == set()


@pytest.mark.parametrize("name", ["nash.html", "nash.svg", "nash.pdf.html", "nash"])
def test_a_paper_of_another_kind_is_refused(desk, uploads, name):
    assert "pdf" in save(desk, "pdf", name, PDF).content.decode()
    assert uploads() == set()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        *(("a.pdf", PDF), ("A.PDF", PDF), ("a.png", PNG), ("a.jpeg", JPEG), ("a.webp", WEBP)),
        *(("a.pptx", b"PK\x03\x04"), ("a.zip", b"PK\x03\x04"), ("a.ipynb", b"{}"), ("a", b"x")),
        *(("a.html", HTML), ("a.svg", SVG)),  # readers can only save these
    ],
)
def test_slides_of_any_kind_are_kept(desk, name, data):
    assert save_link(desk, name, data).status_code == 302
    assert PublicationLink.objects.get().file.read() == data


@pytest.mark.parametrize("name", ["a.pdf", "A.PDF", "a.html.pdf", "a.png", "a.jpg", "a.webp"])
@pytest.mark.parametrize("data", [HTML, SVG])
def test_slides_that_are_not_what_they_are_called_are_refused(desk, uploads, name, data):
    response = save_link(desk, name, data)
    assert "though its name says so" in response.content.decode()
    assert uploads() == set()


@pytest.mark.parametrize(
    "name",
    [
        *("../../etc/passwd.pdf", "..\\..\\boot.pdf", "a\x00.pdf", "a\u202efdp.html.pdf"),
        *('a"; filename="evil.html.pdf', "<script>.pdf", "-" * 90 + ".pdf"),
        *("con.pdf", ".pdf.pdf", "熊.pdf", "%2e%2e%2fa.pdf"),
    ],
)
def test_a_hostile_name_leaves_nothing_of_itself(desk, uploads, name):
    assert save(desk, "pdf", name, PDF).status_code == 302
    (stored,) = uploads()
    folder, _, file = stored.partition("/")
    assert folder == "papers"
    assert file.endswith(".pdf")
    assert file.count(".") == 1
    assert not set(file) & set('/\\"<>%\r\n\0\u202e ;')
    response = desk.get(f"/uploads/{stored}")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"] == content_disposition_header(False, file)
    response.close()
