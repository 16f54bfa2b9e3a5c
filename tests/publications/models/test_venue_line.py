"""The venue line is made of status and venue."""

import pytest

from common.dates.cv_date import read
from publications.models import Publication, Venue

ICLR = Venue(short_name="ICLR", kind=Venue.Kind.CONFERENCE)
TMLR = Venue(short_name="TMLR", kind=Venue.Kind.JOURNAL)
ICML_2023 = Venue(short_name="ICML 2023", kind=Venue.Kind.CONFERENCE)
JMLR = Venue(short_name="JMLR", kind=Venue.Kind.JOURNAL)


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"status": "published", "venue": ICLR, "when": "2023"}, "ICLR 2023"),
        ({"status": "published", "venue": ICLR, "when": "May 2023"}, "ICLR 2023"),
        ({"status": "published", "venue": ICLR}, "ICLR"),
        ({"status": "published", "venue": TMLR, "when": "2023"}, "TMLR"),
        ({"status": "submitted", "venue": JMLR, "when": "2023"}, "Submitted to JMLR"),
        ({"status": "submitted"}, "Submitted"),
        ({"status": "in-preparation"}, "On-going project"),
        ({"status": "in-preparation", "venue": ICLR}, "On-going project"),
        ({"status": "preprint", "when": "2023"}, "Preprint"),
        ({"status": "accepted", "venue": ICLR, "when": "2023"}, "ICLR 2023 (to appear)"),
        ({"status": "accepted"}, "Accepted"),
        ({"status": "published"}, ""),
        ({"status": "published", "kind": "other", "when": "2018"}, ""),
        ({"status": "published", "venue": ICML_2023, "when": "2023"}, "ICML 2023"),
        ({"status": "published", "kind": "master-thesis", "when": "2023"}, "Master Thesis"),
        ({"status": "published", "kind": "phd-thesis"}, "PhD Thesis"),
        (
            {"status": "published", "kind": "phd-thesis", "venue": JMLR},
            "PhD Thesis, JMLR",
        ),
        ({"status": "published", "kind": "book"}, "Book"),
    ],
)
def test_the_venue_line(fields, line):
    when = fields.pop("when", "")
    assert Publication(**fields, when=read(when) if when else None).venue_line == line


@pytest.mark.parametrize(
    ("fields", "year"),
    [
        ({"status": "published", "venue": ICLR, "when": read("2023")}, ""),
        ({"status": "published", "venue": TMLR, "when": read("2023")}, "2023"),
        ({"status": "preprint", "when": read("Dec 2023")}, "2023"),
        ({"status": "preprint"}, ""),
    ],
)
def test_the_year_is_added_to_a_line_that_does_not_have_it(fields, year):
    assert Publication(**fields).separate_year == year
