"""The person in schema.org's vocabulary."""

from collections.abc import Iterable

from common.metadata import Data, make_person_id
from common.text.markdown import render_plain
from common.urls.site_url import Absolute
from profile.models import Profile, ProfileLink


def describe_profile_page(
    profile: Profile, links: Iterable[ProfileLink], absolute: Absolute
) -> Data:
    """Describe the home page as the profile of this person, with links to their other pages."""
    home = absolute(profile.get_absolute_url())
    portrait = profile.portrait
    person = {
        "@type": "Person",
        "@id": make_person_id(absolute),
        "name": profile.name,
        "alternateName": profile.native_name,
        "jobTitle": profile.position,
        "affiliation": {
            "@type": "Organization",
            "name": profile.institution,
            "url": profile.institution_url,
            "department": {"@type": "Organization", "name": profile.department},
        },
        "description": render_plain(profile.interests),
        "email": profile.email,
        "image": absolute(portrait.url) if portrait else "",
        "url": home,
        "sameAs": [link.url for link in links],
    }
    return {"@type": "ProfilePage", "url": home, "mainEntity": person}
