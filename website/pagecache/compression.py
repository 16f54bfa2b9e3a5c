"""Which responses are compressed."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

SMALLEST = 200  # bytes; less fits into one packet with its headers
_COMPRESSED_ALREADY = ("image/", "video/", "audio/", "font/", "application/pdf", "application/zip")


def is_compressible(response: HttpResponseBase) -> bool:
    """Return whether compression helps; pictures and PDFs are compressed already."""
    return (
        isinstance(response, HttpResponse)
        and len(response.content) >= SMALLEST
        and "Content-Encoding" not in response
        and not response.get("Content-Type", "").startswith(_COMPRESSED_ALREADY)
    )


class CompressionMiddleware(GZipMiddleware):
    """Compresses text that is not compressed yet: cached pages are stored compressed."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Return the response, compressed if that helps."""
        if not is_compressible(response):
            return response
        return super().process_response(request, response)
