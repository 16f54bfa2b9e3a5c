"""A content file is loaded in the admin after a preview."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from reversion.models import Version

from publications.models import Publication
from tests import cast
from tests.page import Page
from tests.sign_in import confirm
from website import content_file

pytestmark = pytest.mark.django_db
LOAD = "/admin/upkeep/content/"
PAPER = """[[publications]]
title = "Nash Learning"
authors = "Wei Xiong"
summary = '''

A summary.'''
"""


def preview(desk: Client, text: str | bytes) -> Page:
    data = text if isinstance(text, bytes) else text.encode()
    return Page.of(desk.post(LOAD, {"file": SimpleUploadedFile("site.toml", data)}))


def test_the_preview_tells_what_would_change_and_changes_nothing(desk):
    cast.paper("Other", slug="other", summary="Before.")
    changed = '[[publications]]\ntitle = "Other"\nauthors = "Wei Xiong"\nsummary = "After."\n'
    page = preview(desk, PAPER + changed)
    assert "publications 1 1 0" in page.text
    assert "publications: Other (summary)" in page.text
    assert [paper.summary for paper in Publication.objects.all()] == ["Before."]
    assert not Version.objects.exists()


def test_what_was_previewed_is_loaded_and_the_history_knows_by_whom(desk, owner):
    [source] = preview(desk, PAPER).all("textarea", name="text")
    # A browser leaves out the first line break of a text area, and sends the others as CRLF.
    text = source.text.removeprefix("\n").replace("\n", "\r\n")
    said = Page.of(desk.post(LOAD, {"text": text, "load": "yes"}, follow=True)).text
    assert "The content file was loaded: 2 rows were added or changed." in said
    assert Publication.objects.get().summary.strip() == "A summary."
    assert Version.objects.first().revision.user == owner


def test_a_file_with_mistakes_is_refused_with_its_lines(desk):
    page = preview(desk, PAPER + 'tilte = "Nash"\n')
    assert "Nothing was changed" in page.text
    assert "Line 7: publications 1, tilte" in page.text
    assert not Publication.objects.exists()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Choose a content file."),
        (PAPER.encode("utf-16"), "This file is not plain UTF-8; it may be UTF-16."),
        (b"name = 1\nx = '\xff'", "Line 2: byte 15 is not UTF-8."),
    ],
)
def test_what_is_no_text_is_refused_with_a_sentence(desk, data, sentence):
    page = preview(desk, data)
    assert sentence in page.text or "The submitted file is empty." in page.text


def test_a_file_that_is_too_large_is_refused_with_what_to_do(desk):
    assert "Load it with “manage.py load”." in preview(desk, b"#" * 10_000_001).text


def test_a_file_that_says_what_the_site_says_has_nothing_to_load(desk):
    content_file.load(PAPER)
    page = preview(desk, PAPER)
    assert "Nothing: the site already says all of it." in page.text
    assert not page.all("input", name="load")


def test_the_content_is_downloaded_after_typing_the_password_again(desk):
    cast.paper("Nash Learning", is_draft=True)
    assert desk.get(f"{LOAD}site.toml").status_code == 302
    confirm(desk)
    assert desk.get(f"{LOAD}site.toml").content.decode() == content_file.dump()
