"""Serving the site in production with granian, behind a proxy, once everything is ready.

docs/deploy.md explains the choice of server and the number of workers and threads.
"""

from __future__ import annotations

import os
import socket
import sys
from ipaddress import ip_address

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS

from website.config.env import SiteAddress
from website.operations.schema import is_up_to_date

# Memory of a megabyte or more goes back to the system when it is free. Otherwise glibc keeps what a
# large picture took, hundreds of megabytes for each thread that ever opened one.
MALLOC = {"MALLOC_MMAP_THRESHOLD_": str(1024 * 1024)}
SETUP = "run “manage.py setup” first, under the same settings."


class NotReadyError(Exception):
    """The site cannot be served yet; the message says what to do."""


def refuse_unless_ready(database: str = DEFAULT_DB_ALIAS) -> None:
    """Raise NotReadyError if SITE_URL, the database or the static files are not ready."""
    _refuse_url(settings.SITE)
    if not is_up_to_date(database):
        raise NotReadyError(f"The database does not match this release; {SETUP}")
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        raise NotReadyError(f"Styles and scripts are not collected; {SETUP}")


def build_command(host: str, port: int, workers: int, threads: int) -> list[str]:
    """Return the command line of the server.

    A worker that dies is replaced. One that is told to stop finishes its requests first, for at
    most half a minute. A client that takes over ten seconds to send its headers is disconnected.
    """
    options = {
        "interface": "wsgi",
        "host": host,
        "port": port,
        "workers": workers,
        "blocking-threads": threads,
        "http": 1,
        "http1-header-read-timeout": 10_000,
        "respawn-interval": 1,
        "workers-kill-timeout": 30,
        "log-level": "warning",
    }
    switches = ["--no-ws", "--respawn-failed-workers"]
    pairs = [f"--{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "granian", *pairs, *switches, "website.wsgi:application"]


def environment() -> dict[str, str]:
    """Return the environment of the server."""
    return {**MALLOC, **os.environ}


def _refuse_url(site: SiteAddress | None) -> None:
    if site is None:
        raise NotReadyError(
            "SITE_URL is not set; set it to your site's URL, like https://example.org. "
            "To try the site out on this machine, use “make run”."
        )
    if site.scheme == "http" and not _is_local(site.hostname):
        raise NotReadyError(
            f"SITE_URL is {site.origin}: passwords would be sent unencrypted. "
            f"Set it to https://{site.netloc}."
        )


def _is_local(hostname: str) -> bool:
    """Whether the host is this machine or on its local network."""
    try:
        return ip_address(hostname.strip("[]")).is_private
    except ValueError:
        return "." not in hostname or hostname.endswith((".localhost", ".local", ".internal"))


def refuse_port(host: str, port: int) -> None:
    """Raise NotReadyError if the server cannot listen there."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise NotReadyError(
            f"Cannot listen on {host}, port {port} ({error.strerror}). Stop the program that "
            "uses it, or choose another port with --port."
        ) from None
