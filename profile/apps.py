"""The app's registration with Django."""

from django.apps import AppConfig

from common.owner import Owner, register_owner


class ProfileConfig(AppConfig):
    """The profile app."""

    name = "profile"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the other apps how to find the owner."""
        register_owner(_find_owner)


def _find_owner() -> Owner:
    from profile.models import Profile, ProfileLink

    link = ProfileLink.objects.filter(kind=ProfileLink.Kind.ORCID).first()
    return Owner(Profile.objects.current().email, link.url if link else "")
