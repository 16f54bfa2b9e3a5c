"""Papers, their ordered and flagged co-authors, venues and links."""

from publications.models.awards import PublicationAward
from publications.models.imports import Import
from publications.models.left_out import LeftOutWork
from publications.models.links import PublicationLink
from publications.models.people import Author, Authorship
from publications.models.publication import Publication
from publications.models.venues import Topic, Venue

__all__ = [
    "Author",
    "Authorship",
    "Import",
    "LeftOutWork",
    "Publication",
    "PublicationAward",
    "PublicationLink",
    "Topic",
    "Venue",
]
