"""What the copy's own script searches: the text of every paper, and how the list shows it."""

from django.http import HttpRequest, JsonResponse

from common.text.search import fold
from publications.models import Publication
from publications.templatetags.entries import drawn


def search_index(request: HttpRequest) -> JsonResponse:
    """Return ``{"text", "html"}`` of every paper in the owner's order."""
    papers = [
        {"text": text_of(paper), "html": drawn(paper, level=2)}
        for paper in Publication.objects.published().with_bylines()
    ]
    return JsonResponse(papers, safe=False, json_dumps_params={"ensure_ascii": False})


def text_of(paper: Publication) -> str:
    """Return the folded text in which a word is looked for; see ``PublicationQuerySet.search``."""
    authorships = paper.authorships.all()
    labels = [paper.get_kind_display(), paper.get_status_display(), str(paper.year or "")]
    texts = [
        paper.search_text,
        paper.venue.search_text if paper.venue else "",
        *(row.search_text for row in authorships),
        *(row.author.search_text for row in authorships),
        fold(" ".join(labels)),
    ]
    return "\n".join(filter(None, texts))
