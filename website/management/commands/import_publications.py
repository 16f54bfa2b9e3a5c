"""``manage.py import_publications WHAT...``: import papers by identifiers or from files."""

from __future__ import annotations

import re
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from common.write_lock import write_lock
from publications.bibtex import FileTooLargeError
from publications.importing import applying
from publications.importing.finding import NothingFoundError, find
from publications.importing.new_at_orcid import find_owners_orcid, make_is_known, start_search
from publications.sources.errors import explain_turned_off
from publications.sources.lookup import Lookup
from publications.sources.recognition import recognise
from publications.sources.search import Search
from publications.sources.services import is_turned_off
from website.management.proposal_lines import list_lines
from website.operations.schema import require_database

_FILE_NAME = re.compile(r"\.(?:bib|ris|json|nbib|enw|isi|xml|txt)$", re.IGNORECASE)
INTERRUPTED = 130  # the exit code that shells use for Ctrl-C


class Command(BaseCommand):
    """Looks up what is named, shows what would change, then imports it."""

    help = (
        "Import papers by their identifiers or URLs, or from files: BibTeX, RIS, CSL-JSON, PubMed, "
        "EndNote (.enw) or JSON Resume. What the site already says is not replaced."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "what",
            nargs="*",
            metavar="WHAT",
            help="a file, a DOI, an arXiv id, PMID:31789841, an ORCID iD or the URL of a paper",
        )
        parser.add_argument(
            "--new-at-orcid",
            action="store_true",
            help="the works of the owner's ORCID record that the site neither has nor leaves out",
        )
        parser.add_argument("--dry-run", action="store_true", help="only show what would change")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="replace what the site says by what the file or service says",
        )
        parser.add_argument(
            "--all",
            action="store_true",
            help="also import what is doubtful: duplicates, retracted papers, and the proceedings "
            "in which other entries appeared",
        )

    def handle(self, *args: Any, what: list[str], new_at_orcid: bool, **options: Any) -> None:
        require_database()
        if bool(what) == new_at_orcid:
            raise CommandError("Name what to import, or use --new-at-orcid.")
        searches = [self._search_orcid()] if new_at_orcid else self._list_searches(what)
        for search in searches:
            self._look_up(search)
        self._import(_join(searches), **options)

    def _search_orcid(self) -> Search:
        orcid = find_owners_orcid()
        if not orcid:
            raise CommandError(
                "Vita does not know the owner's ORCID iD. Enter it in the owner's entry among the "
                "authors."
            )
        if is_turned_off():
            raise CommandError(str(explain_turned_off()))
        return start_search(orcid)

    def _list_searches(self, what: list[str]) -> list[Search]:
        """Return a search for each file, and one for all identifiers together."""
        files = [Path(one) for one in what if Path(one).is_file()]
        texts = [one for one in what if not Path(one).is_file()]
        for text in texts:
            if _FILE_NAME.search(text) and not recognise(text).identifiers:
                raise CommandError(f"{text}: No such file or directory.")
        searches = [self._read_file(file) for file in files]
        return [*searches, self._find("\n".join(texts))] if texts else searches

    def _read_file(self, file: Path) -> Search:
        try:
            return self._find(file.read_bytes(), f"{file}: ")
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}.") from error

    @staticmethod
    def _find(data: bytes | str, prefix: str = "") -> Search:
        try:
            return find(data)
        except FileTooLargeError as error:
            raise CommandError(f"{prefix}{error}") from error
        except NothingFoundError as error:
            raise CommandError(prefix + "\n".join(error.args)) from error

    def _look_up(self, search: Search) -> None:
        """Ask everything, and show how far it is; Ctrl-C stops it all."""
        lookup = Lookup(is_known=make_is_known()) if search.only_new else Lookup()
        try:
            while not search.is_done:
                self.stderr.write(f"{len(search.entries)} found, {search.remaining} to look up")
                lookup.step(search)
        except KeyboardInterrupt as stop:
            raise CommandError("Stopped. Nothing was changed.", returncode=INTERRUPTED) from stop

    @write_lock()
    def _import(self, search: Search, **options: Any) -> None:
        """Show what the entries would change, and import them, under one write lock."""
        proposals = applying.propose(search.entries)
        for problem in search.list_problems():
            self.stdout.write(problem)
        if search.skipped:
            self.stdout.write(f"On the site already, or left out: {search.skipped}.")
        for refused in search.refused:
            self.stdout.write(f"line {refused.line}: {refused.key} refused: {refused.reason}")
        for proposal in proposals:
            proposal.replace = options["replace"]
            proposal.doubt = "" if options["all"] else proposal.doubt
            self._write_proposal(proposal)
        if not options["dry_run"]:
            self._apply(proposals)
        self._write_counts(proposals, len(search.refused))
        if options["dry_run"]:
            self.stdout.write("Nothing was changed.")

    def _write_counts(self, proposals: list[applying.Proposal], refused: int) -> None:
        counts = Counter("left out" if p.doubt else p.outcome for p in proposals)
        counts["refused"] += refused
        outcomes = ["new", "changed", "kept", "unchanged", "refused"]
        outcomes += ["left out"] if counts["left out"] else []
        self.stdout.write(", ".join(f"{counts[outcome]} {outcome}" for outcome in outcomes))

    def _apply(self, proposals: list[applying.Proposal]) -> None:
        wanted = [proposal for proposal in proposals if proposal.is_suggested]
        applying.apply(wanted)
        for proposal in wanted:
            if proposal.refused:
                self._write_proposal(proposal)

    def _write_proposal(self, proposal: applying.Proposal) -> None:
        for line in list_lines(proposal):
            self.stdout.write(line)


def _join(searches: list[Search]) -> Search:
    """Return one search with what all of them found."""
    joined = Search()
    for search in searches:
        joined.entries += search.entries
        joined.refused += search.refused
        joined.problems += search.list_problems()
        joined.skipped += search.skipped
    return joined
