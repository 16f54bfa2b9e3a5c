"""A stranger who sends many large requests neither fills the memory nor blocks others."""

from __future__ import annotations

import http.client
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from tests.deployment.servers import HOST, Upstream

SENDERS, SIZE, CHUNK = 36, 19_000_000, 1_000_000
LEEWAY = 60  # megabytes, of each worker


def memory_of(pid: int) -> dict[int, int]:
    """Return how many megabytes each process below this one has in memory."""
    tree = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    found = {}
    for child in map(int, tree):
        [line] = [
            line
            for line in Path(f"/proc/{child}/status").read_text().splitlines()
            if line.startswith("VmRSS")
        ]
        found[child] = int(line.split()[1]) // 1024
    return found


def send(port: int, path: str, *, chunked: bool) -> None:
    """Send a large body until the site refuses it."""
    part = b"x" * CHUNK

    def parts() -> Iterator[bytes]:
        for _ in range(SIZE // CHUNK):
            yield part

    # Those of a form of the site: Django then reads the body, to look for the CSRF token.
    headers = {
        "Host": HOST,
        "X-Forwarded-Proto": "https",
        "Origin": f"https://{HOST}",
        "Cookie": f"__Host-csrftoken={'a' * 32}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    if not chunked:
        headers["Content-Length"] = str(SIZE)
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        try:
            connection.request("POST", path, parts(), headers, encode_chunked=chunked)
            assert connection.getresponse().status in {404, 405, 413}
        except ConnectionError:
            pass  # the site closed the connection


def is_healthy(port: int) -> bool:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request("GET", "/health/")
        return connection.getresponse().status == 200


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize(
    "path", ["/admin/login/", "/", "/admin/publications/publication/add/", "/no/such/page/"]
)
def test_large_bodies_at_once_fill_no_memory(upstream: Upstream, path, chunked):
    # The first requests of a worker load code.
    for _ in range(20):
        send(upstream.port, "/", chunked=False)
    before = memory_of(upstream.pid)
    most = dict(before)
    with ThreadPoolExecutor(SENDERS) as pool:
        sent = [pool.submit(send, upstream.port, path, chunked=chunked) for _ in range(SENDERS)]
        while not all(one.done() for one in sent):
            assert is_healthy(upstream.port)
            for worker, used in memory_of(upstream.pid).items():
                most[worker] = max(used, most[worker])
            time.sleep(0.05)
    for one in sent:
        one.result()
    assert most.keys() == before.keys(), "a worker was replaced"
    assert all(most[worker] - before[worker] < LEEWAY for worker in before)
