"""Compares uncached pages with a plain one: ``python -m bench.rendering PATH...`` prints JSON."""

from __future__ import annotations

import json
import os
import sys
import time
from http import HTTPStatus
from statistics import median

import django
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

SECONDS = 1.5  # each page is measured for at least this long


def compare(path: str) -> dict[str, float]:
    """Return a page's bytes, queries, and CPU time as a multiple of the reference's."""
    client = Client(headers={"host": "127.0.0.1"})
    client.get(path)  # fills the caches of this process
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    queries = len(captured)  # counted now, as the next request clears the list
    if response.status_code != HTTPStatus.OK:
        sys.exit(f"{path} answered {response.status_code}")
    size = len(response.content)
    reference = f"/reference/{size}/"
    client.get(reference)
    # They take turns, so that other work on the machine slows both.
    pages: list[float] = []
    references: list[float] = []
    while sum(pages) < SECONDS or len(pages) < 3:
        pages.append(_time_request(client, path))
        references.append(_time_request(client, reference))
    return {"bytes": size, "queries": queries, "ratio": median(pages) / median(references)}


def _time_request(client: Client, path: str) -> float:
    begun = time.process_time()
    client.get(path)
    return time.process_time() - begun


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    django.setup()
    print(json.dumps({path: compare(path) for path in sys.argv[1:]}))
