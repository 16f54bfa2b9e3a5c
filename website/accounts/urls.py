"""The sign-in URLs below ``/admin/``: allauth's, without sign-up and e-mail management."""

from allauth.account import views as allauth
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path

from website.accounts import views


def make_patterns(*, reset_by_email: bool) -> list[URLPattern | URLResolver]:
    """Return the URLs; those for resetting a password need e-mail."""
    found: list[URLPattern | URLResolver] = [
        path("login/", views.login, name="account_login"),
        path("account/logout/", allauth.logout, name="account_logout"),
        path("account/inactive/", allauth.account_inactive, name="account_inactive"),
        path("account/reauthenticate/", allauth.reauthenticate, name="account_reauthenticate"),
        path("password_change/", allauth.password_change, name="account_change_password"),
        path("account/password/set/", allauth.password_set, name="account_set_password"),
        path("account/sessions/", include("allauth.usersessions.urls")),
        path("account/two-step/", include("allauth.mfa.urls")),
    ]
    return found + (_reset() if reset_by_email else [])


def _reset() -> list[URLPattern]:
    done, key_done = allauth.password_reset_done, allauth.password_reset_from_key_done
    return [
        path("account/reset/", allauth.password_reset, name="account_reset_password"),
        path("account/reset/sent/", done, name="account_reset_password_done"),
        path("account/reset/done/", key_done, name="account_reset_password_from_key_done"),
        re_path(
            r"^account/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
            allauth.password_reset_from_key,
            name="account_reset_password_from_key",
        ),
    ]


urlpatterns = make_patterns(reset_by_email=settings.EMAIL is not None)
