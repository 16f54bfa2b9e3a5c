"""``manage.py move_in SITE.zip``: take over an al-folio, academicpages or HugoBlox site."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from website.management.proposal_lines import list_lines
from website.moving_in.archive import ArchiveError
from website.moving_in.moving import Move, move_in, read_site
from website.operations.schema import require_database


class Command(BaseCommand):
    """Reads the zip of a site, adds what this one does not have, and says what it left out."""

    help = (
        "Add the profile, papers, talks and news of an al-folio, academicpages or HugoBlox site. "
        "What this site has already stays as it is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="SITE.zip")
        parser.add_argument("--dry-run", action="store_true", help="only show what would change")

    def handle(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> None:
        require_database()
        try:
            move = move_in(read_site(file), dry_run=dry_run)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror or error}.") from error
        except ArchiveError as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        self._report(move)
        if dry_run:
            self.stdout.write("Nothing was changed.")

    def _report(self, move: Move) -> None:
        for proposal in move.proposals:
            for line in list_lines(proposal):
                self.stdout.write(line)
        for refused in move.site.refused:
            self.stdout.write(f"{refused.line}: {refused.key} refused: {refused.reason}")
        for file in move.files:
            self.stdout.write(f"file: {file}")
        for note in move.site.list_notes():
            self.stdout.write(f"note: {note}")
        for section, outcomes in move.report.counts.items():
            counts = ", ".join(f"{count} {outcome}" for outcome, count in outcomes.items())
            self.stdout.write(f"{section}: {counts}")
        papers = Counter("left out" if p.doubt else p.outcome for p in move.proposals)
        papers["refused"] += len(move.site.refused)
        counts = ", ".join(f"{count} {outcome}" for outcome, count in papers.items() if count)
        self.stdout.write(f"papers: {counts or 'none'}")
