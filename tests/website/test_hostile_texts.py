"""Whatever is typed stays text, on every page and in every file of the site."""

import json
import re
import tomllib
from xml.etree import ElementTree

import feedparser
import pytest
from django.db import transaction
from django.test import Client
from icalendar import Calendar

from common.text.characters import join_lines
from profile.models import Profile, Section
from publications import bibtex
from publications.models import Publication, Venue
from talks.models import Talk
from tests import hostile
from tests.admin_forms import admin_url, submitted
from tests.page import Page
from website import content_file
from website.models import LinkCheck

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def site(django_db_setup, django_db_blocker):
    """One site for all tests, which only read it."""
    with django_db_blocker.unblock(), transaction.atomic():
        hostile.site()
        yield
        transaction.set_rollback(True)


def read(path: str) -> str:
    response = Client().get(path)
    assert response.status_code == 200
    return response.getvalue().decode()


def papers() -> list[str]:
    return [paper.get_absolute_url() for paper in Publication.objects.all()]


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/publications/", "/publications/with/", "/talks/", "/cv/", "/admin/login/"),
        *("/publications/?by=year", "/publications/?by=kind", "/<script>alert(1)</script>/"),
        *("/publications/?q=%22%3E%3Cscript%3E&year=%3Cb%3E&kind=%27%22&topic=%3C&author=%22%3E",),
        *("/publications/evil/?q={{7*7}}", "/publications/with/%22onload=x/"),
    ],
)
def test_a_page_shows_them_as_text(path):
    page = Page.of(Client().get(path))
    assert hostile.faults_of(page) == []
    assert hostile.errors_in(page) == []


def test_the_pages_of_papers_authors_and_talks_show_them_as_text():
    paths = papers() + [talk.get_absolute_url() for talk in Talk.objects.all()]
    paths += [
        a.get("href") for a in Page("/publications/with/").all("a") if "/with/" in a.get("href")
    ]
    for path in paths:
        page = Page(path)
        assert (hostile.faults_of(page), hostile.errors_in(page)) == ([], []), path


def test_tags_for_citing_and_previews_hold_the_whole_text():
    paper = Publication.objects.get(title=hostile.TEXTS[0])
    page = Page(paper.get_absolute_url())
    assert page.all("meta", name="citation_title")[0].get("content") == paper.title
    assert page.all("meta", property="og:title")[0].get("content") == paper.title
    facts = json.loads("".join(page.all("script", type="application/ld+json")[0].itertext()))
    assert facts["name"] == paper.title


def test_templates_are_never_evaluated():
    paper = Publication.objects.get(title__startswith="{{7*7}}")
    text = Page(paper.get_absolute_url()).text
    assert "{{7*7}}{% now" in text
    assert "49" not in text


def test_the_feed_and_its_summaries_are_well_formed():
    text = read("/feed.xml")
    assert ElementTree.fromstring(text).tag.endswith("feed")
    feed = feedparser.parse(text, sanitize_html=False, resolve_relative_uris=False)
    assert len(feed.entries) == 30
    for entry in feed.entries:
        assert hostile.faults_in(entry.summary) == []
        assert entry.link.startswith("http://testserver/")


def test_the_sitemap_lists_only_the_sites_own_pages():
    root = ElementTree.fromstring(read("/sitemap.xml"))
    places = [element.text for element in root.iter() if element.tag.endswith("}loc")]
    assert len(places) > len(hostile.TEXTS)
    assert all(place.startswith("http://testserver/") for place in places)
    assert not any(sign in "".join(places) for sign in "<>\"' \n")


def test_bibtex_has_an_entry_for_each_paper_and_no_other():
    found = bibtex.read(read("/publications.bib"))
    assert not found.refused
    assert len(found.entries) == len(hostile.TEXTS)
    keys = Publication.objects.values_list("citation_key", flat=True)
    assert {entry.key for entry in found.entries} == set(keys)


def test_braces_and_quotes_of_bibtex_are_balanced_line_by_line():
    for line in read("/publications.bib").split("\n"):
        if match := re.fullmatch(r"  \w+ = (\{.*\}),", line):
            depths = list(_depths(match[1]))
            assert depths[-1] == 0
            assert min(depths[:-1]) > 0, line
        else:
            assert re.fullmatch(r"@\w+\{[^\s,{}]+,|\}|  month = \w+,|", line), line


def _depths(value: str):
    """Yield how many braces are open after each character, as BibTeX counts."""
    depth = 0
    for sign in value:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        yield depth


def test_ris_has_a_record_for_each_paper_and_no_line_of_another_kind():
    text = read("/publications.ris")
    lines = [line for line in text.split("\r\n") if line]
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines)
    assert "\n" not in text.replace("\r\n", "")
    assert sum(line.startswith("TY") for line in lines) == len(hostile.TEXTS)
    assert "TY  - EVIL" not in lines


@pytest.mark.parametrize("path", ["/publications.json", "/cv.json"])
def test_json_files_are_valid(path):
    assert json.loads(read(path))


def test_the_calendar_has_one_event_per_presentation():
    text = read("/talks.ics")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    calendar = Calendar.from_ical(text)
    events = [part.name for part in calendar.subcomponents]
    assert events == ["VEVENT"] * len(hostile.TEXTS)
    assert "BEGIN:EVIL" not in text.split("\r\n")


def test_names_of_files_cannot_break_out_of_their_header():
    for path in papers():
        for end in ("bib", "ris", "json"):
            headers = Client().get(f"{path.rstrip('/')}.{end}").headers
            assert re.fullmatch(
                r"attachment; filename(\*=utf-8''[\w%.-]+|=\"[\w.-]+\")",
                headers["Content-Disposition"],
            )


def test_the_cv_is_typeset():
    assert Client().get("/cv.pdf").getvalue().startswith(b"%PDF")


def test_the_content_file_holds_each_text_in_one_line():
    titles = [paper["title"] for paper in tomllib.loads(content_file.dump())["publications"]]
    assert titles == [join_lines(paper.title) for paper in Publication.objects.all()]


def test_the_content_file_can_be_loaded_and_gives_the_same_again():
    dumped = content_file.dump()
    with transaction.atomic():
        content_file.load(dumped)
        assert content_file.dump() == dumped
        transaction.set_rollback(True)


def admin_pages() -> list[str]:
    paper = Publication.objects.order_by("pk").first()
    pages = ["/admin/", admin_url(Publication, "delete", paper.pk)]
    for model in (Profile, Publication, Venue, Talk, Section):
        row = model._default_manager.order_by("pk").first()
        pages += [admin_url(model, "changelist"), admin_url(model, "change", row.pk)]
    return pages


def test_the_admin_shows_them_as_text(desk):
    for text in hostile.TEXTS[:3]:
        fields = {"outcome": "moved", "moved_to": text, "detail": text}
        LinkCheck.objects.create(url=text, checked_at="2024-01-01T00:00Z", **fields)
    for path in admin_pages():
        page = Page.of(desk.get(path, follow=True))
        assert hostile.faults_of(page) == [], path


def test_the_history_shows_them_as_text(desk):
    paper = Publication.objects.get(title=hostile.TEXTS[0])
    form = admin_url(Publication, "change", paper.pk)
    values = submitted(Page(form, desk)) | {"note": hostile.TEXTS[1]}
    assert desk.post(form, values).status_code == 302
    page = Page(admin_url(Publication, "history", paper.pk), desk)
    assert hostile.TEXTS[1] in page.text
    assert hostile.faults_of(page) == []
