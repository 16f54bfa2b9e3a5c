"""Findings: what could be better about the content, with links to the forms that fix it.

Each app has its own checks in ``content_checks.py``. The dashboard collects the findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.contrib.auth import get_permission_codename
from django.db import models
from django.urls import reverse
from django.utils.http import urlencode


@dataclass(frozen=True)
class EditLink:
    """A link from the dashboard to the admin page where something can be edited.

    ``note`` follows the ``name``. The page is the form of the row ``pk`` of
    ``model``, scrolled to the element ``part``. Without ``pk`` it is the model's list, searched
    for ``search``, or the page that merges the rows ``merges``.
    """

    name: str
    model: type[models.Model]
    pk: Any = None
    note: str = ""
    part: str = ""
    search: str = ""
    merges: tuple[Any, ...] = ()

    @classmethod
    def of(cls, row: models.Model, part: str = "", note: str = "") -> Self:
        return cls(str(row), type(row), row.pk, note=note, part=part)

    @property
    def form(self) -> str:
        """The URL of the admin page."""
        page = f"admin:{self.model._meta.app_label}_{self.model._meta.model_name}"
        if self.merges:
            return f"{reverse(f'{page}_merge')}?{urlencode({'pk': self.merges}, doseq=True)}"
        if self.pk is None:
            query = f"?{urlencode({'q': self.search})}" if self.search else ""
            return reverse(f"{page}_changelist") + query
        part = f"#{self.part}" if self.part else ""
        return reverse(f"{page}_change", args=[self.pk]) + part

    def may_be_changed_by(self, user: Any) -> bool:
        meta = self.model._meta
        return bool(user.has_perm(f"{meta.app_label}.{get_permission_codename('change', meta)}"))


@dataclass(frozen=True)
class Finding:
    """Rows that have the same problem.

    ``one`` follows the name of a single row ("has no year"), and ``many`` the number of several
    ("papers have no year"). ``many`` may be empty if there can be only one such row. A hint is
    something to consider rather than a fault.
    """

    edit_links: Sequence[EditLink]
    one: str
    many: str = ""
    is_hint: bool = False

    # How many links of a long list are shown: at first, and after it is unfolded.
    FIRST = 3
    MOST = 100

    @property
    def first_links(self) -> Sequence[EditLink]:
        """The links to show at first: all of them if there is only one more than ``FIRST``."""
        few = self.FIRST + 1
        return self.edit_links if len(self.edit_links) <= few else self.edit_links[: self.FIRST]

    @property
    def folded_links(self) -> Sequence[EditLink]:
        """The links to show after the list is unfolded."""
        return self.edit_links[len(self.first_links) : self.MOST]

    @property
    def more(self) -> int:
        """How many links are not shown at first."""
        return len(self.edit_links) - len(self.first_links)

    @property
    def beyond(self) -> int:
        """How many links are not shown at all until others have been fixed."""
        return max(0, len(self.edit_links) - self.MOST)


def edit_links_to(rows: Iterable[models.Model], part: str = "") -> list[EditLink]:
    """Return a link for each row, all to the same part of their forms."""
    return [EditLink.of(row, part) for row in rows]
