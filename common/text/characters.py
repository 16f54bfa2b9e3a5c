"""The characters that no text of the site may hold, because nothing can print them.

They come with what is pasted from PDF files and terminals. Each place that reads or writes texts
asks here, so that a form, a content file and an import agree on what a text is.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError

# Control characters, halves of a surrogate pair, and the 66 code points that are no characters.
# Invisible ones that only join or direct letters may stand: some languages are spelt with them.
_NO_CHARACTERS = "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
UNPRINTABLE = re.compile(f"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_NO_CHARACTERS}]")
# These cannot be stored at all: PostgreSQL refuses the first, UTF-8 has no form for the others.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

# White space that a text in one line has no place for, with the plain spaces around it.
_BREAK = re.compile("[ ]*[\t-\r\x1c-\x1f\x85\u2028\u2029]+[ ]*")


def printable(text: str, *, keep: str = "\n", instead: str = "") -> str:
    """Return the text with ``instead`` for what cannot be printed, but for what is in ``keep``."""
    return UNPRINTABLE.sub(lambda found: found[0] if found[0] in keep else instead, text)


def one_line(text: str) -> str:
    """Return the text in one line and in Unicode's composed form, without spaces around it.

    >>> one_line(" Nash\\tLearning\\r\\n from feedback ")
    'Nash Learning from feedback'
    """
    return unicodedata.normalize("NFC", _BREAK.sub(" ", text).strip())


def refuse(characters: re.Pattern[str], text: str) -> None:
    """Raise ValidationError, which says where, if one of these characters is in the text."""
    if found := characters.search(text):
        before = text[: found.start()][-20:].strip()
        place = f"after “{before}”" if before else "at the beginning"
        raise ValidationError(
            f"The character U+{ord(found[0]):04X} {place} cannot be printed; delete it."
        )
