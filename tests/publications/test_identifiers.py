"""DOI, arXiv id and ORCID iD are read as people copy them, and stored without a URL."""

import json
import re
from collections.abc import Iterator
from urllib.parse import quote, unquote, urlsplit

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from publications.identifiers import (
    make_arxiv_url,
    make_doi_url,
    strip_arxiv_id,
    strip_doi,
    strip_orcid,
)
from publications.models import Author, Publication, PublicationLink
from publications.outgoing_links import list_outgoing_links
from tests import cast
from tests.admin_forms import admin_url, errors_in, submitted
from tests.page import Page
from tests.pdf import Pdf


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2304.06767", "2304.06767"),
        ("2304.06767v2", "2304.06767v2"),
        (" arXiv:2304.06767 ", "2304.06767"),
        ("arxiv: 2304.06767v3 [cs.LG]", "2304.06767v3"),
        ("https://arxiv.org/abs/2304.06767v2", "2304.06767v2"),
        ("http://www.arxiv.org/pdf/2304.06767", "2304.06767"),
        ("https://arxiv.org/pdf/2304.06767v1.pdf", "2304.06767v1"),
        ("https://arxiv.org/abs/2304.06767?context=cs#top", "2304.06767"),
        ("arxiv.org/abs/hep-th/9901001", "hep-th/9901001"),
        ("arXiv:math.GT/0309136", "math.GT/0309136"),
        ("https://doi.org/10.48550/arXiv.2304.06767", "2304.06767"),
        ("https://example.org/2304.06767", "https://example.org/2304.06767"),
        ("12304.067670", "12304.067670"),
        ("to come", "to come"),
        ("", ""),
    ],
)
def test_an_arxiv_id(given, kept):
    assert strip_arxiv_id(given) == kept


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("10.1287/moor.2023.0195", "10.1287/moor.2023.0195"),
        ("https://doi.org/10.1287/moor.2023.0195", "10.1287/moor.2023.0195"),
        ("http://dx.doi.org/10.1287/moor.2023.0195.", "10.1287/moor.2023.0195"),
        ("doi.org/10.1000/456%23789", "10.1000/456#789"),
        ("doi:10.1287/moor.2023.0195", "10.1287/moor.2023.0195"),
        ("DOI: 10.1287/moor.2023.0195", "10.1287/moor.2023.0195"),
        ("10.1000/a%20b", "10.1000/a%20b"),
        ("https://example.org/10.1287/moor", "https://example.org/10.1287/moor"),
        ("doi: to come", "doi: to come"),
        ("", ""),
    ],
)
def test_a_doi(given, kept):
    assert strip_doi(given) == kept


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("orcid.org/0000-0002-1694-233x/", "0000-0002-1694-233X"),
        ("ORCID iD: 0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("0000000218250097", "0000-0002-1825-0097"),
        ("https://example.org/0000-0002-1825-0097", "https://example.org/0000-0002-1825-0097"),
        ("", ""),
    ],
)
def test_an_orcid(given, kept):
    assert strip_orcid(given) == kept


ODD = "10.1000/(GAZ)1<16::AID#7>3.0.CO;2-2[a]?q=50%25&r"
ENCODED = (
    "https://doi.org/10.1000/%28GAZ%291%3C16%3A%3AAID%237%3E3.0.CO%3B2-2%5Ba%5D%3Fq%3D50%2525%26r"
)


@given(st.from_regex(r"10\.[0-9]{4,9}/[!-~äß熊]{1,30}", fullmatch=True))
def test_the_url_of_a_doi_is_one_that_leads_back_to_it(doi):
    url = make_doi_url(doi)
    assert re.fullmatch(r"https://doi\.org/10\.[0-9]+/[\w.~/%-]+", url, re.ASCII)
    assert urlsplit(url).query == urlsplit(url).fragment == ""
    assert unquote(url) == f"https://doi.org/{doi}"
    assert strip_doi(url) == doi.rstrip(".,;")


@pytest.mark.parametrize("arxiv_id", ["2304.06767", "2304.06767v2", "math.GT/0309136"])
def test_the_url_of_an_arxiv_id_is_one_that_leads_back_to_it(arxiv_id):
    for form in ("abs", "pdf"):
        assert make_arxiv_url(arxiv_id, form) == f"https://arxiv.org/{form}/{arxiv_id}"
        assert strip_arxiv_id(make_arxiv_url(arxiv_id, form)) == arxiv_id


def texts_about_dois(data: object) -> Iterator[str]:
    """Yield every text of JSON that has a DOI in it."""
    if isinstance(data, str) and "10.1000/" in data:
        yield data
    elif isinstance(data, dict | list):
        for value in data.values() if isinstance(data, dict) else data:
            yield from texts_about_dois(value)


@pytest.mark.django_db
class TestADOIOfOddSigns:
    @pytest.fixture
    def paper(self) -> Publication:
        return cast.paper(doi=ODD, status="published", when="2023", is_selected=True)

    def test_is_encoded_wherever_it_leads_and_bare_in_text(self, paper):
        page = Page(paper.get_absolute_url())
        assert page.links()[ODD] == ENCODED
        for place in ("/", "/publications/", paper.get_absolute_url()):
            leads = [a.get("href") for a in Page(place).all("a") if "doi.org" in a.get("href")]
            assert leads
            assert set(leads) == {ENCODED}

    def test_is_encoded_in_the_pdf(self, paper):
        assert ENCODED in Pdf.at("/cv.pdf").links

    def test_is_an_encoded_link_and_a_bare_name_for_machines(self, paper):
        page = Page(paper.get_absolute_url())
        [script] = page.all("script", type="application/ld+json")
        assert {ODD, ENCODED} == set(texts_about_dois(json.loads("".join(script.itertext()))))
        assert [meta.get("content") for meta in page.all("meta", name="citation_doi")] == [ODD]

    @pytest.mark.parametrize(
        ("ending", "line"),
        [("bib", f"doi = {{{ODD}}}"), ("ris", f"DO  - {ODD}"), ("json", f'"DOI": "{ODD}"')],
    )
    def test_is_bare_where_it_is_cited(self, paper, ending, line):
        cited = Client().get(f"{paper.get_absolute_url().rstrip('/')}.{ending}").content.decode()
        assert line in cited
        assert "doi.org" not in cited

    def test_is_encoded_where_links_are_checked(self, paper):
        assert [link.url for link in list_outgoing_links()] == [ENCODED]

    @pytest.mark.parametrize("url", [ENCODED, f"https://example.org/full/{quote(ODD)}"])
    def test_has_no_second_link_beside_one_of_the_owner(self, paper, url):
        PublicationLink.objects.create(publication=paper, kind="paper", url=url)
        assert [button.href for button in paper.buttons] == [url]
        cited = Client().get(f"{paper.get_absolute_url().rstrip('/')}.bib").content.decode()
        assert "url = " not in cited


@pytest.mark.django_db
class TestInTheForms:
    def save(self, desk, row, **typed: str):
        form = admin_url(type(row), "change", row.pk)
        return desk.post(form, submitted(Page(form, desk)) | typed)

    def test_of_a_paper_they_are_kept_bare(self, desk):
        paper = cast.paper()
        typed = {
            "arxiv_id": "https://arxiv.org/abs/2304.06767v2",
            "doi": "https://doi.org/10.1287/moor.2023.0195",
        }
        response = self.save(desk, paper, **typed)
        assert response.status_code == 302, errors_in(response)
        paper.refresh_from_db()
        assert (paper.arxiv_id, paper.doi) == ("2304.06767v2", "10.1287/moor.2023.0195")

    def test_of_an_author_the_orcid_is_accepted_as_a_url_and_kept_bare(self, desk):
        author = cast.author("Wei Xiong")
        (field,) = Page(admin_url(Author, "change", author.pk), desk).all("input", name="orcid")
        assert field.get("maxlength") is None
        self.save(desk, author, orcid="https://orcid.org/0000-0002-1825-0097")
        author.refresh_from_db()
        assert author.orcid == "0000-0002-1825-0097"

    @pytest.mark.parametrize(
        ("name", "value", "sentence"),
        [
            ("arxiv_id", "https://example.org/a", "This is not an arXiv id. Write it like"),
            ("doi", "https://example.org/a", "This is not a DOI. Write it like"),
            ("doi", "10.1000/" + "a" * 200, "at most 200 are allowed"),
        ],
    )
    def test_of_a_paper_something_else_is_refused(self, desk, name, value, sentence):
        response = self.save(desk, cast.paper(), **{name: value})
        assert sentence in response.content.decode()
        assert getattr(Publication.objects.get(), name) == ""

    def test_of_an_author_an_orcid_with_a_wrong_digit_is_refused(self, desk):
        response = self.save(
            desk, cast.author("Wei Xiong"), orcid="https://orcid.org/0000-0002-1825-0098"
        )
        assert "This ORCID iD has a wrong digit" in response.content.decode()
