"""Makes up any number of papers and talks, always the same, for tests and measurements.

``python -m bench.large_site --publications 1000`` fills an empty site with them.
"""

import argparse
import os
import random
import sys

import django
from django.db import transaction

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "website.settings")
    django.setup()

from common.dates.cv_date import CVDate
from publications.models import (
    Author,
    Authorship,
    Publication,
    PublicationLink,
    Topic,
    Venue,
)
from talks.models import Presentation, Talk
from website import content_file

GIVEN = [
    *("Ada", "Björn", "Chiara", "Dmitri", "Élodie", "Fatima", "Gábor", "Hana", "İlker", "José"),
    *("Kasia", "Lễ", "Måns", "Ngozi", "Olena"),
]
FAMILY = [
    *("Abel", "Čech", "Dubois", "Erdős", "Fischer", "García", "Hölder", "Ito", "Jørgensen"),
    *("Kovács", "Łoś", "Müller"),
]
SUBJECTS = ["bandits", "offline learning", "preference data", "games", "alignment", "regret"]
VENUES = {"ICML": "conference", "NeurIPS": "conference", "JMLR": "journal", "TMLR": "journal"}
FIRST_YEAR, YEARS = 1990, 35


def make_publications(count: int, authors_each: int = 8) -> None:
    """Make papers, each with a link, a topic and this many authors; the owner is one of them."""
    chance = random.Random(count)
    people = _make_people(max(authors_each, min(400, count * authors_each // 4)))
    venues = [
        Venue.objects.get_or_create(short_name=name, defaults={"kind": kind})[0]
        for name, kind in VENUES.items()
    ]
    topics = [Topic.objects.get_or_create(name=subject.title())[0] for subject in SUBJECTS]
    papers = Publication.objects.bulk_create(
        Publication(
            title=f"On {subject}, part {number}: a bound of $O(\\sqrt{{{number}}})$ and more",
            slug=f"on-{subject.replace(' ', '-')}-{number}",
            citation_key=f"owner{number}",
            status=Publication.Status.PUBLISHED,
            venue=chance.choice(venues),
            when=CVDate.from_edtf(str(FIRST_YEAR + YEARS - 1 - number * YEARS // (count + 1))),
            volume=str(1 + number % 40),
            number=str(1 + number % 4),
            pages=f"{10 * number}–{10 * number + 9}",
            summary=f"We study *{subject}* once more, and improve on part {number - 1}.",
            is_alphabetical=number % 3 == 0,
            is_selected=number <= 5,
            position=number,
        )
        for number in range(1, count + 1)
        for subject in [chance.choice(SUBJECTS)]
    )
    Publication.topics.through.objects.bulk_create(
        Publication.topics.through(publication=paper, topic=chance.choice(topics))
        for paper in papers
    )
    PublicationLink.objects.bulk_create(
        PublicationLink(
            publication=paper, kind="code", url=f"https://example.org/{paper.slug}", position=1
        )
        for paper in papers
    )
    Authorship.objects.bulk_create(
        authorship
        for paper in papers
        for authorship in _make_authorships(
            paper, [people[0], *chance.sample(people[1:], authors_each - 1)]
        )
    )


def _make_authorships(paper: Publication, authors: list[Author]) -> list[Authorship]:
    return [
        Authorship(
            publication=paper,
            author=author,
            position=position,
            equal_contribution=position <= 2,
            corresponding=position == len(authors),
        )
        for position, author in enumerate(authors, start=1)
    ]


def _make_people(count: int) -> list[Author]:
    """Return authors with different names, the owner first."""
    owner = Author.objects.filter(is_owner=True).first()
    owner = owner or Author.objects.create(given_name="Olga", family_name="Owner", is_owner=True)
    others = Author.objects.bulk_create(
        Author(
            given_name=f"{GIVEN[number % len(GIVEN)]} {chr(65 + number // 26 % 26)}.",
            family_name=f"{FAMILY[number % len(FAMILY)]}-{FAMILY[number // 15 % len(FAMILY)]}",
            slug=f"made-up-{number}",
        )
        for number in range(count - 1)
    )
    return [owner, *others]


def make_talks(count: int, presentations_each: int = 3) -> None:
    """Make talks, each given this many times."""
    talks = Talk.objects.bulk_create(
        Talk(
            title=f"What is known of {SUBJECTS[number % len(SUBJECTS)]} ({number})",
            slug=f"talk-{number}",
        )
        for number in range(1, count + 1)
    )
    Presentation.objects.bulk_create(
        Presentation(
            talk=talk,
            place=f"University of {FAMILY[(number + turn) % len(FAMILY)]}",
            host=f"{GIVEN[number % len(GIVEN)]} {FAMILY[turn % len(FAMILY)]}",
            when=CVDate.from_edtf(f"{2000 + number % 25}-{1 + (number + turn) % 12:02}"),
        )
        for number, talk in enumerate(talks)
        for turn in range(presentations_each)
    )


@transaction.atomic
def fill_empty_site(publications: int = 1000, authors: int = 8, talks: int = 200) -> None:
    """Make the content, all or nothing."""
    if not content_file.is_empty():
        sys.exit(
            "This site has content already. Set VITA_DATA to an empty folder, and run "
            "`manage.py setup` and this command there."
        )
    make_publications(publications, authors_each=authors)
    make_talks(talks)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Fill an empty site with made-up content.")
    parser.add_argument("--publications", type=int, default=1000)
    parser.add_argument("--authors", type=int, default=8, help="on each paper")
    parser.add_argument("--talks", type=int, default=200)
    fill_empty_site(**vars(parser.parse_args()))
