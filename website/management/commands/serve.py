"""``manage.py serve``: the production server; see website/operations/serving.py."""

import os
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from website.operations import serving

MOST = 65_535  # the last port


def read_number(text: str) -> int:
    """Parse a number from 1 to ``MOST``."""
    if not text.isdecimal() or not 1 <= int(text) <= MOST:
        raise ArgumentTypeError(f'"{text}" is not a number from 1 to {MOST}')
    return int(text)


class Command(BaseCommand):
    """Checks that everything is ready, then replaces itself with the server."""

    help = "Serve the site in production, to the proxy in front that handles HTTPS."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="where to listen (127.0.0.1)")
        parser.add_argument("--port", type=read_number, default=8000, help="which port (8000)")
        parser.add_argument("--workers", type=read_number, default=2, help="how many processes (2)")
        parser.add_argument("--threads", type=read_number, default=4, help="threads in each (4)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Replace this process, so that the server keeps its process id and gets its signals."""
        host, port = options["host"], options["port"]
        try:
            serving.refuse_unless_ready()
            serving.refuse_port(host, port)
        except serving.NotReadyError as error:
            raise CommandError(str(error)) from None
        connection.close()
        line = serving.build_command(host, port, options["workers"], options["threads"])
        os.chdir(settings.BASE_DIR)
        # Starting the server is the purpose of this command.
        os.execve(line[0], line, serving.environment())  # noqa: S606
