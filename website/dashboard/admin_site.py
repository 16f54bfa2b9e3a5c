"""The admin site: its first page is the dashboard."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy


class VitaAdminConfig(AdminConfig):
    """Uses ``VitaAdminSite`` in place of Django's own."""

    default_site = "website.dashboard.admin_site.VitaAdminSite"


# What an owner edits every week comes before what is set up once. Other apps come last.
ORDER_OF_APPS = ("publications", "talks", "profile", "website", "auth")
ORDER_OF_LISTS = ("Publication", "Author", "Venue", "Topic", "Profile", "ProfileLink")
# Groups give rights to helpers. Most sites have one account, so the list of users links to them.
REACHED_FROM_USERS = "auth"
# The lists that the dashboard shows before it is unfolded.
DAILY = ("Publication", "Author", "Talk", "Profile")


class VitaAdminSite(admin.AdminSite):
    """The admin, with the dashboard as its first page."""

    site_header = "Vita"
    site_title = "Vita"
    index_title = gettext_lazy("Your site")

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show the dashboard above Django's list of everything that can be edited."""
        from website.dashboard import overview  # Django loads this module before the models

        context = {
            "dashboard": overview.build_context(request),
            "daily": DAILY,
            **(extra_context or {}),
        }
        return super().index(request, context)

    def get_urls(self) -> list[Any]:
        """Add the page for what ORCID has for the CV."""
        from website.cv_at_orcid.views import see_cv_rows  # imports models, as above

        page = path(
            "profile/orcid/", self.admin_view(see_cv_rows), {"site": self}, name="cv_at_orcid"
        )
        return [page, *super().get_urls()]

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """Return the apps and their lists, those that owners use most first."""
        apps: list[dict[str, Any]] = super().get_app_list(request, app_label)
        if app_label is None:
            apps = [app for app in apps if app["app_label"] != REACHED_FROM_USERS]
        for app in apps:
            app["models"].sort(key=lambda found: _place(found["object_name"], ORDER_OF_LISTS))
        return sorted(apps, key=lambda app: _place(app["app_label"], ORDER_OF_APPS))


def _place(name: str, order: tuple[str, ...]) -> int:
    """Return the place in an order. What it does not name comes last."""
    return order.index(name) if name in order else len(order)
