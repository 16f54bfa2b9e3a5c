"""A preprint and its published version side by side, and what a merge keeps of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from common.dates.cv_date import CVDate
from publications.models import Publication
from publications.models.choices import Role
from publications.names.author_line import AuthorLine, write

AUTHORS = "authors"
# The rows with people, and the role of each.
PEOPLE = {AUTHORS: Role.AUTHOR, "editors": Role.EDITOR, "translators": Role.TRANSLATOR}
# These follow another field, or both papers, and are not chosen one by one.
_NOT_CHOSEN = frozenset(
    (
        *("id", "position", "is_draft", "is_selected", "former_slugs", "published_as"),
        *("is_alphabetical", "has_more_authors", "thumbnail_alt"),
    )
)
# Others know the preprint by them, so they stay if both papers have them.
_STAY = frozenset({"slug", "citation_key", "arxiv_id"})

Choices = Mapping[str, Publication]


def order_versions(one: Publication, other: Publication) -> tuple[Publication, Publication]:
    """Return which of two papers is probably the preprint, and which its published version."""
    if one.published_as_id == other.pk:
        return one, other
    if other.published_as_id == one.pk:
        return other, one
    preprint, published = sorted((one, other), key=_measure_progress)
    return preprint, published


def get_merge_url(one: Publication, other: Publication) -> str:
    """Return the URL of the admin page that shows two papers side by side."""
    keys = [paper.pk for paper in order_versions(one, other)]
    return reverse("admin:publications_publication_merge", args=keys)


def _measure_progress(paper: Publication) -> tuple[int, bool, int, int]:
    stages = list(Publication.Status)
    stage = stages.index(Publication.Status(paper.status))
    return stage, paper.venue_id is not None, paper.year or 0, paper.pk or 0


@dataclass(frozen=True)
class FieldChoice:
    """A field of which one of the two papers' values is kept.

    ``texts`` are the values of the preprint and of the published version, as shown; ``default`` is
    the paper whose value is kept unless the owner chooses the other.
    """

    name: str
    label: str
    papers: tuple[Publication, Publication]
    texts: tuple[str, str]
    default: Publication

    @property
    def is_open(self) -> bool:
        """Whether both papers have a value, and not the same, so that the owner chooses."""
        return all(self.texts) and self.texts[0] != self.texts[1]

    @property
    def columns(self) -> list[tuple[Publication, str, bool]]:
        """Each paper with its value, and whether that one is kept by default."""
        pairs = zip(self.papers, self.texts, strict=True)
        return [(paper, text, paper == self.default) for paper, text in pairs]


@dataclass(frozen=True)
class PaperPair:
    """Two papers that may be one."""

    preprint: Publication
    published: Publication

    @property
    def papers(self) -> tuple[Publication, Publication]:
        return self.preprint, self.published

    def get_other(self, paper: Publication) -> Publication:
        return self.published if paper == self.preprint else self.preprint

    @property
    def public_one(self) -> Publication | None:
        """The paper that visitors see, if the other is a draft."""
        public = [paper for paper in self.papers if not paper.is_draft]
        return public[0] if len(public) == 1 else None

    @property
    def state(self) -> str:
        """What differs once one of the papers was changed."""
        return " ".join(paper.changed_at.isoformat() for paper in self.papers)

    @cached_property
    def fields(self) -> list[FieldChoice]:
        """The fields that at least one of the papers has, in the order of the model."""
        return list(self._list_fields())

    def choose(self, chosen: Mapping[str, str]) -> Choices:
        """Return for each field the paper whose value is kept: the chosen one, or the default."""
        by_key = {str(paper.pk): paper for paper in self.papers}
        return {
            field.name: by_key.get(chosen.get(field.name, ""), field.default)
            if field.is_open
            else field.default
            for field in self.fields
        }

    def _list_fields(self) -> Iterator[FieldChoice]:
        labels = (_("authors"), _("editors"), _("translators"))
        for label, (name, role) in zip(labels, PEOPLE.items(), strict=True):
            yield from self._compare(name, label, lambda p, r=role: _write_people(p, r))
        for column in Publication._meta.concrete_fields:
            if column.editable and not column.generated and column.name not in _NOT_CHOSEN:
                label = str(column.verbose_name)
                yield from self._compare(column.name, label, lambda p, c=column: _write_value(p, c))

    def _compare(self, name: str, label: str, display: Any) -> Iterator[FieldChoice]:
        texts = (display(self.preprint), display(self.published))
        if any(texts):
            default = self._find_default(name, texts)
            yield FieldChoice(name, capfirst(label), self.papers, texts, default)

    def _find_default(self, name: str, texts: tuple[str, str]) -> Publication:
        if name == "slug" and self.published.url_was_public and not self.preprint.url_was_public:
            return self.published
        first, second = texts
        if name in _STAY:
            return self.preprint if first else self.published
        return self.published if second else self.preprint


def _write_people(paper: Publication, role: Role) -> str:
    rows = paper.authorships.filter(role=role).select_related("author")
    credits_ = tuple(row.credit() for row in rows)
    if role == Role.AUTHOR:
        return write(AuthorLine(credits_, paper.is_alphabetical, paper.has_more_authors))
    return write(AuthorLine(credits_))


def _write_value(paper: Publication, column: models.Field[Any, Any]) -> str:
    value = getattr(paper, column.name)
    if column.name == "slug":
        return paper.get_absolute_url()
    if column.choices:
        return str(getattr(paper, f"get_{column.name}_display")())
    return value.display() if isinstance(value, CVDate) else str(value or "")
