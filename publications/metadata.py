"""Machine-readable metadata of a paper: tags for Google Scholar and Zotero, and schema.org data.

The tags are those of Highwire Press, as requested by Google Scholar's inclusion guidelines for
webmasters (scholar.google.com/intl/en/scholar/inclusion.html).
"""

import re
from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from common.metadata import Data, make_person_id
from common.text.markdown import render_plain
from common.text.plain_math import write_in_unicode
from common.urls.site_url import Absolute
from publications.citations import Citation, cite
from publications.identifiers import make_arxiv_url, make_doi_url
from publications.models import Authorship, Publication, Venue
from publications.models.bylines import write_names
from publications.models.choices import Role

Kind, Status = Publication.Kind, Publication.Status
MEETINGS = {Venue.Kind.CONFERENCE, Venue.Kind.WORKSHOP}
PAGES = re.compile(r"\s*([^\s,–—-]+)(?:\s*[–—-]+\s*([^\s,–—-]+))?\s*")

TYPES = {
    Kind.ARTICLE: "ScholarlyArticle",
    Kind.PREPRINT: "ScholarlyArticle",
    Kind.BOOK: "Book",
    Kind.PROCEEDINGS: "Book",
    Kind.MASTER_THESIS: "Thesis",
    Kind.PHD_THESIS: "Thesis",
    Kind.CHAPTER: "Chapter",
    Kind.REVIEW: "ScholarlyArticle",
    Kind.TRANSLATION: "CreativeWork",
    Kind.POSTER: "Poster",
    Kind.REPORT: "Report",
    Kind.PATENT: "CreativeWork",
    Kind.DATASET: "Dataset",
    Kind.SOFTWARE: "SoftwareSourceCode",
    Kind.OTHER: "CreativeWork",
}


def find_pdf_url(paper: Publication) -> str:
    """Return the URL of the PDF on this site, or else on arXiv; empty if there is neither.

    Google Scholar only accepts a PDF in the same folder as the page about it.
    """
    if paper.hosted_pdf:
        return reverse("publications:pdf", kwargs={"slug": paper.slug})
    return make_arxiv_url(paper.arxiv_id, "pdf")


def build_highwire_tags(paper: Publication, absolute: Absolute) -> list[tuple[str, str]]:
    """Return the name and content of each tag, without empty ones.

    A paper in preparation has no tags, as there is nothing to find or cite yet.
    """
    if paper.is_draft or paper.status == Status.IN_PREPARATION:
        return []
    tags = [
        ("citation_title", write_in_unicode(paper.title)),
        *(("citation_author", _format_family_first(row)) for row in paper.list_rows(Role.AUTHOR)),
        *(("citation_editor", _format_family_first(row)) for row in paper.list_rows(Role.EDITOR)),
        ("citation_publication_date", _format_date(paper).replace("-", "/")),
        *(_build_venue_tags(paper) if paper.has_appeared else ()),
        ("citation_doi", paper.doi),
        ("citation_arxiv_id", paper.arxiv_id),
        ("citation_abstract", render_plain(paper.abstract)),
        *(("citation_keywords", topic.name) for topic in paper.topics.all()),
        ("citation_abstract_html_url", absolute(paper.get_absolute_url())),
    ]
    if pdf := find_pdf_url(paper):
        tags.append(("citation_pdf_url", absolute(pdf)))
    return [(name, content) for name, content in tags if content]


def _format_family_first(authorship: Authorship) -> str:
    """Return the name as this paper prints it, family name first: "van Beethoven, Ludwig".

    Only one comma is added, as programs split the name at the first one. A group is not split.
    """
    name = authorship.name
    given = " ".join(filter(None, [name.given, name.suffix]))
    return ", ".join(filter(None, [name.family, given]))


def _format_date(paper: Publication) -> str:
    """Return the date in ISO format, only as precise as is certain: "2023-05", "2023"."""
    return (paper.when.iso or str(paper.when.year or "")) if paper.when else ""


def _build_venue_tags(paper: Publication) -> Iterator[tuple[str, str]]:
    """Yield where a paper appeared."""
    citation = cite(paper)
    is_report = paper.kind == Kind.REPORT
    kind = "technical_report" if is_report else "dissertation"
    yield _choose_container_tag(paper), citation.container
    yield "citation_journal_abbrev", citation.venue_iso4
    yield f"citation_{kind}_institution", citation.institution_name
    yield "citation_publisher", citation.publisher_name
    yield "citation_series_title", citation.series_title
    yield "citation_isbn", citation.isbn
    yield "citation_issn", citation.issn
    yield "citation_volume", citation.volume
    yield "citation_issue", citation.number
    number = "technical_report" if is_report else "patent"
    if is_report or paper.kind == Kind.PATENT:
        yield f"citation_{number}_number", citation.report_number
    if pages := PAGES.fullmatch(paper.pages or paper.article_number):
        yield "citation_firstpage", pages[1]
        yield "citation_lastpage", pages[2] or ""


def _choose_container_tag(paper: Publication) -> str:
    venue_kind = paper.venue.kind if paper.venue else ""
    if paper.kind == Kind.CHAPTER or venue_kind == Venue.Kind.BOOK:
        return "citation_inbook_title"
    return "citation_conference_title" if venue_kind in MEETINGS else "citation_journal_title"


def describe_paper(paper: Publication, absolute: Absolute) -> Data:
    """Describe a paper in schema.org's vocabulary."""
    title, pdf = write_in_unicode(paper.title), find_pdf_url(paper)
    url = absolute(paper.get_absolute_url())
    later: Any = paper.published_as
    later = later if later and not later.is_draft else None
    return {
        "@type": TYPES[Kind(paper.kind)],
        "@id": url,
        "url": url,
        "name": title,
        "headline": title,
        "author": _describe_people(paper, Role.AUTHOR, absolute),
        "translator": _describe_people(paper, Role.TRANSLATOR, absolute),
        "creditText": write_names(paper.leading_names, more=True) if paper.has_more_authors else "",
        "datePublished": _format_date(paper),
        "dateModified": paper.changed_at.isoformat(),
        "creativeWorkStatus": paper.get_status_display(),
        "abstract": render_plain(paper.abstract),
        "description": render_plain(paper.summary),
        "keywords": [topic.name for topic in paper.topics.all()],
        **_describe_place(paper, absolute),
        "pagination": paper.pages or paper.article_number,
        "award": [str(award) for award in paper.awards_in_order],
        "license": paper.licence_url,
        "isAccessibleForFree": paper.is_open_access and not paper.is_draft,
        "exampleOfWork": {"@id": absolute(later.get_absolute_url())} if later else {},
        "identifier": [
            {"@type": "PropertyValue", "propertyID": scheme, "value": value}
            for scheme, value in (("DOI", paper.doi), ("arXiv", paper.arxiv_id))
            if value
        ],
        "sameAs": [make_doi_url(paper.doi), make_arxiv_url(paper.arxiv_id)],
        "encoding": {
            "@type": "MediaObject",
            "contentUrl": absolute(pdf) if pdf else "",
            "encodingFormat": "application/pdf" if pdf else "",
        },
    }


def _describe_people(paper: Publication, role: Role, absolute: Absolute) -> list[Data]:
    return [_describe_author(row, absolute) for row in paper.list_rows(role)]


def _describe_author(authorship: Authorship, absolute: Absolute) -> Data:
    author = authorship.author
    identity = f"https://orcid.org/{author.orcid}" if author.orcid else ""
    if author.is_group:
        name = authorship.printed_name
        return {"@type": "Organization", "name": name, "url": author.homepage, "sameAs": identity}
    return {
        "@type": "Person",
        "@id": make_person_id(absolute) if author.is_owner else "",
        "name": authorship.printed_name,
        "givenName": author.given_name,
        "familyName": author.family_name,
        "url": author.homepage or (absolute(reverse("home")) if author.is_owner else ""),
        "sameAs": identity,
    }


def _describe_place(paper: Publication, absolute: Absolute) -> Data:
    """Return who published the paper, and what contains it.

    That is the issue, inside the volume, inside the journal; or the book, with its editors.
    """
    editors = _describe_people(paper, Role.EDITOR, absolute)
    if not paper.has_appeared:
        return {"editor": editors}
    citation = cite(paper)
    publisher: Data = {
        "@type": "Organization",
        "name": citation.publisher_name,
        "location": citation.place if citation.publisher_name else "",
    }
    institution = {"@type": "Organization", "name": citation.institution_name}
    series: Data = {"@type": "BookSeries", "name": citation.series_title}
    said: Data = {"sourceOrganization": institution}
    if citation.report_number:
        said["reportNumber" if paper.kind == Kind.REPORT else "alternateName"] = (
            citation.report_number
        )
    if paper.venue is None or not citation.container:
        said |= {"bookEdition": citation.edition, "isbn": citation.isbn, "isPartOf": series}
        return said | {"editor": editors, "publisher": publisher}
    whole = _describe_container(paper, citation)
    if whole["@type"] == "Periodical":
        said |= {"isbn": citation.isbn, "editor": editors}
    else:
        whole |= {"isbn": citation.isbn, "editor": editors, "isPartOf": series}
    whole["publisher"] = publisher
    return said | {"isPartOf": _put_in_issue(whole, citation)}


def _describe_container(paper: Publication, citation: Citation) -> Data:
    """Return the journal, book or conference that contains a paper."""
    kind = paper.venue.kind if paper.venue else ""
    is_book = kind == Venue.Kind.BOOK or paper.kind == Kind.CHAPTER
    is_journal = kind == Venue.Kind.JOURNAL
    return {
        "@type": "Periodical" if is_journal else "Book" if is_book else "CreativeWork",
        "name": citation.container,
        "alternateName": citation.venue_iso4,
        "url": paper.venue.url if paper.venue else "",
        "issn": citation.issn,
        "bookEdition": citation.edition if is_book else "",
    }


def _put_in_issue(whole: Data, citation: Citation) -> Data:
    for kind, key, number in (
        ("PublicationVolume", "volumeNumber", citation.volume),
        ("PublicationIssue", "issueNumber", citation.number),
    ):
        if number:
            whole = {"@type": kind, key: number, "isPartOf": whole}
    return whole
