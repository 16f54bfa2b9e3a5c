"""The dashboard lists venues that may be one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from publications.content_checks import find_findings
from publications.models import Venue
from tests import cast
from tests.findings import sentences
from tests.page import Page

pytestmark = pytest.mark.django_db

MERGE = "is a possible duplicate: merge them, or give each an ISSN or website"


@pytest.fixture(autouse=True)
def _jmlr():
    cast.venue("JMLR", "journal", name="Journal of Machine Learning Research")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("J. Mach. Learn. Res.", "journal"),
        ("The Journal of Machine Learning Research", "conference"),
        ("jmlr", "other"),
        ("JMLR (2)", "journal"),
    ],
)
def test_one_that_has_a_name_of_the_other(name, kind):
    cast.venue(name, kind)
    assert sentences(find_findings()) == [f"JMLR (perhaps {name}) {MERGE}"]


def test_one_that_has_the_same_issn():
    Venue.objects.update(issn="1532-4435")
    cast.venue("Machine Learning", "journal", issn="1532-4435")
    assert sentences(find_findings()) == [f"JMLR (perhaps Machine Learning) {MERGE}"]


@pytest.mark.parametrize("name", ["Journal of Machine Learning", "TMLR", "J. Mach. Learn. Lett."])
def test_but_not_one_that_only_resembles_it(name):
    cast.venue(name, "journal")
    assert sentences(find_findings()) == []


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("issn", "1532-4435", "2835-8856"),
        ("url", "https://jmlr.org/", "https://example.org/"),
    ],
)
def test_different_issns_or_websites_tell_two_apart(field, one, other):
    Venue.objects.update(**{field: one})
    cast.venue("J. Mach. Learn. Res.", "journal", **{field: other})
    assert sentences(find_findings()) == []


def test_the_dashboard_leads_to_the_page_that_merges_them(desk):
    cast.paper("One", venue=cast.venue("J. Mach. Learn. Res.", "journal"))
    link = Page("/admin/", desk).links()["JMLR"]
    assert "Which one stays?" in Page(link, desk).text


def test_the_number_of_queries_does_not_grow():
    counts = []
    for names in (["J. Heaps", "Journal of Heaps"], [f"J. {n} Lumps" for n in range(40)]):
        for name in names:
            cast.venue(name, "journal")
        with CaptureQueriesContext(connection) as captured:
            list(find_findings())
        counts.append(len(captured))
    assert counts[0] == counts[1]
