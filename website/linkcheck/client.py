"""Asks hosts whether an address leads somewhere: politely, and within limits of time.

HEAD first; GET, without reading the body, where a host refuses HEAD. One question at a time to
one host, with a pause between; once more after a while where the trouble may pass.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from threading import Event, Lock
from urllib.parse import urldefrag, urljoin, urlsplit

import urllib3
from django.conf import settings
from django.utils.encoding import iri_to_uri, punycode
from urllib3.exceptions import HTTPError

from website.linkcheck.verdicts import NoAnswerError, Outcome, Verdict, no_answer, verdict_of

PERMANENT = {301, 308}
REDIRECTS = {*PERMANENT, 302, 303, 307}
MOST_REDIRECTS = 10


@dataclass(frozen=True)
class Patience:
    """How long to wait, in seconds.

    For a connection; for an answer; for all the answers that one address takes; between two
    questions to one host; before asking once more; and at most, where a host says when to come
    back (Retry-After).
    """

    connect: float = 5
    read: float = 10
    whole: float = 60
    between: float = 1
    before_retry: float = 3
    longest: float = 30


@dataclass(frozen=True)
class Answer:
    """What a host said: the status, where it redirects to, when it wants to be asked again.

    ``took`` and ``retry_after`` are seconds.
    """

    status: int
    location: str
    retry_after: float | None
    sets_cookies: bool
    took: float

    @property
    def redirects(self) -> bool:
        """Whether it sends the reader elsewhere."""
        return self.status in REDIRECTS and bool(self.location)


@dataclass
class _Route:
    """The way from an address, the first of the stops, through its redirects."""

    stops: list[str]
    moved_to: str = ""
    is_permanent: bool = True
    sets_cookies: bool = False
    took: float = 0

    def go_on(self, answer: Answer) -> None:
        """Go where the answer redirects to.

        Raises NoAnswerError where that leads nowhere. A circle that sets cookies may open to a
        browser, which gives them back: publishers do that.
        """
        here = _target(self.stops[-1], answer.location)
        self.is_permanent = self.is_permanent and answer.status in PERMANENT
        self.moved_to = here if self.is_permanent else self.moved_to
        self.sets_cookies = self.sets_cookies or answer.sets_cookies
        self.took += answer.took
        if here in self.stops:
            outcome = Outcome.NOT_CHECKABLE if self.sets_cookies else Outcome.UNREACHABLE
            raise NoAnswerError("redirects in a circle", outcome=outcome)
        if len(self.stops) > MOST_REDIRECTS:
            raise NoAnswerError(f"redirects more than {MOST_REDIRECTS} times")
        self.stops.append(here)


class StoppedError(Exception):
    """The run was stopped before this address was done."""


@dataclass
class _Turn:
    """The right to ask one host, which one thread has at a time."""

    lock: Lock = field(default_factory=Lock)
    free_at: float = 0
    is_over: bool = False

    @contextmanager
    def taken(self, sleep: Callable[[float], None], pause: float) -> Iterator[None]:
        """Wait until the host is free; leave it alone for the pause afterwards.

        Raises NoAnswerError where the host has had enough of this run.
        """
        with self.lock:
            if self.is_over:
                raise NoAnswerError("429 Too Many Requests", outcome=Outcome.NOT_CHECKABLE)
            sleep(self.free_at - time.monotonic())
            try:
                yield
            finally:
                self.rest(pause)

    def rest(self, seconds: float) -> None:
        """Leave the host alone for so long from now."""
        self.free_at = max(self.free_at, time.monotonic() + seconds)


class LinkClient:
    """Checks addresses, for many threads at once. ``stopped`` ends all waiting."""

    def __init__(self, patience: Patience) -> None:
        self.patience = patience
        self.stopped = Event()
        self._turns: dict[str, _Turn] = {}
        site = f" (+{settings.SITE.origin})" if settings.SITE else ""
        self._pool = urllib3.PoolManager(
            headers={"User-Agent": f"Vita link check{site}"},
            retries=False,
            timeout=urllib3.Timeout(connect=patience.connect, read=patience.read),
        )

    def check(self, address: str) -> Verdict:
        """Follow an address to where it leads, a second time where trouble may have passed.

        Raises StoppedError where the run is stopped meanwhile.
        """
        verdict, again_in = self._attempt(address, ["HEAD", "GET"])
        if again_in is not None and again_in <= self.patience.longest:
            self._sleep(again_in)
            verdict, _ = self._attempt(address, ["GET"])
        return verdict

    def _attempt(self, address: str, methods: list[str]) -> tuple[Verdict, float | None]:
        """Return the verdict, and the seconds after which to ask again where that is of use."""
        try:
            return self._follow(address, methods)
        except NoAnswerError as error:
            again_in = self.patience.before_retry if error.may_pass else None
            return Verdict(error.outcome, detail=str(error)), again_in

    def _follow(self, address: str, methods: list[str]) -> tuple[Verdict, float | None]:
        route = _Route([_ascii(address)])
        while (answer := self._ask(route.stops[-1], methods)).redirects:
            route.go_on(answer)
            if route.took > self.patience.whole:
                raise NoAnswerError("takes too long")
        return verdict_of(answer.status, route.stops, route.moved_to), self._again_in(answer)

    def _again_in(self, answer: Answer) -> float | None:
        if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
            return answer.retry_after
        if not 500 <= answer.status < 600:
            return None
        wish = answer.retry_after
        return self.patience.before_retry if wish is None else wish

    def _ask(self, address: str, methods: list[str]) -> Answer:
        """Return the answer to the first method, to the next one where that is refused."""
        for method in methods:
            answer = self._request(method, address)
            if answer.status < 400 or answer.status == HTTPStatus.TOO_MANY_REQUESTS:
                break
        return answer

    def _request(self, method: str, address: str) -> Answer:
        host = urlsplit(address).hostname or ""
        turn = self._turns.setdefault(host, _Turn())
        with turn.taken(self._sleep, self.patience.between):
            began = time.monotonic()
            try:
                response = self._pool.request(
                    method, address, redirect=False, preload_content=False
                )
            except (HTTPError, OSError, ValueError) as error:
                raise no_answer(error) from error
            response.close()  # the body, of whatever size, is left unread
            answer = Answer(
                response.status,
                response.headers.get("Location", ""),
                _seconds(response.headers.get("Retry-After", "")),
                "Set-Cookie" in response.headers,
                time.monotonic() - began,
            )
            if (wish := answer.retry_after or 0) <= self.patience.longest:
                turn.rest(wish)
            elif answer.status == HTTPStatus.TOO_MANY_REQUESTS:
                turn.is_over = True
            return answer

    def _sleep(self, seconds: float) -> None:
        if self.stopped.wait(max(0, seconds)):
            raise StoppedError


def _target(here: str, location: str) -> str:
    """Return where a redirect leads.

    Raises NoAnswerError where that is not on the web.
    """
    # Servers send letters beyond ASCII as UTF-8, which http.client takes for Latin-1.
    text = location.encode("latin-1", "replace").decode("utf-8", "replace")
    try:
        target = urldefrag(_ascii(urljoin(here, text))).url
        on_the_web = urlsplit(target).scheme in {"http", "https"} and urlsplit(target).hostname
    except ValueError:
        on_the_web = None
    if not on_the_web:
        raise NoAnswerError("redirects to what is not an address of the web")
    return target


def _ascii(address: str) -> str:
    """Return the address as it is sent: the host in Punycode, the rest percent-encoded.

    Raises NoAnswerError where no host can have this name.
    """
    parts = urlsplit(address)
    host = parts.hostname or ""
    try:
        netloc = parts.netloc if host.isascii() else parts.netloc.replace(host, punycode(host))
    except UnicodeError as error:
        raise NoAnswerError("this is not an address of the web") from error
    return iri_to_uri(parts._replace(netloc=netloc).geturl())


def _seconds(retry_after: str) -> float | None:
    """Return the seconds that a Retry-After header asks for, as a number or a date (RFC 9110)."""
    if retry_after.isascii() and retry_after.isdecimal():
        return float(retry_after)
    try:
        when = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())
