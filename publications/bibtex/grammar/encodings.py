"""Detects the encoding of a file, and warns if it is uncertain.

UTF-8 and byte order marks are certain, and a declared encoding ("% Encoding: windows-1251", as
JabRef writes) is trusted. Any other line is read as Windows-1252, which is a guess: Chinese in GBK
would come out as Western letters. The guessed line numbers are therefore kept for warnings.
"""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

LOST = "\ufffd"  # replaces characters that cannot be decoded

_DECLARED = re.compile(
    rb"^[%\s]*(?:!\s*TeX\s+|-\*-\s*)?(?:file)?(?:en)?coding\s*[:=]\s*([\w.-]+)",
    re.IGNORECASE | re.MULTILINE,
)
_MARKS = {
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
    b"\xef\xbb\xbf": "utf-8-sig",
}
# UTF-8 that was read as Windows-1252 and saved again: "Ã©" for "é".
_TWICE_ENCODED = re.compile("[ÂÃÄÅ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")


@dataclass(frozen=True)
class Decoded:
    r"""A file as text with "\n" line endings, and the numbers (from 1) of the guessed lines."""

    text: str
    guessed: frozenset[int] = frozenset()


def decode(data: bytes) -> Decoded:
    """Return a file as text. Accepts any bytes."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return Decoded(_unify_line_ends(data.decode(encoding, errors="replace")))
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        sample = data[start:200:2]
        if sample and sample.count(0) > len(sample) * 0.8:
            return Decoded(_unify_line_ends(data.decode(encoding, errors="replace")))
    try:
        return Decoded(_unify_line_ends(data.decode()))
    except UnicodeDecodeError:
        return _decode_as_declared(data) or _decode_line_by_line(data)


def describe_doubt(source: str, lines: range, guessed: frozenset[int]) -> str:
    """Return a clause that warns of a possibly wrong encoding of an entry, or ""."""
    if LOST in source:
        return _(
            "some letters cannot be read in the encoding of this file; save the file as UTF-8 and "
            "import it again"
        )
    if not guessed.isdisjoint(lines):
        return _(
            "the file is not in UTF-8, and is read as Western European (Windows-1252); if letters "
            "look wrong, save the file as UTF-8 and import it again"
        )
    if found := _TWICE_ENCODED.search(source):
        return _(
            'letters such as "%(letters)s" look like a wrong encoding; save the file as UTF-8 and '
            "import it again"
        ) % {"letters": found[0]}
    return ""


def _decode_as_declared(data: bytes) -> Decoded | None:
    found = _DECLARED.search(data[:2_000])
    name = found[1].decode().lower() if found else "utf-8"
    if name.replace("-", "").replace("_", "") in {"utf8", "utf8x", "ascii", "usascii"}:
        return None
    try:
        return Decoded(_unify_line_ends(data.decode(name, errors="replace")))
    except (LookupError, UnicodeError):  # no such encoding
        return None


def _decode_line_by_line(data: bytes) -> Decoded:
    """Decode each line separately, because a file may be pasted together from several others."""
    lines: list[str] = []
    guessed: set[int] = set()
    data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").removeprefix(b"\xef\xbb\xbf")
    for number, line in enumerate(data.split(b"\n"), 1):
        try:
            lines.append(line.decode())
        except UnicodeDecodeError:
            lines.append(line.decode("cp1252", errors="replace"))
            guessed.add(number)
    return Decoded("\n".join(lines), frozenset(guessed))


def _unify_line_ends(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
