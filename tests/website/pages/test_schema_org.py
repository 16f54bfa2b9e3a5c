"""Pages describe the person, papers and upcoming talks in schema.org's vocabulary."""

import json
from typing import Any

import pytest

from common.metadata import render_json_ld
from profile.models import ProfileLink
from publications.models import Author, Publication
from tests import cast
from tests.page import Page
from website import content_file

pytestmark = pytest.mark.django_db
PERSON = "http://testserver/#person"


def facts(path: str, client=None) -> list[dict[str, Any]]:
    """Return what a page says."""
    scripts = Page(path, client).all("script", type="application/ld+json")
    return [json.loads("".join(script.itertext())) for script in scripts]


class TestThePerson:
    def test_the_home_page_is_about_the_person(self):
        content_file.load(
            """
            [profile]
            name = "Wei Xiong"
            native_name = "熊伟"
            position = "PhD student"
            department = "Computer Science"
            institution = "UIUC"
            institution_url = "https://cs.illinois.edu/"
            email = "wx13@illinois.edu"
            interests = "*Alignment* and $\\\\ell_2$"
            """.replace("            ", "")
        )
        ProfileLink.objects.create(kind="github", url="https://github.com/WeiXiongUST")
        ProfileLink.objects.create(kind="other", label="No address")
        assert facts("/") == [
            {
                "@context": "https://schema.org",
                "@type": "ProfilePage",
                "url": "http://testserver/",
                "mainEntity": {
                    "@type": "Person",
                    "@id": PERSON,
                    "name": "Wei Xiong",
                    "alternateName": "熊伟",
                    "jobTitle": "PhD student",
                    "affiliation": {
                        "@type": "Organization",
                        "name": "UIUC",
                        "url": "https://cs.illinois.edu/",
                        "department": {"@type": "Organization", "name": "Computer Science"},
                    },
                    "description": "Alignment and ℓ₂",
                    "email": "wx13@illinois.edu",
                    "url": "http://testserver/",
                    "sameAs": ["https://github.com/WeiXiongUST"],
                },
            }
        ]

    def test_what_is_empty_is_left_out(self):
        content_file.load('[profile]\nname = "Wei Xiong"')
        (page,) = facts("/")
        assert set(page["mainEntity"]) == {"@type", "@id", "name", "url"}

    def test_an_empty_site_is_about_nobody(self):
        assert facts("/") == []


class TestAPaper:
    def said(self, **fields) -> dict[str, Any]:
        (paper,) = facts(cast.paper(**fields).get_absolute_url())
        return paper

    def test_its_authors_are_known_in_order(self):
        Author.objects.create(given_name="Han", family_name="Zhong", orcid="0000-0002-1825-0097")
        cast.author("Tong Zhang", homepage="https://tongzhang-ml.org")
        authors = self.said(authors="Han Zhong*, Wei Xiong†, Tong Zhang, 熊")["author"]
        assert [author["name"] for author in authors] == [
            *("Han Zhong", "Wei Xiong", "Tong Zhang", "熊"),
        ]
        assert authors[0]["sameAs"] == "https://orcid.org/0000-0002-1825-0097"
        assert authors[1]["@id"] == PERSON
        assert authors[2]["url"] == "https://tongzhang-ml.org"
        assert [a["name"] for a in authors if "@id" in a] == ["Wei Xiong"]

    def test_an_article_is_part_of_an_issue_of_a_volume_of_a_journal(self):
        said = self.said(
            title="On $\\ell_2$",
            status="published",
            venue=cast.venue("JMLR", "journal"),
            when="May 2023",
            volume="24",
            number="3",
            pages="1–9",
            doi="10.1000/1",
            arxiv_id="2211.01962",
            abstract="At *most* $d$.",
        )
        assert (said["@type"], said["name"]) == ("ScholarlyArticle", "On ℓ₂")
        assert (said["datePublished"], said["pagination"]) == ("2023-05", "1–9")
        assert said["abstract"] == "At most d."
        assert said["isPartOf"]["issueNumber"] == "3"
        assert said["isPartOf"]["isPartOf"]["volumeNumber"] == "24"
        journal = said["isPartOf"]["isPartOf"]["isPartOf"]
        assert journal == {"@type": "Periodical", "name": "JMLR"}
        assert said["sameAs"] == ["https://doi.org/10.1000/1", "https://arxiv.org/abs/2211.01962"]
        assert {i["propertyID"]: i["value"] for i in said["identifier"]} == {
            "DOI": "10.1000/1",
            "arXiv": "2211.01962",
        }

    @pytest.mark.parametrize("kind", Publication.Kind.values)
    def test_every_kind_has_a_type(self, kind):
        said = self.said(kind=kind, status="published", venue=cast.venue("HKUST", "other"))
        assert said["@type"] in {
            *("ScholarlyArticle", "Thesis", "Book", "Chapter", "Report", "Dataset"),
            *("SoftwareSourceCode", "CreativeWork", "Poster"),
        }
        whole = said.get("isPartOf") or said.get("publisher") or said["sourceOrganization"]
        assert whole["name"] == "HKUST"

    def test_a_journal_that_it_was_submitted_to_does_not_contain_it(self):
        said = self.said(status="submitted", venue=cast.venue("JMLR", "journal"))
        assert "isPartOf" not in said
        assert said["creativeWorkStatus"] == "Submitted"


class TestATalk:
    def test_an_upcoming_presentation_is_an_event(self):
        content_file.load('[profile]\nname = "Wei Xiong"')
        cast.presentation(
            when="5 March 2999",
            start_time="14:00",
            time_zone="Asia/Shanghai",
            location="New Haven, USA",
        )
        event = {
            "@context": "https://schema.org",
            "@type": "Event",
            "name": "Alignment",
            "startDate": "2999-03-05T14:00:00+08:00",
            "location": {
                "@type": "Place",
                "name": "Yale University",
                "address": "New Haven, USA",
            },
            "performer": {"@type": "Person", "@id": PERSON, "name": "Wei Xiong"},
            "url": "http://testserver/talks/alignment/",
        }
        assert facts("/talks/") == facts("/talks/alignment/") == [event]

    def test_several_days_have_an_end(self):
        cast.presentation(when="5-7 March 2999")
        (event,) = facts("/talks/")
        assert (event["startDate"], event["endDate"]) == ("2999-03-05", "2999-03-07")

    def test_a_past_presentation_is_not_an_event(self):
        cast.presentation(when="5 March 2020")
        assert facts("/talks/") == []

    def test_a_draft_is_not_announced(self, desk):
        cast.presentation(talk=cast.talk("Secret", is_draft=True), when="5 March 2999")
        assert facts("/talks/secret/", desk) == []


def test_no_text_breaks_out_of_the_script():
    hostile = '</script><script>alert("1")</script><!-- &amp; \u2028\u2029'
    paper = cast.paper(hostile)
    (said,) = facts(paper.get_absolute_url())
    assert said["name"] == hostile
    shown = render_json_ld({"name": hostile})
    assert shown.count("</script>") == 1
    assert not set(shown) & {"\u2028", "\u2029"}
    assert "<!--" not in shown
