"""The addresses that talks name."""

from collections.abc import Iterator

from common.outgoing_links import Address, addresses_of
from talks.models import Presentation, Talk, TalkLink


def addresses() -> Iterator[Address]:
    """Yield every address of this app, drafts' too, in three queries."""
    yield from addresses_of(Talk)
    yield from addresses_of(Presentation, parent="talk")
    yield from addresses_of(TalkLink, parent="talk")
