"""A CV for another purpose: with its own name, URL, sections and limits."""

import tomllib

import pytest
from django.test import Client
from reversion.models import Version

from profile.models import Profile, Section
from tests import cast
from tests.admin_forms import admin_url, errors_in, submitted
from tests.page import Page
from tests.pdf import Pdf
from website import content_file
from website.cv import pdf
from website.cv.models import CVVariant

pytestmark = pytest.mark.django_db

ROWS = """
[profile]
name = "Wei Xiong"
interests = "Bandits."
[[education]]
institution = "HKUST"
[[experience]]
organisation = "Google"
description = "Secret sauce."
[[awards]]
title = "First prize"
[[awards]]
title = "Second prize"
[[sections]]
title = "Grants"
text = "A large one."
[[sections]]
title = "Press"
text = "A review."
"""
VARIANT = """
[[cv_variants]]
name = "CV for grants"
slug = "grants"
sections = [
    { kind = "sections", section = "Press" },
    { kind = "publications", most = 2 },
    { kind = "awards", heading = "Prizes", most = 1 },
    { kind = "sections" },
]
"""
PAGE, PDF = "/cv/grants/", "/cv/grants.pdf"


@pytest.fixture(autouse=True)
def rows():
    content_file.load(ROWS)
    for number in range(1, 4):
        cast.paper(f"Paper {number}", summary="Long summary.", position=number)


@pytest.fixture
def variant(rows) -> CVVariant:
    content_file.load(VARIANT)
    return CVVariant.objects.get()


def headings(path: str) -> list[str]:
    return Pdf.at(path).headings if path.endswith(".pdf") else Page(path).texts("h2")


def text_of(path: str) -> str:
    return Pdf.at(path).text if path.endswith(".pdf") else Page(path).text


@pytest.mark.usefixtures("variant")
@pytest.mark.parametrize("path", [PAGE, PDF])
class TestPageAndPdf:
    def test_have_the_sections_of_the_variant_in_its_order(self, path):
        assert headings(path) == ["Press", "Publications and manuscripts", "Prizes", "Grants"]

    def test_have_at_most_as_many_entries_as_the_owner_wants(self, path):
        text = text_of(path)
        assert "First prize" in text
        assert "Second prize" not in text
        assert "Paper 2" in text
        assert "Paper 3" not in text

    def test_do_not_count_papers_that_are_not_all(self, path):
        Profile.objects.update(cv_totals=True, cv_groups="kind")
        assert "(2)" not in text_of(path)

    def test_may_have_the_selected_papers_alone(self, path):
        cast.paper("The best", is_selected=True)
        CVVariant.objects.update(only_selected=True)
        assert "The best" in text_of(path)
        assert "Paper 1" not in text_of(path)

    def test_without_sections_have_those_of_the_full_cv(self, path):
        CVVariant.objects.get().sections.all().delete()
        assert headings(path) == headings("/cv.pdf")

    def test_say_less_if_they_are_compact(self, path):
        CVVariant.objects.get().sections.all().delete()
        assert "Secret sauce" in text_of(path)
        CVVariant.objects.update(is_compact=True)
        assert "Secret sauce" not in text_of(path)
        assert "Google" in text_of(path)

    def test_have_a_section_once(self, path):
        variant = CVVariant.objects.get()
        variant.sections.create(kind="awards")
        assert headings(path).count("Prizes") == 1

    def test_lead_from_a_former_url(self, path):
        variant = CVVariant.objects.get()
        variant.slug = "funding"
        variant.save()
        response = Client().get(path)
        assert response.status_code == 301
        assert response["Location"] == path.replace("grants", "funding")


@pytest.mark.usefixtures("variant")
class TestThePdf:
    def test_has_at_most_so_many_pages(self):
        for number in range(120):
            content_file.load(f"[[awards]]\ntitle = 'Award {number}'")
        CVVariant.objects.get().sections.filter(kind="awards").update(most=None)
        assert len(Pdf.at(PDF).pages) > 2
        CVVariant.objects.update(most_pages=2)
        cv = Pdf.at(PDF)
        assert len(cv.pages) == 2
        assert cv.has("First prize")
        assert not cv.has("Award 119")
        assert cv.has("A large one")

    def test_has_the_name_of_the_variant_as_its_title(self):
        cv = Pdf.at(PDF)
        assert cv.reader.metadata.title == "Wei Xiong – CV for grants"
        assert cv.has("Wei Xiong – CV for grants · ")

    def test_is_saved_under_a_name_of_its_own(self):
        assert 'filename="Wei-Xiong-CV-grants.pdf"' in Client().get(PDF)["Content-Disposition"]

    def test_has_a_date_of_its_own(self):
        Client().get("/cv.pdf")
        first = Client().get(PDF).content
        content_file.load("[[experience]]\norganisation = 'DeepMind'")
        assert Client().get(PDF).content == first


class TestLinks:
    @pytest.mark.usefixtures("variant")
    def test_lead_from_the_cv_to_the_variant_and_its_pdf(self):
        assert Page("/cv/").links()["CV for grants"] == PAGE
        assert Page(PAGE).links()["PDF"] == PDF
        assert Page(PAGE).links()["The full CV"] == "/cv/"

    @pytest.mark.usefixtures("variant")
    def test_are_in_the_sitemap(self):
        assert f"http://testserver{PAGE}" in Client().get("/sitemap.xml").content.decode()

    def test_lead_the_owner_to_the_admin(self, desk, variant):
        listing = admin_url(CVVariant, "changelist")
        assert Page("/cv/", desk).links()["Make a CV for another purpose"] == listing
        form = admin_url(CVVariant, "change", variant.pk)
        assert Page(PAGE, desk).links()["Edit this CV"] == form


class TestADraft:
    @pytest.fixture(autouse=True)
    def draft(self, variant):
        content_file.load(VARIANT.replace("slug =", "is_draft = true\nslug ="))

    @pytest.mark.parametrize("path", [PAGE, PDF])
    def test_is_there_for_editors_alone(self, path, desk):
        assert desk.get(path).status_code == 200
        assert desk.get(path)["Cache-Control"] == "private, no-store"
        assert Client().get(path).status_code == 404

    def test_says_that_it_is_one(self, desk):
        assert "This is a draft, visible only to signed-in editors." in Page(PAGE, desk).text

    def test_is_named_nowhere(self, desk):
        Client().get("/cv.pdf")
        for path in ("/cv/", "/sitemap.xml", "/feed.xml", "/"):
            content = Client().get(path).content.decode()
            assert "CV for grants" not in content
            assert PAGE not in content


@pytest.mark.usefixtures("variant")
def test_the_pages_are_valid_with_groups_and_without():
    for groups in ("none", "kind"):
        Profile.objects.update(cv_groups=groups)
        assert Page("/cv/").errors == []
        assert Page(PAGE).errors == []


@pytest.mark.usefixtures("variant")
def test_a_draft_of_a_paper_is_on_no_variant(desk):
    CVVariant.objects.get().sections.all().delete()
    cast.paper("Hidden games", is_draft=True)
    assert "Hidden games" not in Page(PAGE, desk).text
    assert not Pdf.at(PDF, desk).has("Hidden games")


class TestInTheAdmin:
    def test_a_variant_is_made_with_its_sections(self, desk):
        form = admin_url(CVVariant, "add")
        row = {"kind": "awards", "own_section": "", "heading": "Prizes", "most": "1"}
        values = submitted(Page(form, desk)) | {"name": "For grants", "sections-TOTAL_FORMS": "1"}
        values |= {f"sections-0-{name}": value for name, value in row.items()}
        desk.post(form, values | {"sections-0-position": "1"})
        assert CVVariant.objects.get().slug == "for-grants"
        assert headings("/cv/for-grants/") == ["Prizes"]

    @pytest.mark.parametrize(
        ("chosen", "problem"),
        [
            ([("awards", ""), ("awards", "")], "Awards and fellowships is there twice"),
            ([("awards", "Grants")], "goes into a row of “Your own sections”"),
        ],
    )
    def test_a_mistake_is_named(self, desk, chosen, problem):
        form = admin_url(CVVariant, "add")
        values = submitted(Page(form, desk)) | {
            "name": "For grants",
            "sections-TOTAL_FORMS": str(len(chosen)),
        }
        for number, (kind, own) in enumerate(chosen):
            key = str(Section.objects.get(title=own).pk) if own else ""
            values |= {f"sections-{number}-kind": kind, f"sections-{number}-own_section": key}
        response = desk.post(form, values)
        assert not CVVariant.objects.exists()
        assert problem in " ".join([*errors_in(response), response.content.decode()])

    def test_saving_says_what_does_not_fit_on_the_pages(self, desk, variant):
        content_file.load("\n".join(f"[[awards]]\ntitle = 'Award {n}'" for n in range(120)))
        variant.sections.filter(kind="awards").update(most=None)
        form = admin_url(CVVariant, "change", variant.pk)
        whole = desk.post(form, submitted(Page(form, desk)), follow=True)
        assert "Not all entries fit" not in Page.of(whole).text
        limited = submitted(Page(form, desk)) | {"most_pages": "1"}
        cut = Page.of(desk.post(form, limited, follow=True)).text
        assert "Not all entries fit on 1 page. The PDF leaves out" in cut
        shown = Pdf.at(PDF).text.count("Award ") + 2  # and the two prizes
        assert f"{122 - shown} of “Prizes”" in cut

    def test_a_broken_typesetter_does_not_lose_what_is_saved(self, desk, variant, monkeypatch):
        def fail(_data: object) -> list[int]:
            raise pdf.TypesettingError("out of ink")

        monkeypatch.setattr(pdf, "count_left_out", fail)
        form = admin_url(CVVariant, "change", variant.pk)
        desk.post(form, submitted(Page(form, desk)) | {"most_pages": "1"})
        assert CVVariant.objects.get().most_pages == 1


class TestInTheHistory:
    def test_a_variant_goes_back_with_its_sections(self, desk, variant):
        form = admin_url(CVVariant, "change", variant.pk)
        first = submitted(Page(form, desk))
        awards = next(name for name, value in first.items() if value == "Prizes")
        desk.post(form, first | {awards: "Gains"})
        desk.post(form, submitted(Page(form, desk)) | {awards: "Losses"})
        before = Version.objects.get_for_object(variant)[1]
        desk.post(admin_url(CVVariant, "revision", variant.pk, before.pk))
        assert headings(PAGE) == ["Press", "Publications and manuscripts", "Gains", "Grants"]

    def test_an_own_section_that_was_deleted_comes_back_with_it(self, desk, variant):
        desk.post(admin_url(CVVariant, "delete", variant.pk), {"post": "yes"})
        Section.objects.get(title="Press").delete()
        recover = Page(admin_url(CVVariant, "recoverlist"), desk).all("form", method="post")
        response = desk.post(
            next(form.get("action") for form in recover if "recover/" in form.get("action", "")),
            follow=True,
        )
        assert "brought back" in Page.of(response).text
        assert headings(PAGE) == ["Press", "Publications and manuscripts", "Prizes", "Grants"]


class TestInTheContentFile:
    def test_a_variant_comes_back_byte_for_byte(self, variant):
        text = content_file.dump()
        assert tomllib.loads(text)["cv_variants"] == tomllib.loads(VARIANT)["cv_variants"]
        assert set(content_file.load(text).counts["cv_variants"]) == {"unchanged"}
        CVVariant.objects.all().delete()
        content_file.load(text)
        assert content_file.dump() == text

    @pytest.mark.parametrize(
        ("line", "problem"),
        [
            ("sections = [{kind = 'award'}]", 'did you mean "awards"?'),
            ("sections = [{kind = 'sections', section = 'Gifts'}]", "is not the title of one"),
            ("sections = [{kind = 'awards', section = 'Grants'}]", 'write kind = "sections"'),
            ("most_pages = 0", "greater than or equal to 1"),
            ("slug = 'a b'", "slug"),
        ],
    )
    def test_a_mistake_is_named(self, line, problem):
        with pytest.raises(content_file.ContentError, match=problem.replace("?", r"\?")):
            content_file.load(f"[[cv_variants]]\nname = 'G'\n{line}")
