"""DOI, arXiv id and ORCID iD, pasted as people copy them, are kept bare."""

import pytest

from publications.identifiers import bare_arxiv_id, bare_doi
from publications.models import Author, Publication
from publications.orcid import bare_orcid
from tests import cast
from tests.admin_forms import address, errors_in, submitted
from tests.page import Page


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
    assert bare_arxiv_id(given) == kept


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
    assert bare_doi(given) == kept


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
    assert bare_orcid(given) == kept


@pytest.mark.django_db
class TestInTheForms:
    def save(self, desk, row, **typed: str):
        form = address(type(row), "change", row.pk)
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

    def test_of_an_author_the_address_fits_and_is_kept_bare(self, desk):
        author = cast.author("Wei Xiong")
        (field,) = Page(address(Author, "change", author.pk), desk).all("input", name="orcid")
        assert field.get("maxlength") is None
        self.save(desk, author, orcid="https://orcid.org/0000-0002-1825-0097")
        author.refresh_from_db()
        assert author.orcid == "0000-0002-1825-0097"

    @pytest.mark.parametrize(
        ("name", "value", "sentence"),
        [
            ("arxiv_id", "https://example.org/a", "This is not an arXiv id. Write it like"),
            ("doi", "https://example.org/a", "This is not a DOI. Write it like"),
            ("doi", "10.1000/" + "a" * 200, "has at most 200 characters"),
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
