"""A dump is the whole site; loading it into an empty site gives the same."""

import tomllib

import pytest
from django.core.management import call_command
from django.db import transaction

from profile import content_file as profile_content
from profile.models import Award
from publications.citations.keys import assign_citation_keys
from publications.models import Author, Authorship, Publication, Topic, Venue
from talks.models import Presentation, Talk
from tests import cast
from tests.conftest import SAMPLE
from tests.page import Page
from website import content_file
from website.models import CVVariant

pytestmark = pytest.mark.django_db


def reloaded() -> str:
    """Dump the site, load that into an empty site, and return what it dumps then."""
    text = content_file.dump()
    with transaction.atomic():
        empty_the_site()
        content_file.load(text)
        again = content_file.dump()
        transaction.set_rollback(True)
    return again


def empty_the_site() -> None:
    for model in (Authorship, Presentation, Publication, Author):
        model.objects.all().delete()
    for rows, _ in profile_content.LISTS.values():
        rows.model.objects.all().delete()
    profile_content.PROFILE.model.objects.all().delete()
    for model in (Talk, Topic, Venue, CVVariant):
        model.objects.all().delete()


@pytest.mark.usefixtures("sample")
def test_the_sample_comes_back_byte_for_byte():
    assert reloaded() == content_file.dump()


@pytest.mark.usefixtures("sample")
def test_a_dump_says_what_the_sample_says():
    dumped = tomllib.loads(content_file.dump())
    sample = tomllib.loads(SAMPLE.read_text())
    assert list(dumped) == list(sample)
    assert [paper["title"] for paper in dumped["publications"]] == [
        paper["title"] for paper in sample["publications"]
    ]
    assert dumped["publications"][3]["authors"] == sample["publications"][3]["authors"]
    assert dumped["education"][0]["when"] == "Aug 2023 – present"


def test_an_empty_site_is_an_empty_file():
    assert tomllib.loads(content_file.dump()) == {}


def test_drafts_are_dumped_as_drafts():
    cast.paper(is_draft=True)
    assert tomllib.loads(content_file.dump())["publications"][0]["is_draft"] is True
    assert reloaded() == content_file.dump()


def test_a_name_as_printed_leads_back_to_the_same_person():
    paper = cast.paper("One", "Wei Xiong, KaShun Shum")
    paper.authorships.filter(author__family_name="Shum").update(credited_as="K. Shum")
    cast.paper("Two", "KaShun Shum")
    dumped = tomllib.loads(content_file.dump())
    lines = {p["title"]: p["authors"] for p in dumped["publications"]}
    assert lines == {"One": "Wei Xiong and K. Shum [kashun-shum]", "Two": "KaShun Shum"}
    assert reloaded() == content_file.dump()


def test_a_topic_keeps_its_slug():
    paper = cast.paper()
    paper.topics.add(Topic.objects.create(name="Games", slug="my-own"))
    Topic.objects.create(name="Nobody's")
    assert reloaded() == content_file.dump()
    assert tomllib.loads(content_file.dump())["topics"][0]["slug"] == "my-own"


def test_two_people_of_one_name_stay_two():
    cast.paper("One", "Wei Wang")
    Author.objects.create(given_name="Wei", family_name="Wang")
    cast.paper("Two", "Wei Wang [wei-wang-2], Wei Xiong")
    dumped = content_file.dump()
    assert "Wei Wang [wei-wang]" in dumped
    assert "Wei Wang [wei-wang-2]" in dumped
    assert reloaded() == dumped


@pytest.mark.parametrize(
    "summary",
    [
        *(
            'a "quoted" word',
            "two\nlines",
            "\nfirst line empty",
            'three """ quotes',
            "ends with \\",
        ),
        *(
            "windows\r\nlines",
            "a tab\tand a bell\x07",
            "$\\ell_2$ and \\\\",
            "熊伟 — 😀",
            "'''",
            '"',
        ),
        *('two\nlines and """"" quotes"', "a\nb\\\nc", "x\n\n\ny  \n", "a\rb"),
    ],
)
def test_every_text_survives(summary):
    cast.paper(summary=summary)
    assert reloaded() == content_file.dump()
    stored = tomllib.loads(content_file.dump())["publications"][0]["summary"]
    assert stored == summary.replace("\r\n", "\n")


def test_a_text_of_white_space_is_empty():
    paper = cast.paper(summary=" \n")
    assert "summary" not in content_file.dump()
    paper.full_clean()
    assert paper.summary == ""


def test_a_site_that_holds_what_is_refused_today_can_be_loaded_from_its_dump():
    cast.paper("Nash\x07\x85 Learning\r\n", summary="a\ud800b".replace("\ud800", "\x07"))
    cast.talk("\tA\ufffftalk ")
    assert reloaded() == content_file.dump()
    dumped = tomllib.loads(content_file.dump())
    titles = [dumped[name][0]["title"] for name in ("publications", "talks")]
    assert titles == ["Nash Learning", "Atalk"]


def test_who_is_owner_does_not_change_the_order_of_two_people_of_one_name():
    cast.author("Ada Rossi", is_owner=True, homepage="https://example.org/")
    Author.objects.create(given_name="Ada", family_name="Rossi")
    assert reloaded() == content_file.dump()


def test_an_affiliation_comes_back():
    cast.paper("One", "Wei Xiong, Ada Rossi")
    author = Author.objects.get(family_name="Rossi")
    author.affiliation = "ETH Zürich"
    author.save()
    [table] = [row for row in tomllib.loads(content_file.dump())["authors"] if "Ada" in row["name"]]
    assert table["affiliation"] == "ETH Zürich"
    assert reloaded() == content_file.dump()


def test_a_name_printed_as_usual_is_not_stored_as_a_variant():
    paper = cast.paper("One", "Wei Xiong, Ada Rossi")
    paper.authorships.filter(author__family_name="Rossi").update(credited_as="Ada Rossi")
    assert reloaded() == content_file.dump()
    assert content_file.load(content_file.dump()).updates == []


def test_an_order_of_nobody_changes_nothing():
    Publication.objects.create(title="Alone", is_alphabetical=True)
    assert content_file.load(content_file.dump()).updates == []


def test_a_link_without_a_file_is_not_given_that_of_its_neighbour():
    paper = cast.paper()
    for file in ("papers/slides.pdf", ""):
        paper.links.create(kind="slides", label="Slides", file=file)
    assert content_file.load(content_file.dump()).updates == []
    assert [link.file.name for link in paper.links.all()] == ["papers/slides.pdf", ""]


@pytest.mark.slow
def test_more_than_a_thousand_authors_are_given_back():
    numbers = [f"{number:04}" for number in range(1050)]
    names = ["".join("bdfgklmnrs"[int(digit)] + "a" for digit in number) for number in numbers]
    for start in range(0, 1050, 350):
        line = ", ".join(f"Ada {name.title()}" for name in names[start : start + 350])
        content_file.load(
            f'[[publications]]\ntitle = "Part {start}"\nauthors = "{line}"\nis_draft = true'
        )
    assert Author.objects.count() == 1050
    Publication.objects.publish()
    assign_citation_keys()
    assert Publication.objects.exclude(citation_key="").count() == 3


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    file = tmp_path / "site.toml"
    call_command("dump", file, verbosity=0)
    assert tomllib.loads(file.read_text()) == {}
    assert [path.name for path in tmp_path.iterdir()] == ["site.toml"]


@pytest.mark.parametrize("when", ["Autumn 2025", "Fall 2025", "Autumn 2024 – Fall 2025"])
def test_a_season_keeps_the_word_that_the_owner_wrote(when, desk):
    Award.objects.create(title="Oak Medal", when=when)
    dumped = content_file.dump()
    assert f'when = "{when}"' in dumped
    Award.objects.all().delete()
    content_file.load(dumped)
    assert content_file.dump() == dumped
    form = Page(f"/admin/profile/award/{Award.objects.get().pk}/change/", desk)
    assert form.all("input", name="when")[0].get("value") == when
    assert when in Page("/cv/").text
