"""The meta tags that tell Google Scholar and Zotero how to cite a paper."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from publications.models import PublicationLink, Topic
from tests import cast
from tests.page import Page

pytestmark = pytest.mark.django_db
EVERY_SIGN = (
    'On $\\tilde{O}(\\sqrt{d})$ & 100% of "a_b" #1, <b>Größe</b> of 熊伟\'s ' + "word " * 30
)


def tags(paper, client: Client | None = None) -> dict[str, list[str]]:
    """Return the contents of the citation tags of the paper's page, by their names."""
    found: dict[str, list[str]] = {}
    for meta in Page(paper.get_absolute_url(), client).all("meta"):
        if meta.get("name", "").startswith("citation_"):
            found.setdefault(meta.get("name")[9:], []).append(meta.get("content"))
    return found


def appeared(kind: str = "article", venue_kind: str = "journal", **fields):
    """Return the tags of a paper published at a venue."""
    venue = cast.venue("V", venue_kind, name="Venue of Names")
    return tags(cast.paper(kind=kind, status="published", venue=venue, **fields))


def test_an_article_has_everything_that_is_known():
    paper = cast.paper(
        *("GEC: A $\\ell_2$ Framework", "(α, β) Han Zhong*†, Wei Xiong"),
        slug="gec",
        status="published",
        venue=cast.venue("JMLR", "journal", name="Journal of Machine Learning Research"),
        when="5 May 2023",
        volume="24",
        number="3",
        pages="24496–24523",
        doi="10.1287/moor.2023.0195",
        arxiv_id="2211.01962",
        abstract="At *most* $d^2$.",
    )
    paper.topics.add(Topic.objects.create(name="Learning theory"))
    assert tags(paper) == {
        "title": ["GEC: A ℓ₂ Framework"],
        "author": ["Zhong, Han", "Xiong, Wei"],
        "publication_date": ["2023/05/05"],
        "journal_title": ["Journal of Machine Learning Research"],
        "volume": ["24"],
        "issue": ["3"],
        "firstpage": ["24496"],
        "lastpage": ["24523"],
        "doi": ["10.1287/moor.2023.0195"],
        "arxiv_id": ["2211.01962"],
        "abstract": ["At most d²."],
        "keywords": ["Learning theory"],
        "abstract_html_url": ["http://testserver/publications/gec/"],
        "pdf_url": ["https://arxiv.org/pdf/2211.01962"],
    }


def test_what_is_not_known_has_no_tag():
    assert tags(cast.paper(slug="a")) == {
        "title": ["Nash Learning"],
        "author": ["Xiong, Wei"],
        "abstract_html_url": ["http://testserver/publications/a/"],
    }


@pytest.mark.parametrize(
    ("when", "date"),
    [
        ("2023", ["2023"]),
        ("May 2023", ["2023/05"]),
        ("Spring 2023", ["2023"]),
        ("c. May 2023", ["2023"]),
        ("2021 - 2023", ["2021"]),
        ("", None),
    ],
)
def test_the_date_is_as_exact_as_it_is_known(when, date):
    assert tags(cast.paper(when=when)).get("publication_date") == date


@pytest.mark.parametrize(
    ("kind", "venue_kind", "name"),
    [
        ("article", "journal", "journal_title"),
        ("article", "conference", "conference_title"),
        ("article", "workshop", "conference_title"),
        ("article", "book", "inbook_title"),
        ("chapter", "other", "inbook_title"),
        ("phd-thesis", "other", "dissertation_institution"),
        ("master-thesis", "other", "dissertation_institution"),
        ("report", "other", "technical_report_institution"),
        ("book", "other", "publisher"),
        ("dataset", "other", "publisher"),
    ],
)
def test_the_tag_of_the_venue_follows_its_kind(kind, venue_kind, name):
    assert appeared(kind, venue_kind)[name] == ["Venue of Names"]


def test_the_number_of_a_report_is_not_an_issue():
    assert appeared("report", number="7")["technical_report_number"] == ["7"]


@pytest.mark.parametrize("status", ["preprint", "submitted"])
def test_a_venue_that_has_not_accepted_it_is_not_named(status):
    paper = cast.paper(status=status, venue=cast.venue("JMLR", "journal"), volume="1")
    assert "journal_title" not in tags(paper)
    assert "volume" not in tags(paper)


@pytest.mark.parametrize(
    ("pages", "first", "last"),
    [("1--20", "1", "20"), ("e12", "e12", None), ("1, 5-9", None, None), ("", None, None)],
)
def test_pages_have_a_first_and_a_last(pages, first, last):
    found = appeared(pages=pages)
    assert found.get("firstpage") == (first and [first])
    assert found.get("lastpage") == (last and [last])


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("Wei Xiong*†", ["Xiong, Wei"]),
        ("Ludwig van Beethoven", ["van Beethoven, Ludwig"]),
        ("Martin Luther King Jr.", ["King, Martin Luther Jr."]),
        ("熊伟", ["熊伟"]),
        ("Jürgen Größe", ["Größe, Jürgen"]),
        ("", None),
    ],
)
def test_a_name_has_the_family_name_first(line, authors):
    assert tags(cast.paper(authors=line)).get("author") == authors


def test_a_name_is_the_one_that_the_paper_prints():
    paper = cast.paper()
    paper.authorships.update(credited_as="W. Xiong")
    assert tags(paper)["author"] == ["Xiong, W."]


def test_twenty_five_authors_keep_their_order():
    names = [f"Author{chr(65 + n)} Family{chr(90 - n)}" for n in range(25)]
    found = tags(cast.paper(authors=", ".join(names)))["author"]
    assert found == [", ".join(reversed(name.split())) for name in names]


def test_a_title_with_every_sign_arrives_as_it_is():
    assert tags(cast.paper(EVERY_SIGN.strip()))["title"] == [
        'On Õ(√d) & 100% of "a_b" #1, <b>Größe</b> of 熊伟\'s ' + "word " * 29 + "word"
    ]


def test_what_is_in_preparation_cannot_be_cited():
    assert tags(cast.paper(status="in-preparation")) == {}


def test_a_draft_says_nothing_even_to_its_owner(desk):
    paper = cast.paper("Secret", is_draft=True)
    assert tags(paper, desk) == {}
    assert Page(paper.get_absolute_url(), desk).all("script", type="application/ld+json") == []


class TestAHostedPDF:
    @pytest.fixture
    def file(self):
        return default_storage.save("papers/a.pdf", ContentFile(b"%PDF-1.7"))

    def test_it_comes_before_that_of_arxiv_and_is_in_the_pages_folder(self, file):
        paper = cast.paper(slug="a", pdf=file, arxiv_id="2211.01962")
        (path,) = tags(paper)["pdf_url"]
        assert path == "http://testserver/publications/a/paper.pdf"
        response = Client().get(path)
        assert response.headers["Content-Type"] == "application/pdf"
        assert response.getvalue() == b"%PDF-1.7"

    def test_one_of_a_link_to_the_paper_counts_too(self, file):
        paper = cast.paper(slug="a")
        PublicationLink.objects.create(publication=paper, kind="slides", file="papers/s.pdf")
        assert "pdf_url" not in tags(paper)
        PublicationLink.objects.create(publication=paper, kind="preprint", file=file)
        assert "pdf_url" in tags(paper)

    def test_that_of_a_draft_is_secret(self, file, desk):
        cast.paper(slug="a", pdf=file, is_draft=True)
        assert Client().get("/publications/a/paper.pdf").status_code == 404
        assert desk.get("/publications/a/paper.pdf").status_code == 200

    def test_if_there_is_none_the_url_is_404(self):
        cast.paper(slug="a")
        assert Client().get("/publications/a/paper.pdf").status_code == 404
