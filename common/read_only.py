"""Pages that only show something."""

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])


def read_only(view: _View) -> _View:
    """Answer everything but GET and HEAD with 405, which names these two.

    As nothing that is sent is read, no token is asked for: without one the answer would be 403,
    as if the request could be made with one.
    """
    return csrf_exempt(require_safe(view))
