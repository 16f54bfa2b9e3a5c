"""A page that was made for everybody, in the forms in which it is sent."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import re_accepts_gzip
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.utils.text import compress_string

from common.clock import Period
from website import edition

_CONDITIONS = {
    *("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"),
    *("HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE"),
}
WORTH_COMPRESSING = 200  # bytes; less fits into one packet with its headers


def may_be_kept(response: HttpResponse) -> bool:
    """Whether an answer is a page, and the same one for everybody who asks."""
    cache_control = response.get("Cache-Control", "")
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "no-store" not in cache_control
        and "private" not in cache_control
    )


class KeptPage(NamedTuple):
    """A page as it is sent, plain and compressed (where that is shorter)."""

    plain: bytes
    headers: dict[str, str]
    zipped: bytes | None
    zipped_headers: dict[str, str]
    changed_at: int | None  # in seconds since 1970; None where that is not known
    until: float | None  # when the clock makes it another page, likewise; None is never

    @classmethod
    def of(
        cls, response: HttpResponse, period: Period, current: edition.Current | None
    ) -> KeptPage:
        """Return the page of an answer that was made in a period, from an edition.

        Both forms have the same ETag, a weak one, as they are not the same bytes (RFC 9110,
        section 8.8.1). No random bytes are added against BREACH, as Django does: what
        everybody gets has no secret in it.
        """
        plain = response.content
        zipped = compress_string(plain) if len(plain) >= WORTH_COMPRESSING else plain
        response.headers["ETag"] = f'W/"{hashlib.sha256(plain).hexdigest()[:32]}"'
        response.headers.setdefault("Cache-Control", "no-cache")
        patch_vary_headers(response, ["Accept-Encoding"])
        headers = dict(response.items())
        return cls(
            plain=plain,
            headers={**headers, "Content-Length": str(len(plain))},
            zipped=zipped if len(zipped) < len(plain) else None,
            zipped_headers={
                **headers,
                "Content-Length": str(len(zipped)),
                "Content-Encoding": "gzip",
            },
            changed_at=_last_change(period, current),
            until=period.until.timestamp() if period.until else None,
        )

    @property
    def holds(self) -> bool:
        """Whether the clock has not made it another page."""
        return self.until is None or timezone.now().timestamp() < self.until

    def answer(self, request: HttpRequest) -> HttpResponseBase:
        """Return the answer to a request for the page: in full, or that it has not changed."""
        accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
        if self.zipped is not None and re_accepts_gzip.search(accepted):
            response = HttpResponse(self.zipped, headers=self.zipped_headers)
        else:
            response = HttpResponse(self.plain, headers=self.headers)
        # The date has whole seconds: while one lasts, there may be another change in it.
        changed_at = self.changed_at
        if changed_at is not None and changed_at >= int(timezone.now().timestamp()):
            changed_at = None
        if changed_at is not None:
            response.headers["Last-Modified"] = http_date(changed_at)
        if _CONDITIONS.isdisjoint(request.META):
            return response
        answer = get_conditional_response(request, response["ETag"], changed_at, response)
        return answer or response


def _last_change(period: Period, current: edition.Current | None) -> int | None:
    """Return when the page came to say what it says: by a save, or by the clock.

    Not known while servers with different code, or other settings, answer for one edition.
    """
    if current is None or current.code != edition.code_version():
        return None
    return max(current.changed_at, int(period.since.timestamp()) if period.since else 0)
