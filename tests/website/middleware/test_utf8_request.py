"""A request is read as UTF-8, whatever encoding it names."""

from io import BytesIO

import pytest
from django.test.client import encode_multipart

from website.middleware.utf8_request import Utf8Request

ODD = ["hex", "base64", "undefined", "idna", "utf-7", "utf-16", "unicode_escape"]


def received(method: str, kind: str, form: bytes = b"", query: str = "") -> Utf8Request:
    sent = {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(form)), "wsgi.input": BytesIO(form)}
    return Utf8Request({"REQUEST_METHOD": method, "PATH_INFO": "/", "QUERY_STRING": query, **sent})


@pytest.mark.parametrize("encoding", ODD)
@pytest.mark.parametrize(
    ("query", "value"),
    [
        *(("q=a", "a"), ("q=caf%C3%A9", "café"), ("q=%2BAAA-", "+AAA-")),
        *(("q=%2B2AA-", "+2AA-"), ("q=%5Cud800", "\\ud800")),
    ],
)
def test_the_query(encoding, query, value):
    request = received("GET", f"text/plain; charset={encoding}", query=query)
    assert request.GET["q"] == value


@pytest.mark.parametrize("encoding", ODD)
def test_a_form(encoding):
    kind = f"application/x-www-form-urlencoded; charset={encoding}"
    assert received("POST", kind, b"name=caf%C3%A9").POST["name"] == "café"


@pytest.mark.parametrize("encoding", ODD)
def test_a_form_with_files(encoding):
    kind = f"multipart/form-data; charset={encoding}; boundary=BOUNDARY"
    form = encode_multipart("BOUNDARY", {"name": "café"})
    assert received("POST", kind, form).POST["name"] == "café"
