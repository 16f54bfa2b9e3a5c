"""The sections of the CV and its variants in the content file."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from common.content_file.report import FileLocation, LoadedRow, LoadReport, note_in_order
from common.content_file.rows import Rows, Table
from common.content_file.values import suggest, write_value
from common.text.characters import join_lines
from common.urls.slug_history import pop_by_slug
from profile.models import Section
from website.cv.models import (
    CVSection,
    CVVariant,
    SectionKind,
    VariantSection,
    make_default_sections,
)


class SectionRows(Rows):
    """Sections that may be one of the owner's, which the key ``section`` names by its title."""

    def dump(self, row: Any) -> Table:
        table = super().dump(row)
        if row.own_section is None:
            return table
        kind = table.pop("kind")
        return {"kind": kind, "section": _write_title(row.own_section), **table}

    def read(self, table: Any, place: FileLocation, report: LoadReport) -> Table | None:
        values = super().read(table, place, report)
        if values is None:
            return None
        before = len(report.problems)
        values["own_section"] = self._find_own(table, place.at("section"), report)
        return values if len(report.problems) == before else None

    def _find_own(self, table: Table, place: FileLocation, report: LoadReport) -> Section | None:
        title = table.get("section", "")
        if title == "":
            return None
        if table["kind"] != SectionKind.OWN:
            report.refuse(place, _('write kind = "sections" for one of your own sections'))
            return None
        own = {_write_title(section): section for section in Section.objects.all()}
        found = own.get(join_lines(title)) if isinstance(title, str) else None
        if found is None:
            sentence = _('"%(title)s" is not the title of one of your [[sections]]%(advice)s')
            advice = suggest(str(title), own)
            report.refuse(place, sentence % {"title": title, "advice": advice})
        return found


def _write_title(section: Section) -> str:
    return str(write_value(Section._meta.get_field("title"), section.title))


SECTIONS = SectionRows(
    CVSection, ("kind", "heading", "shown", "most"), extra=("section",), required=("kind",)
)
VARIANTS = Rows(
    CVVariant,
    fields=(
        "name",
        "slug",
        "former_slugs",
        "only_selected",
        "is_compact",
        "most_pages",
        "is_draft",
    ),
    extra=("sections",),
    required=("name",),
)
VARIANT_SECTIONS = SectionRows(
    VariantSection, ("kind", "heading", "most"), extra=("section",), required=("kind",)
)


def load_sections(tables: list[Any], report: LoadReport) -> None:
    """Load the ``[[cv]]`` tables."""
    known = {
        (row.kind, row.own_section): row for row in CVSection.objects.select_related("own_section")
    }
    loaded = []
    for number, table in enumerate(tables, start=1):
        place = FileLocation("cv", number)
        values = SECTIONS.read(table, place, report)
        if values is None:
            continue
        row = known.pop((values["kind"], values["own_section"]), None) or CVSection()
        created = row._state.adding
        changed = SECTIONS.apply(row, values, place, report)
        if changed is not None:
            loaded.append(LoadedRow(row, created, changed))
    note_in_order("cv", loaded, report)


def dump_sections() -> list[Table]:
    """Return the sections in their order, or nothing if all have their default settings."""
    tables = [SECTIONS.dump(row) for row in CVSection.objects.select_related("own_section")]
    default = [SECTIONS.dump(section) for section in make_default_sections()]
    return [] if tables == default else tables


def load_variants(tables: list[Any], report: LoadReport) -> None:
    """Load the ``[[cv_variants]]`` tables with their sections."""
    known = {row.slug: row for row in CVVariant.objects.prefetch_related("sections__own_section")}
    seen: dict[str, int] = {}
    for number, table in enumerate(tables, start=1):
        place = FileLocation("cv_variants", number)
        values = VARIANTS.read(table, place, report)
        if values is None or not VARIANTS.read_slug(values, place, report, seen):
            continue
        row = pop_by_slug(known, (values["slug"], *values["former_slugs"])) or CVVariant()
        created = row._state.adding
        changed = VARIANTS.apply(row, values, place, report)
        if changed is None:
            continue
        sections = table.get("sections", [])
        if VARIANT_SECTIONS.load_children(sections, row, "sections", place, report):
            row.note_change()
            changed.add("sections")
        report.note("cv_variants", row, created=created, changed=changed)


def dump_variants() -> list[Table]:
    """Return all variants, including drafts."""
    variants = CVVariant.objects.prefetch_related("sections__own_section")
    return [_dump_variant(variant) for variant in variants]


def _dump_variant(variant: CVVariant) -> Table:
    table = VARIANTS.dump(variant)
    if sections := [VARIANT_SECTIONS.dump(row) for row in variant.sections.all()]:
        table["sections"] = sections
    return table
