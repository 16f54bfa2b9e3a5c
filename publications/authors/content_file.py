"""Authors in the content file: what an author line cannot say about a person."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _

from common.content_file.report import FileLocation, LoadReport
from common.content_file.rows import Rows, Table
from common.text.characters import join_lines, keep_printable
from publications.authors.index import AuthorIndex
from publications.models import Author, Authorship
from publications.names.name import Name, name_key

AUTHORS = Rows(
    Author,
    fields=(
        *("slug", "former_slugs", "given_name", "family_name", "suffix", "is_group", "variants"),
        *("homepage", "orcid", "affiliation", "is_owner"),
    ),
    extra=("name",),
)


def format_line(row: Any) -> str:
    """Return the row's name as it is written in the file: one printable line."""
    return keep_printable(join_lines(str(row)))


def load_authors(tables: list[Any], report: LoadReport) -> None:
    """Load ``[[authors]]``: what an author line cannot say about a person.

    A table belongs to the author with its slug, with one of its former slugs, or else with the same
    full name. Variants of names do not count.
    """
    known = {author.slug: author for author in Author.objects.all()}
    slugs_of_name: dict[str, list[str]] = defaultdict(list)
    for author in known.values():
        slugs_of_name[name_key(str(author))].append(author.slug)
    seen: dict[str, int] = {}
    owners: list[str] = []
    # The owner comes last, because a former owner has to lose the mark first.
    for number, table in sorted(enumerate(tables, start=1), key=_is_owner):
        place = FileLocation("authors", number)
        table, name = _divide_name(table, place, report)
        values = AUTHORS.read(table, place, report)
        if values is None:
            continue
        bearers = slugs_of_name.get(name_key(str(name)), [])
        if not _find_author(values, str(name), bearers, place, report):
            continue
        if not AUTHORS.read_slug(values, place, report, seen):
            continue
        owners += [str(name)] if values["is_owner"] else []
        if len(owners) > 1 and values["is_owner"]:
            both = f" {_('and')} ".join(owners)
            report.refuse(
                place.at("is_owner"), _("a site has one owner, not both %(both)s") % {"both": both}
            )
            continue
        slugs = (values["slug"], *values["former_slugs"])
        author = next((known[slug] for slug in slugs if slug in known), None) or Author()
        AUTHORS.apply_and_note(author, values, place, report)


def _is_owner(numbered: tuple[int, Any]) -> bool:
    table = numbered[1]
    return isinstance(table, dict) and table.get("is_owner") is True


def _find_author(
    values: Table, name: str, bearers: list[str], place: FileLocation, report: LoadReport
) -> bool:
    """Set the slug of the author that the values belong to; return False if that is ambiguous."""
    if values["slug"]:
        return True
    if len(bearers) > 1:
        report.refuse(
            place,
            _('several people are called %(name)s; add slug = "%(slug)s"')
            % {"name": name, "slug": bearers[0]},
        )
        return False
    values["slug"] = bearers[0] if bearers else Author.slug_of(name)
    return True


def _divide_name(table: Any, place: FileLocation, report: LoadReport) -> tuple[Any, Name]:
    """Return the table with ``name`` split into parts. Parts given in the table win."""
    if not isinstance(table, dict):
        return table, Name()
    printed = table.get("name", "")
    given = [table.get(part, "") for part in ("given_name", "family_name", "suffix")]
    texts = all(isinstance(text, str) for text in [printed, *given])
    if not texts or not (printed.strip() or given[1].strip()):
        report.refuse(
            place.at("name"), _('give the name as a text in quotes, like name = "Wei Xiong"')
        )
        return {}, Name()
    is_group = table.get("is_group") is True
    name = Name.from_group(printed) if is_group else Name.read(printed)
    parts = {"given_name": name.given, "family_name": name.family, "suffix": name.suffix}
    if "family_name" in table:
        parts = dict.fromkeys(parts, "")
    table = {**parts, **table}
    return table, Name(table["given_name"], table["family_name"], table["suffix"], is_group)


def dump_authors() -> list[Table]:
    """Return the authors with information that the author lines do not have."""
    index = AuthorIndex()
    # Sorted here because databases sort letters differently, and the file must not depend on that.
    authors = sorted(
        Author.objects.prefetch_related("authorships"),
        key=lambda author: (author.family_name, author.given_name, author.slug),
    )
    return [_dump_author(author) for author in authors if not _is_implied(author, index)]


def _dump_author(author: Author) -> Table:
    table = AUTHORS.dump(author)
    if author.is_group or Name.read(str(author)) == author.name:
        for part in ("given_name", "family_name", "suffix"):
            table.pop(part, None)
    return {"name": format_line(author), **table}


def _is_implied(author: Author, index: AuthorIndex) -> bool:
    """Whether loading the author's papers alone would create the same row."""
    papers = author.authorships.all()
    if not papers or any(_needs_more(paper, index) for paper in papers):
        return False
    name = Name.from_group(str(author)) if author.is_group else Name.read(str(author))
    told = {"slug": Author.slug_of(str(author)), **AUTHORS.dump(Author.from_printed(name))}
    return AUTHORS.dump(author) == told


def _needs_more(paper: Authorship, index: AuthorIndex) -> bool:
    """Whether a paper's author line alone would not lead to this author."""
    return bool(index.credit(paper).key) or paper.printed_name != str(paper.author)
