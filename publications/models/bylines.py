"""The names under the titles of many papers at once, without loading a row for each name.

A list of a hundred papers shows a thousand names; loading two rows for each would take longer than
the rest of the page.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import compress, product, takewhile
from typing import TYPE_CHECKING, Any, NamedTuple

from django.apps import apps
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext

from common.urls.site_url import reverse_slug
from publications.models.choices import Role
from publications.names.author_line import ET_AL, MARKS
from publications.names.name import Name, name_on_paper

if TYPE_CHECKING:
    from publications.models import Authorship, Publication

_MARKS_OF = {
    flags: "".join(compress(MARKS.values(), flags))
    for flags in product((False, True), repeat=len(MARKS))
}


_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufefc]")  # Hebrew, Arabic and their kin


class BylineName(NamedTuple):
    """One person or group on a paper as pages show it: the name as printed, its marks, and who."""

    name: str
    marks: str  # such as "*†"
    slug: str
    homepage: str
    is_owner: bool
    is_group: bool = False

    @classmethod
    def of(cls, row: Authorship) -> BylineName:
        """Return the byline name of a row that was fetched with its author."""
        author = row.author
        whose = (author.slug, author.homepage, author.is_owner, author.is_group)
        return cls(row.printed_name, row.marks, *whose)

    @property
    def isolated(self) -> str:
        """The name as HTML. One in Arabic or Hebrew does not turn the order of the line around."""
        is_rtl = _RIGHT_TO_LEFT.search(self.name)
        return format_html("<bdi>{}</bdi>", self.name) if is_rtl else self.name

    @property
    def url(self) -> str:
        """The page of papers with this author; for the owner, the list of all papers."""
        if self.is_owner:
            return reverse("publications:list")
        return reverse_slug("publications:author", self.slug)


class HasByline:
    """Who wrote, edited and translated a paper."""

    authorships: Any

    @cached_property
    def byline_names(self) -> list[BylineName]:
        """The authors in order, as pages show them; ``list_with_bylines`` has fetched them."""
        return [BylineName.of(row) for row in self.list_rows(Role.AUTHOR)]

    @cached_property
    def editors(self) -> list[BylineName]:
        """The editors of the volume, or of the book in which a chapter is."""
        return [BylineName.of(row) for row in self.list_rows(Role.EDITOR)]

    @cached_property
    def translators(self) -> list[BylineName]:
        return [BylineName.of(row) for row in self.list_rows(Role.TRANSLATOR)]

    @property
    def is_edited_volume(self) -> bool:
        """Whether it has only editors, whom it is listed under."""
        return bool(self.editors) and not self.byline_names

    @property
    def leading_names(self) -> list[BylineName]:
        """The names under which it is listed: the authors, or the editors of an edited volume."""
        return self.byline_names or self.editors

    @property
    def leading_rows(self) -> list[Authorship]:
        """The same as rows."""
        return self.list_rows(Role.AUTHOR) or self.list_rows(Role.EDITOR)

    def list_rows(self, role: Role) -> list[Authorship]:
        """Return the authors, editors or translators in order; ``with_bylines`` fetches them."""
        return [row for row in self.authorships.all() if row.role == role]


def count_groups_at_end(byline_names: Sequence[BylineName]) -> int:
    """Return how many groups come last, after at least one person."""
    count = len(list(takewhile(lambda name: name.is_group, reversed(byline_names))))
    return count if count < len(byline_names) else 0


def join_names(names: Sequence[str], *, more: bool = False, groups: int = 0) -> str:
    """Return the line of names; with ``more`` authors, groups at its end are in brackets.

    >>> joined(["R. Adami", "NOVUM Collaboration"], more=True, groups=1)
    'R. Adami et al. (NOVUM Collaboration)'
    """
    if not more or not names:
        listed, last = ", ".join(names[:-1]), "".join(names[-1:])
        conjunction = gettext("and")
        if len(names) > 2:
            return f"{listed}, {conjunction} {last}"
        return f" {conjunction} ".join(names)
    people, behind = names[: len(names) - groups], names[len(names) - groups :]
    line = f"{', '.join(people)}{',' * (len(people) > 1)} {ET_AL}"
    return f"{line} ({', '.join(behind)})" if behind else line


def describe_leading_role(paper: Publication) -> str:
    """Return what follows the names: "(eds.)" for an edited volume, else nothing."""
    if not paper.is_edited_volume:
        return ""
    several = len(paper.editors) > 1 or paper.has_more_authors
    return gettext("(eds.)") if several else gettext("(ed.)")


def write_names(byline_names: Sequence[BylineName], *, more: bool) -> str:
    """Return the line of the names without marks."""
    names = [author.name for author in byline_names]
    return join_names(names, more=more, groups=count_groups_at_end(byline_names))


def prefetch_bylines(papers: Iterable[Publication]) -> None:
    """Give the papers their ``byline_names``, ``editors`` and ``translators``, in one query."""
    Authorship = apps.get_model("publications", "Authorship")
    byline_names: dict[tuple[int, str], list[BylineName]] = defaultdict(list)
    papers_by_key = {paper.pk: paper for paper in papers}
    if not papers_by_key:
        return
    columns = (
        *("slug", "homepage", "is_owner", "given_name", "family_name", "suffix", "is_group"),
    )
    rows = Authorship.objects.filter(publication__in=papers_by_key).values_list(
        *("publication", "role", "credited_as", *MARKS),
        *(f"author__{column}" for column in columns),
    )
    for paper, role, printed, one, two, three, slug, homepage, is_owner, *name in rows:
        marks, is_group = _MARKS_OF[one, two, three], name[-1]
        byline_name = BylineName(
            *(_format_name(printed, *name), marks, slug, homepage, is_owner, is_group)
        )
        byline_names[paper, role].append(byline_name)
    for key, paper in papers_by_key.items():
        paper.byline_names = byline_names[key, Role.AUTHOR]
        paper.editors = byline_names[key, Role.EDITOR]
        paper.translators = byline_names[key, Role.TRANSLATOR]


@lru_cache(maxsize=4096)
def _format_name(credited_as: str, given: str, family: str, suffix: str, is_group: bool) -> str:
    return str(name_on_paper(credited_as, Name(given, family, suffix, is_group)))
