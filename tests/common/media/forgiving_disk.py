"""A disk that treats many names as the same one, as those of macOS and Windows do."""

import re
import unicodedata
from pathlib import Path

from common.media.storage import DurableStorage


class ForgivingDisk(DurableStorage):
    """Ignores case, the encoding of accents, invisible characters, and what Windows ignores."""

    def path(self, name: str) -> str:
        """Return the path of the file that the disk finds under this name."""
        path = Path(self.base_location).resolve()
        super().path(name)  # refuses what leads out of the folder
        for part in Path(name).parts:
            same = (there for there in _files_in(path) if _is_same(there, part))
            path /= next(same, part)
        return str(path)


def _files_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir()) if folder.is_dir() else []


def _is_same(name: str, asked: str) -> bool:
    stem, _, extension = _key(name).replace(" ", "").partition(".")
    short = f"{stem[:6]}~1.{extension[:3]}"
    return _key(asked) in {_key(name), short}


def _key(name: str) -> str:
    plain = unicodedata.normalize("NFD", name).casefold()
    plain = "".join(c for c in plain if unicodedata.category(c) != "Cf" and c not in "\ufe0f\u3164")
    return re.sub(r"(?<=.):.*$", "", unicodedata.normalize("NFD", plain)).rstrip(". ")
