"""Compare the locked dependencies with the known vulnerabilities; fail where one of them has any.

Says plainly where that could not be done, as on a machine that does not reach the service which
knows them: then nothing is known either way, and the gate does not fail for it.
"""

import json
import subprocess
import sys
from typing import Any

# What development needs contains what the site needs; the lock is made that way.
LOCKED = "requirements-dev.txt"
COMMAND = "pip_audit --require-hashes --disable-pip --format json --progress-spinner off"
NOT_MADE = "The audit of the dependencies could not be made: "
NOT_REACHED = f"{NOT_MADE}the service that knows of vulnerabilities was not reached.\n"
SIGNS_OF_NO_NETWORK = ("requests.exceptions", "ConnectionError", "timed out", "Failed to connect")


def main() -> int:
    """Run pip-audit; print one line, or a line for each vulnerability; return the exit status."""
    command = [sys.executable, "-m", *COMMAND.split(), "-r", LOCKED]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    text, failed = verdict(done.stdout, done.stderr)
    sys.stdout.write(text)
    return int(failed)


def verdict(output: str, errors: str) -> tuple[str, bool]:
    """Return what to say of the output of pip-audit, JSON or nothing, and whether it is a failure.

    What fails for another reason than the network is a failure of the gate.
    """
    try:
        packages = json.loads(output)["dependencies"]
    except (ValueError, KeyError, TypeError):
        if any(sign in errors for sign in SIGNS_OF_NO_NETWORK):
            return NOT_REACHED, False
        return f"{NOT_MADE}{errors[-2000:].strip() or 'pip-audit said nothing'}\n", True
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    lines = [line for package in packages for line in _vulnerabilities(package)]
    if lines:
        return "".join(lines), True
    if len(skipped) == len(packages):
        return NOT_REACHED, False
    rest = f"; not known to the service: {', '.join(skipped)}" if skipped else ""
    count = len(packages) - len(skipped)
    return f"No known vulnerability in {count} dependencies{rest}.\n", False


def _vulnerabilities(package: dict[str, Any]) -> list[str]:
    return [
        f"{package['name']} {package['version']} has {found['id']}, mended in "
        f"{', '.join(found['fix_versions']) or 'no version yet'}\n"
        for found in package.get("vulns", [])
    ]


if __name__ == "__main__":
    sys.exit(main())
