"""The log: lines of JSON in production, Django's own format elsewhere.

Every line written during a request carries the request's id. Visitors' IP addresses, searches
and form contents are not logged.
"""

import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from pythonjsonlogger.json import JsonFormatter

# The id of the current request; empty outside of requests.
request_id: ContextVar[str] = ContextVar("request_id", default="")


class LineFormatter(JsonFormatter):
    """Writes time, level, logger, request id, message, the record's ``facts`` and traceback.

    The line is ASCII: no byte of a URL can end it or control a terminal. Nothing else of a
    record is written: what Django attaches, such as the whole request, may hold what visitors
    typed.
    """

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        """Choose the fields of a line, in their order."""
        time = datetime.fromtimestamp(record.created, UTC)
        log_data["time"] = time.isoformat(timespec="milliseconds")
        log_data["level"] = record.levelname.lower()
        log_data["logger"] = record.name
        if identity := request_id.get():
            log_data["request"] = identity
        log_data["message"] = record.getMessage()
        log_data.update(getattr(record, "facts", {}))
        if "exc_info" in message_dict:
            log_data["exception"] = message_dict["exc_info"]


def make_settings(production: bool) -> dict[str, Any]:
    """Return Django's LOGGING setting."""
    if not production:
        return {"version": 1, "disable_existing_loggers": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "website.config.logging.LineFormatter"}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["lines"], "level": "INFO"},
        "loggers": {
            # Django's own handlers would write the same again, and mail it to nobody.
            "django": {"handlers": [], "propagate": True},
            # A 404 has its line already; an error comes with its traceback.
            "django.request": {"level": "ERROR"},
            # Robots ask for hosts that this site is not, and nobody can change that.
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            # It would quote headers that the visitor wrote.
            "django.security.csrf": {"level": "ERROR"},
        },
    }
