"""Reads the settings from the environment, and refuses wrong ones in one sentence.

Each function raises ImproperlyConfigured if its variable cannot be used.
"""

import os
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured

from common.files.atomic_files import write_whole
from publications.sources.services import SERVICES

MOST_DAYS = 36_500  # a hundred years
SHORTEST_KEY, FEWEST_DIFFERENT = 50, 5  # characters, as ``check --deploy`` requires
Network = IPv4Network | IPv6Network
_LABEL = r"(?!-)[a-z0-9-]{1,63}(?<!-)"
HOST = re.compile(rf"{_LABEL}(\.{_LABEL})*|\[[0-9a-f:.]+\]")


@dataclass(frozen=True)
class SiteAddress:
    """The site's URL: ``https://example.org`` or ``http://127.0.0.1:8000``."""

    scheme: str
    netloc: str
    hostname: str

    @property
    def origin(self) -> str:
        """The URL without a final slash, as CSRF origins and canonical links need it."""
        return f"{self.scheme}://{self.netloc}"


def read_site_url() -> SiteAddress | None:
    """Read ``SITE_URL``; None if it is not set: a site on one's own machine, to try it out."""
    value = os.environ.get("SITE_URL", "").strip()
    if not value:
        return None
    advice = f'SITE_URL is "{value}"; set it to your site\'s URL, like https://example.org'
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured(f"{advice}.") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        raise ImproperlyConfigured(f"{advice}.")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ImproperlyConfigured(f"{advice}, with nothing after the host.")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    if not HOST.fullmatch(host):
        raise ImproperlyConfigured(f"{advice}.")
    return SiteAddress(parts.scheme, host if port is None else f"{host}:{port}", host)


@dataclass(frozen=True)
class EmailServer:
    """The server that sends the site's e-mail."""

    host: str
    port: int
    user: str
    password: str
    uses_ssl: bool

    @property
    def uses_starttls(self) -> bool:
        """A password is never sent in the clear."""
        return bool(self.password) and not self.uses_ssl

    def sender(self, domain: str) -> str:
        """Return the address that e-mails come from."""
        return self.user if "@" in self.user else f"vita@{domain}"


def read_email_server() -> EmailServer | None:
    """Read ``EMAIL_URL``; None when it is not set: then the site sends no e-mail.

    Raises ImproperlyConfigured when it is not the URL of a mail server. The message does not
    repeat it, since it may contain a password.
    """
    value = os.environ.get("EMAIL_URL", "").strip()
    if not value:
        return None
    try:
        parts = urlsplit(value)
        port = parts.port or {"smtp": 587, "smtps": 465}[parts.scheme]
    except (KeyError, ValueError):
        parts, port = urlsplit(""), 0
    if not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise ImproperlyConfigured(
            "EMAIL_URL is not the URL of a mail server; set it to one like "
            "smtp://user:password@mail.example.org:587, or smtps:// for port 465. Write @ in a "
            "user name or password as %40."
        )
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return EmailServer(parts.hostname, port, user, password, parts.scheme == "smtps")


def read_time_zone() -> str:
    """Read the name of the owner's time zone from ``TIME_ZONE``; UTC if it is not set."""
    name = os.environ.get("TIME_ZONE", "").strip() or "UTC"
    if name not in available_timezones():
        raise ImproperlyConfigured(
            f'TIME_ZONE is "{name}"; set it to the name of your time zone, like America/New_York.'
        )
    return name


def read_days_to_keep_deleted_files() -> int:
    """Read from ``KEEP_DELETED_FILES`` for how many days the history can restore files; or 90."""
    value = os.environ.get("KEEP_DELETED_FILES", "").strip() or "90"
    if not re.fullmatch("[0-9]{1,5}", value) or int(value) > MOST_DAYS:
        raise ImproperlyConfigured(
            f'KEEP_DELETED_FILES is "{value}"; set it to a number of days up to {MOST_DAYS}, like '
            "90, or to 0 to keep none."
        )
    return int(value)


def read_sources() -> dict[str, str] | None:
    """Read other URLs of the services that know papers from ``SOURCES``; None if it is off."""
    value = os.environ.get("SOURCES", "").strip()
    if value.lower() == "off":
        return None
    sources = {}
    for part in value.split():
        name, _, url = part.partition("=")
        if name not in SERVICES or not re.fullmatch(r"https?://[^\s/?#@]+(?:/[^\s?#]*)?", url):
            raise ImproperlyConfigured(
                f'SOURCES has "{part}"; set it to off, or to names and URLs like '
                f"doi=https://doi.org, with spaces between. The names are {', '.join(SERVICES)}."
            )
        sources[name] = url
    return sources


def read_export_folder() -> str:
    """Read from ``EXPORT_FOLDER`` where the admin may export the site to; empty if nowhere."""
    value = os.environ.get("EXPORT_FOLDER", "").strip()
    if value and not Path(value).is_absolute():
        raise ImproperlyConfigured(
            f'EXPORT_FOLDER is "{value}"; set it to the full path of a folder, like /srv/my-site.'
        )
    return value


def read_proxies() -> list[Network]:
    """Read the trusted proxies from ``PROXIES``; this machine if it is not set."""
    value = os.environ.get("PROXIES", "").strip() or "127.0.0.0/8, ::1"
    try:
        return [ip_network(part.strip()) for part in value.split(",")]
    except ValueError:
        raise ImproperlyConfigured(
            f'PROXIES is "{value}"; set it to the IP addresses of the proxies in front, like '
            "10.0.0.7, 10.1.0.0/16."
        ) from None


def prepare_data_folder(default: Path) -> Path:
    """Return the folder for all state, ``VITA_DATA`` or ``default``; create it if missing."""
    folder = Path(os.environ.get("VITA_DATA") or default).expanduser().resolve()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        reason = "" if os.access(folder, os.R_OK | os.W_OK | os.X_OK) else "Permission denied"
    except OSError as error:
        reason = error.strerror or str(error)
    if reason:
        raise ImproperlyConfigured(
            f"The data folder {folder} cannot be used ({reason}); set VITA_DATA to a folder "
            "that the site may write to, or run this as the user who owns it."
        )
    return folder


def read_secret_key(folder: Path) -> str:
    """Return Django's secret key: ``SECRET_KEY``, or one that the first start writes to ``folder``.

    Only the site's user can read the file. Two processes that start at once agree on one key.
    """
    if given := os.environ.get("SECRET_KEY", "").strip():
        if len(given) < SHORTEST_KEY or len(set(given)) < FEWEST_DIFFERENT:
            raise ImproperlyConfigured(
                f"SECRET_KEY can be guessed; set it to {SHORTEST_KEY} random characters or more, "
                "or leave it out to have one generated."
            )
        return given
    file = folder / "secret-key"
    try:
        if not file.exists():
            _make_key(file)
        key = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise ImproperlyConfigured(
            f"The secret key {file} cannot be used ({reason}); let the site's user read it, or set "
            "SECRET_KEY."
        ) from None
    if len(key) < SHORTEST_KEY:
        raise ImproperlyConfigured(
            f"The secret key {file} is incomplete. Delete the file: a new key is generated, and "
            "everyone has to sign in again."
        )
    return key


def _make_key(file: Path) -> None:
    with suppress(FileExistsError), write_whole(file, replace=False) as stream:
        stream.write(secrets.token_urlsafe(SHORTEST_KEY).encode())
