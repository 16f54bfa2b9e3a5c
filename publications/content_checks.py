"""What could be better about the papers, and possible duplicates."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from common.content_checks import EditLink, Finding, edit_links_to
from publications.authors.index import AuthorIndex
from publications.bibtex_import.duplicates import find_duplicates
from publications.models import Author, Authorship, Publication, PublicationLink
from publications.models.querysets import PublicationQuerySet


def findings() -> Iterator[Finding]:
    """Yield what is missing from published papers, possible doubles, and the drafts.

    An on-going project has neither a year nor a link yet, and is not expected to.
    """
    papers = Publication.objects.published()
    yield from _about_authors(papers)
    yield from _about_finished(papers.exclude(status=Publication.Status.IN_PREPARATION))
    yield Finding(
        [EditLink.of(p, note=f"same {what} as “{other}”") for p, other, what in _doubles(papers)],
        one="is a possible duplicate",
        many="papers are possible duplicates",
    )
    yield Finding(
        [_one_person(*pair) for pair in _alike()],
        one="is a possible duplicate: merge them in the list, or give each an ORCID iD or homepage",
        many="authors are possible duplicates: merge them in the list, or give each an ORCID iD or "
        "homepage",
    )
    yield Finding(
        edit_links_to(Publication.objects.filter(is_draft=True).only("title")),
        one="is a draft of a paper: only editors see it",
        many="papers are drafts: only editors see them",
        is_hint=True,
    )


def _about_authors(papers: PublicationQuerySet) -> Iterator[Finding]:
    named = Authorship.objects.filter(publication=OuterRef("pk"))
    part = "authorships-group"
    yield Finding(
        edit_links_to(papers.exclude(Exists(named)).only("title"), part),
        one="names no authors",
        many="papers name no authors",
    )
    has_owner = Author.objects.filter(is_owner=True).exists()
    if not has_owner:
        nobody = [EditLink("Your own entry", Author)] if Author.objects.exists() else []
        yield Finding(nobody, one="among the authors is not marked as the owner of this site")
        return
    yield Finding(
        edit_links_to(
            papers.filter(Exists(named))
            .exclude(Exists(named.filter(author__is_owner=True)))
            .only("title"),
            part,
        ),
        one="does not name you among its authors",
        many="papers do not name you among their authors",
    )


def _about_finished(papers: PublicationQuerySet) -> Iterator[Finding]:
    yield Finding(
        edit_links_to(papers.filter(year=None).only("title"), part="id_when"),
        one="has no year",
        many="papers have no year",
    )
    links = PublicationLink.objects.filter(publication=OuterRef("pk")).exclude(url="", file="")
    bare = papers.filter(arxiv_id="", doi="", pdf="").exclude(Exists(links)).only("title")
    yield Finding(
        edit_links_to(bare, part="links-group"),
        one="has no link: no arXiv id, DOI, PDF or other link",
        many="papers have no link: no arXiv id, DOI, PDF or other link",
    )


def _doubles(papers: PublicationQuerySet) -> Iterator[tuple[Publication, Publication, str]]:
    return find_duplicates(papers.only("title", "doi", "arxiv_id", "venue").order_by("pk"))


def _alike() -> list[tuple[Author, Author]]:
    """Return the authors who may be one person, two by two, in two queries.

    Two who wrote a paper together, or whose ORCID iDs or homepages differ, are two people.
    """
    pairs = [pair for pair in AuthorIndex().pairs() if not _told_apart(*pair)]
    people = {author.pk for pair in pairs for author in pair}
    papers: dict[int, set[int]] = {pk: set() for pk in people}
    rows = Authorship.objects.filter(author__in=people)
    for author, paper in rows.values_list("author_id", "publication_id"):
        papers[author].add(paper)
    return [(one, other) for one, other in pairs if not papers[one.pk] & papers[other.pk]]


def _told_apart(one: Author, other: Author) -> bool:
    marks = ((one.orcid, other.orcid), (one.homepage, other.homepage))
    return any(mine and theirs and mine != theirs for mine, theirs in marks)


def _one_person(one: Author, other: Author) -> EditLink:
    """Return the one as a thing that is mended in the list, where both are found and merged."""
    return EditLink(str(one), Author, note=f"perhaps {other}", search=one.family_name)
