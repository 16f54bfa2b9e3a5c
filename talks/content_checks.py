"""What a reader would miss about the talks."""

from collections.abc import Iterator

from common.content_checks import EditLink, Finding, edit_links_to
from talks.models import Presentation, Talk


def findings() -> Iterator[Finding]:
    """Yield what is missing from published talks, and the drafts, in three queries.

    A presentation's place is required and says enough of where it was; a missing location is
    not a fault.
    """
    talks = Talk.objects.published()
    yield Finding(
        edit_links_to(talks.filter(presentations=None), part="presentations-group"),
        one="does not say where it was given",
        many="talks do not say where they were given",
    )
    undated = Presentation.objects.published().filter(when="").select_related("talk")
    yield Finding(
        [EditLink.of(row.talk, "presentations-group", note=f"at {row.place}") for row in undated],
        one="has no date",
        many="presentations have no date",
    )
    yield Finding(
        edit_links_to(Talk.objects.filter(is_draft=True)),
        one="is a draft of a talk: only editors see it",
        many="talks are drafts: only editors see them",
        is_hint=True,
    )
