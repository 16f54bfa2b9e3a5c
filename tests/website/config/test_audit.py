"""The gate's audit of the dependencies: when it fails, and that it never passes unaudited."""

import importlib.util
import json
from pathlib import Path

import pytest

FILE = Path(__file__).parents[3] / ".ci" / "audit.py"


@pytest.fixture(scope="module")
def audit():
    spec = importlib.util.spec_from_file_location("audit", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def verdict(audit):
    return audit.verdict


def found(*packages: dict) -> str:
    return json.dumps({"dependencies": list(packages), "fixes": []})


SOUND = {"name": "django", "version": "5.2.19", "vulns": []}
SKIPPED = {"name": "nh3", "skip_reason": "Dependency not found and could not be audited"}
WEAK = {
    "name": "pillow",
    "version": "9.0",
    "vulns": [{"id": "CVE-2023-1", "fix_versions": ["9.1"]}, {"id": "CVE-2", "fix_versions": []}],
}


def test_a_vulnerability_fails_with_the_fix(verdict):
    text, failed = verdict(found(SOUND, WEAK, SKIPPED), "")
    assert failed
    assert text.splitlines() == [
        "pillow 9.0 has CVE-2023-1, fixed in 9.1",
        "pillow 9.0 has CVE-2, fixed in no version yet",
    ]


def test_sound_dependencies_pass_and_unknown_ones_are_named(verdict):
    assert verdict(found(SOUND), "") == ("No known vulnerabilities in 1 dependencies.\n", False)
    text, failed = verdict(found(SOUND, SKIPPED), "")
    assert (text.endswith("unknown to the service: nh3.\n"), failed) == (True, False)


@pytest.mark.parametrize(
    ("output", "errors"),
    [(found(SKIPPED), ""), ("", "requests.exceptions.ProxyError: refused"), ("", "timed out")],
)
def test_without_an_answer_it_says_that_nothing_was_audited(verdict, output, errors):
    text, failed = verdict(output, errors)
    assert text.startswith("The dependencies could not be audited")
    assert not failed


@pytest.mark.parametrize("errors", ["", "ERROR: requirements-dev.txt is not hashed"])
def test_a_failure_of_another_kind_fails(verdict, errors):
    text, failed = verdict("", errors)
    assert failed
    assert "could not be audited" in text


LOCKED = (
    "python-json-logger==4.2.0 \\\n    --hash=sha256:1\nsetuptools==84.2.1 ; python_version < '3'"
)


def test_what_is_installed_is_locked(audit):
    installed = [("python_json.Logger", "4.2.0"), ("setuptools", "84.2.1")]
    assert audit.unlocked(installed, LOCKED) == []
    lines = audit.unlocked([("setuptools", "65.5.0"), ("evil", "1")], LOCKED)
    assert [line.split(" is ")[0] for line in lines] == ["evil 1", "setuptools 65.5.0"]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-scale.txt"])
def test_the_initial_packages_of_an_environment_are_locked_too(name):
    names = {line.partition("==")[0] for line in (FILE.parents[1] / name).read_text().splitlines()}
    assert {"pip", "setuptools"} <= names
