"""/cv.json: the CV as JSON Resume, version 1.0.0 (jsonresume.org/schema)."""

import jsonschema
import pytest
from django.db import connection
from django.test import Client, override_settings

from profile.models import Award, Experience, ProfileLink
from tests import cast
from website import content_file
from website.config.env import SiteAddress

pytestmark = pytest.mark.django_db

TEXT = {"type": "string"}
URL = {"type": "string", "pattern": r"^https?://[!-~]+$"}
DATE = {
    "type": "string",
    "pattern": "^([1-2][0-9]{3}-[0-1][0-9]-[0-3][0-9]|[1-2][0-9]{3}-[0-1][0-9]|[1-2][0-9]{3})$",
}
TEXTS = {"type": "array", "items": TEXT}


def entries(**properties: dict) -> dict:
    return {"type": "array", "items": {"type": "object", "properties": properties}}


# What the schema's documentation says of the parts that are used; the top level is closed.
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "$schema": URL,
        "basics": {
            "type": "object",
            "properties": {
                "name": TEXT,
                "label": TEXT,
                "image": URL,
                "email": TEXT,
                "url": URL,
                "summary": TEXT,
                "location": {"type": "object"},
                "profiles": entries(network=TEXT, username=TEXT, url=URL),
            },
        },
        "work": entries(
            name=TEXT, position=TEXT, startDate=DATE, endDate=DATE, summary=TEXT, highlights=TEXTS
        ),
        "volunteer": entries(
            organization=TEXT, position=TEXT, startDate=DATE, endDate=DATE, highlights=TEXTS
        ),
        "education": entries(
            institution=TEXT, area=TEXT, studyType=TEXT, startDate=DATE, endDate=DATE, score=TEXT
        ),
        "awards": entries(title=TEXT, date=DATE, awarder=TEXT, summary=TEXT),
        "publications": entries(name=TEXT, publisher=TEXT, releaseDate=DATE, url=URL, summary=TEXT),
        "skills": entries(name=TEXT, level=TEXT, keywords=TEXTS),
        "interests": entries(name=TEXT, keywords=TEXTS),
        "projects": entries(
            name=TEXT,
            description=TEXT,
            startDate=DATE,
            endDate=DATE,
            url=URL,
            roles=TEXTS,
            entity=TEXT,
            type=TEXT,
        ),
        "meta": {
            "type": "object",
            "properties": {"canonical": URL, "version": TEXT, "lastModified": TEXT},
        },
    },
}


def resume() -> dict:
    response = Client().get("/cv.json")
    assert response["Content-Type"] == "application/json"
    document = response.json()
    jsonschema.validate(document, SCHEMA)
    return document


@pytest.fixture
def sample_resume(sample) -> dict:
    return resume()


def test_it_says_who_this_is(sample_resume):
    basics = sample_resume["basics"]
    assert basics["name"] == "Wei Xiong"
    assert basics["label"] == (
        "PhD student, Computer Science, University of Illinois Urbana-Champaign"
    )
    assert basics["email"] == "wx13@illinois.edu"
    assert basics["url"] == "http://testserver/"
    assert basics["profiles"][1:] == [
        {
            "network": "GitHub",
            "username": "WeiXiongUST",
            "url": "https://github.com/WeiXiongUST",
        },
        {
            "network": "Google Scholar",
            "username": "m2-OwQEAAAAJ",
            "url": "https://scholar.google.com/citations?user=m2-OwQEAAAAJ",
        },
    ]


def test_what_was_done_where_is_work_and_so_is_teaching(sample_resume):
    work = sample_resume["work"]
    assert len(work) == 4 + 2
    assert work[0]["name"] == "The Hong Kong University of Science and Technology"
    assert work[0]["startDate"] == "2023-01"
    assert "endDate" not in work[0]
    assert work[0]["summary"].startswith("Advisor: Prof. Tong Zhang\nWorked as a core")
    assert (work[3]["startDate"], work[3]["endDate"]) == ("2019-08", "2019-11")
    assert work[4]["position"] == "Teaching Assistant"
    assert "(Best TA Award for all courses)" in work[4]["summary"]


def test_a_season_is_the_year_it_is_in(sample_resume):
    assert sample_resume["work"][1]["startDate"] == "2022"


def test_degrees(sample_resume):
    first, second, *_ = sample_resume["education"]
    assert first["startDate"] == "2023-08"
    assert "endDate" not in first
    assert second == {
        "institution": "The Hong Kong University of Science and Technology",
        "area": "Department of Mathematics",
        "studyType": "Master of Philosophy",
        "endDate": "2023-08",
        "location": "Hong Kong, China",
        "summary": "Advisor: Prof. Tong Zhang",
    }


def test_an_award_of_several_years_has_the_last_and_says_them_all(sample_resume):
    assert sample_resume["awards"][1] == {
        "title": "Best Teaching Assistant Award at HKUST",
        "date": "2023-06",
        "summary": "Jun 2022, Jun 2023",
    }


def test_papers(sample_resume):
    papers = sample_resume["publications"]
    assert len(papers) == 12
    assert papers[4]["name"].startswith("RAFT")
    assert papers[4]["publisher"] == "TMLR"
    assert papers[4]["releaseDate"] == "2023"
    assert papers[4]["url"] == "http://testserver/publications/raft/"
    assert papers[4]["authors"][1] == "Wei Xiong"


def test_service_is_voluntary_work(sample_resume):
    assert sample_resume["volunteer"][1] == {
        "organization": "Neurips",
        "position": "Conference Reviewer",
        "startDate": "2022",
        "endDate": "2023",
        "highlights": ["Top Reviewer Award"],
    }


def test_a_talk_is_a_project_each_time_it_was_given(sample_resume):
    talks = sample_resume["projects"]
    assert len(talks) == 6
    assert talks[0]["type"] == "talk"
    assert talks[0]["entity"] == "Yale University"
    assert talks[0]["startDate"] == "2024-03"


def test_it_has_its_url_and_the_version_of_the_schema(sample_resume):
    assert sample_resume["meta"] == {
        "canonical": "http://testserver/cv.json",
        "version": "v1.0.0",
    }


def test_drafts_stay_out():
    cast.paper("Secret paper", is_draft=True)
    cast.talk("Secret talk", ("Yale", "2024"), is_draft=True)
    assert "Secret" not in str(resume())


def test_a_section_that_is_not_on_the_cv_stays_out(sample):
    content_file.load(
        "[[cv]]\nkind = 'teaching'\nshown = 'neither'\n[[cv]]\nkind = 'talks'\nshown = 'short'"
    )
    document = resume()
    assert len(document["work"]) == 4
    assert "projects" not in document


def test_an_empty_site_gives_an_empty_resume():
    assert set(resume()) == {"$schema", "basics", "meta"}


@pytest.mark.parametrize(
    "when",
    [
        "until 2020",
        "ca. 2019",
        "Winter 2020",
        "2018",
        "2018, 2020",
        "3 May 2021",
        "",
        "Q3 2021",
        "Winter 2021/22",
        "2021 - May 2940 (expected)",
    ],
)
def test_every_date_of_a_cv_is_one_of_the_schema(when):
    Experience.objects.create(organisation="MSRA", when=when)
    Award.objects.create(title="A prize", when=when)
    resume()


def test_an_expected_end_keeps_its_month():
    Experience.objects.create(organisation="MSRA", when="2023 - May 2940 (expected)")
    (work,) = resume()["work"]
    assert (work["startDate"], work["endDate"]) == ("2023", "2940-05")


def test_a_date_that_cannot_be_read_is_left_out():
    Award.objects.create(title="A prize")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE profile_award SET \"when\" = 'some day'")
    assert "date" not in resume()["awards"][0]


def test_a_url_with_other_letters_is_percent_encoded():
    ProfileLink.objects.create(kind="website", url="https://example.org/熊")
    assert resume()["basics"]["profiles"][0]["url"] == "https://example.org/%E7%86%8A"


def test_texts_have_no_markup():
    content_file.load("[profile]\nname = 'W'\ninterests = 'Some *bandits* and $x_1$'")
    assert resume()["interests"] == [{"name": "Some bandits and x₁"}]


def test_formulas_of_papers_and_talks_are_in_unicode():
    cast.paper(r"On $\ell_2$", summary=r"A *bound* in $\mathbb{R}$.")
    cast.talk(r"On $\frac{1}{2}$", ("Yale", "2024"))
    document = resume()
    (paper,) = document["publications"]
    assert (paper["name"], paper["summary"]) == ("On ℓ₂", "A bound in ℝ.")
    assert document["projects"][0]["name"] == "On 1/2"


def test_each_paragraph_and_each_item_is_a_line():
    Experience.objects.create(organisation="MSRA", description="One\ntwo.\n\n- *Three*\n- Four")
    assert resume()["work"][0]["summary"] == "One two.\nThree\nFour"


@override_settings(SITE=SiteAddress("https", "example.org", "example.org"))
def test_its_urls_do_not_depend_on_the_requested_host():
    document = Client().get("/cv.json", headers={"host": "testserver:4444"}).json()
    assert document["meta"]["canonical"] == "https://example.org/cv.json"
    assert document["basics"]["url"] == "https://example.org/"
