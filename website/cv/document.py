"""What stands on the CV, as the page, the PDF and the JSON show it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from profile import entries
from profile.models import Profile, Service
from publications.models import Publication
from talks.models import Presentation, Talk
from website.cv.models import CVSection, complete


@dataclass(frozen=True)
class CV:
    """The profile, its lists by name, and the published papers and talks, drafts left out."""

    profile: Profile
    lists: dict[str, list[Any]]
    publications: list[Publication]
    talks: list[tuple[Talk, list[Presentation]]]
    all_sections: list[CVSection]

    @classmethod
    def fetch(cls, profile: Profile | None = None) -> CV:
        """Return the CV as it stands in the database: five queries, and one for the profile."""
        lists = entries.fetch(cv=CVSection)
        return cls(
            profile=profile or Profile.objects.current(),
            all_sections=complete(lists.pop("cv")),
            lists=lists,
            publications=list(Publication.objects.published().with_bylines()),
            talks=Presentation.objects.published().by_talk(),
        )

    def sections(self, *, short: bool = False) -> list[CVSection]:
        """Return the sections of the full CV, or of the short one, in the owner's order."""
        return [section for section in self.all_sections if section.is_on(short=short)]

    def heading(self, section: CVSection) -> str:
        """Return the owner's heading of a section, or the usual one."""
        if section.heading:
            return section.heading
        if section.kind == CVSection.Kind.TALKS and self.talks:
            invited = all(talk.kind == Talk.Kind.INVITED for talk, _ in self.talks)
            return "Invited talks" if invited else "Talks"
        return str(section)

    def selected_publications(self) -> list[Publication]:
        """Return the papers that the owner selected; all of them where none is."""
        return [paper for paper in self.publications if paper.is_selected] or self.publications

    def service_by_category(self) -> list[tuple[str, list[Service]]]:
        """Return the services under their categories, in the order of the first of each."""
        service = self.lists["service"]
        order = list(dict.fromkeys(row.category for row in service))
        rows = sorted(service, key=lambda row: order.index(row.category))
        return [(name, list(group)) for name, group in groupby(rows, Service.get_category_display)]
