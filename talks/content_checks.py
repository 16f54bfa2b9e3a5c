"""Checks for missing information about talks."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from common.content_checks import EditLink, Finding, edit_links_to
from talks.models import Presentation, Talk


def find_findings() -> Iterator[Finding]:
    """Yield missing information about published talks, and all drafts, with three queries.

    A missing location is not reported, as the place is required and says enough.
    """
    talks = Talk.objects.published()
    yield Finding(
        edit_links_to(talks.filter(presentations=None), part="presentations-group"),
        one=_("does not say where it was given"),
        many=_("talks do not say where they were given"),
    )
    undated = Presentation.objects.published().filter(when="").select_related("talk")
    yield Finding(
        [
            EditLink.of(
                row.talk, "presentations-group", note=_("at %(place)s") % {"place": row.place}
            )
            for row in undated
        ],
        one=_("has no date"),
        many=_("presentations have no date"),
    )
    yield Finding(
        edit_links_to(Talk.objects.filter(is_draft=True)),
        one=_("is a draft of a talk: only editors see it"),
        many=_("talks are drafts: only editors see them"),
        is_hint=True,
    )
