"""The pages of the admin on which the user switches two-step sign-in on and off."""

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.generic import FormView, TemplateView, View

from website.accounts import known_browsers, two_factor
from website.accounts.forms import FirstCodeForm, PasswordAndCodeForm
from website.accounts.models import User
from website.accounts.views import AnswersGuesses


def addresses(site: admin.AdminSite) -> list[URLPattern]:
    """Return the addresses of these pages, for those who are signed in to the admin."""
    pages: list[tuple[str, Any, str]] = [
        ("two-step/", Overview, "two_step"),
        ("two-step/begin/", Begin, "two_step_begin"),
        ("two-step/on/", SwitchOn, "two_step_on"),
        ("two-step/off/", SwitchOff, "two_step_off"),
        ("two-step/codes/", NewRecoveryCodes, "two_step_codes"),
        ("two-step/sign-out-elsewhere/", SignOutElsewhere, "sign_out_elsewhere"),
    ]
    return [path(route, site.admin_view(page.as_view()), name=name) for route, page, name in pages]


def user_of(request: HttpRequest) -> User:
    """Return who is signed in: on these pages always somebody."""
    return cast(User, request.user)


class Overview(TemplateView):
    """What is on, and what can be done."""

    template_name = "admin/two_step/overview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **admin.site.each_context(self.request),
            title="Two-step sign-in",
            phone=two_factor.phone_of(user_of(self.request)),
            recovery_codes_left=two_factor.recovery_codes_left(user_of(self.request)),
            **kwargs,
        )


class Begin(View):
    """Makes a secret for the phone; nothing is on yet."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        if two_factor.is_on(user_of(request)):
            return redirect("admin:two_step")
        two_factor.begin(user_of(request))
        return redirect("admin:two_step_on")


class GuardedForm(AnswersGuesses, FormView):
    """A form that takes the user's password and a code."""

    form_class: type[PasswordAndCodeForm] = PasswordAndCodeForm
    template_name = "admin/two_step/guarded_form.html"
    title = button = ""

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request": self.request, "user": user_of(self.request)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **admin.site.each_context(self.request),
            title=self.title,
            button=self.button,
            **kwargs,
        )

    def show_recovery_codes(self, codes: list[str]) -> HttpResponse:
        """Answer with the codes: they stand on no page that could be opened again."""
        context = {
            **admin.site.each_context(self.request),
            "title": "Your recovery codes",
            "codes": codes,
        }
        return render(self.request, "admin/two_step/recovery_codes.html", context)


class SwitchOn(GuardedForm):
    """Shows the secret, and is content when the phone makes a right code of it."""

    form_class = FirstCodeForm
    template_name = "admin/two_step/switch_on.html"
    title = "Switch on two-step sign-in"
    button = "Switch on"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.device = two_factor.awaited_phone_of(user_of(request))
        if self.device is None:
            return redirect("admin:two_step")
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "device": self.device}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            device=self.device,
            qr_code=two_factor.qr_code(self.device),
            typed_secret=two_factor.typed_secret(self.device),
            **kwargs,
        )

    def form_valid(self, form: FirstCodeForm) -> HttpResponse:
        codes = two_factor.switch_on(form.user, form.device)
        return still_signed_in(self.request, self.show_recovery_codes(codes))


class NeedsTwoSteps(GuardedForm):
    """Something that can be done only while two-step sign-in is on."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not two_factor.is_on(user_of(request)):
            return redirect("admin:two_step")
        return super().dispatch(request, *args, **kwargs)


class SwitchOff(NeedsTwoSteps):
    """Forgets the phone and the recovery codes."""

    title = "Switch off two-step sign-in"
    button = "Switch off"

    def form_valid(self, form: PasswordAndCodeForm) -> HttpResponse:
        two_factor.switch_off(user_of(self.request))
        messages.success(self.request, "Two-step sign-in is off.")
        return still_signed_in(self.request, redirect("admin:two_step"))


class NewRecoveryCodes(NeedsTwoSteps):
    """Makes ten recovery codes in place of those there were."""

    title = "New recovery codes"
    button = "Make new codes"

    def form_valid(self, form: PasswordAndCodeForm) -> HttpResponse:
        return self.show_recovery_codes(two_factor.new_recovery_codes(user_of(self.request)))


class SignOutElsewhere(View):
    """Ends every session of this account but the one that asks for it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        user_of(request).end_sessions()
        messages.success(request, "All other browsers are signed out.")
        return still_signed_in(request, redirect("admin:two_step"))


def still_signed_in(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let this session go on, under a new key, when those of the user were ended."""
    update_session_auth_hash(request, user_of(request))
    known_browsers.remember(response, user_of(request))
    return response
