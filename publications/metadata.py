"""Machine-readable metadata of a paper: tags for Google Scholar and Zotero, and schema.org data.

The tags are those of Highwire Press, as requested by Google Scholar's inclusion guidelines for
webmasters (scholar.google.com/intl/en/scholar/inclusion.html).
"""

import re
from collections.abc import Iterator

from django.urls import reverse

from common.metadata import Data, make_person_id
from common.text.markdown import render_plain
from common.text.plain_math import write_in_unicode
from common.urls.site_url import Absolute
from publications.identifiers import make_arxiv_url, make_doi_url
from publications.models import Authorship, Publication, Venue
from publications.models.bylines import write_names

Kind, Status = Publication.Kind, Publication.Status
THESES = {Kind.MASTER_THESIS, Kind.PHD_THESIS}
MEETINGS = {Venue.Kind.CONFERENCE, Venue.Kind.WORKSHOP}
PAGES = re.compile(r"\s*([^\s,–—-]+)(?:\s*[–—-]+\s*([^\s,–—-]+))?\s*")

TYPES = {
    Kind.ARTICLE: "ScholarlyArticle",
    Kind.PREPRINT: "ScholarlyArticle",
    Kind.BOOK: "Book",
    Kind.MASTER_THESIS: "Thesis",
    Kind.PHD_THESIS: "Thesis",
    Kind.CHAPTER: "Chapter",
    Kind.REPORT: "Report",
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


def appeared_in(paper: Publication) -> Venue | None:
    """Return the venue if it has accepted the paper; None if the paper is only submitted."""
    return paper.venue if paper.has_appeared else None


def build_highwire_tags(paper: Publication, absolute: Absolute) -> list[tuple[str, str]]:
    """Return the name and content of each tag, without empty ones.

    A paper in preparation has no tags, as there is nothing to find or cite yet.
    """
    if paper.is_draft or paper.status == Status.IN_PREPARATION:
        return []
    tags = [
        ("citation_title", write_in_unicode(paper.title)),
        *(("citation_author", _format_family_first(row)) for row in paper.authorships.all()),
        ("citation_publication_date", _format_date(paper).replace("-", "/")),
        *_build_venue_tags(paper),
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
    venue = appeared_in(paper)
    if venue is None:
        return
    yield _choose_venue_tag(paper, venue), venue.name or venue.short_name
    is_report = paper.kind == Kind.REPORT
    yield "citation_volume", paper.volume
    yield "citation_technical_report_number" if is_report else "citation_issue", paper.number
    if pages := PAGES.fullmatch(paper.pages):
        yield "citation_firstpage", pages[1]
        yield "citation_lastpage", pages[2] or ""


def _choose_venue_tag(paper: Publication, venue: Venue) -> str:
    if paper.kind in THESES:
        return "citation_dissertation_institution"
    if paper.kind == Kind.REPORT:
        return "citation_technical_report_institution"
    if paper.kind in {Kind.BOOK, Kind.DATASET, Kind.SOFTWARE}:
        return "citation_publisher"
    if paper.kind == Kind.CHAPTER or venue.kind == Venue.Kind.BOOK:
        return "citation_inbook_title"
    return "citation_conference_title" if venue.kind in MEETINGS else "citation_journal_title"


def describe_paper(paper: Publication, absolute: Absolute) -> Data:
    """Describe a paper in schema.org's vocabulary."""
    title, pdf = write_in_unicode(paper.title), find_pdf_url(paper)
    url = absolute(paper.get_absolute_url())
    return {
        "@type": TYPES[Kind(paper.kind)],
        "@id": url,
        "url": url,
        "name": title,
        "headline": title,
        "author": [_describe_author(row, absolute) for row in paper.authorships.all()],
        "creditText": write_names(paper.byline_names, more=True) if paper.has_more_authors else "",
        "datePublished": _format_date(paper),
        "dateModified": paper.changed_at.isoformat(),
        "creativeWorkStatus": paper.get_status_display(),
        "abstract": render_plain(paper.abstract),
        "description": render_plain(paper.summary),
        "keywords": [topic.name for topic in paper.topics.all()],
        **_describe_container(paper),
        "pagination": paper.pages,
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


def _describe_container(paper: Publication) -> Data:
    """Return what contains the paper: the issue, inside the volume, inside the journal."""
    venue = appeared_in(paper)
    if venue is None:
        return {}
    name = venue.name or venue.short_name
    if paper.kind in THESES or paper.kind == Kind.REPORT:
        return {"sourceOrganization": {"@type": "Organization", "name": name}}
    if paper.kind in {Kind.BOOK, Kind.DATASET, Kind.SOFTWARE}:
        return {"publisher": {"@type": "Organization", "name": name}}
    whole_kind = "Periodical" if venue.kind == Venue.Kind.JOURNAL else "CreativeWork"
    whole: Data = {"@type": whole_kind, "name": name, "url": venue.url}
    for kind, key, number in (
        ("PublicationVolume", "volumeNumber", paper.volume),
        ("PublicationIssue", "issueNumber", paper.number),
    ):
        if number:
            whole = {"@type": kind, key: number, "isPartOf": whole}
    return {"isPartOf": whole}
