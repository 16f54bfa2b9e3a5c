"""The CV as a page, a PDF and a JSON Resume file."""

from __future__ import annotations

import hashlib
import json
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from common.http.read_only import read_only
from common.urls.site_url import make_absolute
from common.urls.slug_history import redirect_former_slugs
from website.cv import cache, pdf
from website.cv.document import CV
from website.cv.json_resume import resume
from website.cv.models import CVIssue, CVVariant
from website.cv.page import list_sections
from website.cv.rows import describe
from website.cv.versions import CVVersion


@read_only
def cv_page(request: HttpRequest) -> HttpResponse:
    """Show the full CV, with links to the others."""
    variants = CVVariant.objects.published()
    context = _build_context(CVVersion.full(CV.fetch()))
    return render(request, "website/cv.html", {**context, "variants": variants})


@read_only
@redirect_former_slugs(CVVariant)
def variant_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a variant of the CV; only editors see drafts."""
    variant = _find_variant(request, slug)
    context = _build_context(CVVersion.of(variant, CV.fetch()))
    return render(request, "website/cv_variant.html", {**context, "variant": variant})


def _find_variant(request: HttpRequest, slug: str) -> CVVariant:
    variants = CVVariant.objects.visible_to(request.user).prefetch_related("sections")
    return get_object_or_404(variants, slug=slug)


def _build_context(version: CVVersion) -> dict[str, Any]:
    sections = list_sections(version)
    return {
        "profile": version.cv.profile,
        "links": version.cv.lists["links"],
        "sections": sections,
        "contents": [section for section in sections if section.is_filled],
        "is_compact": version.is_compact,
    }


@read_only
def cv_pdf(request: HttpRequest, *, short: bool = False) -> HttpResponse:
    """Send the full or the one-page CV, which is typeset only when its content has changed."""
    cv = CV.fetch()
    version = CVVersion.short(cv) if short else CVVersion.full(cv)
    return _send_pdf(request, version, "short" if short else "")


@read_only
@redirect_former_slugs(CVVariant)
def variant_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the PDF of a variant of the CV; only editors get that of a draft."""
    variant = _find_variant(request, slug)
    response = _send_pdf(request, CVVersion.of(variant, CV.fetch()), variant.slug)
    if variant.is_draft:
        response["Cache-Control"] = "private, no-store"
    return response


def _send_pdf(request: HttpRequest, version: CVVersion, name: str) -> HttpResponse:
    base = make_absolute(request, reverse("home"))
    data = describe(version, base)
    content = json.dumps(data)
    # The site's URL does not count as content, so a new URL does not change the CV's date.
    digest = _hash(content.replace(base, "/"))
    issued = CVIssue.get_date(data["version"], digest)
    key = _hash(content, str(issued), pdf.compute_fingerprint())
    file_name = _format_file_name(version.cv.profile.name, name)
    return HttpResponse(
        cache.get_or_make(key, lambda: pdf.typeset(data, issued)),
        content_type="application/pdf",
        headers={"Content-Disposition": _format_disposition(file_name)},
    )


def _format_disposition(file_name: str) -> str:
    return content_disposition_header(as_attachment=False, filename=file_name) or "inline"


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _format_file_name(name: str, version: str) -> str:
    """Return the file name for saving the PDF: "Wei-Xiong-CV.pdf"."""
    words = "".join(sign if sign.isalnum() else " " for sign in name).split()
    return "-".join([*words, "CV", *([version] if version else [])]) + ".pdf"


@read_only
def cv_json(request: HttpRequest) -> JsonResponse:
    """Send the CV as JSON Resume."""
    absolute_url = partial(make_absolute, request)
    document = resume(CV.fetch(), absolute_url, canonical=absolute_url(reverse("cv-json")))
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 2})
