"""Lists the fields of an entry that the site cannot store, so that nothing is lost silently."""

import re
from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publications.bibtex.identifiers import AVAILABLE, URL, is_arxiv
from publications.bibtex.links import FIELDS as LINKS
from publications.bibtex.notes import says_when_looked_at
from publications.bibtex.people.annotations import is_understood
from publications.bibtex.text.latex import to_plain, to_verbatim

# Plain names of the fields that readers of a reference would miss.
_WORDS = {
    "publisher": gettext_lazy("publisher"),
    "edition": gettext_lazy("edition"),
    "series": gettext_lazy("series"),
    "chapter": gettext_lazy("chapter"),
    **dict.fromkeys(("address", "location", "place", "venue"), gettext_lazy("place")),
    **dict.fromkeys(("editor", "editors"), gettext_lazy("editors")),
    "isbn": gettext_lazy("ISBN"),
    "issn": gettext_lazy("ISSN"),
    "pmid": gettext_lazy("PubMed id"),
    "pmcid": gettext_lazy("PubMed Central id"),
    "institution": gettext_lazy("institution"),
    "organization": gettext_lazy("organization"),
    "school": gettext_lazy("school"),
    "howpublished": gettext_lazy("way of publishing"),
    "annote": gettext_lazy("annotation"),
    "annotation": gettext_lazy("annotation"),
    "translator": gettext_lazy("translator"),
    "note": gettext_lazy("note"),
    "addendum": gettext_lazy("addendum"),
    "version": gettext_lazy("version"),
    "booktitle": gettext_lazy("book title"),
    "journal": gettext_lazy("journal"),
    "journaltitle": gettext_lazy("journal"),
    "maintitle": gettext_lazy("main title"),
    "booksubtitle": gettext_lazy("book subtitle"),
    "titleaddon": gettext_lazy("title addition"),
    "eventtitle": gettext_lazy("event"),
    "eid": gettext_lazy("article number"),
    "articleno": gettext_lazy("article number"),
    "issue": gettext_lazy("issue"),
    "number": gettext_lazy("number"),
    "volume": gettext_lazy("volume"),
    "pages": gettext_lazy("pages"),
    "award": gettext_lazy("award"),
    "award_name": gettext_lazy("award"),
    "abbr": gettext_lazy("short name"),
    "type": gettext_lazy("type"),
    "eprint": gettext_lazy("eprint"),
    "url": gettext_lazy("link"),
    "ee": gettext_lazy("link"),
    "doi": gettext_lazy("DOI"),
    "isrn": gettext_lazy("ISRN"),
    "reportnumber": gettext_lazy("report number"),
    **dict.fromkeys(("arxiv", "arxivid"), gettext_lazy("arXiv id")),
}
# Fields that other modules read, or that only repeat another field: never listed.
_READ = frozenset(
    (
        *(
            "title",
            "subtitle",
            "author",
            "abstract",
            "year",
            "month",
            "day",
            "date",
            "doi",
            "url",
            "key",
        ),
        *("volume", "pubstate", "crossref", "xdata", "eprinttype", "archiveprefix", "eprintclass"),
        *("primaryclass", "selected", "keywords", "keyword", "collaboration", "preview"),
        *LINKS,
    )
)
# Fields that programs write for their own use. Their names are listed without their values.
_OF_PROGRAMS = re.compile(
    r"timestamp|biburl|bibsource|owner|groups?|file|date-\w+|bdsk-.*|local-url|mendeley-.*|added-at"
    r"|\w*hash|adsurl|adsnote|urldate|lastchecked|__\w+|\w+date|modified|readstatus|ranking"
    r"|priority|langid|language|shorttitle|bibtex_show|dimensions|altmetric|citedby|source"
    r"|google_scholar_id|inspirehep_id|document_type|abbrev_source_title|coden|\w*author\w*|ids"
    r"|references|affiliations?|numpages|pagetotal|issue_date|sort\w+|presort|options|label|slaccitation"
    r"|unique-id|da|researcherid-numbers|orcid-numbers|times-cited|number-of-cited-references"
    r"|usage-count.*|journal-iso|doc-delivery-number|web-of-science.*|keywords-plus|web_url|day"
    r"|copyright|rights|fjournal|mrclass|mrnumber|mrreviewer|zbl|citation-subset|nlm-.*|username"
    r"|x-\w+|nodoi|related\w*|execute|entryset|shorthand|indextitle|reprinttitle|category|tags?",
)
_GENERIC_TYPES = re.compile(
    r"(?:journal|conference) (?:article|paper|proceedings)|article|conference|jour|misc|book"
    r"|book section|other|phdthesis|mathesis|generic|preprint|techreport",
    re.IGNORECASE,
)
_LONGEST_SHOWN = 60


def name_leftovers(
    fields: Mapping[str, str], kept: Collection[str], arxiv_id: str = ""
) -> list[str]:
    """Return warnings about the fields that were not imported; ``kept`` holds imported values."""
    kept = {_remove_punctuation(text) for text in kept if text}
    lost: list[str] = []
    of_programs: list[str] = []
    for name, tex in fields.items():
        text = to_plain(tex)
        if not text or name in _READ or _is_kept(name, text, tex, kept, arxiv_id):
            continue
        if name in _WORDS or not _OF_PROGRAMS.fullmatch(name):
            label = _WORDS.get(name) or _("field %(name)s") % {"name": name}
            lost.append(_("the %(field)s %(text)s") % {"field": label, "text": _quote(text)})
        else:
            of_programs.append(name)
    warnings = []
    if lost:
        warnings.append(
            _("left out, as the site has no field for it: %(fields)s") % {"fields": _join(lost)}
        )
    if of_programs:
        warnings.append(
            _("not needed here and left out: %(fields)s") % {"fields": ", ".join(of_programs)}
        )
    return warnings


def _is_kept(name: str, text: str, tex: str, kept: Collection[str], arxiv_id: str) -> bool:
    """Return whether the imported values already include what this field says."""
    bare = _remove_punctuation(text)
    if bare in kept or (len(bare) > 8 and any(bare in one for one in kept)):
        return True
    if arxiv_id and (is_arxiv(text) or arxiv_id in text):
        return True
    if name == "annotation":
        return is_understood(tex)
    if name == "type":
        return _GENERIC_TYPES.fullmatch(text) is not None
    if name in {"howpublished", "ee"}:
        verbatim = to_verbatim(tex)
        rest = AVAILABLE.sub("", URL.sub("", verbatim)).strip(" .,;:")
        links = [_remove_punctuation(found) for found in URL.findall(verbatim)]
        return says_when_looked_at(rest) and all(
            any(link in one or one in link for one in kept) for link in links
        )
    return False


def _remove_punctuation(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _join(parts: list[str]) -> str:
    if len(parts) == 1:
        return parts[0]
    return _("%(others)s and %(last)s") % {"others": ", ".join(parts[:-1]), "last": parts[-1]}


def _quote(text: str) -> str:
    return f'"{text[:_LONGEST_SHOWN]}…"' if len(text) > _LONGEST_SHOWN else f'"{text}"'
