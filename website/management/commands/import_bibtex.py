"""``manage.py import_bibtex FILE``: import papers from a BibTeX file."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.write_lock import write_lock
from publications import bibtex
from publications.importing import applying
from website.operations.schema import require_database

NO_ENTRIES = "The file has no BibTeX entries. An entry looks like @article{key, title = {...}}."


class Command(BaseCommand):
    """Shows what a file would change, then imports it; only broken entries are refused."""

    help = "Import papers from a BibTeX file. What the site already says is not replaced."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="only show what would change")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="replace what the site says by what the file says",
        )
        parser.add_argument(
            "--all",
            action="store_true",
            help="also import duplicates within the file, and the proceedings in which other "
            "entries appeared",
        )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        require_database()
        try:
            found = bibtex.read(file.read_bytes())
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.") from error
        except bibtex.FileTooLargeError as error:
            raise CommandError(f"{file}: {error}") from error
        self._import(found, **options)

    @write_lock()
    def _import(self, found: bibtex.ReadResult, **options: Any) -> None:
        """Show what the entries would change, and import them, under one write lock."""
        if not found.entries and not found.refused:
            self.stdout.write(NO_ENTRIES)
            return
        proposals = applying.propose(found.entries)
        for refused in found.refused:
            self.stdout.write(f"line {refused.line}: {refused.key} refused: {refused.reason}")
        for proposal in proposals:
            proposal.replace = options["replace"]
            proposal.doubt = "" if options["all"] else proposal.doubt
            self._write_proposal(proposal)
        if not options["dry_run"]:
            self._apply(proposals)
        counts = Counter("left out" if p.doubt else p.outcome for p in proposals)
        counts["refused"] += len(found.refused)
        outcomes = ["new", "changed", "kept", "unchanged", "refused"]
        outcomes += ["left out"] if counts["left out"] else []
        self.stdout.write(", ".join(f"{counts[outcome]} {outcome}" for outcome in outcomes))
        if options["dry_run"]:
            self.stdout.write("Nothing was changed.")

    def _apply(self, proposals: list[applying.Proposal]) -> None:
        wanted = [proposal for proposal in proposals if proposal.is_suggested]
        applying.apply(wanted)
        for proposal in wanted:
            if proposal.refused:
                self._write_proposal(proposal)

    def _write_proposal(self, proposal: applying.Proposal) -> None:
        entry = proposal.entry
        outcome = "left out" if proposal.doubt else proposal.outcome
        head = " ".join(filter(None, [f"line {entry.line}:", entry.key, outcome]))
        self.stdout.write(f"{head}: {proposal.refused or entry.title}")
        if proposal.doubt:
            self.stdout.write(f"  {proposal.doubt} (--all imports it)")
        for note in proposal.notes:
            self.stdout.write(f"  note: {note}")
        for other in proposal.like:
            self.stdout.write(f"  possible duplicate of: {other} ({other.venue_line})")
        for difference in proposal.differences:
            is_kept = not (difference.fills or proposal.replace)
            on_site = difference.on_site or "nothing"
            line = f"  {difference.label}: {on_site} -> {difference.in_file}"
            self.stdout.write(f"{line} (kept; --replace replaces it)" if is_kept else line)
