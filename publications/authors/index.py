"""Finds authors by the names that papers print."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, islice

from django.utils.translation import gettext as _

from common.text.search import fold
from common.urls.slugs import free_slug
from publications.models import Author, Authorship
from publications.names.author_line import Credit, find_wrong_signs
from publications.names.name import Name, name_key

_MOST_OF_A_FAMILY = 1_000


class CreditError(ValueError):
    """A credit that does not identify one person; the message says what to write instead."""


class AuthorIndex:
    """All authors of the site, indexed by key, by name and by variants of the name.

    Case and white space make no difference, but accents and initials do, so that two people with
    similar names are never confused.
    """

    def __init__(self) -> None:
        self._by_slug: dict[str, Author] = {}
        self._by_name: dict[str, list[Author]] = defaultdict(list)
        self._by_family: dict[str, dict[int, Author]] = defaultdict(dict)
        for author in Author.objects.all():
            self.add(author)

    def __iter__(self) -> Iterator[Author]:
        return iter(self._by_slug.values())

    def add(self, author: Author) -> None:
        """Add the author to the index under its present slug and names."""
        self._by_slug[author.slug] = author
        for name in {name_key(text) for text in (str(author), *author.variants)}:
            if author not in self._by_name[name]:
                self._by_name[name].append(author)
        if not author.is_group:
            self._by_family[fold(author.family_name)][author.pk] = author

    def has(self, name: str) -> bool:
        """Return whether an author has this name."""
        return bool(self._by_name.get(name_key(name)))

    def find(self, name: str, slug: str = "") -> Author | None:
        """Return the author with this slug or, if no slug is given, with this name.

        Raises CreditError if several people have the name.
        """
        if slug:
            return self._by_slug.get(slug)
        bearers = self._by_name.get(name_key(name), [])
        if len(bearers) > 1:
            choices = f" {_('or')} ".join(f'"{name} [{author.slug}]"' for author in bearers)
            raise CreditError(
                _("several people are called %(name)s; write %(choices)s")
                % {"name": name, "choices": choices}
            )
        return bearers[0] if bearers else None

    def people(self, credits_: Sequence[Credit], *, guess: bool = False) -> list[Author | None]:
        """Return the author of each credit of one paper; None for a new name.

        A name that occurs twice belongs to two people. Raises CreditError if a name is ambiguous,
        a key is unknown, or an author is named twice. With ``guess``, an ambiguous name means the
        first of these people who is not on the paper yet.
        """
        times = Counter(name_key(credit.name) for credit in credits_ if not credit.key)
        taken: set[Author] = set()
        found: list[Author | None] = []
        for credit in credits_:
            author = self._find_author_meant(credit, times, taken, guess=guess)
            if author in taken:
                raise CreditError(
                    _("%(author)s is named twice, by different names") % {"author": author}
                )
            if author is not None:
                taken.add(author)
            found.append(author)
        return found

    def _find_author_meant(
        self, credit: Credit, times: Counter[str], taken: set[Author], *, guess: bool
    ) -> Author | None:
        if credit.key:
            if credit.key not in self._by_slug:
                raise CreditError(
                    _('[%(key)s] after "%(name)s" is no author\'s key')
                    % {"key": credit.key, "name": credit.name}
                )
            return self._by_slug[credit.key]
        key = name_key(credit.name)
        if not guess and times[key] == 1:
            return self.find(credit.name)
        bearers = [author for author in self._by_name.get(key, []) if author not in taken]
        # An author with this name comes before one who only has it as a variant.
        return min(bearers, key=lambda author: name_key(str(author)) != key, default=None)

    def list_unsure(self, credits_: Iterable[Credit]) -> list[str]:
        """Return the names on a paper that more people have than the paper lists."""
        times = Counter(name_key(credit.name) for credit in credits_ if not credit.key)
        printed = {name_key(credit.name): credit.name for credit in credits_}
        return [
            printed[key] for key, count in times.items() if len(self._by_name.get(key, [])) > count
        ]

    def find_similar(self, author: Author) -> list[Author]:
        """Return others who may be the same person: same family name, compatible given names.

        Accents make no difference, as these are only suggestions.
        """
        names = _list_given_names(author)
        if author.is_group:
            return []
        family = self._by_family[fold(author.family_name)].values()
        return [
            other for other in family if other != author and _agree(names, _list_given_names(other))
        ]

    def find_pairs(self) -> Iterator[tuple[Author, Author]]:
        """Yield each pair of authors who may be one person, once.

        If more than a thousand people share a family name, only the first thousand are compared.
        """
        for family in self._by_family.values():
            first = islice(family.values(), _MOST_OF_A_FAMILY)
            named = [(author, _list_given_names(author)) for author in first]
            for (one, names), (other, others) in combinations(named, 2):
                if _agree(names, others):
                    yield one, other

    def resolve(self, credit: Credit, name: Name | None = None) -> Author:
        """Return the author of a credit; create and save one if the name is new.

        ``name`` is the same name in parts, if known, as the printed name does not always show
        them. Raises CreditError if several people have the name.
        """
        author = self.find(credit.name, credit.key)
        return author or self.create([name or name_of(credit)])[0]

    def create(self, names: Iterable[Name]) -> list[Author]:
        """Create an author for each name in bulk, as a paper may have thousands."""
        authors = [Author.from_printed(name) for name in names]
        taken = set(self._by_slug)
        for author in authors:
            author.slug = free_slug(Author.slug_of(str(author)), taken)
            taken.add(author.slug)
        for author in Author.objects.bulk_create(authors, batch_size=500):
            self.add(author)
        return authors

    def credit(self, authorship: Authorship) -> Credit:
        """Return the credit of an authorship, with a key unless the name identifies the author."""
        bearers = self._by_name.get(name_key(authorship.printed_name), [])
        key = "" if bearers == [authorship.author] else authorship.author.slug
        credit = authorship.credit(key)
        if find_wrong_signs(credit.name) and not credit.is_group:
            # The author was a group when the paper was entered; the name needs braces.
            return replace(credit, key=authorship.author.slug, is_group=True)
        return credit


def name_of(credit: Credit) -> Name:
    """Return the name of a credit in parts, as far as the printed name shows them."""
    return Name.from_group(credit.name) if credit.is_group else Name.read(credit.name)


def _agree(names: list[str], others: list[str]) -> bool:
    """Whether two people's given names are compatible; "W." is compatible with "Wei"."""
    for one, two in zip(names, others, strict=False):
        if one[0] != two[0] or (one != two and len(one) > 1 and len(two) > 1):
            return False
    return True


def _list_given_names(author: Author) -> list[str]:
    return re.findall(r"\w+", fold(author.given_name))
