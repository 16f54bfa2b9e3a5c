"""What a reader of the whole site would miss: the findings of all apps, and of all addresses."""

from collections.abc import Callable, Iterable, Iterator

from common.content_checks import EditLink, Finding
from common.outgoing_links import OutgoingLink
from profile import content_checks as profile
from profile import outgoing_links as profile_addresses
from publications import content_checks as publications
from publications import outgoing_links as publications_addresses
from talks import content_checks as talks
from talks import outgoing_links as talks_addresses


def site_links() -> Iterator[OutgoingLink]:
    """Yield every address that the site names, drafts' too."""
    yield from profile_addresses.addresses()
    yield from publications_addresses.addresses()
    yield from talks_addresses.addresses()


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
    return [use_of(address) for address in addresses if is_meant(address)]


def use_of(address: OutgoingLink, note: str = "") -> EditLink:
    """Return an address as a thing that is named by itself, and mended where it is used."""
    edit_link = address.edit_link
    notes = ", ".join(filter(None, [note, address.where]))
    url = address.url.replace("$", r"\$")  # an address has no formulas
    return EditLink(url, edit_link.model, edit_link.pk, note=notes, part=edit_link.part)
