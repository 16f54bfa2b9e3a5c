"""Findings as a reader of the desk reads them, one sentence for each thing."""

from collections.abc import Iterable

from common.content_checks import Finding


def sentences(findings: Iterable[Finding]) -> list[str]:
    """Return "GEC has no year", "Twice (same DOI as “Other”) may be there twice" and so on."""
    return [
        f"{thing.name}{f' ({thing.note})' if thing.note else ''} {finding.one}"
        for finding in findings
        for thing in finding.things
    ]
