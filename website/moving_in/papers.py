"""Papers that have a page each, as in academicpages and HugoBlox: their front matter as entries."""

from __future__ import annotations

import glob
import re
from dataclasses import replace

from django.utils.translation import gettext as _

from publications import bibtex
from publications.bibtex import Entry, Refused
from publications.bibtex.links import EntryFile, EntryLink
from publications.names import author_line
from publications.names.author_line import Credit
from publications.sources.readers.cleaning.abstracts import clean_abstract
from publications.sources.readers.cleaning.csl_kinds import MEETINGS, choose_kind
from publications.sources.readers.cleaning.dates import read_date
from publications.sources.readers.cleaning.numbers import read_arxiv_id, read_doi
from publications.sources.readers.cleaning.people import gather, read_whole
from publications.sources.readers.cleaning.venues import choose_venue_kind
from publications.sources.readers.draft import Draft, NoEntryError
from website.moving_in.archive import SiteArchive
from website.moving_in.pages import Page, split_url, to_line
from website.moving_in.site import MovedSite

# The words of both themes for sorts of papers, and HugoBlox's numbers of old, as types of CSL.
_TYPES = {
    "1": "paper-conference",
    "2": "article-journal",
    "4": "report",
    "5": "book",
    "6": "chapter",
    "7": "thesis",
    "8": "patent",
    "books": "book",
    "conferences": "paper-conference",
    "manuscripts": "article-journal",
}
_PREPRINTS = frozenset(("3", "article", "manuscript", "preprint", "preprints"))
# For each name of a link, without "url" around it, a ``PublicationLink.Kind`` and a label.
LINKS = {
    "pdf": ("paper", ""),
    "paper": ("paper", ""),
    "preprint": ("preprint", ""),
    "code": ("code", ""),
    "dataset": ("data", ""),
    "poster": ("poster", ""),
    "slides": ("slides", ""),
    "video": ("video", ""),
    "project": ("project", ""),
    "source": ("other", "Source"),
}
_IN = re.compile(r"^In:?\s+(?=\S)")
_AUTHORS_IN_CITATION = re.compile(r"(?P<names>.+?)[\s,]*(?:[“”\"]|\(?\b(?:19|20)\d\d\b)")
_LONGEST_LABEL = 120
_LONGEST_CITATION = 2000


def add_papers(site: MovedSite, pages: list[Page], own_host: str = "") -> None:
    """Add the papers of pages. Links to ``own_host`` are files of the old site."""
    for number, page in enumerate(pages, start=1):
        try:
            site.entries.append(_read_paper(page, number, site.archive, own_host))
        except NoEntryError as error:
            site.refused.append(Refused(number, page.name, f"{error}.", ""))
        if page.body.strip():
            page.values["text"] = page.body
    site.note_unused(pages)


def _read_paper(page: Page, number: int, archive: SiteArchive, own_host: str) -> Entry:
    """Return the paper of a page; its BibTeX knows more, if there is any.

    Raises NoEntryError if it has no title.
    """
    links, files, arxiv_id = _read_links(page, archive, own_host)
    entry = _read_front_matter(page, number, arxiv_id)
    bib = find_file(archive, page, split_url(page.take_text("bibtexurl")).path or "cite.bib")
    known = bibtex.read(archive.read(bib)).entries[:1] if bib else ()
    if known:
        abstract = known[0].abstract or entry.abstract
        entry = replace(known[0], abstract=abstract, topics=known[0].topics or entry.topics)
    urls = {entry.url, *(link.url for link in entry.links)}
    return replace(
        entry,
        line=number,
        type="",  # it came from no line of a file
        links=(*entry.links, *(link for link in links if link.url not in urls)),
        files=tuple(files),
        is_selected=bool(page.take("featured", "selected")),
        arxiv_id=entry.arxiv_id or arxiv_id,
    )


def _read_front_matter(page: Page, number: int, arxiv_id: str) -> Entry:
    sort = page.take_text("category") or "".join(page.take_list("publication_types")[:1])
    type_ = _TYPES.get(sort, sort)
    venue = _IN.sub("", page.take_text("venue", "publication").replace("*", ""))
    kind = "preprint" if sort in _PREPRINTS else choose_kind(type_, has_container=bool(venue))
    ids = page.take_page("hugoblox").take_page("ids")
    names, notes = _read_names(page)
    date = page.take_text("date")
    when = read_date(date)
    if date and not when:
        notes.append(_('the date "%(date)s" cannot be read') % {"date": date})
    draft = Draft(
        number,
        title=page.take_text("title"),
        authors=gather(map(read_whole, names)),
        kind=kind,
        venue="" if venue.casefold() == "arxiv" else venue,
        venue_kind=choose_venue_kind(kind, venue, at_meeting=type_ in MEETINGS),
        venue_short=_IN.sub("", page.take_text("publication_short").replace("*", "")),
        when=when,
        doi=read_doi(page.take_text("doi") or ids.take_text("doi")),
        arxiv_id=arxiv_id or read_arxiv_id(ids.take_text("arxiv")),
        abstract=clean_abstract(page.take_text("abstract", "excerpt", "summary")),
        topics=page.take_list("tags"),
        warnings=notes,
    )
    entry = draft.finish()
    remarks = page.take("author_notes")
    if isinstance(remarks, list) and len(entry.credits) == len(names):
        credits_ = zip(entry.credits, [*map(to_line, remarks), *names], strict=False)
        entry = replace(entry, credits=tuple(_mark(*pair) for pair in credits_))
    return entry


def _mark(credit: Credit, remark: str) -> Credit:
    word = remark.casefold()
    return replace(credit, equal_contribution="equal" in word, corresponding="correspond" in word)


def _read_names(page: Page) -> tuple[list[str], list[str]]:
    """Return the names of the authors, and a note if there are some that cannot be read."""
    if names := page.take_list("authors"):
        return names, []
    citation = page.take_text("citation")[:_LONGEST_CITATION]
    found = _AUTHORS_IN_CITATION.match(citation)
    if not found:
        return [], []
    try:
        names = [credit.name for credit in author_line.read(found["names"]).credits]
    except author_line.AuthorLineError:
        names = []
    if names and all(" " in name for name in names):
        return names, []
    note = _('the authors of "%(citation)s" cannot be read; add them in the form of the paper')
    return [], [note % {"citation": citation[:200]}]


def _read_links(
    page: Page, archive: SiteArchive, own_host: str
) -> tuple[list[EntryLink], list[EntryFile], str]:
    """Return the links, the files of the old site, and the arXiv id that a link has."""
    links, files, arxiv_id = [], [], ""
    for name, target in _list_targets(page):
        target = f"https://{target}" if target.startswith("www.") else target
        parts = split_url(target)
        if not parts.path.strip("/") and not parts.hostname:  # "#" says that there is none
            continue
        if not parts.scheme or (own_host and parts.hostname == own_host):
            files.append(EntryFile(name, find_file(archive, page, parts.path) or parts.path))
        elif found := read_arxiv_id(target):
            arxiv_id = found
        elif parts.scheme in {"http", "https"}:
            links.append(EntryLink(LINKS.get(name, ("other", ""))[0], target, _label(name)))
    folder, _slash, base = glob.escape(page.name).rpartition("/")
    if base == "index.md":  # HugoBlox shows these without being told
        bundled = archive.find(f"{folder}/featured.*"), archive.find(f"{folder}/*.pdf")
        known = {file.name for file in files}
        for name, found_files in zip(("preview", "pdf"), bundled, strict=True):
            files += [EntryFile(name, one) for one in found_files[:1] if one not in known]
    return links, files, arxiv_id


def _label(name: str) -> str:
    """Return the label of a button, which is empty if its kind says enough."""
    return LINKS[name][1] if name in LINKS else (name[:1].upper() + name[1:])[:_LONGEST_LABEL]


def _list_targets(page: Page) -> list[tuple[str, str]]:
    """Return the links of a page as (name, target): ``url_pdf``, ``paperurl``, ``links``."""
    values = ((name, page.take_text(f"url_{name}", f"{name}url")) for name in LINKS)
    found = [(name, target) for name, target in values if target]
    several = page.take_pages("links")
    listed = ((one.take_text("type", "name") or "link", one.take_text("url")) for one in several)
    return [*found, *(pair for pair in listed if pair[1])]


def find_file(archive: SiteArchive, page: Page, path: str) -> str:
    """Return the path in the archive of a file that a page names; "" if it is not there."""
    here = page.name.rpartition("/")[0]
    path = path.lstrip("/")
    folders = (here, "", "static", "files", "images", "assets/pdf", "assets/img")
    places = (*folders, "assets/img/publication_preview", "assets/media", "static/uploads")
    names = (f"{folder}/{path}".lstrip("/") for folder in places)
    return next((name for name in names if name in archive), "")
