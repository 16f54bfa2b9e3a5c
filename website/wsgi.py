"""The entry point for production servers."""

import os
import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.http import HttpResponse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "website.settings")

try:
    _django = get_wsgi_application()
except ImproperlyConfigured as error:
    sys.exit(str(error))  # only the message, without a traceback

from website.backup import BackupError
from website.backup.folder import site_running
from website.middleware.utf8_request import Utf8Request

_django.request_class = Utf8Request

_running = site_running()
try:
    _running.__enter__()  # held until the process ends
except BackupError as error:
    sys.exit(str(error))
connections.close_all()  # the thread that starts the server answers no requests


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer a request (PEP 3333), with a list of one item if the response is complete.

    The server sends a list at once; other iterables take a third longer.
    """
    response = _django(environ, start_response)
    if not isinstance(response, HttpResponse):
        return response
    with closing(response):
        return [response.content]
