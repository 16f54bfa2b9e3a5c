"""The zip of a site. Files are read when they are asked for, within limits; none is extracted."""

from __future__ import annotations

import zlib
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

MOST_FILES = 20_000
MOST_BYTES_OF_TEXT = 5_000_000  # of one file
MOST_BYTES = 1_000_000_000  # of all files that are read
_MEGABYTE = 1_000_000


class ArchiveError(ValueError):
    """The archive, or a file in it, cannot be read. The message is a sentence."""


class SiteArchive:
    """The files of a site by their paths, such as ``_pages/about.md``, without hidden ones."""

    def __init__(self, file: Path) -> None:
        try:
            self._zip = ZipFile(file)
        except BadZipFile as error:
            sentence = _("%(file)s is not a zip file, or it was cut off.")
            raise ArchiveError(sentence % {"file": file}) from error
        infos = self._zip.infolist()
        if len(infos) > MOST_FILES:
            sentence = _("%(file)s has more than %(most)s files. Leave out what is not your site.")
            raise ArchiveError(sentence % {"file": file, "most": f"{MOST_FILES:,}"})
        paths = {PurePosixPath(info.filename): info for info in infos if not info.is_dir()}
        paths = {path: info for path, info in paths.items() if _is_plain(path)}
        tops = {path.parts[0] for path in paths}
        depth = 1 if len(tops) == 1 and _is_wrapper(*tops) else 0
        self._infos = {
            "/".join(path.parts[depth:]): info
            for path, info in paths.items()
            if len(path.parts) > depth
        }
        self.used: set[str] = set()
        self._left = MOST_BYTES

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    def find(self, *patterns: str) -> list[str]:
        """Return the paths that match a pattern, in order; ``*`` stays inside one folder."""
        return sorted(
            name
            for name in self._infos
            if any(fnmatchcase(name, one) and name.count("/") == one.count("/") for one in patterns)
        )

    def read(self, name: str, most: int = MOST_BYTES_OF_TEXT) -> bytes:
        """Return the content of a file. Raises ArchiveError if it is too large or broken."""
        self.used.add(name)
        data = self._unpack(name, self._infos[name], min(most, self._left))
        self._left -= len(data)
        return data

    def read_text(self, name: str, most: int = MOST_BYTES_OF_TEXT) -> str:
        """Return a text file, which should be UTF-8, with Unix line endings."""
        text = self.read(name, most).decode("utf-8-sig", errors="replace")
        return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")

    def _unpack(self, name: str, info: ZipInfo, most: int) -> bytes:
        try:
            with self._zip.open(info) as stream:
                data = stream.read(most + 1)
        except (
            *(BadZipFile, LargeZipFile, zlib.error, EOFError, OSError),
            *(RuntimeError, NotImplementedError),  # encrypted, or packed in an unusual way
        ) as error:
            raise ArchiveError(_("%(name)s in the zip cannot be read.") % {"name": name}) from error
        if len(data) > most:
            sentence = _("%(name)s is too large: more than %(most)s MB.")
            raise ArchiveError(sentence % {"name": name, "most": f"{most / _MEGABYTE:.2g}"})
        return data

    def list_unused(self) -> list[str]:
        return sorted(self._infos.keys() - self.used)


def _is_plain(path: PurePosixPath) -> bool:
    if path.is_absolute() or not path.parts or path.parts[0] == "__MACOSX":
        return False
    return not any(part.startswith(".") for part in path.parts)


def _is_wrapper(folder: str) -> bool:
    """Whether a folder that holds everything is the site's own, as in GitHub's zips."""
    return not folder.startswith("_") and folder != "content"
