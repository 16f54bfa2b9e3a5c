"""ORCID iDs, the identifiers of researchers."""

import re

from django.core.exceptions import ValidationError

_COPIED = re.compile(
    r"(?i:(?:https?://)?(?:www\.)?orcid\.org/|orcid(?: id)?[:\s]\s*)?((?:\d{4}-?){3}\d{3}[\dXx])/?"
)


def bare_orcid(text: str) -> str:
    """Return the ORCID iD in an address, in groups of four; another text as it is.

    >>> bare_orcid("https://orcid.org/0000-0002-1694-233x")
    '0000-0002-1694-233X'
    """
    found = _COPIED.fullmatch(text.strip())
    if not found:
        return text.strip()
    signs = found[1].replace("-", "").upper()
    return "-".join(signs[at : at + 4] for at in range(0, 16, 4))


def validate_orcid(value: str) -> None:
    """Refuse what is not an ORCID iD: four groups of four, the last character a checksum.

    The checksum is ISO 7064 MOD 11-2, as the ORCID documentation describes it.
    """
    if not re.fullmatch(r"(\d{4}-){3}\d{3}[\dX]", value):
        raise ValidationError("This is not an ORCID iD. Write it like 0000-0002-1825-0097.")
    digits = value.replace("-", "")
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    if digits[-1] != ("X" if check == 10 else str(check)):
        raise ValidationError(
            "This ORCID iD has a wrong digit: its last one does not fit the rest."
        )
