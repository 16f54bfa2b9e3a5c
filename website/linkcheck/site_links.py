"""All outgoing links of the site."""

from collections.abc import Iterator
from itertools import chain

from common.outgoing_links import OutgoingLink
from profile.outgoing_links import outgoing_links as links_of_profile
from publications.outgoing_links import outgoing_links as links_of_publications
from talks.outgoing_links import outgoing_links as links_of_talks


def site_links() -> Iterator[OutgoingLink]:
    """Yield every outgoing link on the site, including those of drafts."""
    return chain(links_of_profile(), links_of_publications(), links_of_talks())
