"""The profile in the content file."""

from typing import Any

from common.content_file.report import FileLocation, LoadReport
from common.content_file.rows import Rows, Table
from profile.models import (
    Award,
    Education,
    Experience,
    Profile,
    ProfileLink,
    Section,
    Service,
    Teaching,
)

CV_SETTINGS = ("cv_paper", "cv_groups", "cv_order", "cv_numbers", "cv_totals")

PROFILE = Rows(
    Profile,
    fields=(
        *("name", "native_name", "native_language", "position", "department", "institution"),
        *("institution_url", "email", "photo", "interests", "biography", "publications_note"),
        *CV_SETTINGS,
    ),
    required=("name",),
)

# For each list in the file: its rows, and the fields that identify a row on the site.
LISTS: dict[str, tuple[Rows, tuple[str, ...]]] = {
    "links": (Rows(ProfileLink, ("kind", "label", "url", "note")), ("kind", "label")),
    "education": (
        Rows(
            Education,
            ("institution", "place", "degree", "departments", "when", "advisors", "note"),
            required=("institution",),
        ),
        ("institution", "degree"),
    ),
    "experience": (
        Rows(
            Experience,
            ("organisation", "when", "role", "advisors", "description"),
            required=("organisation",),
        ),
        ("organisation", "role"),
    ),
    "awards": (
        Rows(Award, ("title", "awarded_by", "when", "note"), required=("title",)),
        ("title",),
    ),
    "teaching": (
        Rows(
            Teaching, ("institution", "role", "when", "courses", "note"), required=("institution",)
        ),
        ("institution", "role"),
    ),
    "service": (
        Rows(Service, ("category", "venue", "years", "distinction"), required=("venue",)),
        ("category", "venue"),
    ),
    "sections": (Rows(Section, ("title", "text"), required=("title",)), ("title",)),
}


def load_profile(table: Any, report: LoadReport) -> None:
    """Load the table ``[profile]``."""
    place = FileLocation("profile")
    values = PROFILE.read(table, place, report)
    if values is not None:
        PROFILE.apply_and_note(Profile.objects.current(), values, place, report)


def load_list(section: str, tables: list[Any], report: LoadReport) -> None:
    """Load one of the lists, such as ``[[education]]``."""
    rows, identity = LISTS[section]
    rows.load_list(tables, section, identity, report)


def dump_profile() -> Table:
    """Return the profile as a table, which is empty if there is no profile.

    Settings of the CV that have their default are left out.
    """
    default = PROFILE.dump(Profile())
    table = PROFILE.dump(Profile.objects.current())
    return {key: value for key, value in table.items() if value != default.get(key)}


def dump_list(section: str) -> list[Table]:
    rows, _identity = LISTS[section]
    return [rows.dump(row) for row in rows.model._default_manager.all()]
