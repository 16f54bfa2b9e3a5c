"""What a reader would miss about the person."""

from collections.abc import Iterator

from common.content_checks import EditLink, Finding
from profile.models import Profile

# What a reader looks for on the first screen, and its field.
EXPECTED = {"email": "email address", "interests": "research interests", "photo": "photo"}


def findings() -> Iterator[Finding]:
    """Yield what is empty in the profile, in one query."""
    profile = Profile.objects.current()
    if not profile.name:
        nobody = [EditLink("Your profile", Profile)]
        yield Finding(nobody, one="is empty: the site does not say whose it is")
        return
    edit_links = [
        EditLink(f"Your {label}", Profile, profile.pk, part=f"id_{field}")
        for field, label in EXPECTED.items()
        if not getattr(profile, field)
    ]
    yield Finding(
        edit_links,
        one="is still missing from your profile",
        many="things are still missing from your profile",
        is_hint=True,
    )
