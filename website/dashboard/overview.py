"""The dashboard, the first page of the admin: what to do, what to improve, recent changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.content_checks import Finding
from publications.importing.forms import ImportForm
from publications.importing.views import PERMISSIONS as IMPORT_PERMISSIONS
from website.dashboard import content_checks
from website.dashboard.site_status import SiteStatus
from website.linkcheck.checking import Report
from website.linkcheck.site_links import list_site_links

LATEST_CHANGES = 10

# The buttons: label, page, and the permissions that the user needs.
ACTIONS: tuple[tuple[Any, str, list[str]], ...] = (
    (
        gettext_lazy("Add a paper"),
        "admin:publications_publication_add",
        ["publications.add_publication"],
    ),
    (
        gettext_lazy("Import papers"),
        "admin:publications_publication_import",
        IMPORT_PERMISSIONS,
    ),
    (
        gettext_lazy("See what is new at ORCID"),
        "admin:publications_publication_orcid",
        IMPORT_PERMISSIONS,
    ),
    (gettext_lazy("Add a talk"), "admin:talks_talk_add", ["talks.add_talk"]),
    (
        gettext_lazy("Edit profile"),
        "admin:profile_profile_changelist",
        ["profile.change_profile"],
    ),
    (gettext_lazy("View site"), "home", []),
)
# Users with none of these permissions see no findings.
PERMISSIONS_FOR_FINDINGS = (
    *("publications.change_publication", "publications.change_author"),
    "publications.change_venue",
    *("talks.change_talk", "profile.change_profile"),
)


class Action(NamedTuple):
    """A button."""

    label: str
    url: str


@dataclass(frozen=True)
class RecentChange:
    """Something that was done in the admin. The URL is empty if the row no longer exists."""

    entry: LogEntry
    url: str

    @property
    def what(self) -> str:
        """What was done, for example "Changed Title and Abstract."."""
        return self.entry.get_change_message() or f"{self.entry.get_action_flag_display()}."

    @property
    def css_class(self) -> str:
        """Django's class for the icon beside the change."""
        if self.entry.is_deletion():
            return "deletelink"
        return "addlink" if self.entry.is_addition() else "changelink"

    @property
    def ago(self) -> str:
        """How long ago, for example "3 hours, 5 minutes ago"."""
        passed = timesince(self.entry.action_time)
        return _("just now") if passed.startswith("0") else _("%(time)s ago") % {"time": passed}


def build_context(request: HttpRequest) -> dict[str, Any]:
    """Return what the dashboard shows this user: only what he or she may change.

    The number of queries does not depend on the size of the site.
    """
    user: Any = request.user
    context: dict[str, Any] = {"actions": list_actions(user), "changes": changes_for(request)}
    if any(user.has_perm(permission) for permission in PERMISSIONS_FOR_FINDINGS):
        context |= check_content(user)
    if user.has_perms(IMPORT_PERMISSIONS):
        context["import_form"] = ImportForm()
    if user.is_superuser:
        context["site_status"] = SiteStatus.for_request(request)
    return context


def list_actions(user: Any) -> list[Action]:
    return [
        Action(str(label), reverse(page))
        for label, page, permissions in ACTIONS
        if user.has_perms(permissions)
    ]


def check_content(user: Any) -> dict[str, Any]:
    """Return the findings and the last link check, limited to what this user may edit."""
    links = [link for link in list_site_links() if link.edit_link.may_be_changed_by(user)]
    findings = _keep_editable(content_checks.find_findings(links), user)
    report = Report.of(links)
    return {
        "shows_checks": True,
        "faults": [finding for finding in findings if not finding.is_hint],
        "hints": [finding for finding in findings if finding.is_hint],
        "links": report,
        "link_findings": _keep_editable(report.findings, user),
    }


def _keep_editable(findings: Iterable[Finding], user: Any) -> list[Finding]:
    """Return the findings without the links that this user may not follow, and no empty ones."""
    editable = (
        replace(
            finding,
            edit_links=[link for link in finding.edit_links if link.may_be_changed_by(user)],
        )
        for finding in findings
    )
    return [finding for finding in editable if finding.edit_links]


def changes_for(request: HttpRequest) -> list[RecentChange]:
    """Return the latest changes to what this user may view, newest first."""
    entries = (
        LogEntry.objects.filter(content_type__in=_list_viewable_types(request))
        .select_related("user", "content_type")
        .order_by("-action_time", "-pk")
    )
    changes = []
    deleted = set()
    for entry in entries[:LATEST_CHANGES]:
        row = (entry.content_type_id, entry.object_id)
        if entry.is_deletion():
            deleted.add(row)
        url = "" if row in deleted else entry.get_admin_url() or ""
        changes.append(RecentChange(entry, url))
    return changes


def _list_viewable_types(request: HttpRequest) -> list[int]:
    """Return the keys of the content types whose rows the user may view."""
    models = [
        model
        for model in apps.get_models()
        if admin.site.is_registered(model)
        and admin.site.get_model_admin(model).has_view_permission(request)
    ]
    return [
        content_type.pk for content_type in ContentType.objects.get_for_models(*models).values()
    ]
