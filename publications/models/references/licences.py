"""The Creative Commons licences of papers: how files and pages name them, and their URLs."""

import re

from publications.models.choices import Licence

_URL = re.compile(
    r"creativecommons\.org/(?:licenses/(by[a-z-]*)|publicdomain/(zero))/(\d\.\d)", re.I
)
_SHORT = re.compile(r"\bCC[ -]?(?:(BY(?:[ -](?:NC|SA|ND))*)|(0|Zero))\b(?:[ -]v?(\d\.\d))?", re.I)
_LONG = re.compile(
    r"\bCreative Commons[ :-]+(?:(Attribution(?:[ /-]+(?:Non-?Commercial|Share-?Alike"
    r"|No-?Deriv(?:ative)?s(?: Works)?))*)|(Zero))\b(?:[ ,v-]*(\d\.\d))?",
    re.I,
)
_WORDS = {"attribution": "by", "noncommercial": "nc", "sharealike": "sa", "noderiv": "nd"}


def find_licence(text: str) -> str:
    """Return the licence that a text names or links to; empty if it is none of ``Licence``.

    A text without a version means the present one. Other versions are other licences.

    >>> find_licence("Creative Commons Attribution 4.0 International")
    'CC-BY-4.0'
    """
    for pattern in (_URL, _SHORT, _LONG):
        if found := pattern.search(text):
            by, zero, version = found.groups()
            name = f"CC0-{version or '1.0'}" if zero else f"CC-{_shorten(by)}-{version or '4.0'}"
            return name if name in Licence.values else ""
    return ""


def _shorten(name: str) -> str:
    """Return "BY-NC" for "by-nc", "BY NC" and "Attribution-NonCommercial"."""
    plain = re.sub(r"[^a-z]", "", name.casefold())
    short = [code for word, code in _WORDS.items() if word in plain]
    if not short:
        short = [
            code for code in ("by", "nc", "sa", "nd") if code in re.split(r"[ -]", name.lower())
        ]
    return "-".join(short).upper()


def make_licence_url(licence: str) -> str:
    """Return the URL of a licence; empty without one.

    >>> make_licence_url("CC-BY-NC-4.0")
    'https://creativecommons.org/licenses/by-nc/4.0/'
    """
    if not licence:
        return ""
    if licence == Licence.CC0:
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    name, _, version = licence.removeprefix("CC-").lower().rpartition("-")
    return f"https://creativecommons.org/licenses/{name}/{version}/"
