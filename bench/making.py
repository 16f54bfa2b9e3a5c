"""What it takes to make pages, in one process: ``python -m bench.making PATH...`` prints JSON."""

from __future__ import annotations

import json
import os
import sys
import time
from http import HTTPStatus

import django
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

SECONDS = 1.5  # at least so long is measured


def measure(path: str) -> dict[str, float]:
    """Return the CPU time in milliseconds, the queries and the bytes of a page."""
    client = Client(headers={"host": "127.0.0.1"})
    client.get(path)  # what is done once in the life of a process
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    queries = len(captured)  # the next request forgets them
    if response.status_code != HTTPStatus.OK:
        sys.exit(f"{path} answered {response.status_code}")
    times: list[float] = []
    while sum(times) < SECONDS or len(times) < 3:
        begun = time.process_time()
        client.get(path)
        times.append(time.process_time() - begun)
    times.sort()
    return {
        "ms": times[len(times) // 2] * 1000,
        "queries": queries,
        "bytes": len(response.content),
    }


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.uncached"
    django.setup()
    print(json.dumps({path: measure(path) for path in sys.argv[1:]}))
