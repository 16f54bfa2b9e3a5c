"""The sections of the CV in the content file."""

from typing import Any

from common.content_file.report import LoadReport
from common.content_file.rows import Rows, Table
from website.cv.models import CVSection, make_default_sections

SECTIONS = Rows(CVSection, ("kind", "heading", "shown", "most"), required=("kind",))


def load_sections(tables: list[Any], report: LoadReport) -> None:
    """Load the ``[[cv]]`` tables."""
    SECTIONS.load_list(tables, "cv", ("kind",), report)


def dump_sections() -> list[Table]:
    """Return the sections in their order, or nothing if all have their default settings."""
    tables = [SECTIONS.dump(section) for section in CVSection.objects.all()]
    default = [SECTIONS.dump(section) for section in make_default_sections()]
    return [] if tables == default else tables
