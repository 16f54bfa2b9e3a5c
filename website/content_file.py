"""The whole site as one TOML file: loading and dumping.

``load`` is all or nothing. If a file has mistakes, it reports them with their lines, and changes
nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import partial
from typing import Any

import tomlkit
from django.db import transaction
from django.utils.translation import gettext as _
from tomlkit.items import AoT, Item

from common.content_file.lines import Lines
from common.content_file.report import FileLocation, LoadReport, Problem
from common.content_file.rows import Table
from common.content_file.values import suggest
from common.history.recording import note, record_revision
from profile import content_file as profile
from publications import content_file as publications
from publications.authors import content_file as authors
from talks import content_file as talks
from website.cv import content_file as cv

Loader = Callable[[list[Any], LoadReport], None]
Dumper = Callable[[], list[Table]]

# The sections that are lists, in the order of the file. Papers come after what they refer to.
LISTS: dict[str, tuple[Loader, Dumper]] = {
    **{
        name: (partial(profile.load_list, name), partial(profile.dump_list, name))
        for name in ("links", "education", "experience", "awards")
    },
    "authors": (authors.load_authors, authors.dump_authors),
    "venues": (publications.load_venues, publications.dump_venues),
    "topics": (publications.load_topics, publications.dump_topics),
    "publications": (publications.load_publications, publications.dump_publications),
    **{
        name: (partial(profile.load_list, name), partial(profile.dump_list, name))
        for name in ("teaching", "service")
    },
    "talks": (talks.load_talks, talks.dump_talks),
    "sections": (partial(profile.load_list, "sections"), partial(profile.dump_list, "sections")),
    "cv": (cv.load_sections, cv.dump_sections),
    "cv_variants": (cv.load_variants, cv.dump_variants),
}

MOST_PROBLEMS = 100  # that are described


class ContentError(Exception):
    """A content file that was refused. ``problems`` has a sentence for each mistake."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def load(text: str, user: Any = None, *, dry_run: bool = False) -> LoadReport:
    """Load a content file and return what changed, or with ``dry_run`` what would.

    Rows that the file does not mention are kept. If anything in the file is wrong, nothing is
    changed. The history records the user. Raises ContentError.
    """
    comment = _("Loaded from a content file.")
    report = load_content(_parse(text), comment, user, dry_run=dry_run)
    if report.problems:
        lines = Lines(text)
        found = [_describe(problem, lines) for problem in report.problems[:MOST_PROBLEMS]]
        more = len(report.problems) - len(found)
        raise ContentError(
            [*found, *([_("and %(more)s more mistakes") % {"more": f"{more:,}"}] if more else [])]
        )
    return report


def load_content(
    content: Table, comment: str, user: Any = None, *, dry_run: bool = False
) -> LoadReport:
    """Load what a content file says. If the report has problems, nothing was changed.

    The history has the comment and the user.
    """
    report = LoadReport()
    with record_revision(comment, user):
        _load_all(content, report)
        if report.problems or dry_run:
            transaction.set_rollback(True)
        else:
            note(report.touched)
    return report


def _parse(text: str) -> Table:
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except RecursionError as error:
        raise ContentError(
            [_("line 1: the brackets of this file are nested too deeply")]
        ) from error
    except ValueError as error:  # TOMLDecodeError, or a number with thousands of digits
        match = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line = match[1] if match else len(text.splitlines())
        where = _("line %(line)s") % {"line": line}
        if match:
            where = _("line %(line)s, column %(column)s") % {"line": line, "column": match[2]}
        what = re.sub(r" *\(at .*\)", "", str(error))
        sentence = _("%(where)s: this is not TOML: %(what)s")
        what = f"{what[:1].lower()}{what[1:]}"
        raise ContentError([sentence % {"where": where, "what": what}]) from error


def _load_all(content: Table, report: LoadReport) -> None:
    known = ("profile", *LISTS)
    for section in content:
        if section not in known:
            report.refuse(
                FileLocation(section),
                _('"%(section)s" is not a section%(advice)s')
                % {"section": section, "advice": suggest(section, known)},
            )
    if "profile" in content:
        profile.load_profile(content["profile"], report)
    for section, (loader, _dumper) in LISTS.items():
        tables = content.get(section, [])
        if isinstance(tables, list):
            loader(tables, report)
        else:
            report.refuse(
                FileLocation(section),
                _("write [[%(section)s]], in double brackets") % {"section": section},
            )


def _describe(problem: Problem, lines: Lines) -> str:
    """Return the problem as a sentence with its line and its place in the file."""
    place = problem.place
    words = [place.section]
    if place.number:
        words.append(str(place.number))
    where = " ".join(words) + (f", {place.key}" if place.key else "")
    sentence = _("line %(line)s: %(where)s: %(problem)s")
    return sentence % {
        "line": lines.number_of(place),
        "where": where,
        "problem": problem.message,
    }


def is_empty() -> bool:
    """Whether the site has no content at all."""
    return not profile.dump_profile() and not any(dumper() for _loader, dumper in LISTS.values())


def dump_profile() -> Table:
    return profile.dump_profile()


def dump_section(section: str) -> list[Table]:
    """Return the rows of a section that is a list."""
    _loader, dumper = LISTS[section]
    return dumper()


def dump() -> str:
    """Return the whole site as a content file.

    Loading it into an empty site and dumping that gives the same text.
    """
    document = tomlkit.document()
    document.add(tomlkit.comment("The content of a Vita site: manage.py load reads it."))
    document.add(tomlkit.nl())
    if person := profile.dump_profile():
        document["profile"] = _make_table(person)
    for section, (_loader, dumper) in LISTS.items():
        if tables := dumper():
            document[section] = AoT([_make_table(table) for table in tables])
    return tomlkit.dumps(document)


def _make_table(values: Table) -> Any:
    table = tomlkit.table()
    for key, value in values.items():
        table[key] = _make_item(value)
    return table


def _make_item(value: Any) -> Item:
    if isinstance(value, str):
        return tomlkit.string(value, multiline="\n" in value)
    if not isinstance(value, list):
        return tomlkit.item(value)
    array = tomlkit.array().multiline(len(value) > 1 or any(isinstance(v, dict) for v in value))
    for element in value:
        array.append(_make_inline(element) if isinstance(element, dict) else element)
    return array


def _make_inline(values: Table) -> Any:
    table = tomlkit.inline_table()
    table.update(values)
    return table
