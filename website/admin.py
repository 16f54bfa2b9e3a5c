"""The accounts and the sections of the CV in the admin."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from common.admin import OrderedAdmin
from common.resuming import ShowsResumedForms
from website.models import CVSection, FailedSignIn, User


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
            return redirect("admin:password_change")
        return super().user_change_password(request, id, form_url)


# They would show everybody's secrets; each account has its own pages
# (website/accounts/two_factor_views.py).
admin.site.unregister([TOTPDevice, StaticDevice])


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


@admin.register(FailedSignIn)
class FailedSignInAdmin(admin.ModelAdmin):
    """Who tried to get in, to look at."""

    list_display = ["at", "account_tried", "step", "address"]
    list_select_related = ["account"]
    list_display_links = None

    @admin.display(description="account")
    def account_tried(self, failure: FailedSignIn) -> str:
        """Name the account; what was typed where there is none is not kept."""
        return str(failure.account or "none of that name")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """They are counted, not written."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: FailedSignIn | None = None) -> bool:
        """They stay as they were counted."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: FailedSignIn | None = None) -> bool:
        """They go by themselves, after 30 days."""
        return False
