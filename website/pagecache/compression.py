"""Which responses are compressed, and for whom."""

import re

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

SMALLEST = 200  # bytes; less fits into one packet with its headers
_COMPRESSED_ALREADY = ("image/", "video/", "audio/", "font/", "application/pdf", "application/zip")
_REFUSED = re.compile(r";\s*q\s*=\s*0(\.0*)?\s*$", re.IGNORECASE)


def is_compressible(response: HttpResponseBase) -> bool:
    """Return whether compression helps; pictures and PDFs are compressed already."""
    return (
        isinstance(response, HttpResponse)
        and len(response.content) >= SMALLEST
        and "Content-Encoding" not in response
        and not response.get("Content-Type", "").startswith(_COMPRESSED_ALREADY)
    )


def accepted_encodings(accept_encoding: str) -> list[str]:
    """Return which of Brotli and gzip the header allows (RFC 9110, section 12.5.3).

    >>> accepted_encodings("gzip;q=0, *;q=0.5")
    ['br']
    """
    parts = accept_encoding.lower().split(",")
    allowed = {part.partition(";")[0].strip(): not _REFUSED.search(part) for part in parts}
    return [name for name in ("br", "gzip") if allowed.get(name, allowed.get("*", False))]


class CompressionMiddleware(GZipMiddleware):
    """Compresses text that is not compressed yet: cached pages are stored compressed.

    Django and WhiteNoise look for ``gzip`` anywhere in the header, even in ``gzip;q=0``. So this
    leaves only what the client accepts.
    """

    def process_request(self, request: HttpRequest) -> None:
        accepted = accepted_encodings(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        request.META["HTTP_ACCEPT_ENCODING"] = ", ".join(accepted)

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Return the response, compressed if that helps."""
        if not is_compressible(response):
            return response
        return super().process_response(request, response)
