"""Requests URLs to find out whether they work: politely, and within time limits.

HEAD first; GET, without reading the body, if a host refuses HEAD. A host gets one request at a
time, with a pause between two. A failure that may be temporary gets a second try.

The owner's links may lead into a private network. Redirects from a public host may not, and a
connection goes to the address that was judged, whatever a name server says the next time.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from http import HTTPStatus
from threading import Event
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import urllib3
from django.conf import settings
from django.utils.encoding import iri_to_uri, punycode
from django.utils.translation import gettext as _
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

from common.http.hosts import Host, read_retry_after
from common.http.public_addresses import (
    NotPublicError,
    find_addresses,
    find_public_addresses,
    is_public,
)
from website.linkcheck.verdicts import (
    NoAnswerError,
    Outcome,
    Verdict,
    explain_failure,
    judge_status,
)

PERMANENT_REDIRECTS = {301, 308}
REDIRECTS = {*PERMANENT_REDIRECTS, 302, 303, 307}
MAX_REDIRECTS = 10


@dataclass(frozen=True)
class TimeLimits:
    """Times in seconds."""

    connect: float = 5
    read: float = 10
    total: float = 60  # for all redirects of a URL, without the pauses
    delay: float = 1  # between two requests to a host
    retry_delay: float = 3
    max_retry_after: float = 30  # the longest wish of a host that is waited for


@dataclass(frozen=True)
class Answer:
    """The parts of a response that matter here."""

    status: int
    location: str
    retry_after: float | None
    sets_cookies: bool
    seconds: float
    is_public: bool  # whether it came from an address on the public internet

    @property
    def is_redirect(self) -> bool:
        return self.status in REDIRECTS and bool(self.location)

    @property
    def is_final(self) -> bool:
        """Whether another method would not change the answer."""
        return self.status < 400 or self.status == HTTPStatus.TOO_MANY_REQUESTS


class StoppedError(Exception):
    """The run was stopped before this URL was checked."""


class LinkClient:
    """Checks URLs; several threads may use it at once. Setting ``stopped`` ends all waiting."""

    def __init__(self, limits: TimeLimits) -> None:
        self.limits = limits
        self.stopped = Event()
        self._hosts: dict[str, Host] = {}
        site = f" (+{settings.SITE.origin})" if settings.SITE else ""
        self._user_agent = f"Vita link check{site}"

    def check(self, url: str) -> Verdict:
        """Follow a URL through its redirects. Raises StoppedError."""
        try:
            return self._follow(_encode_url(url))
        except NoAnswerError as error:
            return Verdict(error.outcome, detail=str(error))

    def _follow(self, url: str) -> Verdict:
        urls, moved_to = [url], ""
        is_permanent, sets_cookies, seconds = True, False, 0.0
        must_be_public = False
        while (answer := self._ask(urls[-1], must_be_public)).is_redirect:
            target = _resolve_redirect(urls[-1], answer.location)
            is_permanent = is_permanent and answer.status in PERMANENT_REDIRECTS
            moved_to = target if is_permanent else moved_to
            sets_cookies = sets_cookies or answer.sets_cookies
            seconds += answer.seconds
            if target in urls:
                # Publishers do this to programs; browsers return the cookies and get through.
                outcome = Outcome.NOT_CHECKABLE if sets_cookies else Outcome.UNREACHABLE
                raise NoAnswerError(_("redirects in a circle"), outcome=outcome)
            if len(urls) > MAX_REDIRECTS:
                raise NoAnswerError(
                    _("redirects more than %(count)s times") % {"count": MAX_REDIRECTS}
                )
            if seconds > self.limits.total:
                raise NoAnswerError(_("takes too long"))
            must_be_public = must_be_public or answer.is_public
            urls.append(target)
        return judge_status(answer.status, urls, moved_to)

    def _ask(self, url: str, must_be_public: bool) -> Answer:
        """Send HEAD, then GET if that is refused; GET once more if the failure may pass."""
        host = self._hosts.setdefault(urlsplit(url).hostname or "", Host())
        with host.lock:
            try:
                answer = self._send_request("HEAD", url, host, must_be_public)
                must_be_public = must_be_public or answer.is_public
                if not answer.is_final:
                    answer = self._send_request("GET", url, host, must_be_public)
                if not self._may_recover(answer, host):
                    return answer
            except NoAnswerError as error:
                if not error.may_pass:
                    raise
                host.rest(self.limits.retry_delay)
            return self._send_request("GET", url, host, must_be_public)

    def _may_recover(self, answer: Answer, host: Host) -> bool:
        """Whether to ask again. The host then rests for as long as it wants, or for a while."""
        is_broken = 500 <= answer.status < 600
        if is_broken and answer.retry_after is None:
            host.rest(self.limits.retry_delay)
            return True
        is_busy = answer.status == HTTPStatus.TOO_MANY_REQUESTS
        return (is_busy or is_broken) and self._accepts(answer.retry_after)

    def _accepts(self, retry_after: float | None) -> bool:
        return retry_after is not None and retry_after <= self.limits.max_retry_after

    def _send_request(self, method: str, url: str, host: Host, must_be_public: bool) -> Answer:
        if host.has_refused:
            raise NoAnswerError("429 Too Many Requests", outcome=Outcome.NOT_CHECKABLE)
        self._sleep(host.free_at - time.monotonic())
        start = time.monotonic()
        try:
            response, address = self._connect(method, url, must_be_public)
        except NotPublicError as error:
            raise NoAnswerError(_("redirects into a private network")) from error
        except (HTTPError, OSError, ValueError) as error:
            raise explain_failure(error) from error
        finally:
            host.rest(self.limits.delay)
        response.close()  # without reading the body, which may be huge
        answer = Answer(
            response.status,
            response.headers.get("Location", ""),
            read_retry_after(response),
            "Set-Cookie" in response.headers,
            time.monotonic() - start,
            is_public(address),
        )
        if self._accepts(answer.retry_after):
            host.rest(answer.retry_after or 0)
        elif answer.retry_after and answer.status == HTTPStatus.TOO_MANY_REQUESTS:
            host.has_refused = True
        return answer

    def _connect(
        self, method: str, url: str, must_be_public: bool
    ) -> tuple[urllib3.BaseHTTPResponse, str]:
        """Send a request to the first address of the host that accepts it; return which it was."""
        parts = urlsplit(url)
        host, is_secure = parts.hostname or "", parts.scheme == "https"
        if not host or parts.scheme not in {"http", "https"}:
            raise ValueError(url)
        port = parts.port or (443 if is_secure else 80)
        headers = {"User-Agent": self._user_agent, "Host": parts.netloc.rpartition("@")[2]}
        target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        failure: Exception = NotPublicError(host)
        look_up = find_public_addresses if must_be_public else find_addresses
        for address in look_up(host, port):
            timeout = urllib3.Timeout(connect=self.limits.connect, read=self.limits.read)
            pool = (
                urllib3.HTTPSConnectionPool(address, port, timeout=timeout, server_hostname=host)
                if is_secure
                else urllib3.HTTPConnectionPool(address, port, timeout=timeout)
            )
            options: Any = {"redirect": False, "retries": False, "preload_content": False}
            try:
                return pool.request(method, target, headers=headers, **options), address
            except (NewConnectionError, ConnectTimeoutError) as error:
                failure = error  # this address is not reached from here
        raise failure

    def _sleep(self, seconds: float) -> None:
        if self.stopped.wait(max(0, seconds)):
            raise StoppedError


def _resolve_redirect(url: str, location: str) -> str:
    """Return the URL a redirect leads to. Raises NoAnswerError if that is not on the web."""
    # Servers send non-ASCII characters as UTF-8, which http.client reads as Latin-1.
    text = location.encode("latin-1", "replace").decode("utf-8", "replace")
    try:
        target = urldefrag(_encode_url(urljoin(url, text))).url
        parts = urlsplit(target)
        is_web_url = parts.scheme in {"http", "https"} and parts.hostname
    except ValueError:
        is_web_url = None
    if not is_web_url:
        raise NoAnswerError(_("redirects to something that is not a web URL"))
    return target


def _encode_url(url: str) -> str:
    """Return the URL in ASCII: the host in Punycode, the rest percent-encoded."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        netloc = parts.netloc if host.isascii() else parts.netloc.replace(host, punycode(host))
    except UnicodeError as error:
        raise NoAnswerError(_("this is not a web URL")) from error
    return iri_to_uri(parts._replace(netloc=netloc).geturl())
