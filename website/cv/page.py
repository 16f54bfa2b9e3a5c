"""The sections of the CV page."""

from typing import Any, NamedTuple

from website.cv.document import CV
from website.cv.models import CVSection

Kind = CVSection.Kind

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
    Kind.OWN: "profile/_sections.html",
}

TEXTS = {Kind.INTERESTS, Kind.BIOGRAPHY}


class PageSection(NamedTuple):
    """A section of the page: its heading, its template, and the profile's rows or text for it."""

    heading: str
    template: str
    id: str
    rows: list[Any]
    text: str


def list_contents(cv: CV) -> list[tuple[str, str]]:
    """Return the anchor and heading of each section that has something to show."""
    profile = cv.profile
    filled = {
        Kind.INTERESTS: profile.interests,
        Kind.BIOGRAPHY: profile.biography,
        Kind.PUBLICATIONS: cv.publications,
        Kind.TALKS: cv.talks,
        **{Kind(name): rows for name, rows in cv.lists.items() if name in Kind.values},
    }
    contents = []
    for section in cv.sections():
        if section.kind == Kind.OWN:
            contents += [(own.anchor, own.title) for own in cv.lists["sections"]]
        elif filled[Kind(section.kind)]:
            contents.append((section.kind, cv.heading(section)))
    return contents


def list_sections(cv: CV) -> list[PageSection]:
    """Return the sections of the full CV in the owner's order."""
    return [
        PageSection(
            cv.heading(section),
            TEMPLATES[Kind(section.kind)],
            section.kind,
            cv.lists.get(section.kind, []),
            getattr(cv.profile, section.kind) if section.kind in TEXTS else "",
        )
        for section in cv.sections()
    ]
