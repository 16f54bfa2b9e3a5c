"""A cached public response, compressed once, and the answers to requests for it."""

from __future__ import annotations

import gzip
import hashlib
from datetime import datetime
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

from website.pagecache.compression import is_compressible


def is_cacheable(response: HttpResponse) -> bool:
    """Return whether a response is a page, and the same one for every visitor."""
    cache_control = response.get("Cache-Control", "")
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "no-store" not in cache_control
        and "private" not in cache_control
    )


class CachedPage(NamedTuple):
    """A public response with its ETag, compressed if its content is text.

    Plain and compressed content share one ETag, a weak one because their bytes differ (RFC 9110,
    section 8.8.1). There is no Last-Modified: the site version changes with drafts too, and its
    date would tell visitors when the owner saved one. Django's random bytes against BREACH are
    not needed: a page that everybody may see holds no secret.
    """

    response: HttpResponse
    until: datetime | None  # None if the page does not depend on the time

    @classmethod
    def from_response(cls, response: HttpResponse, until: datetime | None) -> CachedPage:
        """Return the page that a response shows, which is valid until some time."""
        response.headers.setdefault("Cache-Control", "no-cache")
        response.headers["ETag"] = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        if is_compressible(response):
            _set_content(response, gzip.compress(response.content, compresslevel=6, mtime=0))
            response.headers["Content-Encoding"] = "gzip"
            patch_vary_headers(response, ["Accept-Encoding"])
        return cls(response, until)

    @property
    def is_valid(self) -> bool:
        """Return whether the page still says what it would say if it were rendered now."""
        return self.until is None or timezone.now() < self.until

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Return the response to a request: the page, or 304 if the client has it already."""
        response = self.response
        accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")  # see CompressionMiddleware
        if "Content-Encoding" in response and "gzip" not in accepted:
            del response.headers["Content-Encoding"]
            _set_content(response, gzip.decompress(response.content))
        return get_conditional_response(request, response["ETag"], response=response) or response


def _set_content(response: HttpResponse, content: bytes) -> None:
    response.content = content
    response.headers["Content-Length"] = str(len(content))
