"""``make bench``: how fast the site is, as ratios to references measured in the same run.

docs/speed.md says how to read it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from bench import servers
from bench.growth import export_growth, import_growth

CACHED_ON = (12, 1000)
UNCACHED_ON = (12, 100, 1000, 3000)
LEAST_CACHED, MOST_UNCACHED, MOST_GROWTH = 0.2, 8.0, 1.5
MOST_START, MOST_MEMORY = 8, 3


def main() -> None:
    servers.program("wrk")
    with servers.constant() as constant:
        cached_pages(constant)
    uncached_pages()
    print("\nA paper's cost on a site of 3,000, as a multiple of its cost on one of 1,000")
    for name, ratio in (("import", import_growth()), ("export", export_growth())):
        print(f"{name:36}{'':9}{ratio:8.2f}{verdict(ratio <= MOST_GROWTH):>6}")


def cached_pages(constant: Any) -> None:
    """Print the rate of cached pages as a multiple of a constant page's."""
    print("Cached pages a second, start and memory, as ratios to a server of constant pages")
    for count in CACHED_ON:
        variables = servers.site(count)
        with servers.vita(**variables) as site:
            for path in paths(variables, count):
                size = len(site.page(path))
                cached, plain = servers.measure_best_rates((site, path), (constant, f"/{size}"))
                ratio = cached / plain
                good = verdict(ratio >= LEAST_CACHED)
                print(f"{_name(path, count)}{size:9,}{ratio:8.2f}{good:>6}")
            for name, ratio, most in (
                ("start", site.start / constant.start, MOST_START),
                ("memory of a worker", max(site.workers()) / max(constant.workers()), MOST_MEMORY),
            ):
                print(f"{_name(name, count)}{'':9}{ratio:8.2f}{verdict(ratio <= most):>6}")


def uncached_pages() -> None:
    """Print the CPU time of pages as a multiple of that of a plain page of the same size."""
    print("\nCPU time of uncached pages, as a multiple of a plain page's; queries")
    for count in UNCACHED_ON:
        variables = servers.site(count)
        done = subprocess.run(
            [sys.executable, "-m", "bench.rendering", *paths(variables, count)],
            cwd=servers.ROOT,
            env=os.environ | variables,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            sys.exit(done.stderr)
        for path, page in json.loads(done.stdout).items():
            good = verdict(page["ratio"] <= MOST_UNCACHED)
            print(
                f"{_name(path, count)}{page['bytes']:9,}{page['ratio']:8.2f}{good:>6}"
                f"{page['queries']:5}"
            )


def paths(variables: dict[str, str], count: int) -> list[str]:
    """Return the pages to measure; only the list depends much on the site's size."""
    if count != CACHED_ON[0]:
        return ["/publications/"]
    return ["/", "/publications/", servers.find_first_paper(variables)]


def verdict(is_good: bool) -> str:
    return "ok" if is_good else "MISS"


def _name(path: str, count: int) -> str:
    return f"{f'{path[:20]}, {count:,} papers':36}"


if __name__ == "__main__":
    main()
