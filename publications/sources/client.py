"""Asks the services: politely, within limits, over HTTPS, and never inside the own network.

A service gets one request at a time, with a pause between two. Redirects lead to public addresses
only. A base URL in the settings is the operator's own choice, and may be any; redirects may not.
"""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import urllib3
from django.conf import settings
from urllib3.exceptions import HTTPError, NewConnectionError

from common.http.deadlines import Deadline
from common.http.hosts import Host, read_retry_after
from common.http.public_addresses import NotPublicError, find_public_addresses
from common.owner import find_owner
from common.version import get_version
from publications.sources import errors
from publications.sources.services import Service, find_service, has_own_url, is_turned_off

_REDIRECTS = {301, 302, 303, 307, 308}
_BUSY = {429, 503}
_CHUNK = 64 * 1024
_MEGABYTE = 1_000_000

_hosts: dict[str, Host] = defaultdict(Host)  # of this process


@dataclass(frozen=True)
class Limits:
    """Times are in seconds."""

    connect: float = 5
    read: float = 10
    total: float = 30  # for one answer, with its redirects
    most_bytes: int = 5 * _MEGABYTE
    most_redirects: int = 5
    max_retry_after: float = 5  # the longest wish of a service that is waited for
    has_pauses: bool = True


LIMITS = Limits()


class Client:
    """Asks services, one question at a time."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits or LIMITS
        self.requests = 0
        self._user_agent = describe_site()

    def ask(self, key: str, path: str, accept: str = "application/json") -> bytes:
        """Return the body of a service's answer. Raises SourceError."""
        if is_turned_off():
            raise errors.explain_turned_off()
        service = find_service(key)
        deadline = Deadline(self.limits.total)
        url, is_trusted = service.url + path, has_own_url(key)
        with deadline.kept():
            for _ in range(self.limits.most_redirects + 1):
                answer = self._ask_politely(service, url, accept, is_trusted, deadline)
                if isinstance(answer, bytes):
                    return answer
                url, is_trusted = urljoin(url, answer), False
        raise errors.explain_too_many_redirects(service.name)

    def _ask_politely(
        self, service: Service, url: str, accept: str, is_trusted: bool, deadline: Deadline
    ) -> bytes | str:
        """Return the body, or where the service redirects to, when it is this question's turn.

        A service that is only busy for a moment is asked once more.
        """
        host = _hosts[urlsplit(url).netloc]
        with host.lock:
            response = self._send(service, url, accept, is_trusted, host, deadline)
            wish = read_retry_after(response)
            wait = wish or service.pause
            in_time = time.monotonic() + wait < deadline.at and wait <= self.limits.max_retry_after
            if response.status in _BUSY and in_time:
                response.close()
                host.rest(wait)
                response = self._send(service, url, accept, is_trusted, host, deadline)
            with response:
                location = response.headers.get("Location", "")
                if response.status in _REDIRECTS and location:
                    return location
                return self._read(service, response, deadline)

    def _send(
        self,
        service: Service,
        url: str,
        accept: str,
        is_trusted: bool,
        host: Host,
        deadline: Deadline,
    ) -> urllib3.BaseHTTPResponse:
        if self.limits.has_pauses:
            time.sleep(max(0, host.free_at - time.monotonic()))
        self.requests += 1
        headers = {"Accept": accept, "User-Agent": self._user_agent}
        try:
            if is_trusted:
                target = urllib3.util.parse_url(url).request_uri
                return self._request(urllib3.connection_from_url(url), target, headers, deadline)
            return self._request_public(url, headers, deadline)
        except (NotPublicError, ValueError) as error:
            raise errors.explain_redirect(service.name) from error
        except (HTTPError, OSError) as error:
            if deadline.is_over:
                raise errors.explain_slow(service.name) from error
            raise errors.explain_failure(service.name, error) from error
        finally:
            host.rest(service.pause)

    def _request_public(
        self, url: str, headers: dict[str, str], deadline: Deadline
    ) -> urllib3.BaseHTTPResponse:
        """Connect to an address that was checked, with the certificate of the host's name."""
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or 443
        if parts.scheme != "https" or not host or parts.username:
            raise NotPublicError(url)
        target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        failure: Exception = NotPublicError(host)
        for address in find_public_addresses(host, port):
            pool = urllib3.HTTPSConnectionPool(
                address, port, server_hostname=host, assert_hostname=host
            )
            try:
                return self._request(pool, target, {**headers, "Host": parts.netloc}, deadline)
            except NewConnectionError as error:  # this address is not reached from here
                failure = error
        raise failure

    def _request(
        self,
        pool: urllib3.HTTPConnectionPool,
        target: str,
        headers: dict[str, str],
        deadline: Deadline,
    ) -> urllib3.BaseHTTPResponse:
        deadline.watch(pool)
        return pool.request(
            *("GET", target),
            headers=headers,
            redirect=False,
            retries=False,
            preload_content=False,
            timeout=urllib3.Timeout(connect=self.limits.connect, read=self.limits.read),
        )

    def _read(
        self, service: Service, response: urllib3.BaseHTTPResponse, deadline: Deadline
    ) -> bytes:
        if response.status != 200:
            raise errors.explain_status(service.name, response.status, read_retry_after(response))
        body = bytearray()
        try:
            while chunk := response.read1(_CHUNK, decode_content=True):
                body += chunk
                if len(body) > self.limits.most_bytes:
                    size = self.limits.most_bytes // _MEGABYTE
                    raise errors.explain_too_large(service.name, size)
        except (HTTPError, OSError) as error:
            if deadline.is_over:
                raise errors.explain_slow(service.name) from error
            raise errors.explain_failure(service.name, error) from error
        if deadline.is_over:  # what was ended may look whole
            raise errors.explain_slow(service.name)
        return bytes(body)


def describe_site() -> str:
    """Return the User-Agent: the program, the site, and how to reach its owner."""
    email = find_owner().email
    contact = [f"+{settings.SITE.origin}"] if settings.SITE else []
    contact += [f"mailto:{email}"] if email.isascii() and email else []
    return f"Vita/{get_version()}" + (f" ({'; '.join(contact)})" if contact else "")
