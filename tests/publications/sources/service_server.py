"""A local server that plays the services: it answers as told, and records what it was asked."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any
from urllib.parse import unquote

from publications.sources.services import SERVICES


class Dripping(bytes):
    """A body of which one byte is sent after the other."""


class ServiceServer(ThreadingHTTPServer):
    """Has a folder for each service: ``/doi``, ``/crossref``, ...

    ``answers`` maps a part of a decoded path to what is sent: an object or list as JSON, a text or
    bytes as they are, a status, or (status, headers, body). The first part that fits counts; what
    fits none gets 404.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.answers: dict[str, Any] = {}
        self.asked: list[str] = []
        self.headers: dict[str, str] = {}
        self.times: list[float] = []

    @property
    def sources(self) -> dict[str, str]:
        """The value for ``settings.SOURCES``."""
        return {name: f"{self.url}/{name}" for name in SERVICES}

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore clients that close the connection, as they should."""


class _Handler(BaseHTTPRequestHandler):
    server: ServiceServer

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        path = unquote(self.path)
        self.server.asked.append(path)
        self.server.times.append(time.monotonic())
        self.server.headers = dict(self.headers)
        found = (answer for part, answer in self.server.answers.items() if part in path)
        answer = next(found, 404)
        if callable(answer):
            answer = answer(path)
        status, headers, body = answer if isinstance(answer, tuple) else (200, {}, answer)
        if isinstance(body, int):
            status, body = body, b""
        if isinstance(body, dict | list):
            body = json.dumps(body)
        data = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        for name, value in {"Content-Length": str(len(data)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        write(self.wfile, data)


def write(file: Any, data: bytes) -> None:
    if isinstance(data, Dripping):
        for byte in data:
            time.sleep(0.2)
            file.write(bytes([byte]))
    else:
        file.write(data)


@contextmanager
def serving_bytes(data: bytes) -> Iterator[str]:
    """Run a server that sends these bytes, also as headers; yield its URL."""

    class Handler(StreamRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                write(self.wfile, data)

    with ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@contextmanager
def serving() -> Iterator[ServiceServer]:
    """Run a server in a thread during the block."""
    server = ServiceServer()
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
