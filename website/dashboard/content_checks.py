"""What a reader of the whole site would miss: the findings of all apps, and of all addresses."""

from collections.abc import Callable, Iterable, Iterator

from common.content_checks import EditLink, Finding
from common.outgoing_links import OutgoingLink
from profile import content_checks as profile
from publications import content_checks as publications
from talks import content_checks as talks


def findings(addresses: Iterable[OutgoingLink]) -> Iterator[Finding]:
    """Yield the findings of all apps, those about the site's addresses last; some are empty."""
    yield from profile.findings()
    yield from publications.findings()
    yield from talks.findings()
    yield from about_form([address for address in addresses if not address.is_draft])


def about_form(addresses: list[OutgoingLink]) -> Iterator[Finding]:
    """Yield what can be said of addresses without following them."""
    yield Finding(
        _uses(addresses, lambda address: address.is_broken),
        one="is not an address that a browser can follow",
        many="links are not addresses that a browser can follow",
    )
    yield Finding(
        _uses(addresses, lambda address: address.is_unencrypted and not address.is_broken),
        one="begins with http: see whether https works too",
        many="links begin with http: see whether https works too",
        is_hint=True,
    )


def _uses(
    addresses: list[OutgoingLink], is_meant: Callable[[OutgoingLink], bool]
) -> list[EditLink]:
    return [address.as_edit_link() for address in addresses if is_meant(address)]
