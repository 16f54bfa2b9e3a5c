"""``/health/``: tells a monitor, or a proxy with several machines, whether the site works."""

import logging
from collections.abc import Callable

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse

from common.http.security_policy import NOTHING, write_policy

PATH = "/health/"

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": write_policy(NOTHING),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

log = logging.getLogger(__name__)


class HealthCheckMiddleware:
    """Answers 200 "ok" while the database can be read, and 503 while it cannot.

    This is middleware rather than a view because monitors use this machine's IP address and no
    HTTPS, so later middleware would refuse or redirect them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path != PATH:
            return self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            response = HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        elif can_read_the_database():
            response = HttpResponse("ok\n", content_type="text/plain")
        else:
            response = HttpResponse(
                "The database cannot be read.\n", content_type="text/plain", status=503
            )
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response


def can_read_the_database() -> bool:
    """Return whether a row can be read; if not, the log says why."""
    try:
        with connection.cursor() as cursor:
            # Reads a table, because SQLite answers "SELECT 1" without opening its file.
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
            return cursor.fetchone() is not None
    except Error as error:
        log.error("The database cannot be read: %s", error)
        return False
