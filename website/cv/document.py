"""The content of the CV, shared by the page, the PDF and the JSON file."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from profile.models import (
    Award,
    Education,
    Experience,
    Profile,
    ProfileLink,
    Section,
    Service,
    Teaching,
)
from publications.models import Publication
from talks.models import Presentation, Talk
from website.cv.models import CVSection, SectionKind, complete

LISTS: dict[str, type[Model]] = {
    "links": ProfileLink,
    "education": Education,
    "experience": Experience,
    "awards": Award,
    "teaching": Teaching,
    "service": Service,
    "sections": Section,
}


@dataclass(frozen=True)
class ChosenSection:
    """A section as one version of the CV has it. An empty heading means the default one."""

    kind: SectionKind
    heading: str = ""
    most: int | None = None  # entries
    own: Section | None = None

    @property
    def id(self) -> str:
        """The section's anchor on the page."""
        return self.own.anchor if self.own else str(self.kind)


@dataclass(frozen=True)
class CV:
    """The profile, its lists by name, and the published papers and talks."""

    profile: Profile
    lists: dict[str, list[Any]]
    publications: list[Publication]
    talks: list[tuple[Talk, list[Presentation]]]
    all_sections: list[CVSection]

    @classmethod
    def fetch(cls, profile: Profile | None = None) -> CV:
        """Read the CV from the database; the number of queries does not depend on its length."""
        return cls(
            profile=profile or Profile.objects.current(),
            lists={name: list(model._default_manager.all()) for name, model in LISTS.items()},
            publications=Publication.objects.published().list_with_bylines(),
            talks=Presentation.objects.published().list_by_talk(),
            all_sections=complete(list(CVSection.objects.all())),
        )

    def sections(self, *, short: bool = False) -> list[ChosenSection]:
        """Return the sections of the full CV, or of the short one, in the owner's order."""
        rows = [row for row in self.all_sections if row.is_on(short=short)]
        placed = {row.own_section_id for row in self.all_sections}
        return [
            ChosenSection(SectionKind(row.kind), row.heading, row.most if short else None, own)
            for row in rows
            for own in self._list_own_of(row, placed)
        ]

    def _list_own_of(self, row: CVSection, placed: set[int | None]) -> list[Section | None]:
        """Return the owner's sections that a row is about; None is any other section."""
        if row.kind != SectionKind.OWN:
            return [None]
        own = self.lists["sections"]
        if row.own_section_id:
            return [section for section in own if section.pk == row.own_section_id]
        return [section for section in own if section.pk not in placed]

    def heading(self, section: ChosenSection) -> str:
        """Return the owner's heading of a section, or the default one."""
        if section.own:
            return section.heading or section.own.title
        if section.heading:
            return section.heading
        if section.kind == SectionKind.TALKS and self.talks:
            invited = all(talk.kind == Talk.Kind.INVITED for talk, _presentations in self.talks)
            return _("Invited talks") if invited else _("Talks")
        return str(section.kind.label)

    def list_selected(self) -> list[Publication]:
        """Return the papers that the owner selected, or all papers if none is selected."""
        return [paper for paper in self.publications if paper.is_selected] or self.publications

    def group_service(self) -> list[tuple[str, list[Service]]]:
        """Return the service rows by category, in the order in which each category first occurs."""
        service = self.lists["service"]
        order = list(dict.fromkeys(row.category for row in service))
        rows = sorted(service, key=lambda row: order.index(row.category))
        return [(name, list(group)) for name, group in groupby(rows, Service.get_category_display)]
