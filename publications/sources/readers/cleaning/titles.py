r"""Titles of papers and venues: one line in the site's markup for titles.

That is ``*italic*``, ``~subscript~``, ``^superscript^``, and formulas as TeX between dollars; a
dollar sign is ``\$``.
"""

import re

from django.utils.translation import gettext as _

from common.text.title_markup import END_SUB, END_SUP, ITALIC, SUB, SUP, UPRIGHT, read_marks
from publications.sources.readers.cleaning.markup import BOLD, LIGHT, MARK, read_markup, tidy_marks

LOST = "\ufffd"
# Wiley's subtitle is a running head: the authors, or a few words of the title.
_RUNNING_HEADS = ("10.1111/", "10.1002/", "10.1046/")
_UNKNOWN_MARK = re.compile(f"(?![{ITALIC}{UPRIGHT}{SUB}{END_SUB}{SUP}{END_SUP}])[\ufdd0-\ufdef]")
# A number or mark behind a whole word at the end leads to a footnote.
_FOOTNOTE_MARK = re.compile(
    rf"(?<=[a-z]{{4}}){SUP}(?:[\d*†‡§¶]|\(\d\)){END_SUP}(?=\W*$)"
    r"|(?<=[a-z]{3})[*†‡§¶]+$"
)
_FINAL_STOP = re.compile(r"(?<![.\s])(?<!\b[A-Z])[\s.]*\.$|(?<=[?!])\s*\.$| /$")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Inc|Ltd|Co|Jr|Sr|al|etc|vol|no|Dr|St|str|sp|spp|nov|cf)|\.[A-Za-z])\.$"
)
_RETRACTED = re.compile(
    r"\W*(?:retracted(?: article| paper)?|withdrawn)\b\s*[\]):.]|\W*RETRACT(?:ED|ION)\b|WITHDRAWN\b"
)


def clean_title(text: str) -> str:
    """Return a title as the site stores it: "Growth of *E. coli* in CO~2~"."""
    marked = re.sub(f"[{BOLD}{LIGHT}]", "", read_markup(text))
    marked = _FOOTNOTE_MARK.sub("", tidy_marks(marked))
    marked = _UNKNOWN_MARK.sub(" ", marked)
    return read_marks(_strip_final_stop(_join(marked)))


def clean_line(text: str) -> str:
    """Return a short text, such as the name of a journal, as plain text on one line."""
    marked = MARK.sub("", read_markup(text)) if "<" in text or "&" in text else text
    marked = re.sub("[\ufdd0-\ufdef\x00-\x1f\x7f-\x9f]", " ", marked.replace(r"\$", "$"))
    return _join(marked)


def add_subtitle(title: str, subtitle: str, doi: str = "") -> str:
    """Return the title with its subtitle, unless that says nothing new or is a running head."""
    subtitle = subtitle.strip(" :")
    if not subtitle or not title or doi.startswith(_RUNNING_HEADS):
        return title
    if _simplify(subtitle) in _simplify(title):
        return title
    return f"{title}{'' if title[-1] in '?!:' else ':'} {subtitle}"


def note_title(title: str) -> list[str]:
    """Return notes on what the owner should check in a title."""
    notes = []
    if LOST in title:
        notes.append(_("the title has a character that was lost (%(sign)s)") % {"sign": LOST})
    if title.isupper() and len(title.split()) > 2:
        notes.append(_("the title is in capitals"))
    return notes


def says_retracted(title: str) -> bool:
    """Return whether a title says that the paper was withdrawn: "RETRACTED: …"."""
    return _RETRACTED.match(title) is not None or title.startswith(("Retracted:", "Withdrawn:"))


def _simplify(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _strip_final_stop(title: str) -> str:
    if _ABBREVIATION.search(title):
        return title
    return _FINAL_STOP.sub("", title).rstrip()


def _join(text: str) -> str:
    """Return the text on one line, without spaces before a final stop or comma."""
    return re.sub(r" +(?=[,.;](?:\s|$))", "", " ".join(text.split()))
