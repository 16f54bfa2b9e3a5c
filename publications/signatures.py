"""The names under the titles of many papers at once, without a row in memory for each of them.

A list of a hundred papers shows a thousand names. To make two rows of every one would take longer
than all else that the page needs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import compress, product
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse

from common.site_address import address_of
from publications.author_line import MARKS
from publications.names import Name

if TYPE_CHECKING:
    from publications.models import Authorship, Publication

_MARKS_OF = {
    flags: "".join(compress(MARKS.values(), flags))
    for flags in product((False, True), repeat=len(MARKS))
}


class Signature(NamedTuple):
    """One author of a paper as pages show it: the name as printed, its marks, and who it is."""

    name: str
    marks: str  # such as "*†"
    slug: str
    homepage: str
    is_owner: bool

    @classmethod
    def of(cls, row: Authorship) -> Signature:
        """Return the signature of a row that was fetched with its author."""
        author = row.author
        return cls(row.printed_name, row.marks, author.slug, author.homepage, author.is_owner)

    @property
    def address(self) -> str:
        """The address of the papers with this author; the owner's are all of them."""
        if self.is_owner:
            return reverse("publications:list")
        return address_of("publications:author", self.slug)


def sign(papers: Iterable[Publication]) -> None:
    """Give the papers their ``signatures``, in one query."""
    from publications.models import Authorship

    signatures: dict[int, list[Signature]] = defaultdict(list)
    unsigned = {paper.pk: paper for paper in papers}
    if not unsigned:
        return
    columns = ("slug", "homepage", "is_owner", "given_name", "family_name", "suffix")
    rows = Authorship.objects.filter(publication__in=unsigned).values_list(
        "publication", "credited_as", *MARKS, *(f"author__{column}" for column in columns)
    )
    for paper, printed, one, two, three, slug, homepage, is_owner, *name in rows:
        printed = printed or _printed(*name)
        signature = Signature(printed, _MARKS_OF[one, two, three], slug, homepage, is_owner)
        signatures[paper].append(signature)
    for key, paper in unsigned.items():
        paper.signatures = signatures[key]


@lru_cache(maxsize=4096)
def _printed(given: str, family: str, suffix: str) -> str:
    return str(Name(given, family, suffix))
