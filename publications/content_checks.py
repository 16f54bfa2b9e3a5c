"""What to improve about the papers, and possible duplicates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice

from django.db.models import Exists, Model, OuterRef
from django.utils.translation import gettext as _

from common.content_checks import EditLink, Finding, edit_links_to
from publications.authors.index import AuthorIndex
from publications.merging import duplicates
from publications.models import Author, Authorship, Publication, PublicationLink, Venue
from publications.models.querysets import PublicationQuerySet
from publications.models.stages import COMPARED, Contradiction, find_contradiction
from publications.venues.index import VenueNames

_MOST_PAIRS = 5_000  # of authors or venues that are looked at


def find_findings() -> Iterator[Finding]:
    """Yield what published papers lack, possible duplicates, and the drafts.

    An on-going project needs neither a year nor a link.
    """
    papers = Publication.objects.published()
    yield from _about_authors(papers)
    yield from _about_stages(papers)
    yield from _about_finished(papers.exclude(status=Publication.Status.IN_PREPARATION))
    yield Finding(
        [
            EditLink.of(p, note=_("same %(what)s as “%(other)s”") % {"what": what, "other": other})
            for p, other, what in _find_duplicate_papers(papers)
        ],
        one=_("is a possible duplicate"),
        many=_("papers are possible duplicates"),
    )
    yield Finding(
        [_make_merge_link(*pair) for pair in _find_similar_authors()],
        one=_(
            "is a possible duplicate: merge them in the list, or give each an ORCID iD or homepage"
        ),
        many=_(
            "authors are possible duplicates: merge them in the list, or give each an ORCID iD or "
            "homepage"
        ),
    )
    yield Finding(
        [_make_venue_link(*pair) for pair in _find_similar_venues()],
        one=_("is a possible duplicate: merge them, or give each an ISSN or website"),
        many=_("venues are possible duplicates: merge them, or give each an ISSN or website"),
    )
    yield Finding(
        edit_links_to(Publication.objects.filter(is_draft=True).only("title")),
        one=_("is a draft of a paper: only editors see it"),
        many=_("papers are drafts: only editors see them"),
        is_hint=True,
    )


def _about_authors(papers: PublicationQuerySet) -> Iterator[Finding]:
    named = Authorship.objects.filter(publication=OuterRef("pk"))
    leading = named.exclude(role=Authorship.Role.TRANSLATOR)
    part = "authorships-group"
    yield Finding(
        edit_links_to(papers.exclude(Exists(leading)).only("title"), part),
        one=_("names no authors"),
        many=_("papers name no authors"),
    )
    has_owner = Author.objects.filter(is_owner=True).exists()
    if not has_owner:
        nobody = [EditLink(_("Your own entry"), Author)] if Author.objects.exists() else []
        yield Finding(nobody, one=_("among the authors is not marked as the owner of this site"))
        return
    yield Finding(
        edit_links_to(
            papers.filter(Exists(named))
            .exclude(Exists(named.filter(author__is_owner=True)))
            .only("title"),
            part,
        ),
        one=_("does not name you among its authors"),
        many=_("papers do not name you among their authors"),
    )


def _about_finished(papers: PublicationQuerySet) -> Iterator[Finding]:
    yield Finding(
        edit_links_to(papers.filter(year=None).only("title"), part="id_when"),
        one=_("has no year"),
        many=_("papers have no year"),
    )
    links = PublicationLink.objects.filter(publication=OuterRef("pk")).exclude(url="", file="")
    bare = papers.filter(arxiv_id="", doi="", pdf="").exclude(Exists(links)).only("title")
    yield Finding(
        edit_links_to(bare, part="links-group"),
        one=_("has no link: no arXiv id, DOI, PDF or other link"),
        many=_("papers have no link: no arXiv id, DOI, PDF or other link"),
    )


def _about_stages(papers: PublicationQuerySet) -> Iterator[Finding]:
    """Yield the papers whose status contradicts their venue, their volume or their kind."""
    found: dict[Contradiction | None, list[Publication]] = defaultdict(list)
    for paper in papers.only(*COMPARED):
        found[find_contradiction(paper)].append(paper)
    yield Finding(
        edit_links_to(found[Contradiction.PLACED_TOO_EARLY], "id_status"),
        one=_("has a volume or pages, but by its status it has not appeared"),
        many=_("papers have a volume or pages, but by their status they have not appeared"),
    )
    yield Finding(
        edit_links_to(found[Contradiction.APPEARED_NOWHERE], "id_venue"),
        one=_("has appeared by its status, but has no venue"),
        many=_("papers have appeared by their status, but have no venue"),
    )
    yield Finding(
        edit_links_to(found[Contradiction.APPEARED_AS_PREPRINT], "id_kind"),
        one=_("is a preprint by its kind, but has appeared by its status"),
        many=_("papers are preprints by their kind, but have appeared by their status"),
    )
    yield Finding(
        edit_links_to(found[Contradiction.HIDES_ITS_VENUE], "id_status"),
        one=_("has a venue that readers do not see while its status is “Preprint”"),
        many=_("papers have a venue that readers do not see while their status is “Preprint”"),
        is_hint=True,
    )


def _find_duplicate_papers(
    papers: PublicationQuerySet,
) -> Iterator[tuple[Publication, Publication, str]]:
    return duplicates.find_duplicates(papers.only(*duplicates.COMPARED).order_by("pk"))


def _find_similar_authors() -> list[tuple[Author, Author]]:
    """Return pairs of authors who may be one person, in two queries.

    Authors or editors of one paper, or with different ORCID iDs or homepages, are two people.
    """
    found = (
        pair
        for pair in AuthorIndex().find_pairs()
        if not _are_told_apart(*pair, by=("orcid", "homepage"))
    )
    pairs = list(islice(found, _MOST_PAIRS))
    people = {author.pk for pair in pairs for author in pair}
    papers: dict[int, set[tuple[int, str]]] = {pk: set() for pk in people}
    rows = Authorship.objects.filter(author__in=people)
    for author, paper, role in rows.values_list("author_id", "publication_id", "role"):
        papers[author].add((paper, role))
    return [(one, other) for one, other in pairs if not papers[one.pk] & papers[other.pk]]


def _find_similar_venues() -> list[tuple[Venue, Venue]]:
    """Return pairs of venues that may be one, in one query.

    Venues with different ISSNs or websites are two.
    """
    venues = list(Venue.objects.order_by("pk"))
    found = VenueNames(venues).find_pairs(venues)
    told_apart = partial(_are_told_apart, by=("issn", "url"))
    return list(islice((pair for pair in found if not told_apart(*pair)), _MOST_PAIRS))


def _are_told_apart(one: Model, other: Model, by: Iterable[str]) -> bool:
    marks = ((getattr(one, name), getattr(other, name)) for name in by)
    return any(mine and theirs and mine != theirs for mine, theirs in marks)


def _make_merge_link(one: Author, other: Author) -> EditLink:
    """Link to the list in which both authors are found and can be merged."""
    return EditLink(
        str(one), Author, note=_("perhaps %(other)s") % {"other": other}, search=one.family_name
    )


def _make_venue_link(one: Venue, other: Venue) -> EditLink:
    """Link to the page that merges both."""
    note = _("perhaps %(other)s") % {"other": other}
    return EditLink(str(one), Venue, note=note, merges=(one.pk, other.pk))
