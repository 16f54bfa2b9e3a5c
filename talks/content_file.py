"""Talks in the content file."""

from typing import Any

from common.content_file.rows import Place, Rows, Run, Table
from common.urls.slug_history import taken_from
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


def load_talks(tables: list[Any], run: Run) -> None:
    """Read ``[[talks]]``."""
    known = {talk.slug: talk for talk in Talk.objects.prefetch_related(*CHILDREN)}
    seen: dict[str, int] = {}
    for number, table in enumerate(tables, start=1):
        place = Place("talks", number)
        values = TALKS.read(table, place, run)
        if values is None or not TALKS.read_slug(values, place, run, seen):
            continue
        talk = taken_from(known, (values["slug"], *values["former_slugs"])) or Talk()
        created = talk._state.adding
        changed = TALKS.apply(talk, values, place, run)
        if changed is None:
            continue
        parts = {
            relation
            for relation, rows in CHILDREN.items()
            if rows.load_children(table.get(relation, []), talk, relation, place, run)
        }
        if parts:
            talk.note_change()
        changed |= parts
        run.note("talks", talk, created=created, changed=changed)


def dump_talks() -> list[Table]:
    """Return all talks, drafts too."""
    return [_dump_talk(talk) for talk in Talk.objects.prefetch_related(*CHILDREN)]


def _dump_talk(talk: Talk) -> Table:
    table = TALKS.dump(talk)
    for relation, rows in CHILDREN.items():
        if children := [rows.dump(row) for row in getattr(talk, relation).all()]:
            table[relation] = children
    return table
