"""No response has an encoding that the client refuses: pages, files, other responses."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from website.pagecache.compression import CompressionMiddleware, accepted_encodings


@pytest.mark.parametrize(
    ("header", "accepted"),
    [
        ("", []),
        ("identity", []),
        ("gzip, deflate, br, zstd", ["br", "gzip"]),
        ("GZip ; Q=0.5", ["gzip"]),
        ("gzip;q=0", []),
        ("gzip; q=0.000, br;q=0.001", ["br"]),
        ("*", ["br", "gzip"]),
        ("*;q=0", []),
        ("*;q=0, gzip", ["gzip"]),
        ("*, gzip;q=0", ["br"]),
        ("gzipped, xbr", []),
    ],
)
def test_only_what_the_client_accepts_is_left_for_the_rest_of_the_site(header, accepted):
    seen = []

    def rest_of_the_site(request):
        seen.append(request.META["HTTP_ACCEPT_ENCODING"])
        return HttpResponse("text " * 100)

    assert accepted_encodings(header) == accepted
    request = RequestFactory().get("/", headers={"accept-encoding": header})
    response = CompressionMiddleware(rest_of_the_site)(request)
    assert seen == [", ".join(accepted)]
    assert ("Content-Encoding" in response) == ("gzip" in accepted)
