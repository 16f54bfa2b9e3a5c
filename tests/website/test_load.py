"""Load puts a content file on the site, and refuses one with a mistake as a whole."""

import re

import pytest
from django.core.management import CommandError, call_command

from profile.models import Award, Profile
from publications.models import Author, Publication, PublicationLink
from talks.models import Talk
from tests import cast
from tests.conftest import SAMPLE
from tests.page import Page
from website import content_file

pytestmark = pytest.mark.django_db

PAPER = '[[publications]]\ntitle = "Nash Learning"\nauthors = "{authors}"\n'


def refusals(text: str) -> list[str]:
    """Return why a file is refused, after checking that it changed nothing."""
    before = content_file.dump()
    with pytest.raises(content_file.ContentError) as refused:
        content_file.load(text)
    assert content_file.dump() == before
    return refused.value.problems


@pytest.mark.usefixtures("sample")
def test_the_sample_has_every_entry_of_the_cv():
    assert Publication.objects.count() == 12
    assert Talk.objects.count() == 2
    assert sum(talk.presentations.count() for talk in Talk.objects.all()) == 6
    assert Author.objects.get(is_owner=True).authorships.count() == 11


def test_a_load_reports_what_it_created():
    report = content_file.load(SAMPLE.read_text())
    assert report.counts["publications"] == {"created": 12}
    assert report.counts["profile"] == {"created": 1}


@pytest.mark.usefixtures("sample")
def test_the_same_file_again_changes_nothing():
    before = content_file.dump()
    report = content_file.load(SAMPLE.read_text())
    assert {outcome for counts in report.counts.values() for outcome in counts} == {"unchanged"}
    assert content_file.dump() == before


@pytest.mark.usefixtures("sample")
def test_what_changed_is_reported_by_name():
    text = SAMPLE.read_text().replace('venue = "TMLR"', 'venue = "JMLR"')
    report = content_file.load(text.replace("Yong Lin*, Hangyu Lin*", "Hangyu Lin*, Yong Lin*"))
    assert report.counts["publications"] == {"updated": 2, "unchanged": 10}
    assert report.updates == [
        "publications: Mitigating the Alignment Tax of RLHF (authors)",
        "publications: RAFT: Reward rAnked FineTuning for Generative Foundation Model Alignment "
        "(venue)",
    ]


def test_rows_that_the_file_does_not_mention_stay():
    cast.paper("Kept")
    content_file.load(PAPER.format(authors="Han Zhong"))
    assert Publication.objects.filter(title="Kept").exists()


def test_the_marks_of_a_line_become_flags():
    content_file.load(PAPER.format(authors="(α, β) Han Zhong*†, Wei Xiong‡"))
    paper = Publication.objects.get()
    assert paper.is_alphabetical
    assert [str(row) for row in paper.authorships.all()] == ["Han Zhong*†", "Wei Xiong‡"]


def test_a_variant_of_a_name_is_the_same_person():
    content_file.load(
        '[[authors]]\nname = "KaShun Shum"\nvariants = ["KaShun Shen"]\n'
        + PAPER.format(authors="KaShun Shen")
    )
    assert Author.objects.get().authorships.get().credited_as == "KaShun Shen"


VENUES = """
[[venues]]
short_name = "JMLR"
name = "Journal of Machine Learning Research"
variants = ["J Mach Learn Res", "Both"]
iso4 = "J. Mach. Learn. Res."
[[venues]]
short_name = "Other"
name = "JMLR"
variants = ["Both"]
"""


@pytest.mark.parametrize(
    "name",
    ["JMLR", "Journal of Machine Learning Research", "J Mach Learn Res", "J. Mach. Learn. Res."],
)
def test_a_venue_may_be_given_by_each_of_its_names_and_is_dumped_by_its_short_name(name):
    content_file.load(VENUES + PAPER.format(authors="Wei Xiong") + f'venue = "{name}"')
    assert Publication.objects.get().venue.short_name == "JMLR"
    assert '\nvenue = "JMLR"\n' in content_file.dump()


def test_but_not_by_a_name_that_several_venues_have():
    (problem,) = refusals(VENUES + PAPER.format(authors="Wei Xiong") + 'venue = "Both"')
    assert '"Both" is not a short_name among [[venues]]' in problem


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[profile]\nname = ", "line 2: this is not TOML: invalid value"),
        (
            "[profile]\nnmae = 'x'",
            'line 2: profile, nmae: "nmae" is not a key here; did you mean "name"?',
        ),
        ("[profile]\nemail = 'a@b.de'", 'line 1: profile: "name" is missing; write name = "..."'),
        (
            "[profile]\nname = 'x'\nemail = 'x'",
            "line 3: profile, email: Enter a valid email address.",
        ),
        (
            "[profiel]\nname = 'x'",
            'line 1: profiel: "profiel" is not a section; did you mean "profile"?',
        ),
        ("[awards]\ntitle = 'x'", "line 1: awards: write [[awards]], in double brackets"),
        (
            "[[awards]]\ntitle = 'x'\nwhen = 2023.10",
            'line 3: awards 1, when: write it in quotes, like when = "2023.1"',
        ),
        (
            PAPER.format(authors="Wei Xiong") + "status = 'publishd'",
            'line 4: publications 1, status: "publishd" is not known here; '
            'did you mean "published"?',
        ),
        (
            PAPER.format(authors="Wei Xiong") + "venue = 'ICLR'",
            'line 4: publications 1, venue: "ICLR" is not a short_name among [[venues]]',
        ),
        (PAPER.format(authors="Wei Xiong") + "venue = []", "line 4: publications 1, venue: "),
        (PAPER.format(authors="W" * 150 + " Xiong"), 'line 3: publications 1, authors: "WWW'),
        (PAPER.format(authors="Wei Xiong") + "topics = ['']", "line 4: publications 1, topics: "),
        ("'a(' = 1", 'line 1: a(: "a(" is not a section'),
        ("a = " + "[" * 20000, "line 1: the brackets of this file are nested too deeply"),
        ("a = " + "1" * 5000, "line 1: this is not TOML"),
        ("[profile]\nname = '  '", "line 2: profile, name: This field cannot be blank."),
        ('[profile]\nname = "a\\u0000"', "line 2: profile, name: The character U+0000 after “a”"),
        ('[profile]\nname = "\\u001b"', "line 2: profile, name: The character U+001B at the beg"),
        ("[profile]\nname = 'a'\nphoto = '../x.jpg'", "line 3: profile, photo: "),
        ("[[authors]]\nname = 'A'\nvariants = ['B1']", "line 3: authors 1, variants: "),
        (
            "[[authors]]\nname = 'Wei Wang'\n[[authors]]\nname = 'Wei Wang'",
            "line 3: authors 2, slug: number 1 has it already; choose another",
        ),
        (
            PAPER.format(authors="Wei Xiong, , Han Zhong"),
            "line 3: publications 1, authors: at character 12: an author is missing",
        ),
        ("[[publications]]\ntitle = 'x'", 'line 1: publications 1: "authors" is missing'),
        (
            PAPER.format(authors="Wei Wang [wei-wang-2]"),
            'line 3: publications 1, authors: [wei-wang-2] after "Wei Wang" is no author\'s key',
        ),
        (
            "[[authors]]\nname = 'Wei Xiong'\nis_owner = true\n"
            "[[authors]]\nname = 'Han Zhong'\nis_owner = true",
            "line 6: authors 2, is_owner: a site has one owner, not both Wei Xiong and Han Zhong",
        ),
        (
            2 * PAPER.format(authors="Wei Xiong"),
            "line 4: publications 2, slug: number 1 has it already; choose another",
        ),
        (
            PAPER.format(authors="Wei Xiong") + "links = [\n{kind = 'code', url = 'no address'}]",
            "line 4: publications 1, links: entry 1: url: Enter a valid URL.",
        ),
        (
            "[[talks]]\ntitle = 'x'\npresentations = [{place = 'Yale', when = 'yesterday'}]",
            'line 3: talks 1, presentations: entry 1: when: "yesterday" is not a date',
        ),
        (
            PAPER.format(authors="Wei Xiong") + "topics = 'Bandits'",
            'line 4: publications 1, topics: write a list of texts, like ["Bandits"]',
        ),
        ("[[authors]]\nhomepage = 'https://a.org'", "line 1: authors 1, name: give the name"),
        ("publications = 'x'", "line 1: publications: write [[publications]], in double brackets"),
        ("publications = ['x']", "line 1: publications 1: expected a table of keys"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_changes_nothing(text, problem):
    assert refusals(text)[0].startswith(problem)


@pytest.mark.parametrize("when", ["2023.13", "soon", "2023-02-30", "5/8/2023", "2023 - 2021", "23"])
def test_a_bad_date_is_refused_with_an_example(when):
    (problem,) = refusals(f"[[awards]]\ntitle = 'x'\nwhen = '{when}'")
    assert problem.startswith("line 3: awards 1, when: ")


def test_every_mistake_of_a_file_is_named_at_once():
    problems = refusals("[profile]\nnmae = 'x'\n[[awards]]\ntitel = 'y'\n[[talks]]\ntitle = 5")
    assert [re.match(r"line \d+", problem)[0] for problem in problems] == [
        *("line 2", "line 1", "line 4", "line 3", "line 6")
    ]


def test_a_mistake_at_the_end_undoes_what_came_before():
    good = "[profile]\nname = 'Wei Xiong'\n[[awards]]\ntitle = 'A prize'\n"
    refusals(good + "[[talks]]\ntitle = 'x'\nslgu = 'y'")
    assert not Profile.objects.exists()
    assert not Award.objects.exists()


def test_a_person_is_not_taken_for_another_by_a_variant_of_the_name():
    cast.author("Ann Bell", variants=["Xia Yu"], homepage="https://example.org/ann")
    content_file.load("[[authors]]\nname = 'Xia Yu'")
    assert sorted(str(author) for author in Author.objects.all()) == ["Ann Bell", "Xia Yu"]
    assert Author.objects.get(family_name="Bell").homepage == "https://example.org/ann"


def test_the_site_passes_to_another_owner():
    cast.owner()
    cast.author("Han Zhong")
    content_file.load(
        "[[authors]]\nname = 'Han Zhong'\nis_owner = true\n[[authors]]\nname = 'Wei Xiong'"
    )
    assert str(Author.objects.get(is_owner=True)) == "Han Zhong"


def test_an_unnecessary_key_changes_nothing_the_second_time():
    text = "[[authors]]\nname = 'A Bell'\n" + PAPER.format(authors="A Bell [a-bell]")
    content_file.load(text)
    assert content_file.load(text).counts["publications"] == {"unchanged": 1}


def test_a_title_without_letters_is_found_again():
    text = "[[publications]]\ntitle = '?!'\nauthors = ''\n[[talks]]\ntitle = '?!'"
    content_file.load(text)
    report = content_file.load(text)
    assert report.counts["publications"] == report.counts["talks"] == {"unchanged": 1}


class TestAFullReference:
    VOLUME = """
[[publications]]
title = "Rooms"
authors = ""
editors = "Wei Xiong*, {The ATLAS Collaboration}, et al."
kind = "proceedings"
publisher = "Brill"
isbn = "978-0-262-03924-6"
licence = "CC-BY-4.0"
awards = ["Best book, 2024", { title = "Prize 2020" }]
"""
    PREPRINT = """
[[publications]]
title = "Doors"
authors = "Ada Rossi"
translators = "Wei Xiong"
published_as = "rooms"
"""

    def test_an_edited_volume_has_editors_and_no_authors(self):
        content_file.load(self.VOLUME)
        volume = Publication.objects.get()
        assert [str(row) for row in volume.list_rows("editor")] == [
            *("Wei Xiong* (Editor)", "The ATLAS Collaboration (Editor)"),
        ]
        assert volume.byline_names == []
        assert (volume.has_more_authors, volume.isbn) == (True, "9780262039246")
        assert [(award.title, award.year) for award in volume.awards.all()] == [
            *(("Best book", 2024), ("Prize 2020", None)),
        ]

    @pytest.mark.parametrize("text", [PREPRINT + VOLUME, VOLUME + PREPRINT])
    def test_a_preprint_may_name_a_later_paper(self, text):
        content_file.load(text)
        doors, rooms = Publication.objects.get(slug="doors"), Publication.objects.get(slug="rooms")
        assert doors.published_as == rooms
        dumped = content_file.dump()
        assert not content_file.load(dumped).updates
        assert content_file.dump() == dumped

    def test_editors_change_without_the_authors(self):
        content_file.load(self.PREPRINT + self.VOLUME)
        text = self.PREPRINT.replace('translators = "Wei Xiong"', 'editors = "Wei Xiong"')
        report = content_file.load(text + self.VOLUME)
        assert report.updates == ["publications: Doors (editors, translators)"]

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ('published_as = "windows"', '"windows" is not the slug of another paper'),
            ('published_as = "doors"', "A paper cannot be its own preprint"),
            ('editors = "Wei Xiong et al."', 'only the authors can be in alphabetical order'),
            ("editors = 3", "write the author line in quotes"),
            ('awards = "Best"', 'expected a list of tables, like awards = [{ title = "..." }]'),
            ('awards = [{ title = "Best", year = 99999 }]', "year: "),
            ('isbn = "978-0-262-03924-5"', "This ISBN has a wrong digit"),
            ('licence = "CC BY"', "CC-BY-4.0"),
        ],
    )  # fmt: skip
    def test_a_mistake_is_named(self, text, problem):
        file = f'[[publications]]\ntitle = "Doors"\nauthors = "Ada Rossi"\n{text}\n'
        assert any(problem in refusal for refusal in refusals(file))


def test_a_dump_of_the_site_changes_nothing_on_it():
    content_file.load(SAMPLE.read_text())
    cast.paper("Added in the admin")
    report = content_file.load(content_file.dump())
    assert {outcome for counts in report.counts.values() for outcome in counts} == {"unchanged"}


def test_the_order_of_the_file_is_the_order_on_the_site():
    first, second = PAPER.format(authors="A B"), PAPER.format(authors="C D").replace("Nash", "Dash")
    content_file.load(first + second)
    cast.paper("Not in the file")
    report = content_file.load(second + first)
    titles = [paper.title for paper in Publication.objects.all()]
    assert titles == ["Not in the file", "Dash Learning", "Nash Learning"]
    assert report.updates == ["publications: Nash Learning (order)"]


def test_a_file_that_was_uploaded_to_a_link_stays():
    text = PAPER.format(authors="A B") + "links = [{kind = 'slides', label = 'Slides'}]"
    content_file.load(text)
    PublicationLink.objects.update(file="papers/slides.pdf")
    content_file.load(text + "\nsummary = 'New.'")
    assert PublicationLink.objects.get().file.name == "papers/slides.pdf"


def test_a_missing_upload_is_reported_and_the_page_is_shown():
    report = content_file.load("[profile]\nname = 'Wei Xiong'\nphoto = 'photos/me.jpg'")
    assert report.missing_files == ["photos/me.jpg"]
    assert Page("/").all("img") == []


def test_a_second_owner_is_refused():
    cast.owner()
    (problem,) = refusals("[[authors]]\nname = 'Han Zhong'\nis_owner = true")
    assert "Another author is already the owner of this site." in problem


def test_a_name_of_two_people_needs_a_key():
    cast.author("Wei Wang")
    Author.objects.create(given_name="Wei", family_name="Wang")
    (problem,) = refusals(PAPER.format(authors="Wei Wang"))
    assert '"Wei Wang [wei-wang]" or "Wei Wang [wei-wang-2]"' in problem


def test_the_command_names_the_file(tmp_path):
    file = tmp_path / "site.toml"
    file.write_text("[profile]\nnmae = 'x'\n")
    with pytest.raises(CommandError, match=r"site\.toml, line 2: .*\n.*\nNothing was changed\."):
        call_command("load", file)


@pytest.mark.parametrize(
    ("content_of_file", "message"),
    [(None, "No such file"), (b"name = '\xff'", "byte 9 is not UTF-8. Save the file as UTF-8.")],
)
def test_an_unreadable_file_is_reported(tmp_path, content_of_file, message):
    file = tmp_path / "site.toml"
    if content_of_file is not None:
        file.write_bytes(content_of_file)
    with pytest.raises(CommandError, match=message):
        call_command("load", file)


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path):
    file = tmp_path / "site.toml"
    file.write_bytes(b"\xef\xbb\xbf[profile]\r\nname = 'Wei Xiong'\r\n")
    call_command("load", file, verbosity=0)
    assert Profile.objects.get().name == "Wei Xiong"


def test_a_preprint_names_its_published_version_by_slug():
    journal = cast.paper("In a journal", slug="journal")
    cast.paper("On arXiv", slug="arxiv", published_as=journal)
    text = content_file.dump()
    assert 'published_as = "journal"' in text
    Publication.objects.all().delete()
    content_file.load(text)
    assert Publication.objects.get(slug="arxiv").published_as.slug == "journal"
    assert content_file.load(text).counts["publications"] == {"unchanged": 2}
    content_file.load(text.replace('published_as = "journal"\n', ""))
    assert Publication.objects.get(slug="arxiv").published_as is None


@pytest.mark.parametrize(
    ("slug", "reason"),
    [
        ('"nowhere"', '"nowhere" is not the slug of another paper'),
        ("[]", "is not the slug of another paper"),
        ('"nash-learning"', "cannot be its own preprint"),
    ],
)
def test_a_published_version_that_cannot_be_is_refused(slug, reason):
    text = PAPER.format(authors="Jane Roe") + f"published_as = {slug}\n"
    assert any(reason in str(problem) for problem in refusals(text))
