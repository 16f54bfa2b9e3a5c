"""Reads PubMed's XML: the answers of NCBI's efetch, and files saved as XML."""

from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from publications.sources.readers.answer import Answer, UnreadableError
from publications.sources.readers.cleaning.abstracts import clean_abstract
from publications.sources.readers.cleaning.dates import make_date, read_date
from publications.sources.readers.cleaning.json_data import refuse_many
from publications.sources.readers.cleaning.numbers import (
    complete_range,
    read_doi,
    read_number,
    read_pages,
)
from publications.sources.readers.cleaning.people import (
    MOST_PEOPLE,
    Person,
    gather,
    read_group,
    read_parts,
)
from publications.sources.readers.cleaning.titles import clean_line, clean_title
from publications.sources.readers.cleaning.venues import choose_venue_kind
from publications.sources.readers.cleaning.xml_data import get_child_text, parse_xml, write_inner
from publications.sources.readers.draft import Draft, collect
from publications.sources.readers.nbib import choose_kind, remove_brackets

_WITHDRAWN = "RetractionIn"


def read(data: bytes) -> Answer:
    """Return the papers of a document. Raises UnreadableError if it is none of PubMed's."""
    root = parse_xml(data)
    articles = list(root.iter("MedlineCitation"))
    if not articles and root.tag != "PubmedArticleSet":
        raise UnreadableError(_("This is no XML of PubMed."))
    refuse_many(len(articles))
    return collect([_read_citation(one, number) for number, one in enumerate(articles, start=1)])


def _read_citation(citation: Element, number: int) -> Draft:
    article = citation.find("Article")
    if article is None:
        return Draft(number)
    issue = _find(article, "Journal/JournalIssue")
    kinds = [(one.text or "").lower() for one in article.iter("PublicationType")]
    draft = Draft(number, type=kinds[0] if kinds else "", kind=choose_kind(kinds))
    draft.title = remove_brackets(clean_title(write_inner(_find(article, "ArticleTitle"))))
    draft.title = draft.title or clean_title(write_inner(_find(article, "VernacularTitle")))
    authors = _find(article, "AuthorList").findall("Author")[: MOST_PEOPLE + 1]
    draft.authors = gather(map(_read_author, authors))
    draft.venue = clean_line(get_child_text(_find(article, "Journal"), "Title", "ISOAbbreviation"))
    draft.venue_kind = choose_venue_kind(draft.kind, draft.venue)
    draft.issns = [get_child_text(_find(article, "Journal"), "ISSN")]
    draft.volume = read_number(get_child_text(issue, "Volume"))
    draft.number = read_number(get_child_text(issue, "Issue"))
    draft.when = _read_date(_find(issue, "PubDate")) or _read_date(_find(article, "ArticleDate"))
    pages = get_child_text(_find(article, "Pagination"), "MedlinePgn", "StartPage")
    draft.pages, draft.article_number = read_pages(complete_range(pages))
    dois = [one for one in article.findall("ELocationID") if one.get("EIdType") == "doi"]
    draft.doi = next((read_doi(one.text or "") for one in dois), "")
    draft.abstract = _read_abstract(_find(article, "Abstract"))
    corrections = citation.iter("CommentsCorrections")
    if "retracted publication" in kinds or any(
        one.get("RefType") == _WITHDRAWN for one in corrections
    ):
        draft.doubt = _("This paper was retracted.")
    return draft


def _find(element: Element, path: str) -> Element:
    """Return a part of an element, or an empty element."""
    found = element.find(path)
    return Element("none") if found is None else found


def _read_author(author: Element) -> Person | None:
    if group := get_child_text(author, "CollectiveName"):
        return read_group(group)
    ids = [one.text or "" for one in author.findall("Identifier") if one.get("Source") == "ORCID"]
    given = get_child_text(author, "ForeName", "Initials")
    family, suffix = get_child_text(author, "LastName"), get_child_text(author, "Suffix")
    return read_parts(given, family, suffix, ids[0] if ids else "")


def _read_date(date: Element) -> str:
    if text := get_child_text(date, "MedlineDate"):
        return read_date(text)
    month = get_child_text(date, "Month", "Season")
    return make_date(get_child_text(date, "Year"), month, get_child_text(date, "Day"))


def _read_abstract(abstract: Element) -> str:
    parts = []
    for part in abstract.findall("AbstractText"):
        label = part.get("Label", "").capitalize()
        heading = f"<title>{label}</title>" if label and label != "Unlabelled" else ""
        parts.append(f"<p>{heading}{write_inner(part)}</p>")
    return clean_abstract("".join(parts))
