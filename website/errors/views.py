"""The pages for when a request failed: what happened and what to do, and nothing of the inside.

All but the page for a missing address are made without request and database, as either may be what
failed.
"""

import sys
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string

from publications.listing.similar_slugs import find_similar_papers
from website.config.logging import request_id
from website.errors.interrupted_forms import page_with_typed
from website.errors.preview_refused import SIGNED_IN_AGAIN, SIGNED_OUT, refuse_preview
from website.errors.service_unavailable import service_unavailable

LOST = "Go back, load the page anew and try once more."


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: the way back into the site, and to papers of a similar address.

    Without the database too, as a page that is not there must not become a failure.
    """
    try:
        context = {"papers": find_similar_papers(request.path)}
        return render(request, "404.html", context, status=404)
    except DatabaseError:
        return render(None, "404.html", status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what no browser sends by itself; or 413, where only its size is wrong."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(is_signed_in=True)
    return _page(400, "The site could not read this request", LOST)


def too_large(*, is_signed_in: bool) -> HttpResponse:
    """413: who is not signed in may send less, and may have been signed in a moment ago."""
    advice = "Nothing was saved. Go back and choose a smaller file, or send it in parts."
    if not is_signed_in:
        advice = (
            "Nothing was saved. If you were signed in, that has ended: sign in again in another "
            "window, then go back in this one and send the form once more."
        )
    return _page(413, "This is more than the site takes at once", advice)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: signed in, but as somebody who may not do this."""
    advice = "Sign in with an account that may, or ask the owner of the site for it."
    return _page(403, "Your account may not do this", advice)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form that the site did not give out, or gave out too long ago.

    Signing in, in another window, makes a form of the admin too old; what was typed is kept.
    """
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        is_staff = request.user.is_active and request.user.is_staff
        sentence = SIGNED_IN_AGAIN if is_staff else SIGNED_OUT
        return refuse_preview(request, sentence)
    if page := page_with_typed(request, "You signed in again after this form was opened."):
        return page
    advice = (
        "Nothing was saved. Go back, load the page anew and send the form again; the browser must "
        "keep cookies for this site."
    )
    return _page(403, "The site does not know this form", advice)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: what failed is ours; or 503, where it was the disk or the database.

    It names the number under which the log tells of it. Django calls it while it handles the error.
    """
    if page := service_unavailable(request, sys.exc_info()[1]):
        return page
    advice = "It is the site’s fault, not yours. Please try again in a minute."
    return _page(500, "Something went wrong here", advice, request_id.get())


def _page(status: int, heading: str, advice: str, number: str = "") -> HttpResponse:
    context = {"heading": heading, "advice": advice, "number": number}
    page = render_to_string("error.html", context)
    return HttpResponse(page, status=status)


class MethodNotAllowedMiddleware:
    """Fills the page of 405, which Django leaves empty: who opens /admin/logout/ sees it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == 405 and isinstance(response, HttpResponse):
            heading = "There is no page at this address to look at"
            advice = "What is here answers a button of the site. Go back and press it there."
            if "GET" in response.headers.get("Allow", ""):
                heading = "This page can only be looked at"
                advice = "It takes nothing that is sent to it. Open its address in a browser."
            response.content = _page(405, heading, advice).content
        return response
