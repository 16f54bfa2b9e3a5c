"""The error pages: what happened and what to do, without technical details.

All but the 404 page are rendered without the request and the database, as either may have failed.
"""

import sys
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed, RequestDataTooBig
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from publications.listing.similar_slugs import find_similar_papers
from website.config.logging import request_id
from website.errors.interrupted_forms import return_typed
from website.errors.preview_refused import SIGNED_IN_AGAIN, SIGNED_OUT, refuse_preview
from website.errors.service_unavailable import explain_unavailable


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, with papers that have similar slugs if the database can be read."""
    try:
        context = {"papers": find_similar_papers(request.path)}
        return render(request, "404.html", context, status=404)
    except DatabaseError:
        return render(None, "404.html", status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 for a request that browsers do not normally send; 413 if it is only too large."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(is_signed_in=True)
    advice = _("Go back, reload the page and try again.")
    return _render(400, _("The site could not read this request"), advice)


def too_large(*, is_signed_in: bool) -> HttpResponse:
    """413. A visitor, who may send less than staff, may be staff whose session has ended."""
    advice = _("Nothing was saved. Go back and choose a smaller file, or send it in parts.")
    if not is_signed_in:
        advice = _(
            "Nothing was saved. What you typed is still in this browser: if your session has "
            "ended, sign in in another tab, then go back in this one and send the form again."
        )
    return _render(413, _("This is too large"), advice)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 for an account without the permission."""
    advice = _("Sign in with an account that may, or ask the owner of the site for permission.")
    return _render(403, _("Your account may not do this"), advice)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without a valid token.

    Signing in again in another tab makes the tokens of older forms invalid; the response
    returns what was typed.
    """
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        is_staff = request.user.is_active and request.user.is_staff
        sentence = SIGNED_IN_AGAIN if is_staff else SIGNED_OUT
        return refuse_preview(request, sentence)
    if page := return_typed(request, _("You signed in again after this form was opened.")):
        return page
    advice = _(
        "Nothing was saved. Go back, reload the page and send the form again; your browser must "
        "allow cookies for this site."
    )
    return _render(403, _("This form has expired"), advice)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, with the request id to look for in the log; 503 if the disk or the database failed.

    Django calls this while it handles the exception.
    """
    if page := explain_unavailable(request, sys.exc_info()[1]):
        return page
    advice = _("It is the site’s fault, not yours. Please try again in a minute.")
    return _render(500, _("Something went wrong here"), advice, request_id.get())


def _render(status: int, heading: str, advice: str, number: str = "") -> HttpResponse:
    context = {"heading": heading, "advice": advice, "number": number}
    page = render_to_string("error.html", context)
    return HttpResponse(page, status=status)


class MethodNotAllowedMiddleware:
    """Adds a page to 405 responses, which Django leaves empty."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == 405 and isinstance(response, HttpResponse):
            heading = _("This page cannot be opened directly")
            advice = _("It only accepts form submissions. Go back and use the button there.")
            if "GET" in response.headers.get("Allow", ""):
                heading = _("This page is read-only")
                advice = _("It accepts no form submissions. Open it in a browser.")
            response.content = _render(405, heading, advice).content
        return response


class NotFoundMiddleware:
    """Shows the site's own 404 page where Django would show its page for developers.

    It is the last middleware, and only at work on one's own machine (DEBUG).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.DEBUG:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            resolve(request.path_info)
        except Resolver404 as error:
            return not_found(request, error)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return not_found(request, error) if isinstance(error, Http404) else None
