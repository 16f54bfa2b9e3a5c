"""The sections of the CV in the content file."""

from typing import Any

from common.content_file.rows import LoadReport, Rows, Table
from website.cv.models import CVSection, usual_sections

SECTIONS = Rows(CVSection, ("kind", "heading", "shown", "most"), required=("kind",))


def load_sections(tables: list[Any], report: LoadReport) -> None:
    """Read ``[[cv]]``."""
    SECTIONS.load_list(tables, "cv", ("kind",), report)


def dump_sections() -> list[Table]:
    """Return the sections in their order; none where they are as they usually are."""
    tables = [SECTIONS.dump(section) for section in CVSection.objects.all()]
    usual = [SECTIONS.dump(section) for section in usual_sections()]
    return [] if tables == usual else tables
