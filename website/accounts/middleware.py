"""What happens around every request."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse


class PasswordChangeMiddleware:
    """Leads an account that still has its one-time password to the page that changes it."""

    ALLOWED = {"password_change", "password_change_done", "logout", "login", "jsi18n"}

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        """Let the request pass, or send it to the form for a new password."""
        match = request.resolver_match
        if match is None or match.app_name != "admin" or match.url_name in self.ALLOWED:
            return None
        if not getattr(request.user, "must_choose_password", False):
            return None
        messages.info(request, "Your password was for one sign-in. Choose one of your own now.")
        return HttpResponseRedirect(reverse("admin:password_change"))
