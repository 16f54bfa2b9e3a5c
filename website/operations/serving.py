"""How the site is served in production: by granian, to the proxy in front, once all is ready.

Why granian, and with how many workers and threads: docs/deploy.md.
"""

from __future__ import annotations

import socket
import sys
from ipaddress import ip_address

from django.conf import settings

from website.config.env import SiteAddress
from website.operations.schema import is_up_to_date

SETUP = "run “manage.py setup” first, under the same settings."


class NotReadyError(Exception):
    """The site cannot be served as it is; the text says what to do."""


def refuse_unless_ready(host: str, port: int) -> None:
    """Raise NotReadyError where the address, the database, the files or the port are not ready."""
    _refuse_address(settings.SITE)
    if not is_up_to_date():
        raise NotReadyError(f"The database is not that of this release; {SETUP}")
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        raise NotReadyError(f"Styles and scripts are not collected; {SETUP}")
    _refuse_port(host, port)


def command(host: str, port: int, workers: int, threads: int) -> list[str]:
    """Return the command line of the server.

    A worker that dies is replaced; one that is told to stop ends its requests first, for at most
    half a minute; whoever is slower than ten seconds in sending headers is hung up on.
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


def _refuse_address(site: SiteAddress | None) -> None:
    if site is None:
        raise NotReadyError(
            "SITE_URL is not set; set it to your site's address, like https://example.org. "
            "To try the site out on this machine, use “make run”."
        )
    if site.scheme == "http" and not _is_at_hand(site.hostname):
        raise NotReadyError(
            f"SITE_URL is {site.origin}: passwords would cross the network for all to read. "
            f"Set it to https://{site.netloc}."
        )


def _is_at_hand(hostname: str) -> bool:
    """Say whether this is the machine itself or one of its own network."""
    try:
        return ip_address(hostname.strip("[]")).is_private
    except ValueError:
        return "." not in hostname or hostname.endswith((".localhost", ".local", ".internal"))


def _refuse_port(host: str, port: int) -> None:
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise NotReadyError(
            f"Nothing can be served at {host}, port {port} ({error.strerror}); end what runs "
            "there, or choose another port with --port."
        ) from None
