"""``manage.py list_coauthors [FILE]``: list recent co-authors for conflict-of-interest forms."""

from argparse import ArgumentParser, ArgumentTypeError, BooleanOptionalAction
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from publications.authors.collaborators import (
    DEFAULT_MONTHS,
    FORMATS,
    MOST_MONTHS,
    Collaborators,
    list_collaborators,
)
from website.management.text_files import write_text
from website.operations.schema import require_database


def parse_months(text: str) -> int | None:
    if text == "all":
        return None
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST_MONTHS):
        raise ArgumentTypeError(f'"{text}" is not a number from 1 to {MOST_MONTHS}, nor "all"')
    return int(text)


class Command(BaseCommand):
    """Writes the list that the admin shows, to the terminal if no file is named."""

    help = (
        "List your recent co-authors, as forms about conflicts of interest ask for them: those of "
        "the NSF's form Collaborators and Other Affiliations, Table 4."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", nargs="?")
        parser.add_argument(
            "--months",
            type=parse_months,
            default=DEFAULT_MONTHS,
            metavar="MONTHS",
            help=f'how far to look back, or "all" (default: {DEFAULT_MONTHS})',
        )
        parser.add_argument(
            "--drafts",
            action=BooleanOptionalAction,
            default=True,
            help="whether drafts count (default: they do, as the NSF wants it)",
        )
        parser.add_argument(
            "--format",
            choices=list(FORMATS),
            default="csv",
            help="csv for a spreadsheet, tsv to paste into the NSF's template (default: csv)",
        )

    def handle(self, *args: Any, file: Path | None, **options: Any) -> None:
        """Write the file whole or not at all; what is missing in it is said beside it."""
        require_database()
        collaborators = list_collaborators(options["months"], drafts=options["drafts"])
        text = FORMATS[options["format"]].write(collaborators.people)
        write_text(self, text, file)
        self._write_warnings(collaborators)

    def _write_warnings(self, collaborators: Collaborators) -> None:
        if not collaborators.knows_owner:
            self.stderr.write("No author is marked as the owner, so the owner is in the list.")
        if collaborators.groups:
            names = ", ".join(str(group) for group in collaborators.groups)
            self.stderr.write(f"Groups are left out; add members you worked with: {names}.")
        if collaborators.unnamed:
            titles = "; ".join(map(str, collaborators.unnamed))
            self.stderr.write(f"Papers that do not name all their authors: {titles}.")
        if count := collaborators.without_affiliation:
            self.stderr.write(f"Without an affiliation: {count} of {len(collaborators.people)}.")
