"""Free ports, and marks for tests that need other servers than SQLite."""

import os
import socket
from contextlib import closing

import pytest

on_postgresql = pytest.mark.skipif(
    not os.environ.get("DATABASE_URL", "").startswith("postgres"),
    reason="SQLite has one writer at a time; set DATABASE_URL to PostgreSQL's, as .ci/run does",
)
on_shared_servers = pytest.mark.skipif(
    not (os.environ.get("DATABASE_URL") and os.environ.get("CACHE_URL")),
    reason="needs PostgreSQL and Redis: set DATABASE_URL and CACHE_URL, as .ci/run does",
)


def find_free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        return int(server.getsockname()[1])
