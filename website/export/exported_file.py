"""Copies one address: asks the site for it as a stranger would, and keeps the answer as a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

from csp.constants import NONE
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import get_script_prefix, resolve

from common.security_policy import write_policy
from website.export.internal_urls import PageLink, SiteURL, read
from website.export.links import READERS, Found

# The site's own policy: a host of files sends no headers. Frames only a header can forbid.
_ONLY_IN_HEADERS = {"frame-ancestors", "upgrade-insecure-requests"}
_SITES = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
POLICY = write_policy(
    {name: sources for name, sources in _SITES.items() if name not in _ONLY_IN_HEADERS}
    | {"form-action": [NONE]}
)
_GOOD, _MOVED = 200, range(300, 400)


@dataclass
class Copied:
    """What came of one address."""

    address: SiteURL
    found: Found = field(default_factory=Found)
    failure: str = ""  # "answers 404"

    @property
    def links(self) -> Iterable[PageLink]:
        """Where it leads within the site."""
        return self.found.links


def copy(address: SiteURL, folder: Path) -> Copied:
    """Write the file of an address below a folder, unless the site fails to answer."""
    try:
        response = ask(address)
        if response.status_code in _MOVED:
            link = read(response.headers["Location"], address)
            if link is None:
                return Copied(address, failure=f"leads away, to {response.headers['Location']}")
            if address.is_page:
                return _write_signpost(address, link, folder)
            response = ask(link.to)  # a file that has moved is there twice
        if response.status_code == _GOOD:
            return _write(address, response, folder)
        return Copied(address, failure=f"answers {response.status_code}")
    except Http404:
        return Copied(address, failure="answers 404: nothing is there")
    except OSError:
        raise  # the disk, not the page
    except Exception as error:  # noqa: BLE001 (the owner is told of whatever it is)
        return Copied(address, failure=f"fails: {type(error).__name__}: {error}")


def ask(address: SiteURL) -> HttpResponseBase:
    """Return the answer of the view, which sees a stranger and ``request.static_copy``.

    No middleware stands between: what it does for a browser has no place in a file.
    """
    request: Any = HttpRequest()
    request.method = "GET"
    request.path_info = address.path
    request.path = get_script_prefix() + address.path.lstrip("/")
    request.GET = QueryDict(address.query)
    request.user = AnonymousUser()
    request.static_copy = {"policy": POLICY}
    request.resolver_match = match = resolve(request.path_info)
    if match.app_names[:1] == ["admin"]:
        raise PermissionDenied("the admin is not part of a copy")
    return cast(HttpResponseBase, match.func(request, *match.args, **match.kwargs))


def _write_signpost(address: SiteURL, link: PageLink, folder: Path) -> Copied:
    """Write a page that leads on to where the page is now."""
    target = link.to.href + (f"#{quote(link.fragment)}" if link.fragment else "")
    context = {"target": target, "canonical": link.to.in_full}
    html = render_to_string("website/moved.html", context)
    _made_room(folder / address.file).write_text(html, encoding="utf-8")
    return Copied(address, Found({link}))


def _write(address: SiteURL, response: Any, folder: Path) -> Copied:
    file = _made_room(folder / address.file)
    kind = response.headers["Content-Type"].partition(";")[0]
    if (read_text := READERS.get(kind)) is None:
        with file.open("wb") as stream:
            stream.writelines(response)
        response.close()
        return Copied(address)
    text, found = read_text(b"".join(response).decode(), address)
    response.close()
    file.write_text(text, encoding="utf-8", newline="")
    return Copied(address, found)


def _made_room(file: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    return file
