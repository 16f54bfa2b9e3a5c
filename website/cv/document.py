"""The content of the CV, shared by all its versions: pages, PDFs and the JSON file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from django.db.models import Model

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
from website.cv.models import CVSection, complete

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
class CV:
    """The profile, its lists by name, and the published papers and talks."""

    profile: Profile
    lists: dict[str, list[Any]]
    publications: list[Publication]
    talks: list[tuple[Talk, list[Presentation]]]

    @classmethod
    def fetch(cls, profile: Profile | None = None) -> CV:
        """Read the CV from the database; the number of queries does not depend on its length."""
        return cls(
            profile=profile or Profile.objects.current(),
            lists={name: list(model._default_manager.all()) for name, model in LISTS.items()},
            publications=Publication.objects.published().list_with_bylines(),
            talks=Presentation.objects.published().list_by_talk(),
        )

    @cached_property
    def all_sections(self) -> list[CVSection]:
        """The sections of the full and the one-page CV, shown or not."""
        return complete(list(CVSection.objects.all()))

    def list_selected(self) -> list[Publication]:
        """Return the papers that the owner selected, or all papers if none is selected."""
        return [paper for paper in self.publications if paper.is_selected] or self.publications

    def group_service(self) -> list[tuple[str, list[Service]]]:
        """Return the service rows by category, in the order in which each category first occurs."""
        service = self.lists["service"]
        order = list(dict.fromkeys(row.category for row in service))
        rows = sorted(service, key=lambda row: order.index(row.category))
        return [(name, list(group)) for name, group in groupby(rows, Service.get_category_display)]
