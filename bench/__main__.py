"""``make bench``: how fast the site is, as ratios against references in the same run.

docs/speed.md says how to read it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench import servers
from bench.targets import allowed_ms, verdict

LISTS = (12, 1000)
GROWTH = (100, 1000, 10_000)


def making(variables: dict[str, str], *paths: str) -> dict[str, Any]:
    """Return what pages take where nothing is kept, by their paths."""
    line = [sys.executable, "-m", "bench.making", *paths]
    done = subprocess.run(
        line, cwd=servers.ROOT, env=os.environ | variables, capture_output=True, text=True
    )
    if done.returncode:
        sys.exit(done.stderr)
    return dict(json.loads(done.stdout))


def paper_of(variables: dict[str, str]) -> str:
    """Return the path of one paper of a site."""
    code = (
        "from publications.models import Publication; "
        "print(Publication.objects.first().get_absolute_url())"
    )
    line = [sys.executable, "manage.py", "shell", "--verbosity=0", "-c", code]
    environment = os.environ | variables
    return subprocess.run(
        line, cwd=servers.ROOT, env=environment, capture_output=True, text=True, check=True
    ).stdout.strip()


def kept_pages(constant: Any) -> list[Any]:
    """Print how fast kept pages are sent; return the servers' start and memory."""
    print(
        f"{'kept pages':32}{'bytes':>9}{'a second':>10}{'constant':>10}{'ratio':>7}{'':>5}", end=""
    )
    print(f"{'nginx':>9}{'ratio':>8}")
    facts = []
    for count in LISTS:
        variables = servers.site(count)
        pages = {"publications": "/publications/"}
        if count == LISTS[0]:
            pages |= {"home": "/", "paper": paper_of(variables)}
        with tempfile.TemporaryDirectory() as folder, servers.vita(**variables) as site:
            for name, path in pages.items():
                body = site.page(path)
                file = Path(folder) / f"{name}.html"
                file.write_bytes(body)
                with servers.nginx(Path(folder)) as nginx:
                    rates = servers.best_rates(
                        (site, path), (constant, f"/{len(body)}"), (nginx, f"/{file.name}")
                    )
                ratio = rates[0] / rates[1]
                print(
                    f"{f'{name}, {count:,} papers':32}{len(body):9,}{rates[0]:10,.0f}"
                    f"{rates[1]:10,.0f}{ratio:7.2f}{verdict(ratio >= 0.5):>5}"
                    f"{rates[2]:9,.0f}{rates[0] / rates[2]:8.2f}"
                )
            facts.append((count, site.start, max(site.workers())))
    return facts


def pages_made_anew() -> None:
    """Print what it takes to make pages, and how that grows with the site."""
    print(f"\n{'pages made anew':32}{'bytes':>9}{'ms CPU':>10}{'allowed':>10}{'ratio':>7}", end="")
    print(f"{'':>5}{'queries':>9}")
    for count in sorted({*LISTS, *GROWTH}):
        variables = servers.site(count)
        paths = ["/", "/publications/"] + [paper_of(variables)] * (count == LISTS[0])
        for path, page in making(variables, *paths).items():
            allowed = allowed_ms(path, count)
            print(
                f"{f'{path[:20]}, {count:,} papers':32}{page['bytes']:9,}{page['ms']:10.1f}"
                f"{allowed:10.1f}{page['ms'] / allowed:7.2f}{verdict(page['ms'] <= allowed):>5}"
                f"{page['queries']:9}"
            )


def main() -> None:
    """Measure, and print."""
    servers.program("wrk")
    servers.program("nginx")
    print("Two workers of two threads; 16 connections of wrk on the same machine.\n")
    with servers.constant() as constant:
        facts = kept_pages(constant)
    pages_made_anew()
    print(f"\n{'server':32}{'start, s':>10}{'worker, MB':>12}")
    for count, start, memory in facts:
        good = verdict(start < 1.5 and memory < 80)
        print(f"{f'{count:,} papers':32}{start:10.2f}{memory:12.0f}{good:>5}")


if __name__ == "__main__":
    main()
