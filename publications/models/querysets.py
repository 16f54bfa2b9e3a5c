"""Which papers and authors are shown, and how they are found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery

from common.publishing import PublishableQuerySet, may_see_drafts
from common.text.search import fold, split_words
from publications.models.bylines import prefetch_bylines
from publications.models.choices import HIDES_VENUE, Role

if TYPE_CHECKING:
    from publications.models import Author, Authorship, Publication  # noqa: F401 (named in types)

MAX_SEARCH_WORDS = 12
MOST_SELECTED = 20  # on the home page


class PublicationQuerySet(PublishableQuerySet["Publication"]):
    """Papers in the owner's order."""

    def with_bylines(self) -> Self:
        """Fetch what a list of papers shows, in three queries: papers, authors, links."""
        Authorship = apps.get_model("publications", "Authorship")
        authorships = Authorship.objects.select_related("author")
        return self.select_related("venue").prefetch_related(
            Prefetch("authorships", queryset=authorships), "links"
        )

    def with_citations(self) -> Self:
        """Fetch what citations say, in four queries: also awards, and where a preprint went."""
        return self.with_bylines().select_related("published_as").prefetch_related("awards")

    def list_with_bylines(self) -> list[Publication]:
        """Return the papers with what a list shows of them, in four queries.

        They have ``byline_names`` in place of a row for each author, and no long texts.
        """
        rows = self.defer("abstract", "search_text", "former_slugs").select_related("venue")
        links = Prefetch("links", to_attr="links_in_order")
        awards = Prefetch("awards", to_attr="awards_in_order")
        papers = list(rows.prefetch_related(links, awards))  # type: ignore[no-redef]
        prefetch_bylines(papers)
        return papers

    def selected(self, most: int) -> Self:
        """Return the selected papers, or the first where none are; at most ``most``.

        It is one query, with a condition of the database's.
        """
        none_selected = ~Exists(self.filter(is_selected=True))
        return self.filter(Q(is_selected=True) | none_selected)[:most]

    def newest(self, most: int) -> Self:
        """Return the papers of the latest date, at most ``most``; those without one are left out.

        Within a year a date that is less exact counts as earlier.
        """
        return self.filter(year__isnull=False).order_by("-year", "-when", "position", "pk")[:most]

    def related_to(self, paper: Publication, most: int) -> Self:
        """Return other papers that share topics or co-authors with one, those with most first."""
        topics = Count("topics", filter=Q(topics__in=paper.topics.all()), distinct=True)
        theirs = Q(authorships__author__in=paper.authorships.values("author"))
        coauthors = Count(
            "authorships", filter=theirs & Q(authorships__author__is_owner=False), distinct=True
        )
        shared = self.exclude(pk=paper.pk).annotate(shared=2 * topics + coauthors)
        found = shared.filter(shared__gt=0).order_by(
            "-shared", F("year").desc(nulls_last=True), "pk"
        )
        return found.select_related("venue")[:most]

    def versions_of(self, paper: Publication) -> Self:
        """Return the published version of a paper, and its preprints."""
        found = self.filter(Q(pk=paper.published_as_id) | Q(published_as=paper))
        return found.select_related("venue")

    def list_for_home(self, first: int, newest: int) -> tuple[list[Publication], list[Publication]]:
        """Return the selected papers, and so many of the newest others, all with their bylines.

        Where none is selected, the first few take their place. All are fetched at once, in four
        queries.
        """
        chosen = Q(pk__in=self.selected(MOST_SELECTED).values("pk"))
        latest = Q(pk__in=self.newest(MOST_SELECTED + newest).values("pk"))
        papers = self.filter(chosen | latest).list_with_bylines()
        selected = [paper for paper in papers if paper.is_selected][:MOST_SELECTED]
        shown = selected or papers[:first]
        return shown, [paper for paper in papers if paper not in shown]

    def search(self, query: str, *, hidden_venues: bool = False) -> Self:
        """Return the papers in which every word of the query occurs.

        A word is looked for in title, summary, abstract, authors, venue, year, kind and status,
        whatever its case and accents. A venue that the page does not name is found only with
        ``hidden_venues``.
        """
        found = self
        for word in split_words(query)[:MAX_SEARCH_WORDS]:
            found = found.filter(self._has_word(word, hidden_venues))
        return found

    def _has_word(self, word: str, hidden_venues: bool) -> Q:
        Authorship = apps.get_model("publications", "Authorship")
        model = self.model
        by_author = Authorship.objects.filter(
            Q(search_text__contains=word) | Q(author__search_text__contains=word)
        ).values("publication_id")
        in_venue = Q(venue__search_text__contains=word)
        if not hidden_venues:
            in_venue &= ~Q(status__in=HIDES_VENUE)
        condition = (
            Q(search_text__contains=word)
            | in_venue
            | Q(pk__in=by_author)
            | Q(kind__in=_choices_with(word, model.Kind))
            | Q(status__in=_choices_with(word, model.Status))
        )
        return condition | Q(year=int(word)) if word.isdecimal() and len(word) == 4 else condition


class AuthorQuerySet(models.QuerySet["Author"]):
    """People who write papers."""

    def visible_to(self, user: Any) -> Self:
        """Return those whose page this visitor may see; editors see those of drafts alone too."""
        Publication = apps.get_model("publications", "Publication")
        if may_see_drafts(user, Publication):
            return self
        Authorship = apps.get_model("publications", "Authorship")
        public = Publication.objects.published()
        return self.filter(
            authorships__in=Authorship.objects.listed().filter(publication__in=public)
        ).distinct()

    def coauthors(self) -> Self:
        """Return those with a published paper, without the owner; ``papers`` says how many."""
        Authorship = apps.get_model("publications", "Authorship")
        Publication = apps.get_model("publications", "Publication")
        joint = Authorship.objects.joint().filter(publication__in=Publication.objects.published())
        theirs = Q(is_owner=False, authorships__in=joint)
        return self.filter(theirs).annotate(papers=Count("authorships__publication", distinct=True))


class AuthorshipQuerySet(models.QuerySet["Authorship"]):
    """Who did what for which paper."""

    def joint(self) -> Self:
        """Return those who did the same as the owner for a paper: the co-authors.

        The editor of a book is no co-author of the owner's chapter in it, and the author of a text
        no co-author of its translator. On papers without the owner, the byline counts.
        """
        return self.filter(self._is_joint())

    def listed(self) -> Self:
        """Return those whose page lists the paper: everybody in its byline, and the co-authors."""
        return self.filter(self._is_in_byline() | self._is_joint())

    def _is_joint(self) -> Any:
        Author = apps.get_model("publications", "Author")
        owner = Author.objects.filter(is_owner=True).order_by().values("pk")[:1]
        of_owner = self._of_same_paper().filter(author=Subquery(owner))
        with_owner = Exists(of_owner.filter(role=OuterRef("role")))
        return with_owner | ~Exists(of_owner) & self._is_in_byline()

    def _is_in_byline(self) -> Any:
        has_authors = Exists(self._of_same_paper().filter(role=Role.AUTHOR))
        return Q(role=Role.AUTHOR) | Q(role=Role.EDITOR) & ~has_authors

    def _of_same_paper(self) -> Any:
        return self.model._default_manager.filter(publication=OuterRef("publication"))


def _choices_with(word: str, choices: type[models.TextChoices]) -> list[str]:
    return [choice.value for choice in choices if word in fold(str(choice.label))]
