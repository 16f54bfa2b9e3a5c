"""Lists of names in which initials follow the family name: "Rossi E, Verdi KA"."""

import re
from collections.abc import Sequence

from publications.names.name import is_suffix, tidy

_INITIALS = re.compile(r"(?:[^\W\d_]\.?[ ‐-]?){1,4}")
_BARE_INITIALS = 3  # "KAB"; four or more capitals without full stops are a word


def are_initials(text: str) -> bool:
    """Whether a text consists only of initials: "E.", "KA", "J.-P."."""
    text = tidy(text)
    letters = sum(char.isalpha() for char in text)
    return (
        text.isupper()
        and not is_suffix(text)
        and _INITIALS.fullmatch(text) is not None
        and ("." in text or letters <= _BARE_INITIALS)
    )


def divide_initials(text: str) -> tuple[str, str]:
    """Divide "Verdi KA" into family name and initials; both are empty for other texts."""
    words = tidy(text).split(" ")
    start = len(words)
    while start and are_initials(words[start - 1]):
        start -= 1
    family, initials = " ".join(words[:start]), " ".join(words[start:])
    is_family = any(char.islower() for char in family) and all(
        char.isalpha() or char in " '’‐-" for char in family
    )
    return (family, initials) if is_family and start <= 3 and initials else ("", "")


def have_initials_behind(names: Sequence[str]) -> bool:
    """Whether every name of a list is a family name followed by initials.

    "Wei LI" alone is not enough: some people write family names in capitals.
    """
    initials = [divide_initials(name)[1] for name in names]
    return all(initials) and any("." in some or len(some) == 1 for some in initials)


def move_initials_in_front(text: str) -> str:
    """Return "K. A. Verdi" for "Verdi KA"."""
    family, initials = divide_initials(text)
    return f"{space_initials(initials)} {family}"


def space_initials(initials: str) -> str:
    """Return initials with full stops and spaces: "K. A."; "J.-P." is not changed."""
    if "-" in initials and "." in initials:
        return tidy(initials)
    return re.sub(r"([^\W\d_])\.?[ ‐-]?", r"\1. ", initials).strip()
