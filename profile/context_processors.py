"""What every page knows of the person."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from profile.models import Profile


def profile(request: HttpRequest) -> dict[str, object]:
    """Give templates ``profile``, fetched once a page and only where it is shown."""
    return {"profile": SimpleLazyObject(Profile.objects.current)}
