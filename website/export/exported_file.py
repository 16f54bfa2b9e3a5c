"""Renders one URL as an anonymous visitor would see it, and writes the response to a file."""

from __future__ import annotations

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

from common.http.security_policy import write_policy
from website.export.internal_urls import InternalLink, InternalURL, resolve_link
from website.export.links import SCANNERS, ScanResult

# The site's own policy: a host of files sends no headers. Frames only a header can forbid.
_ONLY_IN_HEADERS = {"frame-ancestors", "upgrade-insecure-requests"}
_SITES = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
POLICY = write_policy(
    {name: sources for name, sources in _SITES.items() if name not in _ONLY_IN_HEADERS}
    | {"form-action": [NONE]}
)
_OK, _REDIRECTS = 200, range(300, 400)


@dataclass
class ExportedFile:
    """One exported URL: what its file contains, or why there is none."""

    url: InternalURL
    content: ScanResult = field(default_factory=ScanResult)
    failure: str = ""  # "answers 404"


def export_url(url: InternalURL, folder: Path) -> ExportedFile:
    """Write the file for a URL into a folder. A failure of the page is reported, not raised."""
    try:
        response = fetch(url)
        if response.status_code in _REDIRECTS:
            location = response.headers["Location"]
            link = resolve_link(location, url)
            if link is None:
                return ExportedFile(url, failure=f"redirects to another site, {location}")
            if url.is_page:
                return _write_redirect_page(url, link, folder)
            response = fetch(link.target)  # a file cannot redirect, so it is written twice
        if response.status_code == _OK:
            return ExportedFile(url, _write_response(url, response, folder))
        return ExportedFile(url, failure=f"answers {response.status_code}")
    except Http404:
        return ExportedFile(url, failure="answers 404: there is no such page")
    except OSError:
        raise  # the disk has failed, not the page
    except Exception as error:  # noqa: BLE001 (the owner is told, whatever it is)
        return ExportedFile(url, failure=f"fails: {type(error).__name__}: {error}")


def fetch(url: InternalURL) -> HttpResponseBase:
    """Call the view as an anonymous visitor, with ``request.static_copy`` set.

    No middleware runs: what it adds for browsers is of no use in a file.
    """
    request: Any = HttpRequest()
    request.method = "GET"
    request.path_info = url.path
    request.path = get_script_prefix() + url.path.lstrip("/")
    request.GET = QueryDict(url.query)
    request.user = AnonymousUser()
    request.static_copy = {"policy": POLICY}
    request.resolver_match = match = resolve(request.path_info)
    if match.app_names[:1] == ["admin"]:
        raise PermissionDenied("the admin is not exported")
    return cast(HttpResponseBase, match.func(request, *match.args, **match.kwargs))


def _write_redirect_page(url: InternalURL, link: InternalLink, folder: Path) -> ExportedFile:
    target = link.target.href + (f"#{quote(link.fragment)}" if link.fragment else "")
    context = {"target": target, "canonical": link.target.absolute}
    html = render_to_string("website/moved.html", context)
    _make_parents(folder / url.file).write_text(html, encoding="utf-8")
    return ExportedFile(url, ScanResult({link}))


def _write_response(url: InternalURL, response: Any, folder: Path) -> ScanResult:
    file = _make_parents(folder / url.file)
    content_type = response.headers["Content-Type"].partition(";")[0]
    if scan := SCANNERS.get(content_type):
        text, content = scan(b"".join(response).decode(), url)
        file.write_text(text, encoding="utf-8", newline="")
    else:
        content = ScanResult()
        with file.open("wb") as stream:
            stream.writelines(response)
    if response.streaming:  # closing ends the database connection too, so only where files are open
        response.close()
    return content


def _make_parents(file: Path) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    return file
