"""Sites and servers to measure, and how fast they answer."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".bench"  # keeps the sites between runs
PORT, CONSTANT_PORT = 8791, 8792
CONNECTIONS, SECONDS, ROUNDS = 16, 2, 3
SERVER = ["--interface=wsgi", "--workers=2", "--blocking-threads=4", "--no-ws", "--http=1"]


def program(name: str) -> str:
    """Return the path of a program; exit with a message if it is missing."""
    path = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if path is None:
        sys.exit(f"{name} is not installed; on Debian: sudo apt install wrk")
    return path


def site(papers: int) -> dict[str, str]:
    """Return the environment of a site with this many papers; make the site if necessary."""
    folder = FOLDER / f"{papers}-papers"
    variables = {"VITA_DATA": str(folder), "SITE_URL": f"http://127.0.0.1:{PORT}"}
    made = folder / "made"  # missing if making the site was interrupted
    if not made.exists():
        shutil.rmtree(folder, ignore_errors=True)
    commands = ["manage.py setup --verbosity=0"]
    if not made.exists():
        commands.append(f"-m bench.large_site --publications {papers} --talks 20")
    for command in commands:
        line = [sys.executable, *command.split()]
        environment = os.environ | variables
        subprocess.run(line, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    made.touch()
    return variables


def find_first_paper(variables: dict[str, str]) -> str:
    """Return the path of one paper of a site."""
    code = (
        "from publications.models import Publication; "
        "print(Publication.objects.first().get_absolute_url())"
    )
    line = [sys.executable, "manage.py", "shell", "--verbosity=0", "-c", code]
    environment = os.environ | variables
    return subprocess.run(
        line, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    ).stdout.strip()


@contextmanager
def running(command: list[str], port: int, path: str, **variables: str) -> Iterator[Server]:
    """Run a server; wait for its first answer, and stop it at the end."""
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            sys.exit(f"Something else uses port {port}. Stop it and try again.")
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | variables, stderr=subprocess.DEVNULL
    )
    try:
        server = Server(process.pid, f"http://127.0.0.1:{port}")
        while not server.answers(path):
            if process.poll() is not None:
                sys.exit(f"{' '.join(command)} ended with {process.returncode}.")
            time.sleep(0.005)
        server.start = time.perf_counter() - begun
        yield server
    finally:
        process.terminate()
        process.wait(20)


def vita(**variables: str) -> AbstractContextManager[Server]:
    """Run the site as production does."""
    command = [sys.executable, "manage.py", "serve", f"--port={PORT}"]
    return running(command, PORT, "/health/", **variables)


def constant() -> AbstractContextManager[Server]:
    """Run the same server with pages that never change."""
    command = [
        sys.executable,
        "-m",
        "granian",
        *SERVER,
        "--log-level=warning",
        f"--port={CONSTANT_PORT}",
    ]
    return running([*command, "bench.constant:application"], CONSTANT_PORT, "/1")


def measure_best_rates(*asked: tuple[Server, str]) -> list[float]:
    """Return the best rate of each server over several rounds; the servers take turns.

    Other work on the machine can only slow a round, and seldom slows all of them.
    """
    rounds = [[server.rate(path) for server, path in asked] for _ in range(ROUNDS)]
    return [max(rates) for rates in zip(*rounds, strict=True)]


class Server:
    """A running server."""

    start = 0.0  # seconds until its first answer

    def __init__(self, pid: int, url: str) -> None:
        self.pid, self.url = pid, url
        self._open = build_opener(ProxyHandler({})).open

    def answers(self, path: str) -> bool:
        try:
            self._open(self.url + path, timeout=5).close()
        except (URLError, ConnectionError):
            return False
        return True

    def page(self, path: str) -> bytes:
        with self._open(self.url + path, timeout=60) as response:
            return bytes(response.read())

    def rate(self, path: str) -> float:
        """Return its responses per second to ``CONNECTIONS`` clients at once."""
        self.page(path)
        line = [program("wrk"), "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", self.url + path]
        said = subprocess.run(line, capture_output=True, text=True, check=True).stdout
        if "Non-2xx" in said:
            sys.exit(f"{self.url}{path} answered with failures:\n{said}")
        found = re.search(r"Requests/sec:\s+([\d.]+)", said)
        return float(found[1]) if found else 0.0

    def workers(self) -> list[float]:
        """Return each worker's memory in megabytes, with its share of shared memory (PSS)."""
        line = ["pgrep", "-P", str(self.pid)]
        pids = subprocess.run(line, capture_output=True, text=True, check=True).stdout
        maps = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in pids.split()]
        sizes = [
            int(found[1]) / 1024 for text in maps if (found := re.search(r"Pss:\s+(\d+)", text))
        ]
        return [size for size in sizes if size > 10]  # leaves out helper processes
