"""``manage.py dump [FILE]``: write the whole site as one readable text file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from website import content_file
from website.management.text_files import write_text
from website.operations.schema import require_database


class Command(BaseCommand):
    """Writes the content file, to the terminal if no file is named."""

    help = "Write the whole site as one TOML file, drafts too. Uploaded files are only named in it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", nargs="?")

    def handle(self, *args: Any, file: Path | None, **options: Any) -> None:
        """Write the file whole or not at all."""
        require_database()
        write_text(self, content_file.dump(), file)
