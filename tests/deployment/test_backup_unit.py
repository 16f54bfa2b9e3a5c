"""The units in ``deploy/`` that back up the site every night."""

import os
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest

DEPLOY = Path(__file__).parents[2] / "deploy"


def unit(name: str) -> ConfigParser:
    parser = ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read(DEPLOY / name)
    return parser


def test_systemd_finds_nothing_wrong_with_them(tmp_path):
    if not shutil.which("systemd-analyze"):
        if os.environ.get("VITA_TEST_ALL"):
            pytest.fail("systemd-analyze is not installed")
        pytest.skip("systemd-analyze is not installed")
    for name in ("vita-backup.service", "vita-backup.timer"):
        text = (DEPLOY / name).read_text()
        # What is not on this machine: the user and the program.
        text = text.replace("/srv/vita/.venv/bin/python", "/bin/true").replace(
            "=/srv/vita\n", "=/\n"
        )
        text = text.replace("file:/srv/vita", str(DEPLOY.parent.as_uri()))
        (tmp_path / name).write_text(text.replace("=vita\n", "=root\n"))
    said = subprocess.run(
        ["systemd-analyze", "verify", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [line for line in said.stderr.splitlines() if "vita-backup" in line]
    assert (said.returncode, ours) == (0, [])


def test_it_runs_every_night_and_makes_up_for_one_that_was_missed():
    timer = unit("vita-backup.timer")["Timer"]
    assert timer["OnCalendar"] == "*-*-* 03:15"
    assert timer["Persistent"] == "true"
    assert "RandomizedDelaySec" in timer
