"""The characters that no text may contain, because they cannot be printed.

They come with text pasted from PDF files and terminals. Forms, the content file and imports all use
this definition.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import groupby
from typing import Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Control characters, surrogates, and the 66 code points that are not characters. Invisible
# characters that join letters or set their direction are allowed: some languages need them.
_NONCHARACTERS = "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
UNPRINTABLE = re.compile(f"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}]")
# These cannot even be stored: PostgreSQL refuses the first, and UTF-8 cannot encode the others.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

_MOST_ACCENTS = 30  # in a row

# White space that does not belong in one line, with the spaces around it.
_BREAKS = "\t-\r\x1c-\x1f\x85\u2028\u2029"
_BREAK = re.compile(f"(?<! ) *+[{_BREAKS}][ {_BREAKS}]*+")


def keep_printable(text: str, *, keep: str = "\n", instead: str = "") -> str:
    """Replace unprintable characters by ``instead``, except those in ``keep``."""
    return UNPRINTABLE.sub(lambda found: found[0] if found[0] in keep else instead, text)


def normalize(text: str, form: Literal["NFC", "NFD", "NFKC", "NFKD"] = "NFC") -> str:
    """Return the text in a Unicode normal form. The time is proportional to its length.

    ``unicodedata`` sorts the accents of a letter in a time that grows with the square of their
    number. So an invisible character is put after each 30 accents in a row, as in the Stream-Safe
    Text Format of Unicode Standard Annex 15. No language has that many.
    """
    if len(text) > _MOST_ACCENTS and not text.isascii():
        text = _too_many_accents().sub("\\1\u034f", text)
    return unicodedata.normalize(form, text)


@lru_cache(maxsize=1)
def _too_many_accents() -> re.Pattern[str]:
    codes = [code for code in range(0x300, 0x1F000) if _is_accent(chr(code))]
    # Codes that follow one another differ from their index by the same number.
    runs = [list(run) for _, run in groupby(enumerate(codes), lambda pair: pair[1] - pair[0])]
    accents = "".join(f"{chr(run[0][1])}-{chr(run[-1][1])}" for run in runs)
    return re.compile(f"([{accents}]{{{_MOST_ACCENTS}}})(?=[{accents}])")


def _is_accent(character: str) -> bool:
    return unicodedata.combining(unicodedata.normalize("NFKD", character)[0]) != 0


def join_lines(text: str) -> str:
    """Return the text as one line in Unicode's composed form, without surrounding spaces.

    >>> one_line(" Nash\\tLearning\\r\\n from feedback ")
    'Nash Learning from feedback'
    """
    return normalize(_BREAK.sub(" ", text).strip())


def refuse(characters: re.Pattern[str], text: str) -> None:
    """Raise ValidationError, with the place, if the text contains one of these characters."""
    if found := characters.search(text):
        before = text[: found.start()][-20:].strip()
        message = (
            _("The character U+%(code)s after “%(before)s” cannot be printed; delete it.")
            if before
            else _("The character U+%(code)s at the beginning cannot be printed; delete it.")
        )
        raise ValidationError(message, params={"code": f"{ord(found[0]):04X}", "before": before})
