"""A small known cast: papers, authors and talks that tests are about."""

from datetime import UTC, datetime
from typing import Any

from publications.authors.assigning import assign_authors
from publications.authors.index import AuthorIndex
from publications.citations.keys import assign_citation_keys
from publications.models import Author, Authorship, Publication, Venue
from publications.names import author_line
from talks.models import Presentation, Talk

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def author(name: str, **fields: Any) -> Author:
    """Return the author of that name, created if necessary."""
    found = AuthorIndex().find(name)
    if found is None:
        found = Author.from_printed(name, **fields)
        found.full_clean()
        found.save()
    return found


def owner() -> Author:
    """Return Wei Xiong, the owner of the site."""
    return Author.objects.filter(is_owner=True).first() or author("Wei Xiong", is_owner=True)


def paper(
    title: str = "Nash Learning",
    authors: str = "Wei Xiong",
    editors: str = "",
    translators: str = "",
    **fields: Any,
) -> Publication:
    """Return a paper with the authors and editors of author lines; the owner is Wei Xiong."""
    owner()
    line = author_line.read(authors)
    publication = Publication.objects.create(
        title=title, is_alphabetical=line.alphabetical, has_more_authors=line.more, **fields
    )
    index = AuthorIndex()
    lines = zip(Authorship.Role, (authors, editors, translators), strict=True)
    for role, text in lines:
        assign_authors(publication, author_line.read(text), index, role=role)
    assign_citation_keys()
    publication.refresh_from_db(fields=["citation_key"])
    return publication


def venue(short_name: str, kind: str = Venue.Kind.CONFERENCE, **fields: Any) -> Venue:
    """Return a venue, created if necessary."""
    return Venue.objects.get_or_create(short_name=short_name, defaults={"kind": kind, **fields})[0]


def presentation(place: str = "Yale University", **fields: Any) -> Presentation:
    """Create a presentation of a new talk, validate it, and return it as the database has it."""
    made = Presentation(talk=fields.pop("talk", None) or talk(), place=place, **fields)
    made.full_clean()
    made.save()
    return Presentation.objects.select_related("talk").get(pk=made.pk)


def talk(title: str = "Alignment", *given: tuple[str, str], **fields: Any) -> Talk:
    """Return a talk given at places, each with its date: ``("Yale University", "2024.3")``."""
    made = Talk.objects.create(title=title, **fields)
    for place, when in given:
        Presentation.objects.create(talk=made, place=place, when=when)
    return made
