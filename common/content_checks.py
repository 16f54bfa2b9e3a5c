"""Findings: what a reader of the site would miss, each leading to the form where it is mended.

Each app says its own in its ``health.py``; the owner's desk puts them together.
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
    """Something of the site that is named, and the page of the admin where it is mended.

    ``name`` may hold formulas; ``note`` follows it. The page is the form of the row ``pk`` of
    ``model``, scrolled to the element ``part``; without ``pk`` it is the list of the model, in
    which ``search`` has been looked for.
    """

    name: str
    model: type[models.Model]
    pk: Any = None
    note: str = ""
    part: str = ""
    search: str = ""

    @classmethod
    def of(cls, row: models.Model, part: str = "", note: str = "") -> Self:
        """Return the thing that a row is."""
        return cls(str(row), type(row), row.pk, note=note, part=part)

    @property
    def form(self) -> str:
        """The address of the page where it is mended."""
        page = f"admin:{self.model._meta.app_label}_{self.model._meta.model_name}"
        if self.pk is None:
            query = f"?{urlencode({'q': self.search})}" if self.search else ""
            return reverse(f"{page}_changelist") + query
        part = f"#{self.part}" if self.part else ""
        return reverse(f"{page}_change", args=[self.pk]) + part

    def may_be_changed_by(self, user: Any) -> bool:
        """Whether this user may mend it."""
        meta = self.model._meta
        return bool(user.has_perm(f"{meta.app_label}.{get_permission_codename('change', meta)}"))


@dataclass(frozen=True)
class Finding:
    """Things that have one fault.

    ``one`` is what is said of a single thing, after its name: "has no year". ``many`` is what is
    said of several, after their number: "papers have no year"; there may be only one of a kind.
    A hint is a thing to consider rather than a fault.
    """

    edit_links: Sequence[EditLink]
    one: str
    many: str = ""
    is_hint: bool = False

    # What a page shows of a long list: at once, and when it is unfolded.
    SHOWN = 3
    MOST = 100

    @property
    def shown(self) -> Sequence[EditLink]:
        """The first things: all of them where that makes the list little longer."""
        few = self.SHOWN + 1
        return self.edit_links if len(self.edit_links) <= few else self.edit_links[: self.SHOWN]

    @property
    def folded(self) -> Sequence[EditLink]:
        """The things that are shown when they are asked for."""
        return self.edit_links[len(self.shown) : self.MOST]

    @property
    def more(self) -> int:
        """How many are not shown at once."""
        return len(self.edit_links) - len(self.shown)

    @property
    def beyond(self) -> int:
        """How many are not shown at all: they come up when the others are mended."""
        return max(0, len(self.edit_links) - self.MOST)


def edit_links_to(rows: Iterable[models.Model], part: str = "") -> list[EditLink]:
    """Return the things that rows are, all to be mended in the same part of their forms."""
    return [EditLink.of(row, part) for row in rows]
