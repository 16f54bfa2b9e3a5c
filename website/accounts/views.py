"""The pages on which one signs in: the password, then a code where two-step sign-in is on.

Between the two nobody is signed in: the session only remembers whose password was right.
"""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import login
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, View

from website.accounts import known_browsers, two_factor
from website.accounts.forms import CodeForm, NewPasswordForm, PasswordForm
from website.accounts.models import User
from website.accounts.throttle import PREVIOUS_SIGN_IN, LockedError

HALF_SIGNED_IN = "half_signed_in"
SECONDS_FOR_THE_CODE = 300


class AnswersGuesses(View):
    """A page to which passwords and codes are sent: it says when there were too many of them."""

    @method_decorator([sensitive_post_parameters(), never_cache])
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().dispatch(request, *args, **kwargs)
        except LockedError as lock:
            return locked_page(request, lock)


class SignIn(AnswersGuesses, LoginView):
    """The first step: name and password."""

    authentication_form = PasswordForm
    template_name = "admin/login.html"
    next_page = "admin:index"

    def form_valid(self, form: Any) -> HttpResponse:
        user = form.get_user()
        if not two_factor.is_on(user):
            return signed_in(self.request, user, self.get_success_url())
        self.request.session.cycle_key()
        self.request.session[HALF_SIGNED_IN] = {
            "user": user.pk,
            "hash": user.get_session_auth_hash(),
            "until": timezone.now().timestamp() + SECONDS_FOR_THE_CODE,
            "next": self.get_success_url(),
        }
        return redirect("admin:second_step")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **admin.site.each_context(self.request),
            title="Log in",
            app_path=self.request.get_full_path(),
            username=self.request.user.get_username(),
            **kwargs,
        )


class SecondStep(AnswersGuesses, FormView):
    """The second step: a code from the phone, or with ``?recovery`` a recovery code."""

    form_class = CodeForm
    template_name = "admin/sign_in/second_step.html"
    user: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        user = half_signed_in(request)
        if user is None:
            if HALF_SIGNED_IN in request.session:
                del request.session[HALF_SIGNED_IN]
                messages.info(request, "That took too long. Please begin again.")
            return redirect("admin:login")
        self.user = user
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request": self.request, "user": self.user}

    def form_valid(self, form: CodeForm) -> HttpResponse:
        address = self.request.session[HALF_SIGNED_IN]["next"]
        if form.takes_recovery_code:
            left = two_factor.recovery_codes_left(self.user)
            messages.warning(
                self.request,
                f"You have {left or 'no'} recovery code{'' if left == 1 else 's'} left. Under "
                "“Two-step sign-in” you can make new ones.",
            )
        return signed_in(self.request, self.user, address)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **admin.site.each_context(self.request),
            title="Second step",
            **kwargs,
        )


class ChangePassword(AnswersGuesses, PasswordChangeView):
    """A new password for the old one, which ends all other sessions; this browser stays known."""

    form_class = NewPasswordForm
    success_url = reverse_lazy("admin:password_change_done")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request": self.request}

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        known_browsers.remember(response, form.user)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**admin.site.each_context(self.request), **kwargs)


def half_signed_in(request: HttpRequest) -> User | None:
    """Return whose password this browser gave in the last minutes, if it still is the password."""
    half = request.session.get(HALF_SIGNED_IN)
    if half is None or half["until"] < timezone.now().timestamp():
        return None
    user = User.objects.filter(pk=half["user"], is_active=True, is_staff=True).first()
    if user and constant_time_compare(half["hash"], user.get_session_auth_hash()):
        return user
    return None


def signed_in(request: HttpRequest, user: User, address: str) -> HttpResponse:
    """Begin a new session, after every step was right; clear away those that have ended."""
    previous = user.last_login
    login(request, user)
    request.session.pop(HALF_SIGNED_IN, None)
    request.session[PREVIOUS_SIGN_IN] = previous and previous.isoformat()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    response = HttpResponseRedirect(address)
    known_browsers.remember(response, user)
    return response


def locked_page(request: HttpRequest, lock: LockedError) -> HttpResponse:
    """Say calmly when to try again: 429, with Retry-After."""
    context = {**admin.site.each_context(request), "title": "Too many attempts", "lock": lock}
    response = render(request, "admin/sign_in/locked.html", context, status=429)
    response.headers["Retry-After"] = str(lock.seconds)
    return response
