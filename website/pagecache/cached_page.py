"""A cached public response, compressed once, and the answers to requests for it."""

from __future__ import annotations

import gzip
import hashlib
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import re_accepts_gzip
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

from common.dates import clock
from website.pagecache import site_version
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
    """A public response with its validators, compressed if its content is text.

    Plain and compressed content share one ETag, a weak one because their bytes differ (RFC 9110,
    section 8.8.1). Django's random bytes against BREACH are not needed: a page that everybody
    may see holds no secret.
    """

    response: HttpResponse
    changed_at: int | None  # seconds since 1970; None if not known
    until: float | None  # likewise; None if the page does not depend on the time

    @classmethod
    def from_response(
        cls,
        response: HttpResponse,
        validity: clock.Validity,
        current: site_version.Current | None,
    ) -> CachedPage:
        """Return the page that a response shows, which was made from one site version."""
        response.headers.setdefault("Cache-Control", "no-cache")
        response.headers["ETag"] = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        changed_at = _last_change(validity, current)
        if changed_at is not None:
            response.headers["Last-Modified"] = http_date(changed_at)
        if is_compressible(response):
            _set_content(response, gzip.compress(response.content, compresslevel=6, mtime=0))
            response.headers["Content-Encoding"] = "gzip"
            patch_vary_headers(response, ["Accept-Encoding"])
        until = validity.until.timestamp() if validity.until else None
        return cls(response, changed_at, until)

    @property
    def is_valid(self) -> bool:
        """Return whether the page still says what it would say if it were rendered now."""
        return self.until is None or clock.seconds() < self.until

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Return the response to a request: the page, or 304 if the client has it already."""
        response, changed_at = self.response, self.changed_at
        accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
        if "Content-Encoding" in response and not re_accepts_gzip.search(accepted):
            del response.headers["Content-Encoding"]
            _set_content(response, gzip.decompress(response.content))
        # Last-Modified has whole seconds: the page may change again within the current one.
        if changed_at is not None and changed_at >= int(clock.seconds()):
            changed_at = None
            del response.headers["Last-Modified"]
        answer = get_conditional_response(request, response["ETag"], changed_at, response)
        return answer or response


def _set_content(response: HttpResponse, content: bytes) -> None:
    response.content = content
    response.headers["Content-Length"] = str(len(content))


def _last_change(validity: clock.Validity, current: site_version.Current | None) -> int | None:
    """Return when the page last changed, by a save or because time passed.

    Not known while servers with different code or settings answer for one site version.
    """
    if current is None or current.code != site_version.code_version():
        return None
    return max(current.changed_at, int(validity.since.timestamp()) if validity.since else 0)
