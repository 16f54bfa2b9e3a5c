"""The admin, named for the person who uses it."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest
from django.template.response import TemplateResponse


class VitaAdminConfig(AdminConfig):
    """Puts ``VitaAdminSite`` in the place of Django's own."""

    default_site = "website.admin_site.VitaAdminSite"


class VitaAdminSite(admin.AdminSite):
    """The owner's desk."""

    site_header = "Vita"
    site_title = "Vita"
    index_title = "Your site"

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show the desk above Django's list of all that can be edited."""
        from website import desk  # the models come later than this module, which is an app's

        return super().index(request, {"desk": desk.context_for(request), **(extra_context or {})})
