"""The sections of the CV page."""

from typing import Any, NamedTuple

from website.cv.document import CV
from website.cv.models import SectionKind as Kind

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


def list_sections(cv: CV) -> list[PageSection]:
    """Return the sections of the full CV in the owner's order; some may be empty."""
    rows = {
        **cv.lists,
        Kind.PUBLICATIONS: cv.publications,
        Kind.SERVICE: cv.group_service(),
        Kind.TALKS: cv.talks,
    }
    texts = {Kind.INTERESTS: cv.profile.interests, Kind.BIOGRAPHY: cv.profile.biography}
    return [
        PageSection(
            cv.heading(section),
            TEMPLATES[section.kind],
            section.id,
            [] if section.own else rows.get(section.kind, []),
            section.own.text if section.own else texts.get(section.kind, ""),
        )
        for section in cv.sections()
    ]
