"""All outgoing links of the site."""

from collections.abc import Iterator

from common.outgoing_links import OutgoingLink
from profile.outgoing_links import list_outgoing_links as profile_links
from publications.outgoing_links import list_outgoing_links as publication_links
from talks.outgoing_links import list_outgoing_links as talk_links


def list_site_links() -> Iterator[OutgoingLink]:
    """Yield every outgoing link on the site, including those of drafts."""
    yield from profile_links()
    yield from publication_links()
    yield from talk_links()
