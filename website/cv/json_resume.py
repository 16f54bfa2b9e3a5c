"""The CV as JSON Resume, version 1.0.0 of its schema (jsonresume.org/schema).

It has the same sections as the page, and no drafts. The schema has no teaching, service or talks:
teaching becomes "work", service "volunteer", and a talk a project of the type "talk".
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.urls import reverse
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

from common.dates.cv_date import CVDate
from common.dates.point import Point
from common.text.markdown import render_plain_lines
from common.text.plain_math import write_in_unicode
from common.urls.site_url import Absolute
from profile.models import ProfileLink
from publications.models import Publication
from publications.names.author_line import ET_AL
from talks.models import Presentation, Talk
from website.cv.document import CV
from website.cv.models import SectionKind
from website.cv.papers import sort_papers
from website.cv.versions import CVVersion

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"

Entry = dict[str, Any]


def resume(cv: CV, absolute: Absolute, canonical: str) -> Entry:
    """Return the document; ``canonical`` is its own URL."""
    kind = SectionKind
    lists = cv.lists
    interests = render_plain_lines(cv.profile.interests)
    papers = sort_papers(cv.publications, cv.profile.cv_order)
    parts: list[tuple[SectionKind, str, list[Entry]]] = [
        (kind.EXPERIENCE, "work", [_describe_work(row) for row in lists["experience"]]),
        (kind.TEACHING, "work", [_describe_teaching(row) for row in lists["teaching"]]),
        (kind.SERVICE, "volunteer", [_describe_service(row) for row in lists["service"]]),
        (kind.EDUCATION, "education", [_describe_education(row) for row in lists["education"]]),
        (kind.AWARDS, "awards", [_describe_award(row) for row in lists["awards"]]),
        (
            kind.PUBLICATIONS,
            "publications",
            [_describe_paper(row, absolute) for row in papers],
        ),
        (kind.INTERESTS, "interests", [{"name": interests}] if interests else []),
        (
            kind.TALKS,
            "projects",
            [_describe_talk(*talk, absolute) for talk in _list_presentations(cv)],
        ),
    ]
    shown = {section.kind for section in CVVersion.full(cv).sections}
    document: Entry = {"$schema": SCHEMA, "basics": _describe_basics(cv, absolute, shown)}
    for section, key, entries in parts:
        if entries and section in shown:
            document[key] = document.get(key, []) + entries
    return document | {"meta": {"canonical": canonical, "version": "v1.0.0"}}


def _list_presentations(cv: CV) -> list[tuple[Talk, Presentation]]:
    return [(talk, presentation) for talk, given in cv.talks for presentation in given]


def _build_entry(**values: Any) -> Entry:
    """Return the values that are not empty."""
    return {key: value for key, value in values.items() if value}


def _describe_basics(cv: CV, absolute: Absolute, shown: set[SectionKind]) -> Entry:
    profile = cv.profile
    portrait = profile.portrait
    biography = profile.biography if SectionKind.BIOGRAPHY in shown else ""
    return _build_entry(
        name=profile.name,
        label=", ".join(filter(None, [profile.position, profile.affiliation])),
        image=iri_to_uri(absolute(portrait.url)) if portrait else "",
        email=profile.email,
        url=absolute(reverse("home")),
        summary=render_plain_lines(biography),
        profiles=[_describe_profile(link) for link in cv.lists["links"] if link.url],
    )


def _describe_profile(link: ProfileLink) -> Entry:
    return _build_entry(network=str(link), username=_find_user_name(link), url=iri_to_uri(link.url))


def _find_user_name(link: ProfileLink) -> str:
    """Return the owner's user name on another site, taken from the URL."""
    if link.kind in {ProfileLink.Kind.WEBSITE, ProfileLink.Kind.OTHER}:
        return ""
    parts = urlsplit(link.url)
    query = parse_qs(parts.query)
    named = query.get("user") or query.get("id") or [parts.path.strip("/").rpartition("/")[2]]
    return named[0]


def _format_iso(point: Point | None) -> str:
    """Return a date in the schema's format; a season or a "circa" date becomes its year.

    An expected month or day is kept: that it is in the future says the rest.
    """
    if point is None:
        return ""
    if point.is_expected:
        point = point._replace(qualifier=point.qualifier.strip("?"))
    return point.iso or str(point.year)


def _format_first(when: CVDate | None) -> str:
    return _format_iso(when.spans[0].start) if when and when.spans else ""


def _format_last(when: CVDate | None) -> str:
    return _format_iso(when.spans[-1].end) if when and when.spans else ""


def _format_period(when: CVDate | None) -> Entry:
    return {"startDate": _format_first(when), "endDate": _format_last(when)}


def _name_advisors(advisors: str) -> str:
    return _("Advisor: %(names)s") % {"names": advisors} if advisors else ""


def _join_paragraphs(*parts: str) -> str:
    return "\n".join(filter(None, parts))


def _describe_work(row: Any) -> Entry:
    return _build_entry(
        name=row.organisation,
        position=row.role,
        **_format_period(row.when),
        summary=_join_paragraphs(_name_advisors(row.advisors), render_plain_lines(row.description)),
    )


def _describe_teaching(row: Any) -> Entry:
    return _build_entry(
        name=row.institution,
        position=row.role,
        **_format_period(row.when),
        summary=_join_paragraphs(render_plain_lines(row.courses), render_plain_lines(row.note)),
    )


def _describe_service(row: Any) -> Entry:
    return _build_entry(
        organization=row.venue,
        position=row.get_category_display(),
        **_format_period(row.years),
        highlights=[row.distinction] if row.distinction else [],
    )


def _describe_education(row: Any) -> Entry:
    first, last = _format_first(row.when), _format_last(row.when)
    return _build_entry(
        institution=row.institution,
        area=", ".join(row.departments),
        studyType=row.degree,
        startDate=first if first != last else "",  # a single date is the degree's
        endDate=last,
        location=row.place,
        summary=_join_paragraphs(_name_advisors(row.advisors), render_plain_lines(row.note)),
    )


def _describe_award(row: Any) -> Entry:
    several = row.when.display() if row.when and row.when.iso is None else ""
    return _build_entry(
        title=row.title,
        date=_format_last(row.when) or _format_first(row.when),
        awarder=row.awarded_by,
        summary=_join_paragraphs(several, render_plain_lines(row.note)),
    )


def _describe_paper(paper: Publication, absolute: Absolute) -> Entry:
    names = [author.name for author in paper.leading_names]
    return _build_entry(
        name=write_in_unicode(paper.title),
        publisher=paper.venue_line,
        releaseDate=_format_first(paper.when),
        url=absolute(paper.get_absolute_url()),
        summary=render_plain_lines(paper.summary),
        awards=[str(award) for award in paper.awards_in_order],
        authors=[*names, ET_AL] if names and paper.has_more_authors else names,
    )


def _describe_talk(talk: Talk, presentation: Presentation, absolute: Absolute) -> Entry:
    return _build_entry(
        name=write_in_unicode(talk.title),
        type="talk",
        entity=presentation.place,
        description=_("Host: %(name)s") % {"name": presentation.host} if presentation.host else "",
        **_format_period(presentation.when),
        roles=["Speaker"],
        url=absolute(talk.get_absolute_url()),
    )
