"""What could be better about the profile."""

from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.content_checks import EditLink, Finding
from profile.models import Profile

# Fields that readers look for on the home page.
EXPECTED = {
    "email": _("Your email address"),
    "interests": _("Your research interests"),
    "photo": _("Your photo"),
}


def find_findings() -> Iterator[Finding]:
    """Yield a finding for the empty fields of the profile, with one query."""
    profile = Profile.objects.current()
    if not profile.name:
        profile_link = [EditLink(gettext("Your profile"), Profile)]
        yield Finding(profile_link, one=gettext("is empty: the site does not say whose it is"))
        return
    edit_links = [
        EditLink(str(label), Profile, profile.pk, part=f"id_{field}")
        for field, label in EXPECTED.items()
        if not getattr(profile, field)
    ]
    yield Finding(
        edit_links,
        one=gettext("is still missing from your profile"),
        many=gettext("things are still missing from your profile"),
        is_hint=True,
    )
