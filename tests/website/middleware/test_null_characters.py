"""The character U+0000, which PostgreSQL refuses, is first refused by the site with a sentence."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from publications.models import Author, Publication
from tests import cast
from tests.admin_forms import admin_url, errors_in, submitted
from tests.page import Page
from website import content_file

pytestmark = pytest.mark.django_db

NUL = "\0"


@pytest.mark.parametrize("name", ["q", "year", "kind", "topic", "author", "by"])
@pytest.mark.parametrize(
    "value", ["%00", "a%00b", "2023%00", "9" * 30, "-1", "%F0%9F%98%80", "%ff"]
)
def test_any_filter_of_the_list_is_answered(name, value):
    cast.paper("Nash Learning")
    assert Client().get(f"/publications/?{name}={value}").status_code in {200, 404}


@pytest.mark.parametrize(
    "page",
    [
        *("/publications/%00/", "/publications/%00.bib", "/publications/with/%00/", "/talks/%00/"),
        *("/publications/a%00b/card.png", "/uploads/%00", "/uploads/photos/a%00.jpg", "/%00/"),
        *("/cv/?%00=%00", "/publications.bib?q=%00", "/talks.ics?x=%00", "/admin/%00/"),
    ],
)
def test_no_url_with_it_fails(page):
    cast.paper("Nash Learning")
    assert Client().get(page).status_code in {200, 302, 404}


def test_a_form_refuses_it(desk):
    cast.owner()
    form = admin_url(Author, "add")
    for field in ("family_name", "variants"):
        values = submitted(Page(form, desk)) | {"family_name": "Zhong", field: f"Han{NUL}Zhong"}
        sentence = "The character U+0000 after “Han” cannot be printed; delete it."
        assert sentence in str(errors_in(desk.post(form, values)))


@pytest.mark.parametrize("page", ["login/", "publications/publication/"])
def test_the_admin_does_not_fail(desk, page):
    cast.paper("Nash Learning")
    assert desk.get(f"/admin/{page}?q={NUL}&p=9{NUL}").status_code in {200, 302, 404}
    answer = Client().post("/admin/login/", {"login": f"own{NUL}er", "password": NUL})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "text",
    [
        '[profile]\nname = "Wei\\u0000"\n',
        '[profile]\nname = "Wei"\nbiography = "a\\u0000b"\n',
        '[[authors]]\nname = "Han Zhong"\nvariants = ["H.\\u0000 Zhong"]\n',
        '[[education]]\ninstitution = "HKUST"\ndepartments = ["a\\u0000b"]\n',
        '[[publications]]\ntitle = "Nash"\nauthors = "Han\\u0000 Zhong"\n',
        '[[publications]]\ntitle = "Nash"\nauthors = "Han Zhong"\nvenue = "a\\u0000"\n',
        '[[publications]]\ntitle = "Nash"\nauthors = "Han Zhong"\ntopics = ["a\\u0000"]\n',
        '[[publications]]\ntitle = "Nash"\nformer_slugs = ["a\\u0000"]\n',
        '[[publications]]\ntitle = "Nash"\npdf = "papers/a\\u0000.pdf"\n',
        '[[talks]]\ntitle = "Nash"\npresentations = [{ place = "a\\u0000", when = "2024" }]\n',
    ],
)
def test_a_content_file_with_it_is_refused(text):
    with pytest.raises(content_file.ContentError):
        content_file.load(text)


@pytest.mark.parametrize(
    "entry",
    [
        "@article{nul\0key, title={Nash}, author={Wei Xiong}, year={2023}}",
        "@article{key, title={Na\0sh}, author={Wei Xiong}, year={2023}}",
        "@article{key, title={Nash}, author={Wei\0 Xiong}, year={2023}, journal={JM\0LR}}",
        "@article{key, title={Nash}, author={Wei Xiong}, year={20\0 23}, abstract={a\0b}}",
        "@article{key, title={Nash}, author={Wei Xiong}, year={2023}, url={https://a.org/\0}}",
    ],
)
def test_a_bibtex_file_with_it_does_not_fail(desk, entry):
    file = SimpleUploadedFile("papers.bib", entry.encode())
    values = {"file": file, "apply": "yes", "entry": ["key", "nul\0key", "nulkey"]}
    answer = desk.post("/admin/publications/publication/import/", values)
    assert answer.status_code in {200, 302}
    assert not any(NUL in paper.title + paper.abstract for paper in Publication.objects.all())
