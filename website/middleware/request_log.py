"""Logs one line per request, with an id that is also in the response."""

import logging
import re
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from website.config.logging import request_id
from website.middleware import health_check

HEADER = "X-Request-ID"
IN_META = "HTTP_X_REQUEST_ID"
# The proxy in front may have set an id; anything else that a client sends stays out of the log.
GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")

log = logging.getLogger(__name__)


class RequestLogMiddleware:
    """Gives each request an id (``X-Request-ID``) and logs it when it is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.META.get(IN_META, "")
        identity = given if GIVEN_ID.fullmatch(given) else secrets.token_hex(8)
        token = request_id.set(identity)
        start = time.perf_counter()
        try:
            response = self.get_response(request)
            response[HEADER] = identity
            if request.path != health_check.PATH or response.status_code != 200:
                _write(request, response, milliseconds=(time.perf_counter() - start) * 1000)
            return response
        finally:
            request_id.reset(token)


def _write(request: HttpRequest, response: HttpResponse, milliseconds: float) -> None:
    facts = {
        "method": request.method,
        "path": request.path,
        "status": response.status_code,
        "ms": round(milliseconds, 1),
    }
    log.info("%s %s %s", request.method, request.path, response.status_code, extra={"facts": facts})
