"""``manage.py check_links``: check all outgoing links, and list those that are gone or moved."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from website.linkcheck.checking import (
    NoAnswersError,
    Report,
    check_urls,
    describe_check,
    group_by_url,
)
from website.linkcheck.client import LinkClient, TimeLimits
from website.linkcheck.models import LinkCheck
from website.linkcheck.site_links import list_site_links
from website.operations.schema import require_database

Outcome = LinkCheck.Outcome
INTERRUPTED = 130  # the exit code that shells use for Ctrl-C


def parse_seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1
    if not 0 <= value <= 3600:
        raise ArgumentTypeError(f'"{text}" is not a number of seconds from 0 to 3600')
    return value


class Command(BaseCommand):
    """Checks the links of published and draft content; the dashboard shows the results."""

    help = (
        "Check all outgoing links of the site, and list those that are gone or have moved. "
        "The first page of the admin shows the results too."
    )

    stealth_options = ("report_progress",)  # of the task on the upkeep page

    def add_arguments(self, parser: ArgumentParser) -> None:
        defaults = TimeLimits()
        parser.add_argument(
            "--timeout",
            type=parse_seconds,
            default=defaults.read,
            metavar="SECONDS",
            help=f"how long to wait for an answer (default: {defaults.read})",
        )
        parser.add_argument(
            "--delay",
            type=parse_seconds,
            default=defaults.delay,
            metavar="SECONDS",
            help=f"pause between two requests to a host (default: {defaults.delay})",
        )
        parser.add_argument("--fail", action="store_true", help="exit with 1 if a link is gone")

    def handle(
        self,
        *args: Any,
        timeout: float,
        delay: float,
        fail: bool,
        report_progress: Callable[[int, int], None] | None = None,
        **options: Any,
    ) -> None:
        require_database()
        links = list(list_site_links())
        uses = group_by_url(links)
        limits = TimeLimits(connect=min(TimeLimits.connect, timeout), read=timeout, delay=delay)
        self.stdout.write(f"Checking {len(uses)} URLs; this takes a while.\n\n")
        try:
            for done, _ in enumerate(check_urls(uses, LinkClient(limits)), 1):
                if report_progress:
                    report_progress(done, len(uses))
        except NoAnswersError as error:
            raise CommandError(
                "No host answered: is this machine online? Nothing was saved."
            ) from error
        except KeyboardInterrupt as stop:
            self._write_report(Report.of(links))
            raise CommandError(
                "Stopped. The results so far were saved.", returncode=INTERRUPTED
            ) from stop
        report = Report.of(links)
        self._write_report(report)
        if fail and (gone := report.list_with_outcome(Outcome.GONE)):
            raise CommandError(f"Gone: {len(gone)}.")

    def _write_report(self, report: Report) -> None:
        for outcome in Outcome:
            checks = report.list_with_outcome(outcome)
            if checks and outcome != Outcome.WORKS:
                self.stdout.write(f"{outcome.label} ({len(checks)})")
                for check in checks:
                    self._write_check(check, report)
        counts = ", ".join(f"{count} {label}" for count, label in report.counts)
        self.stdout.write(f"{len(report.pages)} URLs: {counts or 'none checked'}.")

    def _write_check(self, check: LinkCheck, report: Report) -> None:
        self.stdout.write(f"  {check.url}")
        self.stdout.write(f"    {describe_check(check)}")
        for use in report.pages[check.url]:
            draft = " (draft)" if use.is_draft else ""
            kind = use.edit_link.model._meta.verbose_name
            self.stdout.write(f"    in {kind} {use.where}{draft}")
        self.stdout.write("")
