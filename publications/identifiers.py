"""The identifiers of papers and people, extracted from the links and phrases that people paste."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, unquote

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.fields import TextLineField

DOI = re.compile(r"10\.\d{4,9}/\S+")
DOI_URL = re.compile(
    r"(?:https?://)?(?:dx\.|www\.)?doi\.(?:org|acm\.org)/(?:doi:)?(10\..+)", re.IGNORECASE
)
ARXIV_URL = re.compile(r"https?://(?:\w+\.)?arxiv\.org/(?:abs|pdf|html)/", re.IGNORECASE)

# The format since 2007 (2304.06767) and before (math.GT/0309136), without the version.
ARXIV_ID = r"\d{4}\.\d{4,5}|[a-z]{2,8}(?:-[a-z]{2,5})?(?:\.[A-Z]{2})?/\d{7}"

_COPIED_ARXIV_ID = re.compile(
    rf"""
    (?i: arxiv\s*:\s*
      | (?:https?://)?(?:\w+\.)?arxiv\.org/(?:abs|pdf|html)/
      | (?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*)?10\.48550/arxiv\.
    )?
    (?P<id>(?:{ARXIV_ID})(?:v\d+)?)
    (?:\.pdf)? (?:\s*\[[\w.-]+\])? (?:[?\#]\S*)?
    """,
    re.VERBOSE,
)

# The DOIs of servers for preprints and data: arXiv, bioRxiv, OSF, PsyArXiv, SocArXiv, ChemRxiv,
# SSRN, Preprints.org, Research Square, TechRxiv, EarthArXiv, Authorea, Zenodo.
_PREPRINT_DOI = re.compile(
    r"10\.(?:48550|1101/\d|64898|31219|31234|31235|26434|2139|20944|21203|36227|31223|22541|5281)",
)

_COPIED_ORCID = re.compile(
    r"(?i:(?:https?://)?(?:www\.)?orcid\.org/|orcid(?: id)?[:\s]\s*)?((?:\d{4}-?){3}\d{3}[\dXx])/?"
)

_COPIED_ISBN = re.compile(r"(?i:(?:urn:)?isbn(?:-1[03])?[:\s]*)?((?:\d[-\s–]?){9,12}[\dXx])")
_COPIED_ISSN = re.compile(r"(?i:[ep]?-?issn[:\s]*)?(\d{4})[-\s–]?(\d{3}[\dXx])")


def strip_doi(text: str) -> str:
    """Return the DOI in a URL or after "doi:"; other texts are only stripped.

    >>> strip_doi("https://doi.org/10.1287/moor.2023.0195")
    '10.1287/moor.2023.0195'
    """
    text = text.strip()
    match = DOI_URL.fullmatch(text)
    found = unquote(match[1]) if match else re.sub(r"(?i)^doi[:\s]\s*", "", text)
    return found.rstrip(".,;") if DOI.fullmatch(found) else text


def strip_arxiv_id(text: str) -> str:
    """Return the arXiv id in a URL or citation, with any version; other texts are only stripped.

    >>> strip_arxiv_id("arXiv:2304.06767v2 [cs.LG]")
    '2304.06767v2'
    """
    found = _COPIED_ARXIV_ID.fullmatch(text.strip())
    return found["id"] if found else text.strip()


def remove_version(arxiv_id: str) -> str:
    """Return the arXiv id without its version, because all versions are the same paper."""
    return re.sub(r"v\d+$", "", arxiv_id)


def strip_orcid(text: str) -> str:
    """Return the ORCID iD in a URL, in groups of four; other texts are only stripped.

    >>> strip_orcid("https://orcid.org/0000-0002-1694-233x")
    '0000-0002-1694-233X'
    """
    found = _COPIED_ORCID.fullmatch(text.strip())
    if not found:
        return text.strip()
    signs = found[1].replace("-", "").upper()
    return "-".join(signs[at : at + 4] for at in range(0, 16, 4))


def validate_orcid(value: str) -> None:
    """Raise ValidationError unless the value is an ORCID iD with a correct checksum.

    It has four groups of four; the last character is the checksum, ISO 7064 MOD 11-2, as described
    in the ORCID documentation.
    """
    if not re.fullmatch(r"(\d{4}-){3}\d{3}[\dX]", value):
        raise ValidationError(_("This is not an ORCID iD. Write it like 0000-0002-1825-0097."))
    digits = value.replace("-", "")
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    if digits[-1] != ("X" if check == 10 else str(check)):
        raise ValidationError(
            _("This ORCID iD has a wrong digit: its last one does not fit the rest.")
        )


def strip_isbn(text: str) -> str:
    """Return the ISBN in a text, without hyphens; other texts are only stripped.

    >>> strip_isbn("ISBN 978-0-262-03924-6")
    '9780262039246'
    """
    found = _COPIED_ISBN.fullmatch(text.strip())
    return re.sub(r"[^\dX]", "", found[1].upper()) if found else text.strip()


def validate_isbn(value: str) -> None:
    """Raise ValidationError unless the value is an ISBN of 10 or 13 digits with a correct last one.

    The last digit is the check digit of ISO 2108.
    """
    if re.fullmatch(r"\d{9}[\dX]", value):
        digits = [10 if digit == "X" else int(digit) for digit in value]
        rest = sum(n * digit for n, digit in zip(range(10, 0, -1), digits, strict=True)) % 11
    elif re.fullmatch(r"97[89]\d{10}", value):
        rest = sum(int(digit) * (3 if n % 2 else 1) for n, digit in enumerate(value)) % 10
    else:
        raise ValidationError(
            _("This is not an ISBN. It has 10 or 13 digits, such as: 978-0-262-03924-6")
        )
    if rest:
        raise ValidationError(_("This ISBN has a wrong digit: its last one does not fit the rest."))


def strip_issn(text: str) -> str:
    """Return the ISSN in a text with its hyphen; other texts are only stripped.

    >>> strip_issn("issn 2835 8856")
    '2835-8856'
    """
    found = _COPIED_ISSN.fullmatch(text.strip())
    return f"{found[1]}-{found[2].upper()}" if found else text.strip()


def validate_issn(value: str) -> None:
    """Raise ValidationError unless the value is an ISSN with a correct check digit (ISO 3297)."""
    if not re.fullmatch(r"\d{4}-\d{3}[\dX]", value):
        raise ValidationError(_("This is not an ISSN. Write it like 2835-8856."))
    digits = [10 if digit == "X" else int(digit) for digit in value.replace("-", "")]
    if sum(n * digit for n, digit in zip(range(8, 0, -1), digits, strict=True)) % 11:
        raise ValidationError(_("This ISSN has a wrong digit: its last one does not fit the rest."))


def make_doi_url(doi: str) -> str:
    """Return the URL of a DOI, percent-encoded; empty without a DOI.

    >>> make_doi_url("10.1002/(SICI)1099<1::AID-X>3.0.CO;2-2")
    'https://doi.org/10.1002/%28SICI%291099%3C1%3A%3AAID-X%3E3.0.CO%3B2-2'
    """
    return f"https://doi.org/{quote(doi)}" if doi else ""


def make_arxiv_url(arxiv_id: str, form: str = "abs") -> str:
    """Return the URL of a paper on arXiv; ``form`` is "abs" or "pdf".

    >>> make_arxiv_url("math.GT/0309136")
    'https://arxiv.org/abs/math.GT/0309136'
    """
    return f"https://arxiv.org/{form}/{quote(arxiv_id)}" if arxiv_id else ""


def is_preprint_doi(doi: str) -> bool:
    """Whether a server for preprints or data gave the DOI, so that it says nothing of a journal.

    >>> is_preprint_doi("10.48550/arXiv.2304.06767")
    True
    """
    return _PREPRINT_DOI.match(doi) is not None


def is_named_in(url: str, identifier: str) -> bool:
    """Whether a URL contains an identifier, encoded or not, in upper or lower case."""
    return bool(identifier) and identifier.lower() in f"{url} {unquote(url)}".lower()


class IdentifierField(TextLineField):
    """An identifier, stored in its bare form; ``bare`` extracts it from the text entered.

    A text without an identifier is not changed, so that the validators can reject it.
    """

    def __init__(self, *args: Any, bare: Callable[[str], str] = str.strip, **kwargs: Any) -> None:
        self.bare = bare
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return self.bare(text) if isinstance(text, str) else text

    def get_prep_value(self, value: Any) -> Any:
        """Use the bare identifier for saving and for queries."""
        return super().get_prep_value(self.to_python(value))
