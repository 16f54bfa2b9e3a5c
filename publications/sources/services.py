"""The services that Vita asks about papers: their names, URLs and pauses.

``settings.SOURCES`` may name other base URLs, or be None: then nobody is asked.
"""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings


class Service(NamedTuple):
    """A service: its name for the owner, its URL, and the seconds between two requests to it."""

    name: str
    url: str
    pause: float = 1


SERVICES = {
    "doi": Service("doi.org", "https://doi.org"),
    "crossref": Service("Crossref", "https://api.crossref.org"),
    "datacite": Service("DataCite", "https://api.datacite.org"),
    "arxiv": Service("arXiv", "https://export.arxiv.org", pause=3),
    "orcid": Service("ORCID", "https://pub.orcid.org"),
    "europepmc": Service("Europe PMC", "https://www.ebi.ac.uk/europepmc/webservices/rest"),
    "inspire": Service("INSPIRE", "https://inspirehep.net"),
    "openalex": Service("OpenAlex", "https://api.openalex.org"),
    "semanticscholar": Service("Semantic Scholar", "https://api.semanticscholar.org"),
}


def find_service(key: str) -> Service:
    """Return a service, with the base URL that the settings name for it."""
    service = SERVICES[key]
    other: str = (settings.SOURCES or {}).get(key, "")
    return service._replace(url=other.rstrip("/")) if other else service


def has_own_url(key: str) -> bool:
    """Return whether the operator of the site has chosen the URL of a service."""
    return key in (settings.SOURCES or {})


def is_turned_off() -> bool:
    return settings.SOURCES is None
