"""Read the settings that come from outside, and refuse wrong ones in one sentence."""

import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured

HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]")


@dataclass(frozen=True)
class SiteAddress:
    """Where the site is reached: ``https://example.org`` or ``http://127.0.0.1:8000``.

    An empty ``SITE_URL`` means a site on one's own machine, for trying it out.
    """

    scheme: str
    netloc: str
    hostname: str

    @property
    def origin(self) -> str:
        """The address without a final slash, as CSRF origins and canonical links want it."""
        return f"{self.scheme}://{self.netloc}"


def site_address() -> SiteAddress | None:
    """Read ``SITE_URL``; None when it is not set.

    Raises ImproperlyConfigured when it is not the plain address of a site.
    """
    value = os.environ.get("SITE_URL", "").strip()
    if not value:
        return None
    advice = f'SITE_URL is "{value}"; set it to your site\'s address, like https://example.org'
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


def time_zone() -> str:
    """Return the name of the owner's time zone: ``TIME_ZONE``, or UTC.

    Raises ImproperlyConfigured when no time zone has that name.
    """
    name = os.environ.get("TIME_ZONE", "").strip() or "UTC"
    if name not in available_timezones():
        raise ImproperlyConfigured(
            f'TIME_ZONE is "{name}"; set it to the name of your time zone, like America/New_York.'
        )
    return name


def data_folder(default: Path) -> Path:
    """Return the folder that holds all state, made if missing: ``VITA_DATA`` or ``default``.

    Raises ImproperlyConfigured when it cannot be made or is not a folder.
    """
    folder = Path(os.environ.get("VITA_DATA") or default).expanduser().resolve()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or error
        raise ImproperlyConfigured(
            f"The data folder {folder} cannot be used ({reason}); set VITA_DATA to a folder "
            "that the site may write to."
        ) from None
    return folder


def secret_key(folder: Path) -> str:
    """Return Django's secret key: ``SECRET_KEY``, or one made on first start in ``folder``.

    The file is readable by its owner alone. Two processes that start at once agree on one key.
    """
    if given := os.environ.get("SECRET_KEY"):
        return given
    file = folder / "secret-key"
    if not file.exists():
        draft = folder / f".secret-key-{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        try:
            os.link(draft, file)  # unlike rename, never replaces a key that is already there
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text().strip()
