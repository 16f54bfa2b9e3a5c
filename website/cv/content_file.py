"""The sections of the CV in the content file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from common.content_file.report import FileLocation, LoadedRow, LoadReport, note_in_order
from common.content_file.rows import Rows, Table
from common.content_file.values import suggest, write_value
from common.text.characters import join_lines
from profile.models import Section
from website.cv.models import CVSection, SectionKind, make_default_sections


@dataclass(frozen=True)
class SectionRows(Rows):
    """Sections that may be one of the owner's, which the key ``section`` names by its title.

    Each of them is named once: of two with the same title, the second is named by the second row.
    """

    free: list[Section] = field(default_factory=lambda: list(Section.objects.all()))

    def dump(self, row: Any) -> Table:
        table = super().dump(row)
        if row.own_section is None:
            return table
        kind = table.pop("kind")
        return {"kind": kind, "section": _write_title(row.own_section), **table}

    def read(self, table: Any, place: FileLocation, report: LoadReport) -> Table | None:
        values = super().read(table, place, report)
        if values is not None:
            before = len(report.problems)
            values["own_section"] = self._find_own(table, place.at("section"), report)
            return values if len(report.problems) == before else None
        return None

    def _find_own(self, table: Table, place: FileLocation, report: LoadReport) -> Section | None:
        title = table.get("section", "")
        if title == "":
            return None
        if table["kind"] != SectionKind.OWN:
            report.refuse(place, _('write kind = "sections" for one of your own sections'))
            return None
        named = join_lines(title) if isinstance(title, str) else title
        for section in self.free:
            if _write_title(section) == named:
                self.free.remove(section)
                return section
        titles = [_write_title(section) for section in self.free]
        sentence = _('"%(title)s" is not the title of one of your [[sections]]%(advice)s')
        report.refuse(place, sentence % {"title": title, "advice": suggest(str(title), titles)})
        return None


def _write_title(section: Section) -> str:
    return str(write_value(Section._meta.get_field("title"), section.title))


def _make_rows() -> SectionRows:
    return SectionRows(
        CVSection, ("kind", "heading", "shown", "most"), extra=("section",), required=("kind",)
    )


def load_sections(tables: list[Any], report: LoadReport) -> None:
    """Load the ``[[cv]]`` tables."""
    rows = _make_rows()
    known = {
        (row.kind, row.own_section): row for row in CVSection.objects.select_related("own_section")
    }
    loaded = []
    for number, table in enumerate(tables, start=1):
        place = FileLocation("cv", number)
        values = rows.read(table, place, report)
        if values is None:
            continue
        row = known.pop((values["kind"], values["own_section"]), None) or CVSection()
        created = row._state.adding
        changed = rows.apply(row, values, place, report)
        if changed is not None:
            loaded.append(LoadedRow(row, created, changed))
    note_in_order("cv", loaded, report)


def dump_sections() -> list[Table]:
    """Return the sections in their order, or nothing if all have their default settings."""
    rows = _make_rows()
    tables = [rows.dump(row) for row in CVSection.objects.select_related("own_section")]
    default = [rows.dump(section) for section in make_default_sections()]
    return [] if tables == default else tables
