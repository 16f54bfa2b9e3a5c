"""The versions of the CV: which sections each of them has, and how much of them."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from profile.models import Section
from talks.models import Talk
from website.cv.document import CV
from website.cv.models import CVVariant, SectionKind
from website.cv.papers import PaperGroup, group_papers, sort_papers


@dataclass(frozen=True)
class ChosenSection:
    """A section as one version has it. An empty heading means the default one."""

    kind: SectionKind
    heading: str = ""
    most: int | None = None  # entries
    own: Section | None = None

    @property
    def id(self) -> str:
        """The section's anchor on the page."""
        return self.own.anchor if self.own else str(self.kind)


@dataclass(frozen=True)
class CVVersion:
    """One version of the CV. ``key`` tells it from the others; a variant has a name too."""

    cv: CV
    key: str
    sections: list[ChosenSection]
    name: str = ""
    is_compact: bool = False  # set small, without summaries and descriptions
    only_selected: bool = False  # papers, if the owner selected any
    is_grouped: bool = True  # papers, as the owner wants it
    pages: int | None = None  # at most

    @classmethod
    def full(cls, cv: CV) -> CVVersion:
        hidden = [row for row in cv.all_sections if not row.is_on(short=False)]
        return cls(cv, "full", choose_sections(cv, cv.all_sections, hidden, limited=False))

    @classmethod
    def short(cls, cv: CV) -> CVVersion:
        """Return the version of one page, whose papers are those that the owner selected."""
        hidden = [row for row in cv.all_sections if not row.is_on(short=True)]
        return cls(
            cv,
            "short",
            choose_sections(cv, cv.all_sections, hidden),
            is_compact=True,
            only_selected=True,
            is_grouped=False,
            pages=1,
        )

    @classmethod
    def of(cls, variant: CVVariant, cv: CV) -> CVVersion:
        """Return a variant, which has the sections of the full CV if it names none."""
        # Of rows about the same section, the first counts.
        rows = {(row.kind, row.own_section_id): row for row in reversed(variant.sections.all())}
        named = choose_sections(cv, sorted(rows.values(), key=lambda row: (row.position, row.pk)))
        return cls(
            cv,
            f"variant-{variant.pk}",
            named or cls.full(cv).sections,
            name=variant.name,
            is_compact=variant.is_compact,
            only_selected=variant.only_selected,
            pages=variant.most_pages,
        )

    def heading(self, section: ChosenSection) -> str:
        """Return the owner's heading of a section, or the default one."""
        heading = section.heading or self._make_heading(section)
        if section.kind == SectionKind.PUBLICATIONS and self._has_totals(section):
            return f"{heading} ({len(self.cv.publications)})"
        return heading

    def _make_heading(self, section: ChosenSection) -> str:
        if section.own:
            return section.own.title
        if section.kind == SectionKind.TALKS and (talks := self.cv.talks):
            invited = all(talk.kind == Talk.Kind.INVITED for talk, _presentations in talks)
            return _("Invited talks") if invited else _("Talks")
        return str(section.kind.label)

    def group_papers(self, section: ChosenSection) -> list[PaperGroup]:
        """Return the papers of this version, in groups if the owner wants them."""
        papers = self.cv.list_selected() if self.only_selected else self.cv.publications
        profile = self.cv.profile
        if not self.is_grouped:
            shown = papers[: section.most]
            return [PaperGroup("", list(enumerate(shown, start=1)))] if shown else []
        shown = sort_papers(papers, profile.cv_order)[: section.most]
        return group_papers(shown, profile, totals=self._has_totals(section))

    def _has_totals(self, section: ChosenSection) -> bool:
        """Whether to count the papers. The number of those that fit would mislead."""
        is_whole = section.most is None and self.pages is None and not self.only_selected
        return self.cv.profile.cv_totals and is_whole


def choose_sections(
    cv: CV, rows: Sequence[Any], hidden: Container[Any] = (), *, limited: bool = True
) -> list[ChosenSection]:
    """Return the sections of the rows that are not hidden, in their order.

    A row of the owner's sections is about one of them, or about all that have no row.
    """
    placed = {row.own_section_id for row in rows}
    return [
        ChosenSection(SectionKind(row.kind), row.heading, row.most if limited else None, own)
        for row in rows
        if row not in hidden
        for own in _list_own(cv, row, placed)
    ]


def _list_own(cv: CV, row: Any, placed: set[int | None]) -> list[Section | None]:
    """Return the owner's sections that a row is about; None is any other section."""
    if row.kind != SectionKind.OWN:
        return [None]
    own = cv.lists["sections"]
    if row.own_section_id:
        return [section for section in own if section.pk == row.own_section_id]
    return [section for section in own if section.pk not in placed]
