"""Talks in the content file."""

from typing import Any

from common.content_file.report import FileLocation, LoadReport
from common.content_file.rows import Rows, Table
from common.urls.slug_history import pop_by_slug
from talks.models import Presentation, Talk, TalkLink

TALKS = Rows(
    Talk,
    fields=("title", "slug", "former_slugs", "kind", "abstract", "is_draft"),
    extra=("presentations", "links"),
    required=("title",),
)
CHILDREN = {
    "presentations": Rows(
        Presentation,
        fields=(
            *("place", "host", "when", "start_time", "end_time", "time_zone", "location", "url"),
        ),
        required=("place",),
        identity=("place",),
        carried=("uid", "created_at"),
    ),
    "links": Rows(TalkLink, fields=("kind", "label", "url", "note")),
}


def load_talks(tables: list[Any], report: LoadReport) -> None:
    known = {talk.slug: talk for talk in Talk.objects.prefetch_related(*CHILDREN)}
    seen: dict[str, int] = {}
    for number, table in enumerate(tables, start=1):
        place = FileLocation("talks", number)
        values = TALKS.read(table, place, report)
        if values is None or not TALKS.read_slug(values, place, report, seen):
            continue
        talk = pop_by_slug(known, (values["slug"], *values["former_slugs"])) or Talk()
        created = talk._state.adding
        changed = TALKS.apply(talk, values, place, report)
        if changed is None:
            continue
        parts = {
            relation
            for relation, rows in CHILDREN.items()
            if rows.load_children(table.get(relation, []), talk, relation, place, report)
        }
        if parts:
            talk.note_change()
        changed |= parts
        report.note("talks", talk, created=created, changed=changed)


def dump_talks() -> list[Table]:
    """Return all talks, including drafts."""
    return [_dump_talk(talk) for talk in Talk.objects.prefetch_related(*CHILDREN)]


def _dump_talk(talk: Talk) -> Table:
    table = TALKS.dump(talk)
    for relation, rows in CHILDREN.items():
        if children := [rows.dump(row) for row in getattr(talk, relation).all()]:
            table[relation] = children
    return table
