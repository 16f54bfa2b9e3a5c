"""``/health/``: says to a monitor, or to a proxy before several machines, if the site works."""

import logging
from collections.abc import Callable

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse

ADDRESS = "/health/"

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

log = logging.getLogger(__name__)


class HealthCheckMiddleware:
    """Answers 200 "ok" while the database can be read, and 503 while it cannot.

    A middleware, before all others, because those who ask reach this machine by its number and
    without HTTPS: the site's own host name and the way to HTTPS are not asked of them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path != ADDRESS:
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
    """Say whether a row can be read; why not stands in the log."""
    try:
        with connection.cursor() as cursor:
            # Of a table: SQLite answers a mere "SELECT 1" without opening its file.
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
            return cursor.fetchone() is not None
    except Error as error:
        log.error("The database cannot be read: %s", error)
        return False
