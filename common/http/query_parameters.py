"""Decorators for views that read the query of the URL.

The page cache knows pages by these parameters alone, so a view must not read any others.
"""

from collections.abc import Callable
from functools import wraps
from threading import BoundedSemaphore
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])

# Less than the number of threads in each process (manage.py serve), so that others stay free for
# pages that are cached.
MOST_AT_ONCE = 2
turns = BoundedSemaphore(MOST_AT_ONCE)


def reads_query(*names: str) -> Callable[[_View], _View]:
    """State which parameters a view reads; it ignores all others."""

    def decorator(view: _View) -> _View:
        view.query_parameters = names  # type: ignore[attr-defined]
        return view

    return decorator


def searches(*names: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """State which parameters a view reads, and bound how many such pages are rendered at once.

    Their values are endless, so the page cache cannot have them all. Above the bound, visitors get
    a page that loads again after a second.
    """

    def decorator(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not any(request.GET.get(name) for name in names):
                return view(request, *args, **kwargs)
            if not turns.acquire(blocking=False):
                return _ask_again()
            try:
                return view(request, *args, **kwargs)
            finally:
                turns.release()

        return reads_query(*names)(wrapper)

    return decorator


def read_parameters(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the parameters of the query that the page depends on, in the order of the view."""
    if not request.META.get("QUERY_STRING"):
        return []
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return []
    names = getattr(view, "query_parameters", ())
    return [(name, value) for name in names if (value := request.GET.get(name))]


def _ask_again() -> HttpResponse:
    context = {
        "heading": _("Many visitors are searching"),
        "advice": _("This page tries again in a second."),
    }
    headers = {"Retry-After": "1", "Refresh": "1", "Cache-Control": "no-store"}
    return HttpResponse(render_to_string("error.html", context), status=503, headers=headers)
