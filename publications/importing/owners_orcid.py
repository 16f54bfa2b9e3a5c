"""The owner's ORCID iD, and the search for what is new in the record."""

from django.core.exceptions import ValidationError

from common.owner import find_owner
from publications.identifiers import strip_orcid, validate_orcid
from publications.models import Author
from publications.sources.recognition import Identifier, Kind
from publications.sources.search import Search


def find_owners_orcid() -> str:
    """Return the iD of the author who is the owner, else the one that the profile links to."""
    author = Author.objects.filter(is_owner=True).only("orcid").first()
    orcid = (author.orcid if author else "") or strip_orcid(find_owner().orcid_url)
    try:
        validate_orcid(orcid)
    except ValidationError:
        return ""
    return orcid


def start_search(orcid: str) -> Search:
    """Return the search for the works of a record that the site neither has nor leaves out."""
    search = Search.for_identifiers([Identifier(Kind.ORCID, orcid)])
    search.only_new = True
    return search
