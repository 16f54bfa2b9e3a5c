"""How commands write a text: to a file if one is named, else to the terminal."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from common.files.atomic_files import write_whole


def write_text(command: BaseCommand, text: str, file: Path | None) -> None:
    """Write the file whole or not at all. Raises CommandError if it cannot be written."""
    if file is None:
        command.stdout.write(text, ending="")
        return
    try:
        with write_whole(file, mode=0o666) as stream:
            stream.write(text.encode())
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}.") from error
    command.stdout.write(f"Wrote {file}.")
