"""Follows every address of the site, keeps what was found, and says where each is used."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, zip_longest
from urllib.parse import urlsplit

from django.utils import timezone

from common.content_checks import EditLink, Finding
from common.outgoing_links import OutgoingLink
from website.linkcheck.client import LinkClient
from website.linkcheck.models import LinkCheck
from website.linkcheck.verdicts import Verdict

Outcome = LinkCheck.Outcome
WORKERS = 8


class NoAnswersError(Exception):
    """Not one host answered: more likely this machine is not online than all of them are gone."""


def pages_of(addresses: Iterable[OutgoingLink]) -> dict[str, list[OutgoingLink]]:
    """Return the uses of each address that can be followed, by the address without fragment."""
    pages: dict[str, list[OutgoingLink]] = defaultdict(list)
    for address in addresses:
        if not address.is_broken:
            pages[address.page].append(address)
    return pages


def run(pages: Iterable[str], client: LinkClient) -> Iterator[LinkCheck]:
    """Check the addresses, and yield each result when it has been saved.

    What was saved stays where the caller stops early. Results of addresses that the site no
    longer names are deleted first. Raises NoAnswersError, and saves nothing, where no host
    answered at all.
    """
    pages = list(pages)
    _forget_all_but(set(pages))
    unsaved: list[tuple[str, Verdict]] = []
    answered = False
    with closing(_verdicts(pages, client)) as verdicts:
        for page, verdict in verdicts:
            unsaved.append((page, verdict))
            answered = answered or verdict.status is not None
            while answered and unsaved:
                yield _save(*unsaved.pop(0))
    if unsaved:
        raise NoAnswersError


def _forget_all_but(pages: set[str]) -> None:
    known = LinkCheck.objects.values_list("pk", "address")
    LinkCheck.objects.filter(pk__in=[pk for pk, page in known if page not in pages]).delete()


def _verdicts(pages: list[str], client: LinkClient) -> Generator[tuple[str, Verdict]]:
    """Yield the verdicts in the order in which they come."""
    pool = ThreadPoolExecutor(WORKERS)
    try:
        futures = {pool.submit(client.check, page): page for page in _mixed(pages)}
        for future in as_completed(futures):
            yield futures[future], future.result()
    finally:
        client.stopped.set()
        pool.shutdown(cancel_futures=True)


def _mixed(pages: list[str]) -> list[str]:
    """Return the addresses with those of one host far apart, so that few wait for their turn."""
    by_host: dict[str | None, list[str]] = defaultdict(list)
    for page in pages:
        by_host[urlsplit(page).hostname].append(page)
    return [page for page in chain(*zip_longest(*by_host.values())) if page]


def _save(page: str, verdict: Verdict) -> LinkCheck:
    values = {**vars(verdict), "checked_at": timezone.now()}
    return LinkCheck.objects.update_or_create(address=page, defaults=values)[0]


@dataclass(frozen=True)
class Report:
    """What the last check found at the addresses that the site names now."""

    checks: Sequence[LinkCheck]
    pages: dict[str, list[OutgoingLink]]

    @classmethod
    def of(cls, addresses: Iterable[OutgoingLink]) -> Report:
        """Look the addresses up, in one query."""
        pages = pages_of(addresses)
        return cls([check for check in LinkCheck.objects.all() if check.address in pages], pages)

    @property
    def checked_at(self) -> datetime | None:
        """When the last of them was checked; None where none was."""
        return max((check.checked_at for check in self.checks), default=None)

    @property
    def counts(self) -> list[tuple[int, str]]:
        """How many addresses there are of each outcome that occurs: (118, "works")."""
        counts = Counter(check.outcome for check in self.checks)
        return [(counts[outcome], outcome.label.lower()) for outcome in Outcome if counts[outcome]]

    @property
    def unchecked(self) -> int:
        """How many addresses were not checked yet."""
        return len(self.pages) - len(self.checks)

    def with_outcome(self, outcome: str) -> list[LinkCheck]:
        """Return the results with this outcome."""
        return [check for check in self.checks if check.outcome == outcome]

    @property
    def findings(self) -> list[Finding]:
        """What there is to mend, each leading to the forms in which the address is used."""
        return [
            Finding(self._uses(Outcome.GONE), "is gone", "links lead to what is gone"),
            Finding(
                self._uses(Outcome.MOVED),
                "has moved: replace it",
                "links lead to what has moved: replace them",
            ),
            Finding(
                self._uses(Outcome.UNREACHABLE),
                "was not reached",
                "links were not reached: try them yourself",
                is_hint=True,
            ),
        ]

    def _uses(self, outcome: Outcome) -> list[EditLink]:
        return [
            use.as_edit_link(describe_check(check))
            for check in self.with_outcome(outcome)
            for use in self.pages[check.address]
        ]


def describe_check(check: LinkCheck) -> str:
    """Return what was found, in a few words: "404 Not Found", "now https://..."."""
    return f"now {check.moved_to}" if check.moved_to else check.detail
