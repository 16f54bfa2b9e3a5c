"""The owner chooses the sections of the CV, their order and their headings."""

import tomllib

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from profile.models import Section
from tests import cast
from tests.admin_forms import admin_url, errors_in, submitted
from tests.page import Page
from tests.pdf import Pdf
from website import content_file
from website.cv.models import CVSection, add_missing_sections

pytestmark = pytest.mark.django_db

ROWS = """
[profile]
name = "Wei Xiong"
interests = "Bandits."
biography = "Born to play."
[[education]]
institution = "HKUST"
[[awards]]
title = "A prize"
[[sections]]
title = "Grants"
text = "A large one."
"""


@pytest.fixture(autouse=True)
def rows():
    content_file.load(ROWS)


def headings(path: str = "/cv/") -> list[str]:
    return Page(path).texts("h2") if path == "/cv/" else Pdf.at(path).headings


def arrange(*kinds: str) -> None:
    content_file.load("".join(f"[[cv]]\nkind = '{kind}'\n" for kind in kinds))


def test_there_is_a_row_for_each_section_from_the_start():
    assert [row.kind for row in CVSection.objects.all()] == list(CVSection.Kind)


def test_a_section_that_is_new_to_the_site_goes_last():
    CVSection.objects.filter(kind__in=["awards", "teaching"]).delete()
    add_missing_sections()
    add_missing_sections()
    assert [row.kind for row in CVSection.objects.all()][-2:] == ["awards", "teaching"]


def test_a_migration_leaves_the_owners_choice_alone():
    arrange("awards", "education")
    before = list(CVSection.objects.values_list())
    call_command("migrate", verbosity=0)
    assert list(CVSection.objects.values_list()) == before


def test_a_section_is_there_once():
    with pytest.raises(IntegrityError), transaction.atomic():
        CVSection.objects.create(kind="awards")


@pytest.mark.parametrize("path", ["/cv/", "/cv.pdf"])
class TestPageAndPdf:
    def test_follow_the_usual_order(self, path):
        assert headings(path) == [
            *("Research interests", "Education", "Awards and fellowships", "Grants"),
        ]

    def test_follow_the_owners_order(self, path):
        arrange("sections", "awards", "education", "interests")
        assert headings(path) == [
            *("Grants", "Awards and fellowships", "Education", "Research interests"),
        ]

    def test_have_what_the_owner_chose(self, path):
        CVSection.objects.filter(kind="biography").update(shown="full")
        CVSection.objects.filter(kind="awards").update(shown="neither")
        CVSection.objects.filter(kind="education").update(shown="short")
        assert headings(path) == ["Research interests", "Biography", "Grants"]

    def test_have_the_owners_headings(self, path):
        CVSection.objects.filter(kind="awards").update(heading="Selected awards")
        assert "Selected awards" in headings(path)


OWN = """
[[sections]]
title = "Software"
text = "A solver."
[[sections]]
title = "Press"
text = "A review."
"""


class TestOwnSections:
    @pytest.fixture(autouse=True)
    def own(self, rows):
        content_file.load(OWN)

    @pytest.mark.parametrize("path", ["/cv/", "/cv.pdf"])
    def test_have_places_among_the_others_and_the_rest_are_together(self, path):
        content_file.load(
            "[[cv]]\nkind = 'sections'\nsection = 'Press'\n"
            "[[cv]]\nkind = 'interests'\n"
            "[[cv]]\nkind = 'sections'\nsection = 'Grants'\nheading = 'Funding'\n"
            "[[cv]]\nkind = 'education'\n[[cv]]\nkind = 'awards'\n[[cv]]\nkind = 'sections'\n"
        )
        assert headings(path) == [
            *("Press", "Research interests", "Funding", "Education", "Awards and fellowships"),
            "Software",
        ]

    def test_may_be_on_the_one_page_cv_alone(self):
        content_file.load("[[cv]]\nkind = 'sections'\nsection = 'Press'\nshown = 'short'")
        assert "Press" in headings("/cv-short.pdf")
        assert "Press" not in headings("/cv.pdf")
        assert "Software" not in headings("/cv-short.pdf")

    def test_lose_their_place_with_the_section(self):
        content_file.load("[[cv]]\nkind = 'sections'\nsection = 'Press'")
        Section.objects.get(title="Press").delete()
        assert not CVSection.objects.exclude(own_section=None).exists()

    def test_that_are_empty_do_not_appear(self):
        Section.objects.filter(title="Press").update(text="")
        page = Page("/cv/")
        assert "Press" not in page.text
        assert "Press" not in Pdf.at("/cv.pdf").headings


def test_the_one_page_cv_has_what_the_owner_chose_for_it():
    CVSection.objects.filter(kind="awards").update(shown="full")
    CVSection.objects.filter(kind="education").update(shown="short")
    assert headings("/cv-short.pdf") == ["Research interests", "Education"]


def test_talks_are_headed_by_what_they_are_unless_the_owner_says():
    cast.talk("Alignment", ("Yale", "2024"))
    assert "Invited talks" in headings("/cv.pdf")
    CVSection.objects.filter(kind="talks").update(heading="Lectures")
    assert "Lectures" in headings("/cv.pdf")


class TestInTheAdmin:
    def test_everything_is_edited_in_the_list(self, desk):
        listing = admin_url(CVSection, "changelist")
        values = submitted(Page(listing, desk)) | {"_save": "Save"}
        names = {values[f"form-{n}-id"]: f"form-{n}" for n in range(len(CVSection.Kind))}
        awards = names[str(CVSection.objects.get(kind="awards").pk)]
        values |= {f"{awards}-heading": "Prizes", f"{awards}-position": "0"}
        desk.post(listing, values)
        assert headings()[0] == "Prizes"

    def test_the_rows_of_the_kinds_are_never_deleted(self, desk):
        section = CVSection.objects.first()
        assert desk.get(admin_url(CVSection, "delete", section.pk)).status_code == 403
        listing = admin_url(CVSection, "changelist")
        chosen = [str(row.pk) for row in CVSection.objects.all()]
        desk.post(listing, {"action": "delete_selected", "_selected_action": chosen, "post": "yes"})
        assert CVSection.objects.count() == len(CVSection.Kind)

    def test_one_of_the_owners_sections_is_given_a_place_and_loses_it(self, desk):
        grants = Section.objects.get()
        form = admin_url(CVSection, "add")
        values = submitted(Page(form, desk))
        desk.post(form, values | {"own_section": str(grants.pk), "position": "1"})
        assert headings()[0] == "Grants"
        row = CVSection.objects.get(own_section=grants)
        desk.post(admin_url(CVSection, "delete", row.pk), {"post": "yes"})
        assert headings()[-1] == "Grants"

    def test_a_place_is_for_one_of_the_owners_sections(self, desk):
        form = admin_url(CVSection, "add")
        response = desk.post(form, submitted(Page(form, desk)))
        assert "This field is required." in errors_in(response)[0]

    def test_the_page_links_to_it_for_the_owner(self, desk):
        leads = Page("/cv/", desk).links()["Choose and order the sections"]
        assert leads == admin_url(CVSection, "changelist")
        assert "Choose and order the sections" not in Page("/cv/").links()


class TestInTheContentFile:
    def test_the_usual_choice_is_not_written(self):
        assert "cv" not in tomllib.loads(content_file.dump())

    def test_another_choice_comes_back_byte_for_byte(self):
        content_file.load(
            "[[cv]]\nkind = 'awards'\nheading = 'Prizes'\nmost = 3\n"
            "[[cv]]\nkind = 'education'\nshown = 'short'\n"
        )
        text = content_file.dump()
        CVSection.objects.all().delete()
        add_missing_sections()
        assert content_file.dump() != text
        content_file.load(text)
        assert content_file.dump() == text

    def test_places_of_own_sections_come_back_byte_for_byte(self):
        content_file.load(
            f"{OWN}"
            "[[cv]]\nkind = 'sections'\nsection = 'Press'\nshown = 'both'\n"
            "[[cv]]\nkind = 'sections'\nsection = 'Grants'\nheading = 'Funding'\n"
            "[[cv]]\nkind = 'awards'\n"
        )
        text = content_file.dump()
        Section.objects.all().delete()
        CVSection.objects.all().delete()
        add_missing_sections()
        content_file.load(text)
        assert content_file.dump() == text
        assert set(content_file.load(text).counts["cv"]) == {"unchanged"}

    def test_own_sections_have_titles_of_their_own_by_which_they_are_named(self):
        with pytest.raises(content_file.ContentError, match="Section with this Title already"):
            content_file.load("[[sections]]\ntitle = 'A'\n[[sections]]\ntitle = 'A'")

    def test_a_section_that_the_file_does_not_name_stays_as_it_is(self):
        CVSection.objects.filter(kind="talks").update(heading="Lectures")
        arrange("awards")
        assert CVSection.objects.get(kind="talks").heading == "Lectures"

    @pytest.mark.parametrize(
        ("line", "problem"),
        [
            ("kind = 'award'", 'did you mean "awards"?'),
            ("kind = 'awards'\nmost = 'three'", "write a whole number, without quotes"),
            ("kind = 'awards'\nmost = true", "write a whole number, without quotes"),
            ("kind = 'awards'\nmost = 0", "greater than or equal to 1"),
            ("heading = 'Prizes'", '"kind" is missing'),
            ("kind = 'awards'\n[[cv]]\nkind = 'awards'", "already exists"),
            ("kind = 'sections'\nsection = 'Grant'", 'did you mean "Grants"?'),
            ("kind = 'sections'\nsection = 3", '"3" is not the title of one'),
            ("kind = 'awards'\nsection = 'Grants'", 'write kind = "sections"'),
        ],
    )
    def test_a_mistake_is_named(self, line, problem):
        with pytest.raises(content_file.ContentError, match=problem.replace("?", r"\?")):
            content_file.load(f"[[cv]]\n{line}")


def test_the_page_and_the_home_page_lead_to_the_pdfs():
    links = Page("/cv/").links()
    assert links["PDF"] == "/cv.pdf"
    assert links["PDF of one page"] == "/cv-short.pdf"
