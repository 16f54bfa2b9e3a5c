"""Links from talks to other sites."""

from collections.abc import Iterator

from common.outgoing_links import OutgoingLink, list_links_of
from talks.models import Presentation, Talk, TalkLink


def list_outgoing_links() -> Iterator[OutgoingLink]:
    """Yield every outgoing link of this app, including drafts, with three queries."""
    yield from list_links_of(Talk)
    yield from list_links_of(Presentation, parent="talk")
    yield from list_links_of(TalkLink, parent="talk")
