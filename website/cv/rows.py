"""The CV as plain data for ``cv.typ``, the template of the PDF.

A section is ``{"kind", "heading", "layout", "lead", "legend", "rows"}``; the layout names the
template function that draws the rows. Text that may contain emphasis, links or formulas is a
``rich_text`` tree; all other text is a plain string.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.dates.cv_date import CVDate
from common.links import Button
from common.text.markdown import render
from common.text.title_markup import render_title
from profile.models import Profile
from publications.models import Publication
from publications.templatetags.bylines import byline, marks_legend
from talks.models import Presentation, Talk
from website.cv.document import CV
from website.cv.models import SectionKind as Kind
from website.cv.papers import PaperGroup, write_reference_nodes
from website.cv.rich_text import (
    Node,
    absolute,
    capitalize,
    clean,
    emphasise,
    join,
    name_advisors,
    parse,
    render_line,
    write_date,
)
from website.cv.versions import ChosenSection, CVVersion

Data = dict[str, Any]

# What the template calls the sizes of paper.
PAPERS: dict[str, str] = {Profile.Paper.A4: "a4", Profile.Paper.LETTER: "us-letter"}


def describe(version: CVVersion, base: str) -> Data:
    """Return a version of the CV as data for the template; ``base`` is the URL of the site."""
    profile = version.cv.profile
    name = clean(profile.name)
    title = clean(version.name) or _("Curriculum vitae")
    return {
        "version": version.key,
        "compact": version.is_compact,
        "pages": version.pages,
        "paper": PAPERS[profile.cv_paper],
        "title": f"{name} – {title}" if name else title,
        "author": [name] if name else [],
        "keywords": [_("Curriculum vitae")],
        "language": (get_language() or "en").split("-")[0],
        "person": _write_person(version.cv, base),
        "sections": _RowWriter(version, base).sections(),
    }


def _write_person(cv: CV, base: str) -> Data:
    profile = cv.profile
    email = [Button(profile.email, f"mailto:{profile.email}")] if profile.email else []
    contacts = [*email, *(link.button for link in cv.lists["links"])]
    language = profile.native_language.split("-")[0]
    return {
        "name": clean(profile.name) or _("Curriculum vitae"),
        "native_name": clean(profile.native_name),
        "native_language": language if len(language) in (2, 3) else "en",
        "position": clean(profile.position),
        "affiliation": clean(profile.affiliation),
        "contacts": [_write_button(contact, base) for contact in contacts],
    }


def _write_button(button: Button, base: str) -> Data:
    return {
        "label": clean(button.label),
        "href": absolute(button.href, base),
        "note": clean(button.note),
    }


@dataclass(frozen=True)
class _RowWriter:
    """Writes the sections of one version of the CV, and leaves out empty ones."""

    version: CVVersion
    base: str

    @property
    def cv(self) -> CV:
        return self.version.cv

    @property
    def short(self) -> bool:
        return self.version.is_compact

    def sections(self) -> list[Data]:
        """Return the sections in the owner's order."""
        writers: dict[str, Callable[[ChosenSection], list[Data]]] = {
            Kind.INTERESTS: self._write_interests,
            Kind.BIOGRAPHY: self._write_biography,
            Kind.EDUCATION: self._write_education,
            Kind.EXPERIENCE: self._write_experience,
            Kind.AWARDS: self._write_awards,
            Kind.PUBLICATIONS: self._write_publications,
            Kind.TEACHING: self._write_teaching,
            Kind.SERVICE: self._write_service,
            Kind.TALKS: self._write_talks,
            Kind.OWN: self._write_own_section,
        }
        chosen = self.version.sections
        return [written for section in chosen for written in writers[section.kind](section)]

    def _write_section(
        self, section: ChosenSection, layout: str, rows: list[Data], **more: Any
    ) -> list[Data]:
        rows_on_page = rows[: section.most]
        if not rows_on_page:
            return []
        heading = clean(self.version.heading(section)).strip() or str(section.kind.label)
        about = {"kind": section.kind, "heading": heading, "lead": [], "legend": []}
        return [{**about, "layout": layout, "rows": rows_on_page, **more}]

    def _write_markdown(self, text: str) -> list[Node]:
        return parse(render(text), self.base)

    def _write_line(self, text: str) -> list[Node]:
        """Return a line of text that may have formulas."""
        return parse(render_title(text), self.base)

    def _write_entry(
        self,
        title: str,
        *,
        when: CVDate | None,
        beside: str = "",
        lines: tuple[list[Node], ...] = (),
        text: str = "",
    ) -> Data:
        return {
            "title": [clean(title)],
            "beside": clean(beside),
            "when": write_date(when),
            "lines": self._write_lines(lines),
            "text": self._write_markdown(text),
        }

    def _write_lines(self, lines: tuple[list[Node], ...]) -> list[list[Node]]:
        """Return the lines that are not empty; the one-page CV joins them."""
        filled = [line for line in lines if line]
        return [join(filled, ". ")] if self.short and filled else filled

    def _write_text(self, section: ChosenSection, text: str) -> list[Data]:
        nodes = self._write_markdown(text)
        return self._write_section(section, "texts", [{"text": nodes}] if nodes else [])

    def _write_interests(self, section: ChosenSection) -> list[Data]:
        return self._write_text(section, self.cv.profile.interests)

    def _write_biography(self, section: ChosenSection) -> list[Data]:
        return self._write_text(section, self.cv.profile.biography)

    def _write_education(self, section: ChosenSection) -> list[Data]:
        rows = []
        for row in self.cv.lists["education"]:
            departments = [emphasise(department) for department in row.departments]
            studied = join([[clean(row.degree)] if row.degree else [], *departments], ", ")
            lines = (studied, name_advisors(row.advisors))
            rows.append(
                self._write_entry(
                    row.institution, when=row.when, beside=row.place, lines=lines, text=row.note
                )
            )
        return self._write_section(section, "entries", rows)

    def _write_experience(self, section: ChosenSection) -> list[Data]:
        rows = [
            self._write_entry(
                row.organisation,
                when=row.when,
                lines=(emphasise(row.role), name_advisors(row.advisors)),
                text="" if self.short else row.description,
            )
            for row in self.cv.lists["experience"]
        ]
        return self._write_section(section, "entries", rows)

    def _write_awards(self, section: ChosenSection) -> list[Data]:
        rows = [
            self._write_entry(row.title, when=row.when, beside=row.awarded_by, text=row.note)
            for row in self.cv.lists["awards"]
        ]
        return self._write_section(section, "entries", rows)

    def _write_teaching(self, section: ChosenSection) -> list[Data]:
        rows = [
            self._write_entry(
                row.institution,
                when=row.when,
                lines=(emphasise(row.role),),
                text="" if self.short else "\n\n".join(filter(None, [row.courses, row.note])),
            )
            for row in self.cv.lists["teaching"]
        ]
        return self._write_section(section, "entries", rows)

    def _write_publications(self, section: ChosenSection) -> list[Data]:
        groups = self.version.group_papers(section)
        papers = [paper for group in groups for _number, paper in group.papers]
        legend = render_line("publications/_legend.html", marks_legend(papers))
        note = "" if self.short else self.cv.profile.publications_note
        return self._write_section(
            section,
            "papers",
            [row for group in groups for row in self._write_group(group)],
            lead=self._write_markdown(note),
            legend=parse(legend, self.base),
        )

    def _write_group(self, group: PaperGroup) -> list[Data]:
        """Return the rows of a group, the first of which has its heading."""
        return [
            {
                "number": number,
                "group": clean(group.heading) if place == 0 else "",
                **self._write_paper(paper),
            }
            for place, (number, paper) in enumerate(group.papers)
        ]

    def _write_paper(self, paper: Publication) -> Data:
        return {
            "title": self._write_line(paper.title),
            "authors": parse(render_line("publications/_names.html", byline(paper)), self.base),
            "venue": write_reference_nodes(paper),
            "note": clean(". ".join(filter(None, [*map(str, paper.awards_in_order), paper.note]))),
            "summary": [] if self.short else capitalize(self._write_markdown(paper.summary)),
            "links": [_write_button(button, self.base) for button in paper.page_buttons],
        }

    def _write_service(self, section: ChosenSection) -> list[Data]:
        rows = []
        for category, services in self.cv.group_service():
            parts = [self._write_one_service(row) for row in services]
            rows.append({"title": [category], "text": join(parts, "; ")})
        return self._write_section(section, "groups", rows)

    @staticmethod
    def _write_one_service(row: Any) -> list[Node]:
        text: list[Node] = [" ".join(filter(None, [clean(row.venue), write_date(row.years)]))]
        if row.distinction:
            text += [" (", *emphasise(row.distinction, "strong"), ")"]
        return text

    def _write_talks(self, section: ChosenSection) -> list[Data]:
        rows = [self._write_talk(talk, given) for talk, given in self.cv.talks]
        return self._write_section(section, "talks", rows)

    def _write_talk(self, talk: Talk, given: list[Presentation]) -> Data:
        return {
            "title": self._write_line(talk.title),
            "given": [
                {
                    "where": self._write_place(presentation),
                    "href": absolute(presentation.url, self.base),
                    "when": write_date(presentation.when),
                }
                for presentation in given
            ],
        }

    def _write_place(self, presentation: Presentation) -> str:
        host = (
            ""
            if self.short or not presentation.host
            else _("host: %(name)s") % {"name": presentation.host}
        )
        location = "" if self.short else presentation.location
        return clean(", ".join(filter(None, [presentation.place, location, host])))

    def _write_own_section(self, section: ChosenSection) -> list[Data]:
        return self._write_text(section, section.own.text if section.own else "")
