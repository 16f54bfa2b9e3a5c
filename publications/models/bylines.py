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
from typing import TYPE_CHECKING, NamedTuple

from django.apps import apps
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext

from common.urls.site_url import reverse_slug
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
    """One author of a paper as pages show it: the name as printed, its marks, and who it is."""

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


def write_names(byline_names: Sequence[BylineName], *, more: bool) -> str:
    """Return the line of the names without marks."""
    names = [author.name for author in byline_names]
    return join_names(names, more=more, groups=count_groups_at_end(byline_names))


def prefetch_bylines(papers: Iterable[Publication]) -> None:
    """Give the papers their ``byline_names``, in one query."""
    Authorship = apps.get_model("publications", "Authorship")
    byline_names: dict[int, list[BylineName]] = defaultdict(list)
    papers_by_key = {paper.pk: paper for paper in papers}
    if not papers_by_key:
        return
    columns = (
        *("slug", "homepage", "is_owner", "given_name", "family_name", "suffix", "is_group"),
    )
    rows = Authorship.objects.filter(publication__in=papers_by_key).values_list(
        "publication", "credited_as", *MARKS, *(f"author__{column}" for column in columns)
    )
    for paper, printed, one, two, three, slug, homepage, is_owner, *name in rows:
        marks, is_group = _MARKS_OF[one, two, three], name[-1]
        byline_name = BylineName(
            *(_format_name(printed, *name), marks, slug, homepage, is_owner, is_group)
        )
        byline_names[paper].append(byline_name)
    for key, paper in papers_by_key.items():
        paper.byline_names = byline_names[key]


@lru_cache(maxsize=4096)
def _format_name(credited_as: str, given: str, family: str, suffix: str, is_group: bool) -> str:
    return str(name_on_paper(credited_as, Name(given, family, suffix, is_group)))
