"""The CV as a page, a PDF and a JSON Resume file."""

from __future__ import annotations

import hashlib
import json
from functools import partial

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header

from common.http.read_only import read_only
from common.urls.site_url import make_absolute
from website.cv import cache, pdf
from website.cv.document import CV
from website.cv.json_resume import resume
from website.cv.models import CVIssue
from website.cv.page import list_sections
from website.cv.rows import describe
from website.cv.versions import CVVersion


@read_only
def cv_page(request: HttpRequest) -> HttpResponse:
    cv = CV.fetch()
    sections = list_sections(CVVersion.full(cv))
    context = {
        "profile": cv.profile,
        "links": cv.lists["links"],
        "sections": sections,
        "contents": [section for section in sections if section.is_filled],
    }
    return render(request, "website/cv.html", context)


@read_only
def cv_pdf(request: HttpRequest, *, short: bool = False) -> HttpResponse:
    """Send the full or the one-page CV, which is typeset only when its content has changed."""
    cv = CV.fetch()
    base = make_absolute(request, reverse("home"))
    version = CVVersion.short(cv) if short else CVVersion.full(cv)
    data = describe(version, base)
    content = json.dumps(data)
    # The site's URL does not count as content, so a new URL does not change the CV's date.
    digest = _hash(content.replace(base, "/"))
    issued = CVIssue.get_date(data["version"], digest)
    key = _hash(content, str(issued), pdf.compute_fingerprint())
    return HttpResponse(
        cache.get_or_make(key, lambda: pdf.typeset(data, issued)),
        content_type="application/pdf",
        headers={
            "Content-Disposition": _format_disposition(_format_file_name(cv.profile.name, short))
        },
    )


def _format_disposition(file_name: str) -> str:
    return content_disposition_header(as_attachment=False, filename=file_name) or "inline"


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _format_file_name(name: str, short: bool) -> str:
    """Return the file name for saving the PDF: "Wei-Xiong-CV.pdf"."""
    words = "".join(sign if sign.isalnum() else " " for sign in name).split()
    return "-".join([*words, "CV", *(["short"] if short else [])]) + ".pdf"


@read_only
def cv_json(request: HttpRequest) -> JsonResponse:
    """Send the CV as JSON Resume."""
    absolute_url = partial(make_absolute, request)
    document = resume(CV.fetch(), absolute_url, canonical=absolute_url(reverse("cv-json")))
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 2})
