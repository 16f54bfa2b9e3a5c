"""Reads the JSON with which Europe PMC answers a search for PubMed and PMC ids."""

import re

from django.utils.translation import gettext as _

from publications.sources.readers.answer import Answer, UnreadableError
from publications.sources.readers.cleaning.abstracts import clean_abstract
from publications.sources.readers.cleaning.dates import choose_date, make_date, read_date
from publications.sources.readers.cleaning.json_data import (
    Json,
    get_dict,
    get_dicts,
    get_text,
    get_texts,
    load_json,
    refuse_many,
)
from publications.sources.readers.cleaning.numbers import (
    complete_range,
    read_doi,
    read_isbn,
    read_licence,
    read_number,
    read_pages,
)
from publications.sources.readers.cleaning.people import (
    MOST_PEOPLE,
    Crowd,
    Person,
    gather,
    read_group,
    read_parts,
    read_whole,
)
from publications.sources.readers.cleaning.titles import clean_line, clean_title
from publications.sources.readers.cleaning.venues import choose_venue_kind
from publications.sources.readers.draft import Draft, collect
from publications.sources.readers.nbib import remove_brackets

_KIND_OF_TYPE = {"preprint": "preprint", "book": "book", "book chapter": "chapter"}
_WITHDRAWN = re.compile(r"^retraction in|^retracted publication$", re.IGNORECASE)


def read(data: bytes) -> Answer:
    """Return the papers found. Raises UnreadableError if it is no answer of Europe PMC."""
    value = get_dict(load_json(data))
    found = get_dict(value.get("resultList")).get("result")
    if not isinstance(found, list) and "hitCount" not in value:
        raise UnreadableError(_("This is no answer of Europe PMC."))
    results = get_dicts(found) if found else []
    refuse_many(len(results))
    return collect([_read_result(one, number) for number, one in enumerate(results, start=1)])


def _read_result(result: Json, number: int) -> Draft:
    kinds = [one.lower() for one in get_texts(get_dict(result.get("pubTypeList")).get("pubType"))]
    draft = Draft(number, type=kinds[0] if kinds else "")
    is_preprint = get_text(result.get("source")) == "PPR"
    found = [_KIND_OF_TYPE[one] for one in kinds if one in _KIND_OF_TYPE]
    draft.kind = "preprint" if is_preprint else next(iter(found), "article")
    draft.doi = read_doi(get_text(result.get("doi")))
    draft.title = remove_brackets(clean_title(get_text(result.get("title"))))
    issue = get_dict(result.get("journalInfo"))
    book = get_dict(result.get("bookOrReportDetails"))
    journal = get_dict(issue.get("journal"))
    draft.venue = clean_line(get_text(journal.get("title")))
    draft.venue_kind = choose_venue_kind(draft.kind, draft.venue)
    draft.issns = [get_text(journal.get(name)) for name in ("issn", "essn")]
    draft.add_publisher(clean_line(get_text(book.get("publisher"))))
    draft.isbn = read_isbn(get_texts(book.get("isbn13")) + get_texts(book.get("isbn10")))
    draft.volume = read_number(get_text(issue.get("volume")))
    draft.number = read_number(get_text(issue.get("issue")))
    draft.pages, draft.article_number = read_pages(complete_range(get_text(result.get("pageInfo"))))
    draft.authors = _read_people(result)
    draft.when = _choose_date(result, issue)
    draft.abstract = clean_abstract(get_text(result.get("abstractText")))
    draft.licence = read_licence([get_text(result.get("license"))])
    corrections = get_dicts(get_dict(result.get("commentCorrectionList")).get("commentCorrection"))
    words = [*kinds, *(get_text(one.get("type")) for one in corrections[:100])]
    if any(map(_WITHDRAWN.match, words)):
        draft.doubt = _("This paper was retracted.")
    return draft


def _read_people(result: Json) -> Crowd:
    authors = get_dicts(get_dict(result.get("authorList")).get("author"))[: MOST_PEOPLE + 1]
    if authors:
        return gather(map(_read_person, authors))
    names = get_text(result.get("authorString")).rstrip(".").split(", ")
    return gather(map(read_whole, names[: MOST_PEOPLE + 1]))


def _read_person(author: Json) -> Person | None:
    if group := get_text(author.get("collectiveName")):
        return read_group(group)
    identifier = get_dict(author.get("authorId"))
    is_orcid = get_text(identifier.get("type")).upper() == "ORCID"
    family = get_text(author.get("lastName"))
    given = get_text(author.get("firstName")) or get_text(author.get("initials"))
    orcid = get_text(identifier.get("value")) if is_orcid else ""
    if not family:
        return read_whole(get_text(author.get("fullName")), orcid)
    return read_parts(given, family, get_text(author.get("suffix")), orcid)


def _choose_date(result: Json, issue: Json) -> str:
    year, month = (
        get_text(issue.get("yearOfPublication")),
        get_text(issue.get("monthOfPublication")),
    )
    # Its day is made up where the journal names only the month.
    made_up = read_date(get_text(issue.get("printPublicationDate")))
    in_print = read_date(get_text(issue.get("dateOfPublication"))) or made_up
    others = (
        make_date(year, month),
        read_date(get_text(result.get("firstPublicationDate"))),
        read_date(get_text(result.get("pubYear"))),
    )
    online = read_date(get_text(result.get("electronicPublicationDate")))
    return choose_date(in_print, online, others)
