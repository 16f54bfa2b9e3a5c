"""The owner's desk, the first page of the admin: what to do, what to mend, what was changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timesince import timesince

from common.content_checks import Finding
from website.dashboard import content_checks
from website.dashboard.site_status import SiteStatus
from website.linkcheck.checking import Report
from website.linkcheck.site_links import site_links

LATEST_CHANGES = 10

# What an owner comes to do: the label, the page, the permissions that it takes.
ACTIONS: tuple[tuple[str, str, list[str]], ...] = (
    ("Add a paper", "admin:publications_publication_add", ["publications.add_publication"]),
    (
        "Import BibTeX",
        "admin:publications_publication_import",
        ["publications.add_publication", "publications.change_publication"],
    ),
    ("Add a talk", "admin:talks_talk_add", ["talks.add_talk"]),
    ("Edit profile", "admin:profile_profile_changelist", ["profile.change_profile"]),
    ("View site", "home", []),
)
# Who may change none of these is told of no faults.
MENDABLE = (
    *("publications.change_publication", "publications.change_author"),
    *("talks.change_talk", "profile.change_profile"),
)


class Action(NamedTuple):
    """A button: what it says, and where it leads."""

    label: str
    address: str


@dataclass(frozen=True)
class RecentChange:
    """Something that was done in the admin; the address is empty where it is gone by now."""

    entry: LogEntry
    address: str

    @property
    def what(self) -> str:
        """What was done: "Changed Title and Abstract."."""
        return self.entry.get_change_message() or f"{self.entry.get_action_flag_display()}."

    @property
    def ago(self) -> str:
        """When, seen from now: "3 hours, 5 minutes ago"."""
        passed = timesince(self.entry.action_time)
        return "just now" if passed.startswith("0") else f"{passed} ago"


def context_for(request: HttpRequest) -> dict[str, Any]:
    """Return what the desk shows this user; of the site, only what he or she may change.

    The number of queries does not depend on how much there is on the site.
    """
    user: Any = request.user
    context: dict[str, Any] = {"actions": actions_for(user), "changes": changes_for(request)}
    if any(user.has_perm(permission) for permission in MENDABLE):
        context |= content_checks_for(user)
    if user.is_superuser:
        context["upkeep"] = SiteStatus.for_request(request)
    return context


def actions_for(user: Any) -> list[Action]:
    """Return the buttons for what this user may do."""
    return [
        Action(label, reverse(page))
        for label, page, permissions in ACTIONS
        if user.has_perms(permissions)
    ]


def content_checks_for(user: Any) -> dict[str, Any]:
    """Return the findings and the last link check, as far as this user may mend things."""
    addresses = [use for use in site_links() if use.edit_link.may_be_changed_by(user)]
    findings = _mendable(content_checks.findings(addresses), user)
    report = Report.of(addresses)
    return {
        "checks_are_shown": True,
        "faults": [finding for finding in findings if not finding.is_hint],
        "hints": [finding for finding in findings if finding.is_hint],
        "links": report,
        "link_findings": _mendable(report.findings, user),
    }


def _mendable(findings: Iterable[Finding], user: Any) -> list[Finding]:
    """Return the findings with those things alone that this user may change, if any."""
    mendable = (
        replace(finding, edit_links=[t for t in finding.edit_links if t.may_be_changed_by(user)])
        for finding in findings
    )
    return [finding for finding in mendable if finding.edit_links]


def changes_for(request: HttpRequest) -> list[RecentChange]:
    """Return the latest changes of what this user may view, the newest first."""
    entries = (
        LogEntry.objects.filter(content_type__in=_viewable_types(request))
        .select_related("user", "content_type")
        .order_by("-action_time", "-pk")
    )
    changes = []
    gone = set()
    for entry in entries[:LATEST_CHANGES]:
        row = (entry.content_type_id, entry.object_id)
        if entry.is_deletion():
            gone.add(row)
        changes.append(RecentChange(entry, "" if row in gone else entry.get_admin_url() or ""))
    return changes


def _viewable_types(request: HttpRequest) -> list[int]:
    """Return the keys of the content types whose rows the user may view."""
    types = ContentType.objects.get_for_models(*admin.site._registry)
    options = admin.site._registry
    return [kind.pk for model, kind in types.items() if options[model].has_view_permission(request)]
