"""Makes one paper of a preprint and its published version, or links the two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models

from common.history.recording import note
from common.ordering.models import renumber
from common.text.search import fold
from common.write_lock import write_lock
from publications.authors.assigning import replace_rows
from publications.merging.pairs import AUTHORS, PEOPLE, Choices, PaperPair
from publications.models import Publication, PublicationLink

_PARTS = ("authorship", "publicationlink", "publicationaward")
MERGE_PERMISSIONS = [
    *("publications.change_publication", "publications.delete_publication"),
    *(f"publications.{action}_{part}" for part in _PARTS for action in ("change", "delete")),
]
# What a field takes along.
_TOGETHER = {
    AUTHORS: ("is_alphabetical", "has_more_authors"),
    "thumbnail": ("thumbnail_alt", "thumbnail_width", "thumbnail_height"),
}


@write_lock()
def merge_papers(pair: PaperPair, choices: Choices) -> Publication:
    """Keep the paper whose URL is chosen, with the chosen values, and delete the other one.

    It gets the links, topics, awards and preprints of both. The other URLs redirect to it.
    """
    kept = choices["slug"]
    gone = pair.get_other(kept)
    _copy_values(kept, gone, choices)
    _choose_people(kept, choices)
    _add_links(kept, gone)
    _add_awards(kept, gone)
    kept.topics.add(*gone.topics.all())
    kept.is_draft = kept.is_draft and gone.is_draft
    kept.is_selected = kept.is_selected or gone.is_selected
    kept.published_at = min(filter(None, (kept.published_at, gone.published_at)), default=None)
    kept.position = pair.published.position
    kept.take_over_slugs(gone)
    others = _move_preprints(kept, gone)
    gone.delete()
    kept.save()
    note([kept, *others])
    return kept


@write_lock()
def link_papers(pair: PaperPair) -> None:
    """Keep both papers, and say that one is the preprint of the other. Raises ValidationError."""
    pair.preprint.published_as = pair.published
    pair.preprint.clean()
    pair.preprint.save()


def _copy_values(kept: Publication, gone: Publication, choices: Choices) -> None:
    for name, paper in choices.items():
        if paper != gone:
            continue
        for one in (name, *_TOGETHER.get(name, ())):
            if one not in {*PEOPLE, "slug"}:
                setattr(kept, one, _get_value(gone, one))


def _choose_people(kept: Publication, choices: Choices) -> None:
    """Give the paper the authors, editors and translators of the paper chosen for each role."""
    rows = [
        row
        for name, role in PEOPLE.items()
        if name in choices
        for row in choices[name].authorships.filter(role=role)
    ]
    for row in rows:
        row.publication = kept
    replace_rows(kept, rows)


def _get_value(paper: Publication, name: str) -> Any:
    value = getattr(paper, name)
    is_file = isinstance(Publication._meta.get_field(name), models.FileField)
    return str(value) if is_file else value


def _add_links(kept: Publication, gone: Publication) -> None:
    """Move the links of one paper behind those of the other, except those that add nothing."""
    known = list(kept.links.all())
    new = [link for link in gone.links.all() if not any(_says(one, link) for one in known)]
    _move(new, kept, known)


def _says(link: PublicationLink, other: PublicationLink) -> bool:
    """Whether a link has everything that another one has."""
    return (
        (link.kind, link.url, link.file.name) == (other.kind, other.url, other.file.name)
        and other.label in {"", link.label}
        and other.note in {"", link.note}
    )


def _add_awards(kept: Publication, gone: Publication) -> None:
    """Move the awards of one paper behind those of the other, except for repeated ones."""
    known = list(kept.awards.all())
    present = {(fold(award.title), award.year) for award in known}
    new = [award for award in gone.awards.all() if (fold(award.title), award.year) not in present]
    _move(new, kept, known)


def _move(rows: Sequence[Any], kept: Publication, known: Sequence[Any]) -> None:
    """Give rows to a paper, behind those that it has."""
    for row in rows:
        row.publication = kept
        row.save()
    renumber([*known, *rows])


def _move_preprints(kept: Publication, gone: Publication) -> list[Publication]:
    """Let one paper be the published version, and have the one, of the other; return preprints."""
    later = (kept.published_as_id, gone.published_as_id)
    kept.published_as_id = next((pk for pk in later if pk not in {kept.pk, gone.pk, None}), None)
    preprints = list(gone.preprints.exclude(pk=kept.pk))
    gone.preprints.exclude(pk=kept.pk).update(published_as=kept)
    if kept.is_own_preprint:
        kept.published_as_id = None
    return preprints
