"""BibTeX that means ill: shown as text, imported as text or refused, and written safely again."""

import pytest
from django.test import Client

from publications import bibtex
from publications.models import Publication, PublicationLink
from tests import cast, hostile
from tests.page import Page

pytestmark = pytest.mark.django_db

IMPORT = "/admin/publications/publication/import/"
FIELDS = ("title", "note", "abstract", "journal", "pages", "volume", "number", "keywords")
VALUES = [
    *("<script>alert(1)</script>", "</textarea><script>alert(1)</script>", "]]><svg onload=x>"),
    *(r"\href{javascript:alert(1)}{click}", r"\url{javascript:alert(1)}", "{{7*7}}{% now %}"),
    *(r"\input{/etc/passwd}", r"\write18{rm -rf /}", r"\def\x{\x\x}\x", "$ % $ and $\\}$"),
    *("a\n@evil{evil, title = x", "\u202egnp.elif", "=cmd|'/c calc'!A1", "W" * 3000),
]


def file_with(value: str, fields=FIELDS, **others: str) -> str:
    values = dict.fromkeys(fields, value) | {"year": "2023", "author": "Wei Xiong"} | others
    lines = (f"  {name} = {{{text}}}," for name, text in values.items())
    return "\n".join(["@article{key,", *lines, "}"])


def imported(desk, source: str) -> None:
    """Choose everything that the file has."""
    preview = Page.of(desk.post(IMPORT, {"text": source}))
    assert hostile.faults_of(preview) == []
    keys = [box.get("value") for box in preview.all("input", name="entry")]
    result = Page.of(desk.post(IMPORT, {"text": source, "entry": keys, "apply": "x"}, follow=True))
    assert hostile.faults_of(result) == []


@pytest.mark.parametrize("value", VALUES)
def test_a_field_stays_text_on_all_pages_and_in_the_file_that_is_written(desk, value):
    imported(desk, file_with(value))
    for path in ("/publications/", *(p.get_absolute_url() for p in Publication.objects.all())):
        assert hostile.faults_of(Page(path)) == []
    written = Client().get("/publications.bib").content.decode()
    again = bibtex.read(written)
    assert not again.refused
    assert len(again.entries) == Publication.objects.count()


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:x"),
        *("JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "//evil.example"),
    ],
)
@pytest.mark.parametrize("field", ["url", "pdf", "ee", "howpublished", "doi", "eprint"])
def test_an_address_that_is_none_does_not_become_a_link(desk, field, address):
    imported(desk, file_with("A Paper", ["title"], **{field: address}))
    assert not PublicationLink.objects.exclude(url__startswith="http").exclude(url="").exists()
    assert hostile.faults_of(Page("/publications/")) == []


@pytest.mark.parametrize(
    "key", ['"><script>', "a'onload='x", "<b>", "{{7*7}}", "../../x", "\u202ek"]
)
def test_a_key_stays_text(desk, key):
    source = f"@misc{{{key},\n  title = {{A Paper}}, author = {{Wei Xiong}}, year = 2023\n}}"
    imported(desk, source)
    for paper in Publication.objects.all():
        assert hostile.faults_of(Page(paper.get_absolute_url())) == []


@pytest.mark.parametrize("name", hostile.NAMES)
def test_a_name_that_is_none_does_not_become_an_author(desk, name):
    imported(desk, file_with("A Paper", ["title"], author=name))
    for path in ("/publications/", "/publications/with/"):
        assert hostile.faults_of(Page(path)) == []


FORMULAS = [
    r"Cost of $50 % of x$",
    r"$\text{a} } {b$",
    r"$\%$ and $\\%$",
    r"On $ \{ $ % } x",
    "a % b",
]


@pytest.mark.parametrize("title", FORMULAS)
def test_no_sign_of_a_comment_swallows_the_end_of_a_title(title):
    cast.paper(title)
    written = Client().get("/publications.bib").content.decode()
    line = next(line for line in written.splitlines() if line.startswith("  title"))
    assert not hostile.has_comment(line)
    assert bibtex.read(written).entries[0].title
