"""Every text of the public pages, and of importing papers, can be translated.

The site's content here has no Latin letters, and the language is one that marks every text it
translates. Latin letters outside the marks are then texts that nobody could translate.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import pytest
from django.utils.translation import override, trans_real

from profile.models import Award, Education, Profile, Service
from publications.models import Author, Publication
from talks.models import Talk
from tests.page import Page
from website.models import CVSection

NOT_TRANSLATED = {"BibTeX", "PDF", "DOI", "arXiv", "CSL", "JSON", "Resume", "ORCID", "RIS"}
READ_ALOUD = ("alt", "aria-label", "placeholder", "title")


class MarkedTexts:
    """A translation that marks every text: ⟦Publications⟧."""

    def gettext(self, message: str) -> str:
        """Mark a text."""
        return f"⟦{message}⟧"

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """Mark a text that has a plural."""
        return f"⟦{singular if number == 1 else plural}⟧"

    def to_language(self) -> str:
        """Name the language."""
        return "eo"


@pytest.fixture
def marked(monkeypatch) -> Iterator[None]:
    """The site in that language."""
    monkeypatch.setitem(trans_real._translations, "eo", MarkedTexts())
    with override("eo"):
        yield


@pytest.fixture
def site(db) -> None:
    """A site with content in every place that has texts of its own."""
    Profile.objects.update_or_create(defaults={"name": "Ж", "email": "", "interests": "Ж"})
    Education.objects.create(institution="Ж", degree="Ж", advisors="Ж", when="2019")
    Award.objects.create(title="Ж", when="2020")
    Service.objects.create(venue="Ж")
    CVSection.objects.update(heading="")
    authors = [Author.objects.create(family_name="Ж" * n, slug=f"{n}") for n in range(1, 15)]
    for number, status in enumerate(Publication.Status, start=1):
        paper = Publication.objects.create(
            title="Ж" * number, slug=f"7{number}", status=status, when=f"202{number}"
        )
        for position, author in enumerate(authors):
            paper.authorships.create(author=author, position=position, corresponding=True)
    talk = Talk.objects.create(title="Ж", slug="7")
    talk.presentations.create(place="Ж", when="2023-05-06", host="Ж")
    talk.presentations.create(place="ЖЖ", when="2990-05-06")


def untranslated(*elements: Element) -> set[str]:
    """Return the words of elements outside marked texts."""
    texts = " \n ".join(text for element in elements for text in _texts(element))
    while texts != (inner := re.sub(r"⟦[^⟦⟧]*⟧", "", texts)):
        texts = inner
    return set(re.findall(r"[A-Za-z]{2,}", texts)) - NOT_TRANSLATED


def _texts(element: Element) -> Iterator[str]:
    if element.tag not in {"script", "style", "code", "time"} and isinstance(element.tag, str):
        yield element.text or ""
        yield from (element.get(name) or "" for name in READ_ALOUD)
        if element.get("name") == "description":
            yield element.get("content") or ""
        for child in element:
            yield from _texts(child)
    yield element.tail or ""


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/cv/", "/talks/", "/talks/7/", "/publications/with/", "/publications/with/3/"),
        *("/publications/", "/publications/?by=year", "/publications/?q=Ж&kind=article&year=2022"),
        *("/publications/71/", "/publications/73/", "/publications/75/"),
    ],
)
def test_every_text_can_be_translated(path, site, marked, uncached):
    page = Page(path)

    assert page.root.get("lang") == "eo"
    assert "⟦" in page.text
    assert untranslated(page.root) == set()


@pytest.mark.parametrize("path", ["/", "/cv/", "/talks/", "/publications/"])
def test_the_texts_of_an_empty_site_can_be_translated_too(path, owner, desk, marked, uncached):
    assert untranslated(Page(path, desk).root) == set()


ENTRIES = """
@article{7, title = {Ж}, author = {Ж; ЖЖ and others}, journal = {Ж}, volume = {7}, doi = {10.7/7},
  year = {Ж}, month = {Ж}, publisher = {ЖЖ}, url = {Ж}, keywords = {Ж}, 7 = 7, crossref = {8}}
@article{71, title = {Ж}, author = {{Ж} and Ж}, journal = {Ж}, doi = {10.7/7}, year = 2023}
@article{72, title = {}, year = 2023}
@article{73, title = {ЖЖЖЖЖЖЖЖ}
@article{74, title = {Ж}, author = {Ж, Ж, Ж, Ж, Ж}}
"""


def test_the_preview_of_an_import_can_be_translated(site, marked, desk):
    page = Page.of(desk.post("/admin/publications/publication/import/", {"text": ENTRIES}))

    refused, proposed = page.all("table", class_="import")
    assert untranslated(refused) == set()
    assert untranslated(proposed) == {"and"}  # of an author line
