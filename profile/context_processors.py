"""The profile, for every template."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from profile.models import Profile


def profile(request: HttpRequest) -> dict[str, object]:
    """Add ``profile`` to the context; it is read once per page, and only if a template uses it."""
    return {"profile": SimpleLazyObject(Profile.objects.current)}
