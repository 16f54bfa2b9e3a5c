"""``manage.py check_links``: follow every address of the site, and say what is gone or moved."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from website.linkcheck.checking import NoAnswersError, Report, describe_check, pages_of, run
from website.linkcheck.client import LinkClient, Patience
from website.linkcheck.models import LinkCheck
from website.linkcheck.site_links import site_links
from website.operations.schema import require_database

Outcome = LinkCheck.Outcome
STOPPED = 130  # what a shell reports of a program that Ctrl-C ended


def seconds(text: str) -> float:
    """Read a number of seconds, as argparse wants it."""
    try:
        value = float(text)
    except ValueError:
        value = -1
    if not 0 <= value <= 3600:
        raise ArgumentTypeError(f'"{text}" is not a number of seconds from 0 to 3600')
    return value


class Command(BaseCommand):
    """Follows the addresses of published rows and of drafts; the desk shows what was found."""

    help = (
        "Follow every address that the site names, politely, and say what is gone or has moved. "
        "The first page of the admin shows the result."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the patience, and whether a link that is gone is a failure."""
        preset = Patience()
        parser.add_argument(
            "--timeout",
            type=seconds,
            default=preset.read,
            metavar="SECONDS",
            help=f"how long to wait for an answer (default: {preset.read})",
        )
        parser.add_argument(
            "--delay",
            type=seconds,
            default=preset.between,
            metavar="SECONDS",
            help=f"pause between two questions to one host (default: {preset.between})",
        )
        parser.add_argument(
            "--fail", action="store_true", help="exit with 1 where something is gone"
        )

    def handle(self, *args: Any, timeout: float, delay: float, fail: bool, **options: Any) -> None:
        """Check, then report; what was found until Ctrl-C is kept and reported too."""
        require_database()
        addresses = list(site_links())
        pages = pages_of(addresses)
        patience = Patience(connect=min(Patience.connect, timeout), read=timeout, between=delay)
        self.stdout.write(f"Following {len(pages)} addresses; this takes a while.\n\n")
        try:
            for _ in run(pages, LinkClient(patience)):
                pass
        except NoAnswersError as error:
            raise CommandError(
                "No host answered: is this machine online? Nothing was recorded."
            ) from error
        except KeyboardInterrupt as stop:
            self._report(Report.of(addresses))
            raise CommandError(
                "Stopped. What was checked until then is kept.", returncode=STOPPED
            ) from stop
        report = Report.of(addresses)
        self._report(report)
        if fail and (gone := report.with_outcome(Outcome.GONE)):
            raise CommandError(f"Gone: {len(gone)}.")

    def _report(self, report: Report) -> None:
        for outcome in Outcome:
            checks = report.with_outcome(outcome)
            if checks and outcome != Outcome.WORKS:
                self.stdout.write(f"{outcome.label} ({len(checks)})")
                for check in checks:
                    self._show(check, report)
        counts = ", ".join(f"{count} {label}" for count, label in report.counts)
        self.stdout.write(f"{len(report.pages)} addresses: {counts or 'none checked'}.")

    def _show(self, check: LinkCheck, report: Report) -> None:
        self.stdout.write(f"  {check.address}")
        self.stdout.write(f"    {describe_check(check)}")
        for use in report.pages[check.address]:
            draft = " (draft)" if use.is_draft else ""
            kind = use.edit_link.model._meta.verbose_name
            self.stdout.write(f"    in {kind} {use.where}{draft}")
        self.stdout.write("")
