"""What importing one entry would do."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from common.dates.cv_date import CVDate
from publications.bibtex import Entry
from publications.importing.differences import Difference
from publications.models import Publication, Venue


@dataclass
class Proposal:
    """What importing one entry would do.

    ``publication`` is the paper, not saved yet if it is new. ``refused`` says why the entry cannot
    be imported, and ``doubt`` why it is imported only if the owner selects it. ``like`` lists
    papers on the site that it may duplicate, and ``notes`` are sentences that tell the owner what
    to check. If ``replace`` is true, the owner allows the file to replace fields that differ.
    ``handle`` identifies the entry within the file. ``new_authors`` are the names that the site
    does not know yet, if the import writes the authors. ``names_venue`` is true for the first that
    brings a new venue, whose short name the owner may change.
    """

    entry: Entry
    publication: Publication
    is_new: bool
    venue: Venue | None = None
    differences: list[Difference] = field(default_factory=list)
    like: list[Publication] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    refused: str = ""
    doubt: str = ""
    replace: bool = False
    key: str = ""
    handle: str = ""
    new_authors: list[str] = field(default_factory=list)
    names_venue: bool = False

    @property
    def byline(self) -> str:
        """The authors as the entry names them, in one line."""
        names = ", ".join(credit.name for credit in self.entry.credits)
        return _("%(names)s, et al.") % {"names": names} if self.entry.more_authors else names

    @property
    def date(self) -> str:
        """The date of the entry in words."""
        return CVDate.from_edtf(self.entry.when).display() if self.entry.when else ""

    @property
    def conflicts(self) -> bool:
        """Whether the site and the file disagree."""
        return any(not difference.fills for difference in self.differences)

    @property
    def outcome(self) -> str:
        """One of "refused", "new", "changed", "unchanged", and "kept" if the site's values stay."""
        if self.refused:
            return "refused"
        if self.is_new:
            return "new"
        if not self.differences:
            return "unchanged"
        return "changed" if self.replace or any(d.fills for d in self.differences) else "kept"

    @property
    def is_suggested(self) -> bool:
        """Whether it is selected for import by default."""
        return self.outcome in {"new", "changed"} and not self.doubt

    @property
    def written(self) -> set[str]:
        """The names of the differing fields that the import writes."""
        return {d.name for d in self.differences if d.fills or self.replace}
