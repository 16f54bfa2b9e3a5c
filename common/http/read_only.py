"""A decorator for views that change nothing."""

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])


def read_only(view: _View) -> _View:
    """Allow only GET and HEAD; answer anything else with 405.

    Such a view reads no form, so it needs no CSRF check. With the check, a POST would get a
    misleading 403 instead of the 405.
    """
    return csrf_exempt(require_safe(view))
