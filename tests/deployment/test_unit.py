"""The systemd unit starts the server, and restricts it to what it needs."""

import re
import subprocess

import pytest

from tests.deployment.servers import ROOT, needed

UNITS = sorted(path.name for path in (ROOT / "deploy").iterdir() if path.suffix == ".service")


@pytest.fixture(params=UNITS)
def unit(request, tmp_path):
    """A unit of deploy/, with the path of its program in this test."""
    text = (ROOT / "deploy" / request.param).read_text()
    text = text.replace("/srv/vita/.venv/bin/python", "/bin/true").replace("User=vita", "User=root")
    unit = tmp_path / request.param
    unit.write_text(text.replace("Group=vita", "Group=root").replace("/srv/vita", str(ROOT)))
    return unit


def test_systemd_accepts_it(unit):
    done = subprocess.run(
        [needed("systemd-analyze"), "verify", "--man=no", unit], capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_it_scores_well_in_systemd_analyze_security(unit):
    line = [needed("systemd-analyze"), "security", "--offline=true", "--no-pager", unit]
    done = subprocess.run(line, capture_output=True, text=True)
    level = re.search(r"Overall exposure level for \S+: ([\d.]+)", done.stdout)
    assert float(level[1]) < 2.5  # "OK"; a unit without any protection has 9.6
