"""A local web server that gives every kind of answer, and records its requests."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class LinkServer(ThreadingHTTPServer):
    """Answers according to the path: ``/status/404``, ``/to/301/<where>``, ``/slow``, ..."""

    daemon_threads = True

    def __init__(self, address: str = "127.0.0.1", port: int = 0) -> None:
        super().__init__((address, port), _Handler)
        self.url = f"http://{address}:{self.server_port}"
        self.asked: list[tuple[str, str]] = []
        self.times: list[float] = []
        self.headers: dict[str, str] = {}
        self.sent = 0
        self.at_once = self.most_at_once = 0
        self.lock = threading.Lock()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore clients that close the connection, as they should."""

    def methods_for(self, path: str) -> list[str]:
        """Return the methods that were used for a path."""
        return [method for method, asked in self.asked if asked == path]


class _Handler(BaseHTTPRequestHandler):
    server: LinkServer
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def log_message(self, *_: object) -> None:
        pass

    def answer(self) -> None:
        server = self.server
        with server.lock:
            server.asked.append((self.command, self.path))
            server.times.append(time.monotonic())
            server.headers = dict(self.headers)
        _, name, *rest = self.path.split("?")[0].split("/", 3)
        getattr(self, f"answer_{name.replace('-', '_')}")(*rest)

    def head(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content_Length": "0", "Connection": "close", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def times_asked(self) -> int:
        return Counter(path for _, path in self.server.asked)[self.path]

    def answer_status(self, status: str) -> None:
        self.head(int(status))

    def answer_head_refused(self, status: str) -> None:
        self.head(int(status) if self.command == "HEAD" else 200)

    def answer_to(self, status: str, where: str) -> None:
        """Redirect to the rest of the path, or to a URL if it has a scheme."""
        self.head(int(status), Location=where if ":" in where else f"/{where}")

    def answer_loop(self, other: str) -> None:
        self.head(308, Location=f"/loop/{'b' if other == 'a' else 'a'}")

    def answer_cookie_wall(self) -> None:
        self.head(302, Location=self.path, Set_Cookie="a=b")

    def answer_ever_on(self, number: str) -> None:
        self.head(302, Location=f"/ever-on/{int(number) + 1}")

    def answer_busy(self, status: str, retry_after: str) -> None:
        """Refuse the first request, and say when to come back."""
        if self.times_asked() == 1:
            self.head(int(status), Retry_After=retry_after.replace("_", " "))
        else:
            self.head(200)

    def answer_recovers(self) -> None:
        """Fail for the first HEAD and GET."""
        self.head(500 if self.times_asked() <= 2 else 200)

    def answer_slow(self) -> None:
        time.sleep(0.5)
        self.head(200)

    def answer_slow_once(self) -> None:
        time.sleep(0.5 if self.times_asked() == 1 else 0)
        self.head(200)

    def answer_takes_a_moment(self, *_: str) -> None:
        server = self.server
        with server.lock:
            server.at_once += 1
            server.most_at_once = max(server.most_at_once, server.at_once)
        time.sleep(0.02)
        with server.lock:
            server.at_once -= 1
        self.head(200)

    def answer_huge(self) -> None:
        self.head(405 if self.command == "HEAD" else 200, Content_Length=str(10**9))
        while self.command == "GET":
            self.wfile.write(b"x" * 2**16)
            self.server.sent += 2**16

    def answer_wrong_length(self) -> None:
        self.head(405 if self.command == "HEAD" else 200, Content_Length="1000")
        if self.command == "GET":
            self.wfile.write(b"short")

    def answer_nonsense(self) -> None:
        self.wfile.write(b"this is not HTTP\r\n\r\n")
        self.close_connection = True


@contextmanager
def serving(address: str = "127.0.0.1", port: int = 0) -> Iterator[LinkServer]:
    """Run a server in a thread during the block."""
    server = LinkServer(address, port)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
