"""Reads DataCite JSON: flat, as doi.org answers, or one or many records of its REST API."""

import re
from typing import Any

from django.utils.translation import gettext as _

from publications.bibtex.kinds import read_degree
from publications.sources.readers.answer import Answer, UnreadableError
from publications.sources.readers.cleaning.abstracts import clean_abstract
from publications.sources.readers.cleaning.dates import read_date
from publications.sources.readers.cleaning.json_data import (
    Json,
    get_dict,
    get_dicts,
    get_text,
    load_json,
    refuse_many,
)
from publications.sources.readers.cleaning.numbers import (
    read_arxiv_id,
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
    split_people,
)
from publications.sources.readers.cleaning.titles import add_subtitle, clean_line, clean_title
from publications.sources.readers.cleaning.venues import choose_venue_kind
from publications.sources.readers.draft import Draft, collect

_KINDS = {
    **dict.fromkeys(("journalarticle", "datapaper"), "article"),
    "conferencepaper": "article",
    "preprint": "preprint",
    "bookchapter": "chapter",
    **dict.fromkeys(("book", "journal"), "book"),
    "conferenceproceeding": "proceedings",
    **dict.fromkeys(("report", "outputmanagementplan"), "report"),
    "dataset": "dataset",
    **dict.fromkeys(("software", "computationalnotebook", "workflow"), "software"),
    "poster": "poster",
}
# What the free text in ``resourceType`` means, if the general type is "Text".
_KINDS_OF_TEXT = {
    re.compile(r"thesis|dissertation|diplom|doctora", re.IGNORECASE): "thesis",
    re.compile(r"preprint", re.IGNORECASE): "preprint",
    re.compile(r"working ?paper|report", re.IGNORECASE): "report",
    re.compile(r"poster", re.IGNORECASE): "poster",
    re.compile(r"chapter|book ?section|book ?part", re.IGNORECASE): "chapter",
    re.compile(r"conference ?proceedings|proceedings$", re.IGNORECASE): "proceedings",
    re.compile(r"article|journal|conference|proceeding", re.IGNORECASE): "article",
    re.compile(r"book|monograph", re.IGNORECASE): "book",
}
_MEETING = re.compile(r"conference|proceeding", re.IGNORECASE)
# "GMS Medizin; 15(1-2):Doc10", a container that holds more than its name.
_CROWDED = re.compile(
    r"(?P<name>[^;]+);\s*(?P<volume>\d+)(?:\((?P<number>[^()]*)\))?:\s*(?P<page>\S+)"
)


def read(data: bytes) -> Answer:
    """Return the papers of an answer. Raises UnreadableError if it is none of DataCite's."""
    value = load_json(data)
    found = value.get("data", value) if isinstance(value, dict) else value
    records = [get_dict(one.get("attributes", one)) for one in get_dicts(found)]
    is_answer = isinstance(value, dict) and isinstance(value.get("data"), list)
    records = [one for one in records if "titles" in one or "creators" in one]
    if not records and not is_answer:
        raise UnreadableError(_("This is no answer of DataCite."))
    refuse_many(len(records))
    return collect([_read_record(one, number) for number, one in enumerate(records, start=1)])


def _read_record(record: Json, number: int) -> Draft:
    types = get_dict(record.get("types"))
    general, special = (get_text(types.get(key)) for key in ("resourceTypeGeneral", "resourceType"))
    draft = Draft(number, type=special or general)
    draft.doi = read_doi(get_text(record.get("doi")) or get_text(record.get("id")))
    draft.arxiv_id = read_arxiv_id(draft.doi)
    if draft.arxiv_id:
        draft.doi = ""
    _choose_kind(draft, general, special)
    draft.title = _read_title(record, draft)
    related = _find_related_item(record)
    publisher = clean_line(
        get_text(record.get("publisher")) or get_text(get_dict(record.get("publisher")).get("name"))
    ).rstrip(" ,;")
    _read_venue(draft, record, related)
    at_meeting = _MEETING.search(f"{general} {special}") is not None
    draft.venue_kind = choose_venue_kind(draft.kind, draft.venue, at_meeting=at_meeting)
    of_book = clean_line(get_text(related.get("publisher")))
    draft.add_publisher(of_book or publisher, draft.institution)
    draft.authors = _read_people(record.get("creators"), publisher)
    contributors = get_dicts(record.get("contributors"))
    draft.editors = _read_people(
        [one for one in contributors if get_text(one.get("contributorType")) == "Editor"]
    )
    draft.when = _choose_date(record, related, draft)
    rights = get_dicts(record.get("rightsList"))[:10]
    names = ("rightsIdentifier", "rightsUri")
    draft.licence = read_licence([get_text(one.get(name)) for one in rights for name in names])
    draft.abstract = _read_abstract(record)
    _read_relations(draft, record)
    return draft


def _read_abstract(record: Json) -> str:
    descriptions = get_dicts(record.get("descriptions"))
    abstracts = (one for one in descriptions if one.get("descriptionType") == "Abstract")
    return clean_abstract(get_text(next(abstracts, {}).get("description")))


def _choose_kind(draft: Draft, general: str, special: str) -> None:
    kind = _KINDS.get(general.lower(), "other")
    if general.lower() == "dissertation":
        kind = "thesis"
    elif general.lower() in {"text", ""}:
        found = (kind for pattern, kind in _KINDS_OF_TEXT.items() if pattern.search(special))
        kind = next(found, "other")
    draft.is_thesis = kind == "thesis"
    if draft.is_thesis:
        kind = read_degree(special) or "other"
        if special.lower() in {"dissertation", "thesis"} or kind == "other":
            draft.warnings.append(_("the kind of thesis is not certain"))
    draft.kind = kind


def _read_title(record: Json, draft: Draft) -> str:
    titles = get_dicts(record.get("titles"))[:20]
    by_type = [(get_text(one.get("titleType")), get_text(one.get("title"))) for one in titles]
    main = next((title for kind, title in by_type if not kind and title), "")
    main = main or next((title for kind, title in by_type if kind != "Subtitle" and title), "")
    subtitle = next((title for kind, title in by_type if kind == "Subtitle"), "")
    return add_subtitle(clean_title(main), clean_title(subtitle), draft.doi)


def _find_related_item(record: Json) -> Json:
    items = get_dicts(record.get("relatedItems"))
    return next((one for one in items if one.get("relationType") == "IsPublishedIn"), {})


def _read_venue(draft: Draft, record: Json, related: Json) -> None:
    """Find the book or journal, its volume and the pages."""
    container = get_dict(record.get("container"))
    name = clean_line(get_text(next(iter(get_dicts(related.get("titles"))), {}).get("title")))
    source = related
    if not name and get_text(container.get("type")) != "DataRepository":
        name, source = clean_line(get_text(container.get("title"))), container
    is_part = draft.kind in {"article", "chapter", "review", "other"}
    if found := _CROWDED.fullmatch(name):
        name = found["name"].strip()
        source = {"volume": found["volume"], "issue": found["number"], "firstPage": found["page"]}
    draft.venue = name
    if draft.is_thesis:
        draft.institution, draft.venue = name, ""
    if is_part and name:
        first, last = get_text(source.get("firstPage")), get_text(source.get("lastPage"))
        draft.volume = read_number(get_text(source.get("volume")))
        draft.number = read_number(get_text(source.get("issue")))
        pages = f"{first}-{last}" if last else first
        draft.pages, draft.article_number = read_pages(pages)


def _choose_date(record: Json, related: Json, draft: Draft) -> str:
    given: dict[str, str] = {}
    for one in get_dicts(record.get("dates"))[:50]:
        given.setdefault(get_text(one.get("dateType")), get_text(one.get("date")))
    dates = {kind: read_date(text.partition("/")[0]) for kind, text in given.items()}
    year = get_text(record.get("publicationYear"))
    if draft.arxiv_id and dates.get("Submitted"):
        return dates["Submitted"]
    issued = dates.get("Issued") or read_date(year)
    if draft.kind in {"chapter", "article"} and (
        read_date(get_text(related.get("publicationYear")))
    ):
        in_book = read_date(get_text(related.get("publicationYear")))
        return issued if issued[:4] == in_book else in_book
    if len(issued) == 4:
        for kind in ("Available", "Published"):
            if dates.get(kind, "")[:4] == issued:
                return dates[kind]
    if not issued and re.fullmatch(r"\d{4}", given.get("Issued", year)):
        clause = _("the year %(year)s is in the future, and is left out")
        draft.warnings.append(clause % {"year": given.get("Issued", year)})
    return issued


def _read_people(value: Any, *others: str) -> Crowd:
    people: list[Person | None] = []
    notes: list[str] = []
    for one in get_dicts(value)[: MOST_PEOPLE + 1]:
        names, note = split_people(get_text(one.get("name")))
        if len(names) > 1:
            people += map(read_whole, names[: MOST_PEOPLE + 1])
            notes.append(note)
        else:
            people.append(_read_person(one))
    crowd = gather(people[: MOST_PEOPLE + 1], *others)
    return Crowd(crowd.people, crowd.more, (*notes, *crowd.notes))


def _read_person(one: Json) -> Person | None:
    name, kind = get_text(one.get("name")), get_text(one.get("nameType"))
    family, given = get_text(one.get("familyName")), get_text(one.get("givenName"))
    orcids = (
        get_text(identifier.get("nameIdentifier"))
        for identifier in get_dicts(one.get("nameIdentifiers"))[:10]
        if "orcid" in get_text(identifier.get("nameIdentifierScheme")).lower()
    )
    orcid = next(orcids, "")
    if kind == "Organizational":
        return read_group(name)
    if family:
        return read_parts(given, family, orcid=orcid)
    return read_whole(name, orcid)


def _read_relations(draft: Draft, record: Json) -> None:
    """Read the ISBN, the published version, and the versions of a dataset or program."""
    isbns = []
    for one in get_dicts(record.get("relatedIdentifiers"))[:200]:
        relation, kind = (
            get_text(one.get("relationType")),
            get_text(one.get("relatedIdentifierType")),
        )
        identifier = get_text(one.get("relatedIdentifier"))
        if kind == "ISBN" and relation in {"IsIdenticalTo", "IsPublishedIn", "IsPartOf"}:
            isbns.append(identifier)
        doi = read_doi(identifier) if kind == "DOI" else ""
        if relation == "IsVersionOf" and doi:
            clause = _("it is a version of %(doi)s, which stands for all versions")
            draft.warnings.append(clause % {"doi": doi})
        elif relation == "IsPreprintOf" or (
            relation == "IsPreviousVersionOf" and draft.kind == "preprint"
        ):
            draft.published_as = draft.published_as or doi
    draft.isbn = read_isbn(isbns)
