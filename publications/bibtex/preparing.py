"""Removes HTML, links in texts and programs' notes from the values before they are read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from common.text.markdown import LONGEST
from common.text.markdown_escaping import escape_markdown
from common.text.title_markup import ITALIC, UPRIGHT
from publications.bibtex.identifiers import HREF, extract_doi
from publications.bibtex.links import take_links_out
from publications.bibtex.notes import remove_program_notes
from publications.bibtex.text.dblp import restore_formulas
from publications.bibtex.text.latex import to_plain, to_text
from publications.bibtex.text.markup import clean, clean_verbatim
from publications.bibtex.text.shortening import cut_to_fit, shorten

_VERBATIM = frozenset(("url", "doi", "ee", "eprint", "pdf", "html", "file", "adsurl", "biburl"))
LONGEST_ABSTRACT = 20_000
LONGEST_ESCAPE = len("&#126;")
_HAVE_ITALICS = {"title", "subtitle", "abstract"}
_ITALICS = re.compile(rf"{ITALIC}([^{ITALIC}{UPRIGHT}\n]+){UPRIGHT}")


@dataclass
class Prepared:
    """Values in TeX, the links found in texts as (url, text), and warnings."""

    fields: dict[str, str]
    links: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def prepare(fields: Mapping[str, str]) -> Prepared:
    """Return the values of an entry, cleaned for the other modules."""
    fields = {name: restore_formulas(tex) for name, tex in fields.items()}
    result = Prepared({name: _clean(name, tex) for name, tex in fields.items()})
    changed = [name for name in fields if fields[name] != result.fields[name]]
    if changed:
        result.warnings.append(
            _("HTML becomes plain text (%(fields)s)") % {"fields": ", ".join(changed)}
        )
    result.links = take_links_out(result.fields)
    for url, text in HREF.findall(result.fields.get("abstract", "")):
        said = shorten(to_plain(text), 80)
        result.warnings.append(
            _('the link %(url)s of "%(text)s" in the abstract is left out')
            % {"url": url, "text": said}
        )
    for name in ("note", "addendum"):
        rest, left_out = remove_program_notes(result.fields.get(name, ""))
        if left_out:
            result.fields[name] = rest
            if not fields.get("doi", "").strip():
                result.fields["doi"] = extract_doi(left_out)
            result.warnings.append(
                _('the note "%(note)s" was written by a program, and is left out')
                % {"note": shorten(left_out, 80)}
            )
    return result


def read_abstract(tex: str) -> tuple[str, list[str]]:
    """Return an abstract as Markdown, escaped so that it shows unchanged, and warnings."""
    text, warnings = cut_to_fit(to_text(tex), LONGEST_ABSTRACT, _("abstract"))
    if len(escape_markdown(text)) > LONGEST:
        text, warnings = cut_to_fit(text, LONGEST // LONGEST_ESCAPE, _("abstract"))
    markdown = _ITALICS.sub(r"*\1*", escape_markdown(text))
    return re.sub(f"[{ITALIC}{UPRIGHT}]", "", markdown), warnings


def _clean(name: str, tex: str) -> str:
    if name in _VERBATIM:
        return clean_verbatim(tex)
    return clean(tex, keeps_italics=name in _HAVE_ITALICS)


def read_plain_field(fields: Mapping[str, str], *names: str) -> str:
    """Return the first of these fields that is not empty, as plain text."""
    return next(filter(None, (to_plain(fields.get(name, "")) for name in names)), "")
