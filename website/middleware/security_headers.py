"""What every answer tells browsers not to do with it, beside what Django's middleware says."""

from collections.abc import Callable, Iterable, Mapping

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

# Nothing on the site asks for these, and so no script that found its way in can either. Only what
# browsers know stands here: they complain of others.
UNUSED_FEATURES = (
    *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture"),
    *("encrypted-media", "geolocation", "gyroscope", "magnetometer", "microphone", "midi"),
    *("payment", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking"),
)
Policy = Mapping[str, Iterable[str] | bool]


def content_security_policy(policy: Policy) -> str:
    """Return a policy in the form of Django 6's ``SECURE_CSP`` as the header has it (W3C, CSP3).

    >>> content_security_policy({"script-src": ["'self'"], "upgrade-insecure-requests": True})
    "script-src 'self'; upgrade-insecure-requests"
    """
    directives = {
        name: "" if sources is True else " ".join(sources)
        for name, sources in policy.items()
        if not isinstance(sources, bool) or sources
    }
    return "; ".join(f"{name} {sources}".rstrip() for name, sources in directives.items())


class SecurityHeadersMiddleware:
    """Gives every answer its headers; those that a view has set itself stay.

    The policy moves to Django's ContentSecurityPolicyMiddleware with Django 6, which reads the same
    setting.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.policy = content_security_policy(settings.SECURE_CSP)
        self.permissions = ", ".join(f"{feature}=()" for feature in UNUSED_FEATURES)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not (settings.DEBUG and response.status_code in {404, 500}):  # Django's debug pages
            response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault("Permissions-Policy", self.permissions)
        response.headers.setdefault("Cross-Origin-Resource-Policy", who_may_load(response))
        return response


def who_may_load(response: HttpResponseBase) -> str:
    """Return which sites may show the answer within their own pages (Fetch standard, section 3.7).

    Pictures everywhere: the card of a paper in a chat, the photo on a page of the department.
    """
    is_picture = response.headers.get("Content-Type", "").startswith("image/")
    return "cross-origin" if is_picture else "same-origin"
