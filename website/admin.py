"""The accounts and the sections of the CV in the admin."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest

from common.admin import OrderedAdmin
from website.models import CVSection, User

admin.site.register(User, UserAdmin)


@admin.register(CVSection)
class CVSectionAdmin(OrderedAdmin):
    """Which sections the CV has, in which order, and how much of each fits on one page."""

    list_display = ["__str__", "heading", "shown", "most", "position"]
    list_editable = ["heading", "shown", "most", "position"]
    fields = ["heading", "shown", "most", "position"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Every section there can be is there."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: CVSection | None = None) -> bool:
        """A section is left out by where it is shown."""
        return False
