"""The owner chooses how the CV groups, sorts, numbers and counts the papers, and its paper size."""

import tomllib
from typing import Any

import pytest

from profile.models import Profile
from publications.models import Publication
from tests import cast
from tests.admin_forms import admin_url, submitted
from tests.page import Page
from tests.pdf import Pdf
from website import content_file
from website.cv.document import CV
from website.cv.papers import KindGroup, group_papers

pytestmark = pytest.mark.django_db

JOURNAL, CONFERENCE = ("Annals", "journal"), ("ICML", "conference")


@pytest.fixture(autouse=True)
def profile(db):
    content_file.load("[profile]\nname = 'Wei Xiong'")


def choose(**settings: object) -> None:
    """Set settings of the CV: groups="kind"."""
    Profile.objects.update(**{f"cv_{name}": value for name, value in settings.items()})


def add(title: str, kind: str = "article", status: str = "published", **fields: object) -> None:
    if isinstance(venue := fields.pop("venue", None), tuple):
        fields["venue"] = cast.venue(*venue)
    cast.paper(title, kind=kind, status=status, position=Publication.objects.count(), **fields)


def groups_of_page() -> list[str]:
    return Page("/cv/").texts("h3", class_="group")


def papers_of_page() -> list[str]:
    """The number and title of each paper: "[1] Regret"."""
    page = Page("/cv/")
    numbers = page.texts("span", class_="number")
    titles = [text for tag in ("h3", "h4") for text in page.texts(tag, class_="title")]
    return [f"{number} {title}" for number, title in zip(numbers, titles, strict=True)]


@pytest.fixture
def papers():
    add("Old article", venue=JOURNAL, when="2018")
    add("Talked of", venue=CONFERENCE, when="2020")
    add("New article", venue=JOURNAL, when="May 2023")
    add("My thesis", kind="phd-thesis", when="2021")
    add("Submitted", status="submitted", venue=JOURNAL, when="2024")


class TestWithoutAChoice:
    @pytest.mark.usefixtures("papers")
    def test_there_is_one_list_in_the_owners_order(self):
        assert groups_of_page() == []
        assert papers_of_page() == [
            *("[1] Old article", "[2] Talked of", "[3] New article", "[4] My thesis"),
            "[5] Submitted",
        ]
        assert Page("/cv/").texts("h2") == ["Publications and manuscripts"]

    def test_the_paper_is_a4(self):
        box = Pdf.at("/cv.pdf").reader.pages[0].mediabox
        assert (round(box.width), round(box.height)) == (595, 842)


@pytest.mark.usefixtures("papers")
class TestGroups:
    def test_by_kind_are_those_that_committees_expect(self):
        choose(groups="kind")
        assert groups_of_page() == [
            *("Journal articles", "Conference papers", "Preprints and manuscripts", "Theses"),
        ]
        assert papers_of_page() == [
            *("[1] Old article", "[2] New article", "[3] Talked of", "[4] Submitted"),
            "[5] My thesis",
        ]

    def test_by_kind_have_books_after_articles_and_conference_papers(self):
        add("Handbook", kind="proceedings", status="published")
        add("Monograph", kind="book", status="published")
        choose(groups="kind")
        assert groups_of_page()[:4] == [
            *("Journal articles", "Conference papers", "Books", "Edited volumes"),
        ]

    def test_by_status_begin_with_what_is_published(self):
        add("Idea", status="in-preparation")
        add("Soon", status="accepted", venue=JOURNAL)
        choose(groups="status")
        assert groups_of_page() == ["Published", "Accepted", "Submitted", "In preparation"]

    def test_are_the_same_in_the_pdf(self):
        choose(groups="kind")
        cv = Pdf.at("/cv.pdf")
        places = [cv.text.index(words) for words in ("Journal articles", "[1] Old article")]
        places += [cv.text.index(words) for words in ("Theses", "[5] My thesis")]
        assert places == sorted(places)
        assert cv.headings == ["Publications and manuscripts"]
        assert cv.headings_below == [
            *("Journal articles", "Conference papers", "Preprints and manuscripts", "Theses"),
        ]

    def test_begin_their_papers_at_the_same_place_in_the_pdf(self):
        for number in range(8):
            add(f"Talk {number}", venue=CONFERENCE)
        choose(groups="kind")
        starts: dict[str, float] = {}

        def visit(text: str, cm: Any, tm: Any, _font: Any, _size: Any) -> None:
            starts.setdefault(text.strip(), round(tm[4] * cm[0] + cm[4], 1))

        for page in Pdf.at("/cv.pdf").reader.pages:
            page.extract_text(visitor_text=visit)
        assert starts["Old article"] == starts["Talk 7"] == starts["My thesis"]

    def test_are_not_on_the_one_page_cv(self):
        before = Pdf.at("/cv-short.pdf").text
        choose(groups="kind", order="newest", numbers="group", totals=True)
        assert Pdf.at("/cv-short.pdf").text == before

    @pytest.mark.parametrize("path", ["/cv/", "/cv.pdf"])
    def test_may_each_be_numbered_from_one(self, path):
        choose(groups="kind", numbers="group")
        text = Page(path).text if path == "/cv/" else Pdf.at(path).text
        assert text.count("[1]") == 4
        assert text.count("[2]") == 1
        assert "[3]" not in text

    def test_may_say_how_many_there_are(self):
        choose(groups="kind", totals=True)
        assert groups_of_page()[0] == "Journal articles (2)"
        assert Page("/cv/").texts("h2") == ["Publications and manuscripts (5)"]
        assert Pdf.at("/cv.pdf").headings == ["Publications and manuscripts (5)"]

    def test_of_a_paper_that_has_not_appeared_is_that_of_manuscripts_unless_it_is_no_article(self):
        Publication.objects.update(status="preprint")
        choose(groups="kind")
        assert groups_of_page() == ["Preprints and manuscripts", "Theses"]


def test_every_kind_has_a_group():
    for kind in Publication.Kind:
        add(f"A {kind}", kind=kind)
    choose(groups="kind")
    assert set(groups_of_page()) <= set(KindGroup.labels)


def test_a_kind_without_a_group_is_one():
    add("Film", kind="film")
    add("Book", kind="book")
    choose(groups="kind")
    groups = group_papers(CV.fetch().publications, Profile.objects.current(), totals=False)
    assert [group.heading for group in groups] == ["Books", "film"]


@pytest.mark.usefixtures("papers")
class TestTheOrder:
    def test_may_be_that_of_the_dates(self):
        choose(order="newest")
        assert papers_of_page() == [
            *("[1] Submitted", "[2] New article", "[3] My thesis", "[4] Talked of"),
            "[5] Old article",
        ]
        choose(order="oldest")
        assert papers_of_page()[0] == "[1] Old article"
        assert papers_of_page()[-1] == "[5] Submitted"

    def test_counts_a_paper_without_a_date_as_the_newest(self):
        add("Idea", status="in-preparation")
        choose(order="newest")
        assert papers_of_page()[0] == "[1] Idea"
        choose(order="oldest")
        assert papers_of_page()[-1] == "[6] Idea"

    def test_of_papers_of_the_same_date_is_the_owners(self):
        Publication.objects.update(when="2020")
        choose(order="newest")
        assert papers_of_page()[0] == "[1] Old article"

    def test_is_that_of_json_resume_too(self, client):
        choose(order="newest")
        names = [paper["name"] for paper in client.get("/cv.json").json()["publications"]]
        assert names[0] == "Submitted"


@pytest.mark.parametrize("path", ["/cv.pdf", "/cv-short.pdf"])
def test_the_paper_may_be_us_letter(path):
    choose(paper="letter")
    box = Pdf.at(path).reader.pages[0].mediabox
    assert (round(box.width), round(box.height)) == (612, 792)


class TestInTheContentFile:
    def test_what_is_not_chosen_is_not_written(self):
        assert "cv_" not in content_file.dump()

    def test_a_choice_comes_back(self):
        choose(paper="letter", groups="status", order="oldest", numbers="group", totals=True)
        text = content_file.dump()
        assert tomllib.loads(text)["profile"] == {
            "name": "Wei Xiong",
            "cv_paper": "letter",
            "cv_groups": "status",
            "cv_order": "oldest",
            "cv_numbers": "group",
            "cv_totals": True,
        }
        Profile.objects.all().delete()
        content_file.load(text)
        assert content_file.dump() == text

    def test_a_mistake_is_named(self):
        with pytest.raises(content_file.ContentError, match=r"cv_paper: .* Known: a4, letter"):
            content_file.load("[profile]\nname = 'W'\ncv_paper = 'x'")


def test_all_is_chosen_in_the_form_of_the_profile(desk):
    add("Talked of", venue=CONFERENCE)
    form = admin_url(Profile, "change", 1)
    chosen = {"cv_paper": "letter", "cv_groups": "kind", "cv_totals": "on"}
    desk.post(form, submitted(Page(form, desk)) | chosen)
    assert groups_of_page() == ["Conference papers (1)"]


def test_the_page_leads_the_owner_to_the_choice(desk):
    links = Page("/cv/", desk).links()
    assert links["Group and order the papers"] == "/admin/profile/profile/#id_cv_paper"
