"""Links in the profile and the lists of the CV to other sites."""

from collections.abc import Iterator

from common.outgoing_links import OutgoingLink, list_links_of
from profile.models import (
    Award,
    Education,
    Experience,
    Profile,
    ProfileLink,
    Section,
    Teaching,
)


def list_outgoing_links() -> Iterator[OutgoingLink]:
    """Yield every outgoing link of this app, with one query per model."""
    for model in (Profile, ProfileLink, Education, Experience, Award, Teaching, Section):
        yield from list_links_of(model)
