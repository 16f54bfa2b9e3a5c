"""Look for known vulnerabilities in the locked dependencies, and fail if there are any.

It also fails if the environment contains anything that is not locked, which nobody would audit. A
machine that cannot reach the vulnerability service gets a plain message and no failure.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

# The development requirements include those of the site.
LOCKED = "requirements-dev.txt"
COMMAND = "pip_audit --require-hashes --disable-pip --format json --progress-spinner off"
NOT_AUDITED = "The dependencies could not be audited: "
NOT_REACHED = f"{NOT_AUDITED}the vulnerability service was not reached.\n"
NETWORK_ERRORS = ("requests.exceptions", "ConnectionError", "timed out", "Failed to connect")


def main() -> int:
    """Run pip-audit; print one line, or a line for each vulnerability; return the exit status."""
    installed = ((found.name, found.version) for found in distributions())
    if lines := unlocked(installed, Path(LOCKED).read_text()):
        sys.stdout.writelines(lines)
        return 1
    command = [sys.executable, "-m", *COMMAND.split(), "-r", LOCKED]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    text, failed = verdict(done.stdout, done.stderr)
    sys.stdout.write(text)
    return int(failed)


def verdict(output: str, errors: str) -> tuple[str, bool]:
    """Return a message about pip-audit's output, and whether the gate fails.

    Only network trouble is forgiven.
    """
    try:
        packages = json.loads(output)["dependencies"]
    except (ValueError, KeyError, TypeError):
        if any(sign in errors for sign in NETWORK_ERRORS):
            return NOT_REACHED, False
        return f"{NOT_AUDITED}{errors[-2000:].strip() or 'pip-audit said nothing'}\n", True
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    lines = [line for package in packages for line in _list_vulnerabilities(package)]
    if lines:
        return "".join(lines), True
    if len(skipped) == len(packages):
        return NOT_REACHED, False
    rest = f"; unknown to the service: {', '.join(skipped)}" if skipped else ""
    count = len(packages) - len(skipped)
    return f"No known vulnerabilities in {count} dependencies{rest}.\n", False


def unlocked(installed: Iterable[tuple[str, str]], requirements: str) -> list[str]:
    """Return a line for each installed package that the requirements do not name."""
    locked = set(re.findall(r"^([a-z0-9-]+)==([^ ;\\]+)", requirements, re.MULTILINE))
    return [
        f"{name} {version} is installed, but not locked in {LOCKED}. Remove it, or make .venv "
        "again: make clean .venv/dev\n"
        for name, version in sorted(set(installed))
        if (re.sub(r"[-_.]+", "-", name).lower(), version) not in locked
    ]


def _list_vulnerabilities(package: dict[str, Any]) -> list[str]:
    return [
        f"{package['name']} {package['version']} has {found['id']}, fixed in "
        f"{', '.join(found['fix_versions']) or 'no version yet'}\n"
        for found in package.get("vulns", [])
    ]


if __name__ == "__main__":
    sys.exit(main())
