"""The admin, named for the person who uses it."""

from django.contrib import admin
from django.contrib.admin.apps import AdminConfig


class VitaAdminConfig(AdminConfig):
    """Puts ``VitaAdminSite`` in the place of Django's own."""

    default_site = "website.admin_site.VitaAdminSite"


class VitaAdminSite(admin.AdminSite):
    """The owner's desk."""

    site_header = "Vita"
    site_title = "Vita"
    index_title = "Your site"
