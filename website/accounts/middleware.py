"""Makes people replace their one-time password."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _


class PasswordChangeMiddleware:
    """Sends an account that still has its one-time password to the page that changes it."""

    ALLOWED = frozenset(
        {
            *("account_change_password", "account_login", "account_logout", "logout", "jsi18n"),
            *("account_reauthenticate", "mfa_authenticate", "mfa_reauthenticate"),
        }
    )

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: object) -> HttpResponse | None:
        match = request.resolver_match
        is_admin = request.path.startswith(reverse("admin:index"))
        if match is None or not is_admin or match.url_name in self.ALLOWED:
            return None
        if not getattr(request.user, "must_choose_password", False):
            return None
        messages.info(request, _("Your password was for one sign-in only. Choose your own now."))
        return HttpResponseRedirect(reverse("account_change_password"))
