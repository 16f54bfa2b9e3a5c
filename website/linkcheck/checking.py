"""Checks every link of the site, stores the results, and reports where each link is used."""

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
from django.utils.translation import gettext as _

from common.content_checks import EditLink, Finding
from common.outgoing_links import OutgoingLink
from website.linkcheck.client import LinkClient
from website.linkcheck.models import LinkCheck
from website.linkcheck.verdicts import Verdict

Outcome = LinkCheck.Outcome
THREADS = 8


class NoAnswersError(Exception):
    """No host answered at all, so this machine is probably offline."""


def group_by_url(links: Iterable[OutgoingLink]) -> dict[str, list[OutgoingLink]]:
    """Return the uses of each valid URL, without its fragment."""
    uses: dict[str, list[OutgoingLink]] = defaultdict(list)
    for link in links:
        if not link.is_broken:
            uses[link.page].append(link)
    return uses


def check_urls(urls: Iterable[str], client: LinkClient) -> Iterator[LinkCheck]:
    """Check URLs, and yield each result once it is saved.

    Results for URLs that the site no longer has are deleted. If no host answers, nothing is saved
    and NoAnswersError raised.
    """
    urls = list(urls)
    LinkCheck.objects.filter(pk__in=_find_outdated_results(set(urls))).delete()
    unsaved: list[tuple[str, Verdict]] = []
    answered = False
    with closing(_get_verdicts(urls, client)) as verdicts:
        for url, verdict in verdicts:
            unsaved.append((url, verdict))
            answered = answered or verdict.status is not None
            while answered and unsaved:
                yield _save(*unsaved.pop(0))
    if unsaved:
        raise NoAnswersError


def _find_outdated_results(urls: set[str]) -> list[int]:
    results = LinkCheck.objects.values_list("pk", "url")
    return [pk for pk, url in results if url not in urls]


def _get_verdicts(urls: list[str], client: LinkClient) -> Generator[tuple[str, Verdict]]:
    """Yield verdicts as they arrive."""
    pool = ThreadPoolExecutor(THREADS)
    try:
        futures = {pool.submit(client.check, url): url for url in _mix_hosts(urls)}
        for future in as_completed(futures):
            yield futures[future], future.result()
    finally:
        client.stopped.set()
        pool.shutdown(cancel_futures=True)


def _mix_hosts(urls: list[str]) -> list[str]:
    """Spread the URLs of each host, so that few threads wait for the same host."""
    by_host: dict[str | None, list[str]] = defaultdict(list)
    for url in urls:
        by_host[urlsplit(url).hostname].append(url)
    return [url for url in chain(*zip_longest(*by_host.values())) if url]


def _save(url: str, verdict: Verdict) -> LinkCheck:
    values = {**vars(verdict), "checked_at": timezone.now()}
    return LinkCheck.objects.update_or_create(url=url, defaults=values)[0]


@dataclass(frozen=True)
class Report:
    """The stored results for the URLs that the site has now, and their uses."""

    checks: Sequence[LinkCheck]
    pages: dict[str, list[OutgoingLink]]  # the uses of each URL

    @classmethod
    def of(cls, links: Iterable[OutgoingLink]) -> Report:
        """Look up the results, in one query."""
        uses = group_by_url(links)
        return cls([check for check in LinkCheck.objects.all() if check.url in uses], uses)

    @property
    def checked_at(self) -> datetime | None:
        """The time of the last result, if there is any."""
        return max((check.checked_at for check in self.checks), default=None)

    @property
    def counts(self) -> list[tuple[int, str]]:
        """The number of URLs for each outcome that occurs: (118, "working")."""
        counts = Counter(check.outcome for check in self.checks)
        return [(counts[outcome], outcome.label.lower()) for outcome in Outcome if counts[outcome]]

    @property
    def unchecked(self) -> int:
        """The number of URLs without a result."""
        return len(self.pages) - len(self.checks)

    def list_with_outcome(self, outcome: str) -> list[LinkCheck]:
        return [check for check in self.checks if check.outcome == outcome]

    @property
    def findings(self) -> list[Finding]:
        """What to fix, with links to the forms in which the URLs are used."""
        return [
            Finding(self._edit_links(Outcome.GONE), _("is gone"), _("links are gone")),
            Finding(
                self._edit_links(Outcome.MOVED),
                _("has moved: replace it"),
                _("links have moved: replace them"),
            ),
            Finding(
                self._edit_links(Outcome.UNREACHABLE),
                _("was not reached"),
                _("links were not reached: try them yourself"),
                is_hint=True,
            ),
        ]

    def _edit_links(self, outcome: Outcome) -> list[EditLink]:
        return [
            use.to_edit_link(describe_check(check))
            for check in self.list_with_outcome(outcome)
            for use in self.pages[check.url]
        ]


def describe_check(check: LinkCheck) -> str:
    """Return the result in a few words: "404 Not Found", "now https://..."."""
    return _("now %(url)s") % {"url": check.moved_to} if check.moved_to else check.detail
