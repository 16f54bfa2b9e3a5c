"""The JSON file that an exported site's own script searches."""

from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string

from common.text.search import fold
from publications.models import Publication
from publications.templatetags.entries import entry

ENTRY = "publications/_entry.html"


def search_index(request: HttpRequest) -> JsonResponse:
    """Return the search text and the list entry of every paper, in the owner's order."""
    papers = [
        {
            "text": get_search_text(paper),
            "html": render_to_string(ENTRY, entry(paper, level=2)),
        }
        for paper in Publication.objects.published().with_citations()
    ]
    return JsonResponse(papers, safe=False, json_dumps_params={"ensure_ascii": False})


def get_search_text(paper: Publication) -> str:
    """Return everything ``PublicationQuerySet.search`` looks at, without accents or case."""
    authorships = paper.authorships.all()
    labels = [paper.get_kind_display(), paper.get_status_display(), str(paper.year or "")]
    texts = [
        paper.search_text,
        paper.named_venue.search_text if paper.named_venue else "",
        *(row.search_text for row in authorships),
        *(row.author.search_text for row in authorships),
        fold(" ".join(labels)),
    ]
    return "\n".join(filter(None, texts))
