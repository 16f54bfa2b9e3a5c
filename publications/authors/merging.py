"""Merges authors who turned out to be one person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _

from common.history.recording import note
from common.write_lock import write_lock
from publications.models import Author, Authorship, Publication
from publications.names.name import name_key


class NotOnePersonError(ValueError):
    """Authors who cannot be one person; the message tells the owner why."""


@write_lock()
def merge(kept: Author, others: Sequence[Author]) -> None:
    """Move the papers, names and URLs of the others to ``kept``, and delete the others.

    Each paper still prints the same name; the names become variants of the kept author's name.
    The kept author's affiliation wins, as the others' may be former ones.
    Raises NotOnePersonError, and changes nothing, if a paper has two of them in one role, if they
    have different ORCID iDs or homepages, or if one is a group and one the owner.
    """
    _refuse_papers_of_several([kept, *others])
    for field in ("orcid", "homepage"):
        _refuse_different(field, [kept, *others])
    _become_group_as_any([kept, *others])
    papers = list(Publication.objects.filter(authorships__author__in=others).distinct())
    names = [name for other in others for name in (str(other), *other.variants)]
    for other in others:
        for authorship in other.authorships.all():
            authorship.credited_as = _format_credit(authorship.printed_name, kept)
            authorship.author = kept
            authorship.save()
    merged = [kept, *others]
    for field in ("orcid", "homepage", "affiliation"):
        values = (getattr(author, field) for author in merged)
        setattr(kept, field, next(filter(None, values), ""))
    kept.is_owner = any(author.is_owner for author in merged)
    kept.variants = _list_distinct([*kept.variants, *names], apart_from=str(kept))
    for other in others:
        kept.take_over_slugs(other)
        other.delete()
    kept.save()
    note([kept, *papers])


def _format_credit(printed: str, kept: Author) -> str:
    return "" if printed == str(kept) else printed


def _list_distinct(names: list[str], apart_from: str) -> list[str]:
    """Return each name once, in order, without the author's own name."""
    first = {name_key(name): name for name in reversed(names)}
    first.pop(name_key(apart_from), None)
    return [name for name in dict.fromkeys(names) if first.get(name_key(name)) == name]


def _refuse_papers_of_several(authors: Sequence[Author]) -> None:
    rows = Authorship.objects.filter(author__in=authors).select_related("publication")
    places = Counter((row.publication, row.role) for row in rows)
    shared = sorted({str(paper) for (paper, _role), count in places.items() if count > 1})
    if shared:
        titles = "; ".join(f"“{title}”" for title in shared)
        raise NotOnePersonError(
            _(
                "More than one of them is an author of %(titles)s. Remove one there first, "
                "if it really is one person."
            )
            % {"titles": titles}
        )


def _become_group_as_any(authors: Sequence[Author]) -> None:
    """Make all of them groups if one is: its names may have characters not allowed for people."""
    if not any(author.is_group for author in authors):
        return
    if owner := next((author for author in authors if author.is_owner), None):
        raise NotOnePersonError(
            _("%(owner)s is a person, the owner of this site, and not a group.") % {"owner": owner}
        )
    for author in authors:
        if not author.is_group:
            author.become_group()


def _refuse_different(field: str, authors: Sequence[Author]) -> None:
    values = sorted({value for author in authors if (value := getattr(author, field))})
    if len(values) > 1:
        label = "ORCID" if field == "orcid" else _("homepage")
        raise NotOnePersonError(
            _(
                "They have different values of %(label)s: %(values)s. Delete the wrong one "
                "first, if it really is one person."
            )
            % {"label": label, "values": f" {_('and')} ".join(values)}
        )
