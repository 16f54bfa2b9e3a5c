"""What the site writes of its work: lines of JSON in production, Django's own form elsewhere.

Every line that is written while a request is answered carries the request's id. Addresses of
visitors, what they search for and what they type are not written.
"""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

# Of the request that is being answered; empty outside of one.
request_id: ContextVar[str] = ContextVar("request_id", default="")

# In ASCII: no byte of a visitor's address can end the line, or steer a terminal.
_in_json = json.JSONEncoder(default=str).encode


class JSONLines(logging.Formatter):
    """Writes a record as one line of JSON: time in UTC, level, logger, request, message, facts."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if identity := request_id.get():
            line["request"] = identity
        line["message"] = record.getMessage()
        line |= getattr(record, "facts", {})
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return _in_json(line)


def settings_for(production: bool) -> dict[str, Any]:
    """Return Django's LOGGING: lines of JSON in production, Django's own form on one's machine."""
    if not production:
        return {"version": 1, "disable_existing_loggers": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "website.config.logging.JSONLines"}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["lines"], "level": "INFO"},
        "loggers": {
            # Django's own handlers write the same again, and by mail to nobody.
            "django": {"handlers": [], "propagate": True},
            # A page that is not there has its line already; a failure comes with its traceback.
            "django.request": {"level": "ERROR"},
            # Robots ask for hosts that this site is not: nobody can mend that.
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            # It would quote headers that the visitor wrote.
            "django.security.csrf": {"level": "ERROR"},
        },
    }
