"""Hostile BibTeX is shown as text, imported as text or refused, and exported safely."""

import pytest
from django.test import Client

from publications import bibtex
from publications.models import Publication, PublicationLink
from tests import cast, hostile
from tests.page import Page

pytestmark = pytest.mark.django_db

IMPORT = "/admin/publications/publication/import/"
LINKS = ("url", "pdf", "howpublished", "doi", "eprint")
URLS = [
    *("javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:x"),
    *("JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "//evil.example"),
]
FIELDS = ("title", "note", "abstract", "journal", "pages", "volume", "number", "keywords")
VALUES = [
    *("<script>alert(1)</script>", "</textarea><script>alert(1)</script>", "]]><svg onload=x>"),
    *(r"\href{javascript:alert(1)}{click}", r"\url{javascript:alert(1)}", "{{7*7}}{% now %}"),
    *(r"\input{/etc/passwd}", r"\write18{rm -rf /}", r"\def\x{\x\x}\x", "$ % $ and $\\}$"),
    *("a\n@evil{evil, title = x", "\u202egnp.elif", "=cmd|'/c calc'!A1", "W" * 3000),
]


def entry(number: int, fields: dict[str, str], key: str = "") -> str:
    values = {"title": f"Paper {number}", "year": "2023", "author": "Wei Xiong"} | fields
    lines = (f"  {name} = {{{text}}}," for name, text in values.items())
    return "\n".join([f"@article{{{key or f'key{number}'},", *lines, "}"])


@pytest.fixture
def imported(desk):
    """Import everything in the file; return the pages of the admin and the site."""

    def choose(source: str) -> None:
        preview = Page.of(desk.post(IMPORT, {"text": source}))
        keys = [box.get("value") for box in preview.all("input", name="entry")]
        values = {"text": source, "entry": keys, "apply": "x"}
        result = Page.of(desk.post(IMPORT, values, follow=True))
        assert hostile.faults_of(preview) + hostile.faults_of(result) == []
        papers = [paper.get_absolute_url() for paper in Publication.objects.all()]
        for path in ("/publications/", "/publications/with/", *papers):
            assert hostile.faults_of(Page(path)) == []

    return choose


def test_fields_stay_text_on_all_pages_and_in_the_file_that_is_written(imported):
    fields = [dict.fromkeys(FIELDS, value) for value in VALUES]
    imported("\n".join(entry(number, values) for number, values in enumerate(fields)))
    count = Publication.objects.count()
    assert count >= len(VALUES) - 2
    again = bibtex.read(Client().get("/publications.bib").content.decode())
    assert (again.refused, len(again.entries)) == ((), count)


def test_an_invalid_url_does_not_become_a_link(imported):
    fields = [{name: url} for name in LINKS for url in URLS]
    imported("\n".join(entry(number, values) for number, values in enumerate(fields)))
    assert Publication.objects.exists()
    assert not PublicationLink.objects.exclude(url__startswith="http").exclude(url="").exists()


def test_keys_stay_text(imported):
    keys = ['"><script>', "a'onload='x", "<b>", "{{7*7}}", "../x", "\u202e"]
    imported("\n".join(entry(number, {}, key) for number, key in enumerate(keys)))
    assert Publication.objects.exists()


def test_invalid_names_do_not_become_authors(imported):
    names = enumerate(hostile.NAMES)
    imported("\n".join(entry(number, {"author": name}) for number, name in names))


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
