"""The sections of the CV page."""

from typing import Any, NamedTuple

from website.cv.models import SectionKind as Kind
from website.cv.versions import ChosenSection, CVVersion

TEMPLATES = {
    Kind.INTERESTS: "profile/_text.html",
    Kind.BIOGRAPHY: "profile/_text.html",
    Kind.EDUCATION: "profile/_education.html",
    Kind.EXPERIENCE: "profile/_experience.html",
    Kind.AWARDS: "profile/_awards.html",
    Kind.PUBLICATIONS: "publications/_cv.html",
    Kind.TEACHING: "profile/_teaching.html",
    Kind.SERVICE: "profile/_service.html",
    Kind.TALKS: "talks/_cv.html",
    Kind.OWN: "profile/_text.html",
}


class PageSection(NamedTuple):
    """A section of the page: its heading, template and anchor, and its rows or its text."""

    heading: str
    template: str
    id: str
    rows: list[Any]
    text: str

    @property
    def is_filled(self) -> bool:
        return bool(self.rows or self.text)

    @property
    def papers(self) -> list[Any]:
        """The papers of all groups."""
        return [paper for group in self.rows for _number, paper in group.papers]


def list_sections(version: CVVersion) -> list[PageSection]:
    """Return the sections of a version in the owner's order; some may be empty."""
    return [
        PageSection(
            version.heading(section),
            TEMPLATES[section.kind],
            section.id,
            _list_rows(version, section),
            _find_text(version, section),
        )
        for section in version.sections
    ]


def _list_rows(version: CVVersion, section: ChosenSection) -> list[Any]:
    cv = version.cv
    if section.kind == Kind.PUBLICATIONS:
        return version.group_papers(section)
    if section.kind == Kind.OWN:
        return []
    rows: dict[str, list[Any]] = {
        **cv.lists,
        Kind.SERVICE: cv.group_service(),
        Kind.TALKS: cv.talks,
    }
    return rows.get(section.kind, [])[: section.most]


def _find_text(version: CVVersion, section: ChosenSection) -> str:
    if section.own:
        return section.own.text
    profile = version.cv.profile
    return {Kind.INTERESTS: profile.interests, Kind.BIOGRAPHY: profile.biography}.get(
        section.kind, ""
    )
