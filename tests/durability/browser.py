"""A browser that speaks with a server over the network, as forms need it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

PATIENCE = 20  # seconds
TOKEN = 32 * "a"  # a secret that Django accepts from cookie and form, where both agree


@dataclass(frozen=True)
class Answer:
    """What a server answered."""

    status: int
    text: str
    goes_to: str = ""

    @property
    def says_saved(self) -> bool:
        """Whether it redirects to a page other than the sign-in."""
        return self.status == 302 and "/login/" not in self.goes_to


class Browser:
    """A browser in which the owner is signed in."""

    def __init__(self, port: int, session: str) -> None:
        self._port = port
        self._session = session
        self._wait()

    def get(self, path: str) -> Answer:
        """Open a page. Raises OSError or HTTPException if nothing answers."""
        return self._request("GET", path)

    def post(self, path: str, **fields: str) -> Answer:
        """Send a form of the admin. Raises OSError or HTTPException if nothing answers."""
        return self._request("POST", path, {"csrfmiddlewaretoken": TOKEN, **fields})

    def upload(
        self, path: str, field: str, file: tuple[str, bytes], form: dict[str, str]
    ) -> Answer:
        """Send a form of the admin with a file: its name and its content."""
        name, content = file
        edge = "edge-of-a-part"
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in {"csrfmiddlewaretoken": TOKEN, **form}.items()
        ]
        head = f'Content-Disposition: form-data; name="{field}"; filename="{name}"'
        parts.append(f"--{edge}\r\n{head}\r\n\r\n".encode() + content + b"\r\n")
        body = b"".join(parts) + f"--{edge}--\r\n".encode()
        return self._request("POST", path, body, f"multipart/form-data; boundary={edge}")

    def _request(
        self,
        method: str,
        path: str,
        body: dict[str, str] | bytes = b"",
        kind: str = "application/x-www-form-urlencoded",
    ) -> Answer:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
        try:
            cookies = f"sessionid={self._session}; csrftoken={TOKEN}"
            data = urlencode(body) if isinstance(body, dict) else body
            connection.request(method, path, data, {"Cookie": cookies, "Content-Type": kind})
            answer = connection.getresponse()
            return Answer(
                answer.status,
                answer.read().decode(errors="replace"),
                answer.headers.get("Location", ""),
            )
        finally:
            connection.close()

    def _wait(self) -> None:
        latest = time.monotonic() + PATIENCE
        while True:
            try:
                self.get("/robots.txt")
            except (OSError, HTTPException):
                assert time.monotonic() < latest, "the server does not start"
                time.sleep(0.02)
            else:
                return
