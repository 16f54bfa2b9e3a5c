"""``manage.py dump [FILE]``: write the whole site as one readable file."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from website import content
from website.management.database import require_database


class Command(BaseCommand):
    """Writes the content file, to the terminal where no file is named."""

    help = "Write the whole site as one TOML file, drafts too. Uploaded files are only named in it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file."""
        parser.add_argument("file", type=Path, metavar="FILE", nargs="?")

    def handle(self, *args: Any, file: Path | None, **options: Any) -> None:
        """Write the file whole or not at all."""
        require_database()
        text = content.dump()
        if file is None:
            self.stdout.write(text, ending="")
            return
        draft = file.with_name(f".{file.name}.{os.getpid()}")
        try:
            draft.write_text(text, encoding="utf-8")
            draft.replace(file)
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise CommandError(f"{file}: {error.strerror}.") from error
        self.stdout.write(f"Wrote {file}.")
