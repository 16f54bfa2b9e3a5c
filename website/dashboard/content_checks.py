"""The findings of all apps, and those about the site's links."""

from collections.abc import Callable, Iterable, Iterator

from django.utils.translation import gettext as _

from common.content_checks import EditLink, Finding
from common.outgoing_links import OutgoingLink
from profile import content_checks as profile
from publications import content_checks as publications
from talks import content_checks as talks
from website.cv import content_checks as cv


def find_findings(links: Iterable[OutgoingLink]) -> Iterator[Finding]:
    """Yield the findings of all apps, then those about links. Some are empty."""
    yield from profile.find_findings()
    yield from publications.find_findings()
    yield from talks.find_findings()
    yield from cv.find_findings()
    yield from check_urls([link for link in links if not link.is_draft])


def check_urls(links: list[OutgoingLink]) -> Iterator[Finding]:
    """Yield what can be said about URLs without opening them."""
    yield Finding(
        _edit_links(links, lambda link: link.is_broken),
        one=_("is not a valid web address"),
        many=_("links are not valid web addresses"),
    )
    yield Finding(
        _edit_links(links, lambda link: link.is_unencrypted and not link.is_broken),
        one=_("begins with http: check whether https works too"),
        many=_("links begin with http: check whether https works too"),
        is_hint=True,
    )


def _edit_links(
    links: list[OutgoingLink], condition: Callable[[OutgoingLink], bool]
) -> list[EditLink]:
    return [link.to_edit_link() for link in links if condition(link)]
