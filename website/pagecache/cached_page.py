"""A page that was made for everybody, in the forms in which it is sent."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, ResponseHeaders
from django.middleware.gzip import re_accepts_gzip
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.text import compress_string

from common.dates import clock
from website.pagecache import site_version

_CONDITIONS = {
    *("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"),
    *("HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE"),
}
_OF_THE_CONTENT = {"content-type", "content-length", "content-encoding"}
WORTH_COMPRESSING = 200  # bytes; less fits into one packet with its headers


def is_cacheable(response: HttpResponse) -> bool:
    """Whether an answer is a page, and the same one for everybody who asks."""
    cache_control = response.get("Cache-Control", "")
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "no-store" not in cache_control
        and "private" not in cache_control
    )


class PreparedHeaders(ResponseHeaders):
    """Headers that were checked when the page was made: to check them takes as long as all else."""

    def __init__(self, checked: dict[str, tuple[str, str]]) -> None:
        self._store = checked.copy()


class Representation(NamedTuple):
    """A page as it is sent; its headers as Django has them, by their names in small letters."""

    content: bytes
    headers: dict[str, tuple[str, str]]

    @classmethod
    def of(cls, content: bytes, headers: Mapping[str, str]) -> Representation:
        """Return the form of a page with headers, to which the length is added."""
        headers = {**headers, "Content-Length": str(len(content))}
        return cls(content, {name.lower(): (name, value) for name, value in headers.items()})

    def response(self) -> HttpResponse:
        """Return an answer with the page, in full."""
        response = HttpResponse(self.content, content_type="")
        response.headers = PreparedHeaders(self.headers)
        return response


class CachedPage(NamedTuple):
    """A page in the forms in which it is sent: plain, and compressed where that is shorter."""

    plain: Representation
    zipped: Representation | None
    changed_at: int | None  # in seconds since 1970; None where that is not known
    until: float | None  # when the clock makes it another page, likewise; None is never

    @classmethod
    def of(
        cls, response: HttpResponse, validity: clock.Validity, current: site_version.Current | None
    ) -> CachedPage:
        """Return the page of an answer that was made in a period, from an edition.

        Both forms have the same ETag, a weak one, as they are not the same bytes (RFC 9110,
        section 8.8.1). No random bytes are added against BREACH, as Django does: what
        everybody gets has no secret in it.
        """
        plain = response.content
        if response.get("Content-Encoding") == "gzip":
            plain = gzip.decompress(plain)
        zipped = compress_string(plain) if len(plain) >= WORTH_COMPRESSING else plain
        headers = {"Cache-Control": "no-cache", **response.headers}
        headers.pop("Content-Encoding", None)
        headers["ETag"] = f'W/"{hashlib.sha256(plain).hexdigest()[:32]}"'
        changed_at = _last_change(validity, current)
        if changed_at is not None:
            headers["Last-Modified"] = http_date(changed_at)
        is_shorter = len(zipped) < len(plain)
        return cls(
            plain=Representation.of(plain, headers),
            zipped=Representation.of(zipped, {**headers, "Content-Encoding": "gzip"})
            if is_shorter
            else None,
            changed_at=changed_at,
            until=validity.until.timestamp() if validity.until else None,
        )

    @property
    def holds(self) -> bool:
        """Whether the clock has not made it another page."""
        return self.until is None or clock.seconds() < self.until

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        """Return the answer to a request for the page: in full, or that it has not changed."""
        form, changed_at = self.plain, self.changed_at
        if self.zipped and re_accepts_gzip.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
            form = self.zipped
        response = form.response()
        # The date has whole seconds: while one lasts, there may be another change in it.
        if changed_at is not None and changed_at >= int(clock.seconds()):
            changed_at = None
            del response.headers["Last-Modified"]
        if _CONDITIONS.isdisjoint(request.META):
            return response
        answer = get_conditional_response(request, response["ETag"], changed_at, response)
        return _with_headers_of(response, answer) if answer else response


def _with_headers_of(page: HttpResponse, answer: HttpResponseBase) -> HttpResponseBase:
    """Return an answer without content, with the headers of the page that are not about that."""
    for name, value in page.headers.items():
        if name.lower() not in _OF_THE_CONTENT:
            answer.headers.setdefault(name, value)
    return answer


def _last_change(validity: clock.Validity, current: site_version.Current | None) -> int | None:
    """Return when the page came to say what it says: by a save, or by the clock.

    Not known while servers with different code, or other settings, answer for one edition.
    """
    if current is None or current.code != site_version.code_version():
        return None
    return max(current.changed_at, int(validity.since.timestamp()) if validity.since else 0)
