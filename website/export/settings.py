"""The settings for an export: those of production, below the URL where the files will be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.test.utils import override_settings
from django.urls import get_script_prefix, set_script_prefix

from website.config.env import HOST, SiteAddress

_FINDER = "django.contrib.staticfiles.finders.FileSystemFinder"
_STORAGE = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"


def parse_base_url(url: str) -> tuple[SiteAddress, str]:
    """Return the site and the folder of ``https://host/folder/``; no folder is an empty string.

    Raises ValueError with a sentence for the owner if this is not such a URL.
    """
    advice = f'--base-url is "{url}"; give a URL like https://example.edu/~wxiong/'
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        raise ValueError(f"{advice}.") from None
    name = parts.hostname or ""
    host = f"[{name}]" if ":" in name else name
    if parts.scheme not in {"http", "https"} or not HOST.fullmatch(host) or parts.username:
        raise ValueError(f"{advice}.")
    if parts.query or parts.fragment:
        raise ValueError(f"{advice}, with nothing after the folder.")
    folder = "/".join(["", *filter(None, unquote(parts.path).split("/"))])
    if any(part in {".", ".."} or not part.isprintable() for part in folder.split("/")):
        raise ValueError(f"{advice}, with only the name of the folder.")
    return SiteAddress(parts.scheme, f"{host}{port}", host), folder


@contextmanager
def use_export_settings(site: SiteAddress, folder: str, **others: Any) -> Iterator[None]:
    """Render pages as production does, for ``folder`` ("/~wxiong" or "") of a site."""
    former_prefix = get_script_prefix()
    templates: dict[str, Any] = settings.TEMPLATES[0]
    dirs = templates["DIRS"]
    set_script_prefix(f"{folder}/")
    changes: dict[str, Any] = {
        "DEBUG": False,
        "SITE": site,
        "ROOT_URLCONF": "website.export.urls",
        # Templates of the same name here extend the site's own, or replace them.
        "TEMPLATES": [{**templates, "DIRS": [settings.BASE_DIR / "templates/export", *dirs]}],
        # Only the public pages' static files, without the admin's, apart from the live site's.
        "STATIC_ROOT": settings.DATA_DIR / "cache" / "export-static",
        "STATICFILES_FINDERS": [_FINDER],
        "STORAGES": {**settings.STORAGES, "staticfiles": {"BACKEND": _STORAGE}},
        **others,
    }
    try:
        with override_settings(**changes):
            yield
    finally:
        set_script_prefix(former_prefix)
