"""Other spellings of the name of an upload, which some server or disk treats as the same."""

import unicodedata
from collections.abc import Callable, Iterator
from itertools import islice
from urllib.parse import quote

Edit = Callable[[str], str]

# Instead of a slash between folders: doubled, dotted, encoded once and twice, of other systems.
SLASHES = [
    *("//", "///", "/./", "/.//", "/././", "/%2e/", "/%2E%2F", "/%252e/", "/%2f", "%2F", "%2F%2F"),
    *("%252F", "\\", "/\\", "\\\\", "%5C", "%255C", "/.\\", "/%5c", "\u2215", "\uff0f", ":", "/ /"),
    *("/../papers/", "/%2e%2e/papers/", "/..%2fthumbnails/", "/x/../", "/..;/", "/;/", "\n"),
]
BEFORE = [
    *("/", "//", "./", ".//", "%2F", "%2e/", "%252F", "\\", " ", "%20", "%00", "../uploads/"),
    *("%2e%2e/uploads/", "..%2Fuploads%2F", "x/../", "sizes/../", "\ufeff", "\u200b", "C:", "~/"),
]
AFTER = [
    *("/", "//", "/.", "/./", "/..", "/x/..", ".", "..", "...", " ", "  ", ". .", "%20", "%2e"),
    *("%00", "%00.png", "%2500", "%0a", "%0d%0a", "\n", "\t", "%7f", "\\", "%5c", "%2f", "%252f"),
    *(":", "::$DATA", ":x", ";", ";.png", "~", "\u200b", "\u200d", "\u00ad", "\ufeff", "\u0301"),
    *("/..namedfork/rsrc", "%3f", "%23", "%26", "\uff0e", "\u2024", "\ufffd", "%ff", "%c0%ae"),
    *("\ufe0f", "\u3164"),
]
# Letters that lower case, or a composed form, makes the same.
LIKE = {"k": "\u212a", "s": "\u017f", "a": "\uff41", "i": "\u0131", "ü": "u\u0308", "p": "\uff30"}


def _replace(old: str, new: str, *, last: bool = False) -> Edit:
    return lambda name: new.join(name.rsplit(old, 1)) if last else name.replace(old, new, 1)


def _insert(text: str, place: int) -> Edit:
    return lambda name: name[:place] + text + name[place:]


def _in_upper_case(place: int) -> Edit:
    return lambda name: name[:place] + name[place : place + 1].upper() + name[place + 1 :]


def _normalized(form: str) -> Edit:
    return lambda name: unicodedata.normalize(form, name)


def _short(name: str) -> str:
    """Return the name that Windows makes for old programs: ``PAPERS/NASH-C~1.PDF``."""
    folder, _, file = name.upper().rpartition("/")
    stem, _, extension = file.partition(".")
    return f"{folder}/{stem.replace(' ', '')[:6]}~1.{extension[:3]}"


def edits() -> list[Edit]:
    """Return all edits of a name, before other characters than ASCII are encoded."""
    return [
        *(_replace("/", slash, last=last) for slash in SLASHES for last in (False, True)),
        *(lambda name, text=text: text + name for text in BEFORE),
        *(lambda name, text=text: name + text for text in AFTER),
        *(str.upper, str.swapcase, str.title, str.capitalize, _short),
        *map(_in_upper_case, range(12)),
        *(_normalized(form) for form in ("NFC", "NFD", "NFKC", "NFKD")),
        *(_replace(letter, like) for letter, like in LIKE.items()),
        *(_insert(text, place) for text in ("\u200b", "\u00ad", "\u0301") for place in (3, 9)),
        *(lambda name, char=char: name.replace(char, f"%{ord(char):02x}") for char in "a.-p"),
        *(lambda name, char=char: name.replace(char, f"%25{ord(char):02x}") for char in "a.-p"),
    ]


def spellings(name: str, most: int = 280) -> list[str]:
    """Return URLs below ``/uploads/`` for the name as it is, edited once, and edited twice."""
    every = edits()
    twice = (
        second(first(name))
        for distance in range(1, len(every))
        for first, second in zip(every, every[distance:] + every[:distance], strict=True)
    )
    found = dict.fromkeys(_as_urls((name, *(edit(name) for edit in every))))
    for url in _as_urls(islice(twice, 2 * most)):
        if len(found) < most:
            found.setdefault(url)
    return list(found)


def _as_urls(names: Iterator[str] | tuple[str, ...]) -> Iterator[str]:
    for name in names:
        yield f"/uploads/{quote(name, safe='/%:;~$!@+,=&')}"
