"""The accounts and the sections of the CV in the admin."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from common.admin import OrderedAdmin
from common.resuming import ShowsResumedForms
from website.models import CVSection, User


@admin.register(User)
class AccountAdmin(ShowsResumedForms, UserAdmin):
    """The accounts."""

    def user_change_password(
        self,
        request: HttpRequest,
        id: str,  # noqa: A002 - Django's name
        form_url: str = "",
    ) -> HttpResponse:
        """Give somebody else a new password; one's own takes the old one, on a page of its own."""
        if self.get_object(request, unquote(id)) == request.user:
            return redirect("account_change_password")
        return super().user_change_password(request, id, form_url)


# They would show everybody's secrets and sessions; each account has its own pages.
admin.site.unregister([Authenticator, EmailAddress, UserSession])


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
