"""The addresses that talks name."""

from collections.abc import Iterator

from common.outgoing_links import OutgoingLink, outgoing_links_of
from talks.models import Presentation, Talk, TalkLink


def outgoing_links() -> Iterator[OutgoingLink]:
    """Yield every address of this app, drafts' too, in three queries."""
    yield from outgoing_links_of(Talk)
    yield from outgoing_links_of(Presentation, parent="talk")
    yield from outgoing_links_of(TalkLink, parent="talk")
