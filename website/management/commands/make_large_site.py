"""``manage.py make_large_site``: made-up content of any size, for tests and measurements."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from bench.large_site import make_publications, make_talks
from website import content_file
from website.operations.schema import require_database


class Command(BaseCommand):
    """Fills an empty site with papers and talks that nobody wrote, the same ones each time."""

    help = "Fill an empty site with made-up papers and talks, to see how it bears its size."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the sizes."""
        parser.add_argument("--publications", type=int, default=1000)
        parser.add_argument("--authors", type=int, default=8, help="on each paper")
        parser.add_argument("--talks", type=int, default=200)

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Make the content, all of it or none."""
        require_database()
        if not content_file.is_empty():
            raise CommandError(
                "This site has content already. Set VITA_DATA to an empty folder, and run "
                "`manage.py setup` and this command there."
            )
        make_publications(options["publications"], authors_each=options["authors"])
        make_talks(options["talks"])
        self.stdout.write(
            f"Made {options['publications']} papers with {options['authors']} authors each "
            f"and {options['talks']} talks."
        )
