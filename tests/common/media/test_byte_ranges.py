"""Files are sent in full, in part, or not at all to clients that have them already."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publications.models import Publication
from tests import cast

pytestmark = pytest.mark.django_db
DATA = b"%PDF-1.7\n" + bytes(range(256)) * 700
SIZE = len(DATA)
PDF_URL = "/publications/nash-learning/paper.pdf"


@pytest.fixture
def paper(uploads) -> Publication:
    """A paper with a PDF of its own."""
    return cast.paper("Nash Learning", pdf=default_storage.save("papers/n.pdf", ContentFile(DATA)))


def ask(client: Client | None = None, method: str = "get", path: str = PDF_URL, **headers: str):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return getattr(client or Client(), method)(path, headers=named)


@pytest.mark.usefixtures("paper")
class TestAClientThatHasItAlready:
    def test_is_not_sent_it_again(self):
        first = ask()
        assert first.getvalue() == DATA
        for known in (
            {"If_None_Match": first["ETag"]},
            {"If_Modified_Since": first["Last-Modified"]},
        ):
            again = ask(**known)
            assert (again.status_code, again.content) == (304, b"")
            assert again["ETag"] == first["ETag"]
            assert again["Cache-Control"] == "no-cache"

    def test_is_sent_the_file_that_replaced_it(self, paper):
        first = ask()
        paper.pdf = default_storage.save("papers/n.pdf", ContentFile(b"%PDF-new"))
        paper.save()
        again = ask(If_None_Match=first["ETag"])
        assert (again.status_code, again.getvalue()) == (200, b"%PDF-new")
        assert again["ETag"] != first["ETag"]

    def test_is_not_sent_any_other_upload_again_either(self, paper):
        first = ask(path=paper.pdf.url)
        assert ask(path=paper.pdf.url, If_None_Match=first["ETag"]).status_code == 304
        assert ask(path=paper.pdf.url, Range="bytes=0-4").getvalue() == b"%PDF-"

    def test_is_sent_it_if_its_copy_is_older_than_the_file(self):
        again = ask(If_Modified_Since="Wed, 01 Jan 2020 00:00:00 GMT")
        assert again.status_code == 200


@pytest.mark.usefixtures("paper")
class TestAPart:
    @pytest.mark.parametrize(
        ("asked", "first", "last"),
        [
            ("bytes=0-8", 0, 8),
            ("bytes=100-", 100, SIZE - 1),
            ("bytes=-50", SIZE - 50, SIZE - 1),
            ("bytes=0-999999999", 0, SIZE - 1),
            ("bytes=-999999999", 0, SIZE - 1),
            (f"bytes={SIZE - 1}-", SIZE - 1, SIZE - 1),
            ("bytes=70000-140000", 70000, 140000),
        ],
    )
    def test_is_sent_if_it_is_requested(self, asked, first, last):
        response = ask(Range=asked)
        assert response.status_code == 206
        assert response["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
        assert response["Content-Length"] == str(last - first + 1)
        assert response["Content-Type"] == "application/pdf"
        assert response.getvalue() == DATA[first : last + 1]

    @pytest.mark.parametrize(
        "asked",
        ["", "bytes=", "bytes=-", "bytes=5-1", "bytes=0-1,4-5", "lines=1-2", "bytes=a-b", "0-5"],
    )
    def test_is_not_sent_for_anything_but_one_range(self, asked):
        response = ask(Range=asked)
        assert (response.status_code, response.getvalue()) == (200, DATA)
        assert response["Accept-Ranges"] == "bytes"

    @pytest.mark.parametrize("asked", [f"bytes={SIZE}-", "bytes=999999999-9999999999", "bytes=-0"])
    def test_beyond_the_end_is_refused(self, asked):
        response = ask(Range=asked)
        assert response.status_code == 416
        assert response["Content-Range"] == f"bytes */{SIZE}"

    def test_goes_on_only_with_the_same_file(self):
        tag = ask()["ETag"]
        assert ask(Range="bytes=9-", If_Range=tag).status_code == 206
        assert ask(Range="bytes=9-", If_Range='"another"').status_code == 200
        assert ask(Range="bytes=9-", If_None_Match=tag).status_code == 304

    def test_is_not_sent_for_a_head_request(self):
        response = ask(method="head", Range="bytes=0-4")
        assert (response.status_code, response["Content-Length"]) == (200, str(SIZE))

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.integers(0, SIZE + 10), st.integers(0, SIZE + 10))
    def test_contains_the_bytes_that_its_header_names(self, first, last):
        response = ask(Range=f"bytes={first}-{last}")
        if first > last:
            assert (response.status_code, response.getvalue()) == (200, DATA)
        elif first >= SIZE:
            assert response.status_code == 416
        else:
            assert response.getvalue() == DATA[first : last + 1]


@pytest.mark.parametrize("headers", [{}, {"Range": "bytes=0-4"}, {"If_None_Match": "*"}])
def test_the_file_of_a_draft_is_sent_to_nobody_else(desk, paper, headers):
    Publication.objects.withdraw()
    for path in (PDF_URL, paper.pdf.url):
        assert ask(path=path, **headers).status_code == 404
        assert ask(desk, path=path, **headers)["Cache-Control"] == "private, no-store"
