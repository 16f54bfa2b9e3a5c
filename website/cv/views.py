"""The CV as a page, as a PDF and as JSON Resume."""

from __future__ import annotations

import hashlib
import json
from functools import partial

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header

from common.read_only import read_only
from common.urls.site_url import absolute
from website.cv import cache, pdf
from website.cv.document import CV
from website.cv.json_resume import resume
from website.cv.models import CVIssue
from website.cv.page import sections_of
from website.cv.rows import described


@read_only
def page(request: HttpRequest) -> HttpResponse:
    """The whole CV, in the owner's order."""
    cv = CV.fetch()
    context = {
        **cv.lists,
        "profile": cv.profile,
        "chosen": sections_of(cv),
        "service": cv.service_by_category(),
        "publications": cv.publications,
        "talks": cv.talks,
    }
    return render(request, "website/cv.html", context)


@read_only
def as_pdf(request: HttpRequest, *, short: bool = False) -> HttpResponse:
    """The CV typeset, in full or on one page; made anew only where it says something new."""
    cv = CV.fetch()
    base = absolute(request, reverse("home"))
    data = described(cv, base, short=short)
    said = json.dumps(data)
    # The site's own address says nothing new about the person.
    digest = _digest(said.replace(base, "/"))
    issued = CVIssue.date_of(data["version"], digest)
    key = _digest(said, str(issued), pdf.fingerprint())
    return HttpResponse(
        cache.kept(key, lambda: pdf.typeset(data, issued)),
        content_type="application/pdf",
        headers={"Content-Disposition": _inline(_file_name(cv.profile.name, short))},
    )


def _inline(file_name: str) -> str:
    return content_disposition_header(as_attachment=False, filename=file_name) or "inline"


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _file_name(name: str, short: bool) -> str:
    """Return the name under which a reader saves it: "Wei-Xiong-CV.pdf"."""
    words = "".join(sign if sign.isalnum() else " " for sign in name).split()
    return "-".join([*words, "CV", *(["short"] if short else [])]) + ".pdf"


@read_only
def as_json(request: HttpRequest) -> JsonResponse:
    """The CV as JSON Resume."""
    address = partial(absolute, request)
    document = resume(CV.fetch(), address, canonical=address(reverse("cv-json")))
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 2})
