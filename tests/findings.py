"""Findings of the content checks as the dashboard shows them, one sentence each."""

from collections.abc import Iterable

from common.content_checks import Finding


def sentences(findings: Iterable[Finding]) -> list[str]:
    """Return "GEC has no year", "Twice (same DOI as “Other”) is a possible duplicate" and so on."""
    return [
        f"{edit_link.name}{f' ({edit_link.note})' if edit_link.note else ''} {finding.one}"
        for finding in findings
        for edit_link in finding.edit_links
    ]
