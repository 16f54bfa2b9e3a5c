"""What ORCID has for the CV: education, jobs, funding, distinctions and peer reviews."""

from typing import Any

import pytest
from django.test import Client

from profile.models import Award, Education, Experience, Service
from tests import cast
from tests.page import Page
from website.models import User

ORCID = "0000-0002-1825-0097"
PAGE = "/admin/profile/orcid/"


def date(text: str) -> dict[str, Any] | None:
    names = ("year", "month", "day")
    parts = dict(zip(names, text.split("-"), strict=False))
    return {n: {"value": parts[n]} if n in parts else None for n in names} if text else None


def affiliation(name: str, organisation: str, role: str, start: str, end: str = "") -> Any:
    summary = {
        "role-title": role,
        "department-name": "Department of Mathematics",
        "organization": {"name": organisation, "address": {"city": "Hefei", "country": "CN"}},
        "start-date": date(start),
        "end-date": date(end),
    }
    return {"affiliation-group": [{"summaries": [{f"{name}-summary": summary}]}]}


def review(organisation: str, *years: str, group: str = "") -> Any:
    summaries = [
        {
            "convening-organization": {"name": organisation},
            "completion-date": date(year),
            "review-group-id": group,
        }
        for year in years
    ]
    return {"peer-review-group": [{"peer-review-summary": [one]} for one in summaries]}


FUNDING = {
    "title": {"title": {"value": "Hong Kong PhD Fellowship"}},
    "organization": {"name": "RGC"},
    "start-date": date("2021"),
    "end-date": date("2025"),
}
RECORD = {
    "educations": affiliation("education", "USTC", "Bachelor of Science", "2017-09", "2021-06"),
    "employments": affiliation("employment", "MSRA", "Intern", "2021-01"),
    "distinctions": affiliation("distinction", "USTC", "Guo Moruo Scholarship", "2020"),
    "fundings": {"group": [{"funding-summary": [FUNDING]}]},
    "peer-reviews": {"group": [review("Springer Nature", "2023", "2022", "2023")]},
    "memberships": affiliation("membership", "ACM", "Member", "2020"),
    "works": {"group": []},
}


@pytest.fixture
def record(services):
    author = cast.owner()
    author.orcid = ORCID
    author.save()
    services.answers[f"/orcid/v3.0/{ORCID}/activities"] = RECORD
    return services


def see(desk: Client) -> Page:
    return Page.of(desk.post(PAGE))


def offered(page: Page) -> list[str]:
    return [box.get("aria-label", "") for box in page.all("input", type="checkbox", name="row")]


def add(desk: Client, page: Page, *rows: str) -> str:
    (packed,) = page.all("input", name="rows")
    chosen = {"rows": packed.get("value"), "row": list(rows)}
    return Page.of(desk.post(PAGE, chosen, follow=True)).text


def test_the_page_for_new_papers_leads_to_it(desk, record):
    page = Page("/admin/publications/publication/orcid/", desk)
    assert page.links()["education, jobs, awards and reviews for your CV"] == PAGE


def test_it_lists_what_the_cv_does_not_have_with_one_request(desk, record):
    assert offered(see(desk)) == [
        "USTC, Hefei, Bachelor of Science, Department of Mathematics, Sep 2017 – Jun 2021",
        "MSRA, Intern, Jan 2021 – present, Department of Mathematics",
        "Guo Moruo Scholarship, 2020, USTC",
        "Hong Kong PhD Fellowship, RGC, 2021–2025",
        "Springer Nature, 2022, 2023",
    ]
    assert len(record.asked) == 1
    assert not Education.objects.exists()


def test_what_is_ticked_is_added_and_not_offered_again(desk, record):
    said = add(desk, see(desk), "0", "2", "4")
    assert "3 rows were added." in said
    education = Education.objects.get()
    assert (education.institution, education.degree) == ("USTC", "Bachelor of Science")
    assert education.when.display() == "Sep 2017 – Jun 2021"
    assert Award.objects.get().awarded_by == "USTC"
    assert str(Service.objects.get()) == "Journal Reviewer: Springer Nature"
    assert [text.split(",")[0] for text in offered(see(desk))] == [
        "MSRA",
        "Hong Kong PhD Fellowship",
    ]


def test_what_the_owner_wrote_is_not_offered_and_stays(desk, record):
    Experience.objects.create(organisation="MSRA", role="Research Intern", when="Spring 2021")
    Award.objects.create(title="Guo Moruo scholarship")
    page = see(desk)
    assert [text.split(",")[0] for text in offered(page)] == [
        "USTC",
        "Hong Kong PhD Fellowship",
        "Springer Nature",
    ]
    add(desk, page, "0", "1", "2")
    assert Experience.objects.get().role == "Research Intern"
    assert Award.objects.get(title="Guo Moruo scholarship").awarded_by == ""


def test_another_stay_at_the_same_place_is_a_row_of_its_own(desk, record):
    earlier = Experience.objects.create(organisation="MSRA", role="Intern", when="2018")
    add(desk, see(desk), "1")
    assert Experience.objects.count() == 2
    earlier.refresh_from_db()
    assert earlier.when.display() == "2018"


def test_degrees_of_one_place_and_year_are_rows_of_their_own(desk, record):
    degrees = [affiliation("education", "USTC", d, "2010") for d in ("PhD", "BSc", "MSc", "MSc")]
    groups = [group for one in degrees for group in one["affiliation-group"]]
    record.answers = {"/activities": {"educations": {"affiliation-group": groups}}}
    Education.objects.create(institution="USTC", degree="BSc", when="2010")
    page = see(desk)
    assert [text.split(", ")[2] for text in offered(page)] == ["PhD", "MSc"]
    assert "2 rows were added." in add(desk, page, "0", "1")
    assert offered(see(desk)) == []


def test_grants_of_one_name_and_year_are_known_by_who_gave_them(desk, record):
    grants = [FUNDING | {"organization": {"name": name}} for name in ("NSF", "ERC")]
    groups = [{"funding-summary": [grant]} for grant in grants]
    record.answers = {"/activities": {"fundings": {"group": groups}}}
    assert [text.split(", ")[1] for text in offered(see(desk))] == ["NSF", "ERC"]


@pytest.mark.parametrize(("role", "count"), [("Postdoc", 1), ("Professor", 0), ("", 0)])
def test_a_row_without_a_date_hides_no_other_role(desk, record, role, count):
    Experience.objects.create(organisation="MIT", role=role)
    job = affiliation("employment", "MIT", "Professor", "2020")
    record.answers = {"/activities": {"employments": job}}
    assert len(offered(see(desk))) == count


def test_a_row_that_the_site_refuses_is_named_and_the_others_are_added(desk, record):
    wrong = affiliation("education", "Yale", "Visitor", "2021", "2019")
    record.answers = {"/activities": RECORD | {"educations": wrong}}
    page = see(desk)
    assert offered(page)[0].startswith("Yale")
    said = add(desk, page, "0", "1")
    assert "1 row was added." in said
    assert "Yale, Hefei, Visitor, Department of Mathematics, 2021 - 2019: " in said
    assert not Education.objects.exists()


def test_rows_are_placed_by_date(desk, record):
    for year in ("2023", "2015"):
        Education.objects.create(institution=f"University of {year}", when=year)
    add(desk, see(desk), "0")
    names = Education.objects.order_by("position").values_list("institution", flat=True)
    assert list(names) == ["University of 2023", "USTC", "University of 2015"]


class TestPeerReviews:
    @pytest.fixture
    def reviews(self, record):
        groups = [
            review("Springer Nature", "2023", "2021", group="issn:0953-1513"),
            review("Springer Nature", "2022", group="issn:1741-4857"),
            review("Springer Nature", "2020", group="publons-related:17"),
        ]
        record.answers = {
            "/activities": {"peer-reviews": {"group": groups}},
            "/crossref/journals/0953-1513": {"message": {"title": "Learned Publishing"}},
        }
        return record

    def test_are_called_by_their_journals_or_else_by_the_organisation(self, desk, reviews):
        assert offered(see(desk)) == [
            "Learned Publishing, 2021, 2023",
            "Springer Nature, 2020, 2022",
        ]

    def test_are_called_by_the_organisation_if_crossref_does_not_answer(self, desk, reviews):
        del reviews.answers["/crossref/journals/0953-1513"]
        reviews.answers["/crossref"] = 500
        assert offered(see(desk)) == ["Springer Nature, 2020, 2021, 2022, 2023"]
        assert len([path for path in reviews.asked if "crossref" in path]) == 1


def test_nothing_new_is_said(desk, record):
    record.answers = {"/activities": {"educations": {"affiliation-group": []}}}
    assert "nothing for the CV that is not there already" in see(desk).text


@pytest.mark.parametrize("answer", [503, "<html>", {"error": "x"}, '{"educations": '])
def test_a_service_that_fails_is_named_in_a_sentence(desk, record, answer):
    record.answers = {"/activities": answer}
    page = Page.of(desk.post(PAGE, follow=True))
    assert "ORCID" in page.text or "JSON" in page.text
    assert offered(page) == []


def test_rows_that_the_site_did_not_sign_are_refused(desk, record):
    page = Page.of(desk.post(PAGE, {"rows": "made up", "row": "0"}, follow=True))
    assert "Start again." in page.text
    assert not Education.objects.exists()


def test_it_needs_the_right_to_add_to_the_cv(client, record):
    client.force_login(User.objects.create_user("helper", is_staff=True))
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE).status_code == 403
    assert record.asked == []


def test_service_that_goes_on_is_not_offered_as_another_row(desk, record):
    Service.objects.create(category="journal-reviewer", venue="Springer Nature", years="2019")
    assert not any("Springer" in text for text in offered(see(desk)))
