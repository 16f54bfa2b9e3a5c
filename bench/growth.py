"""How the cost of importing and exporting a paper grows with the size of the site."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import servers

SIZES = (100, 1000, 3000)


def measure_growth(seconds: list[float]) -> float:
    """Return the time per paper between the larger sizes, as a multiple of the smaller ones.

    Taking differences leaves out the time that a command takes to start.
    """
    small, middle, large = SIZES
    at_first = (seconds[1] - seconds[0]) / (middle - small)
    later = (seconds[2] - seconds[1]) / (large - middle)
    return later / at_first


def import_growth() -> float:
    """Measure importing made-up BibTeX files into empty sites."""
    seconds = []
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "papers.bib"
            file.write_text("\n".join(_write_entry(number) for number in range(size)))
            variables = {"VITA_DATA": f"{folder}/data"}
            _run(variables, "setup")
            seconds.append(_run(variables, "import_publications", str(file)))
    return measure_growth(seconds)


def export_growth() -> float:
    """Measure exporting made-up sites."""
    seconds = []
    for size in SIZES:
        variables = servers.site(size)
        with tempfile.TemporaryDirectory() as folder:
            seconds.append(_run(variables, "export", f"{folder}/copy"))
    return measure_growth(seconds)


def _write_entry(number: int) -> str:
    word = "".join(chr(97 + int(digit)) for digit in str(number))
    return (
        f"@inproceedings{{key{number}, title={{On the {word} Problem of Bandits}}, year={{2020}}, "
        f'author={{Lastname{word}, Ada and Abel, Bj{{\\"o}}rn}}, booktitle={{ICML}}}}'
    )


def _run(variables: dict[str, str], *command: str) -> float:
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=servers.ROOT,
        env=os.environ | variables,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - begun
