"""The accounts and the sections of the CV in the admin."""

from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from common.admin import OrderedAdmin
from common.resuming import ShowsResumedForms
from website.models import CVSection, User


class SuperusersOnly:
    """Only superusers add, change and delete: whoever changes accounts could take every right."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser


@admin.register(User)
class AccountAdmin(SuperusersOnly, ShowsResumedForms, UserAdmin):
    """The admin of accounts. What a single owner never needs is folded."""

    change_list_template = "admin/website/user/change_list.html"
    readonly_fields = ["last_login", "date_joined"]
    fieldsets: ClassVar[Any] = [
        (name, {**options, "classes": ["collapse"]} if "is_staff" in options["fields"] else options)
        for name, options in UserAdmin.fieldsets or ()
    ]

    def user_change_password(
        self,
        request: HttpRequest,
        id: str,  # noqa: A002 - Django's name
        form_url: str = "",
    ) -> HttpResponse:
        """Set somebody else's password. Your own has another page, which asks for the old one."""
        if self.get_object(request, unquote(id)) == request.user:
            return redirect("account_change_password")
        return super().user_change_password(request, id, form_url)


admin.site.unregister(Group)


@admin.register(Group)
class RightsAdmin(SuperusersOnly, GroupAdmin):
    """The admin of groups, which give rights to accounts."""


# These would show everybody's secrets and sessions. Each account has its own pages for them.
admin.site.unregister([Authenticator, EmailAddress, UserSession])


@admin.register(CVSection)
class CVSectionAdmin(OrderedAdmin):
    """Which sections the CV has, in which order, and how much of each fits on one page."""

    list_display = ["__str__", "heading", "shown", "most", "position"]
    list_editable = ["heading", "shown", "most", "position"]
    fields = ["heading", "shown", "most", "position"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Return False, as there is already a row for each kind of section."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: CVSection | None = None) -> bool:
        """Return False, as ``shown`` can leave a section out."""
        return False
