"""Abstracts as Markdown, which shows them as their publisher does."""

import re

from common.text.markdown import LONGEST
from common.text.markdown_escaping import escape_markdown
from common.text.title_markup import END_SUB, END_SUP, ITALIC, SUB, SUP, UPRIGHT
from publications.bibtex.preparing import LONGEST_ABSTRACT, LONGEST_ESCAPE
from publications.bibtex.text.shortening import shorten
from publications.sources.readers.cleaning.markup import (
    BOLD,
    END_HEADING,
    HEADING,
    ITEM,
    LIGHT,
    PARAGRAPH,
    balance,
    read_markup,
    tidy_marks,
)

_SCRIPT_SIGNS = "0123456789+-−=()n"
_SUPERSCRIPTS = dict(zip(_SCRIPT_SIGNS, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ", strict=True))
_SUBSCRIPTS = dict(zip(_SCRIPT_SIGNS, "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₙ", strict=True))
_SCRIPT = re.compile(f"([{SUB}{SUP}])([^{SUB}{SUP}{END_SUB}{END_SUP}]*)[{END_SUB}{END_SUP}]")
_WORD = re.compile(r"(?:abstract|summary)\W*", re.IGNORECASE)
_WORD_IN_FRONT = re.compile(r"(?:Abstract|ABSTRACT|Summary|SUMMARY)(?:[.:]\s+|\s+(?=[A-Z]))")
_HEADING = re.compile(f"{HEADING}([^{HEADING}{END_HEADING}]*){END_HEADING}[\\s{PARAGRAPH}]*")
_EMPHASIS = {ITALIC: "*", UPRIGHT: "*", BOLD: "**", LIGHT: "**"}
_ITEM = re.compile(f"{ITEM}[\\s{PARAGRAPH}]*")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")


def clean_abstract(text: str) -> str:
    """Return an abstract in HTML, JATS or plain text as Markdown; "" if it says nothing."""
    marked = tidy_marks(_HEADING.sub(_read_heading, read_markup(text)))
    marked = _SCRIPT.sub(_write_script, marked)
    marked = _ITEM.sub(f"{PARAGRAPH}{ITEM}", marked)
    if PARAGRAPH not in marked:
        marked = _BLANK_LINE.sub(PARAGRAPH, marked)
    paragraphs = (" ".join(part.split()) for part in marked.split(PARAGRAPH))
    kept = [
        part for part in paragraphs if any(map(str.isalnum, part)) and not _WORD.fullmatch(part)
    ]
    if not kept:
        return ""
    whole = _WORD_IN_FRONT.sub("", "\n\n".join(kept), count=1)
    markdown = _write(shorten(whole, LONGEST_ABSTRACT))
    # Escapes may make a text several times as long.
    return (
        markdown if len(markdown) <= LONGEST else _write(shorten(whole, LONGEST // LONGEST_ESCAPE))
    )


def _write(whole: str) -> str:
    return "\n\n".join(filter(None, map(_write_paragraph, whole.split("\n\n"))))


def _read_heading(found: re.Match[str]) -> str:
    """Make a heading a run-in, "**Methods.** We …", and drop "Abstract"."""
    words = found[1].strip().strip(".:")
    if not words or _WORD.fullmatch(words):
        return PARAGRAPH
    return f"{PARAGRAPH}{BOLD}{words}{'' if words[-1] in '?!' else '.'}{LIGHT} "


def _write_script(found: re.Match[str]) -> str:
    signs = _SUBSCRIPTS if found[1] == SUB else _SUPERSCRIPTS
    text = found[2]
    if all(char in signs for char in text):
        return "".join(signs[char] for char in text)
    if re.fullmatch(r"[\w ,+=−-]+", text):
        return rf"${'_' if found[1] == SUB else '^'}{{\mathrm{{{text}}}}}$"
    return text


def _write_paragraph(text: str) -> str:
    prefix = "- " if text.startswith(ITEM) else ""
    escaped = escape_markdown(balance(text.replace(ITEM, "").strip()))
    for mark, sign in _EMPHASIS.items():
        escaped = escaped.replace(mark, sign)
    return prefix + re.sub("[\ufdd0-\ufdef]", "", escaped).strip()
