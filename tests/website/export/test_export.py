"""An export has everything that is public, nothing else, and no broken link."""

import errno
import json
import os
import re
from io import StringIO
from pathlib import Path
from unittest.mock import Mock

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver

from common.files.file_lock import hold_lock
from common.media.storage import StorageError
from publications.models import Author, Publication, Topic
from talks.models import Talk
from tests import cast
from tests.page import Page
from tests.website.export.copies import make_copy
from tests.website.pages import test_pages_are_valid as valid
from website import content_file
from website.cv.models import CVSection, CVVariant
from website.export import exporter
from website.export.exporter import ExportError
from website.export.folder import FolderError
from website.export.start_urls import FILES, PAGES
from website.management.commands import export

SITE = """
[profile]
name = 'Wei Xiong'
interests = 'My [prizes](/cv/#awards "all").'
[[awards]]
title = 'A prize'
"""


@pytest.fixture(autouse=True)
def skip_disk_sync(monkeypatch):
    monkeypatch.setattr(os, "sync", lambda: None)


def fill_site() -> None:
    content_file.load(SITE)
    nash = cast.paper("Nash Learning", "Wei Xiong, Han Zhong", when="2023", slug="nash")
    nash.topics.add(Topic.objects.create(name="Games"))
    nash.former_slugs = ["nash-draft"]
    nash.save()
    cast.paper("Erdős and 熊", "Wei Xiong", when="2021", kind=Publication.Kind.PREPRINT, slug="熊")
    Author.objects.filter(slug="han-zhong").update(former_slugs=["h-zhong"])
    cast.paper("Named like a URL", "Wei Xiong", when="2020", slug="search")
    cast.paper("Secret Plans", "Wei Xiong, Mallory Hidden", slug="secret", is_draft=True)
    cast.talk("Alignment", ("Yale University", "2024-03-01"))
    Talk.objects.update(former_slugs=["once"])
    CVVariant.objects.create(name="For grants", slug="grants", former_slugs=["money"])
    CVVariant.objects.create(name="Secret plans", slug="secret", is_draft=True)
    cast.talk("Secret Talk", is_draft=True)


@pytest.fixture(scope="module")
def copy(django_db_setup, django_db_blocker, tmp_path_factory) -> Path:
    """An export for the folder /~wxiong/ of a host."""
    place = tmp_path_factory.mktemp("copy") / "site"
    with django_db_blocker.unblock(), transaction.atomic():
        fill_site()
        make_copy(place, "/~wxiong")
        transaction.set_rollback(True)
    return place


def page(copy: Path, file: str) -> Page:
    return Page.read_from((copy / file).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "file",
    [
        *("index.html", "cv/index.html", "cv.pdf", "cv-short.pdf", "cv.json", "feed.xml"),
        *("cv/grants/index.html", "cv/grants.pdf", "cv/money/index.html", "cv/money.pdf"),
        *("sitemap.xml", "robots.txt", "favicon.ico", "404.html", "card.png", "talks.ics"),
        *("publications/index.html", "publications/nash/index.html", "publications/nash.bib"),
        *("publications/nash.ris", "publications/nash.json", "publications/nash/card.png"),
        *(
            "publications/熊/index.html",
            "publications.bib",
            "publications.ris",
            "publications.json",
        ),
        *("publications/with/index.html", "publications/with/han-zhong/index.html"),
        *("publications/with/by/name/index.html", "publications/by/year/index.html"),
        *("publications/year/2023/index.html", "publications/year/2023.bib"),
        *("publications/topic/games/index.html", "publications/kind/preprint/index.html"),
        *("talks/index.html", "talks/alignment/index.html", "talks/alignment/card.png"),
        *("search.json", "publications/search.json", ".nojekyll"),
    ],
)
def test_every_public_url_is_a_file(copy, file):
    assert (copy / file).is_file()


def test_no_url_of_the_site_is_forgotten():
    named = {
        pattern.name
        for pattern in get_resolver("website.urls").url_patterns
        if isinstance(pattern, URLPattern) and "<" not in str(pattern.pattern)
    }
    not_public = {"markdown-preview", "markdown-upload", "health", None}
    assert named - not_public <= {*PAGES, *FILES}


def test_drafts_and_the_admin_are_left_out(copy):
    for file in copy.rglob("*"):
        assert "secret" not in file.name
        if file.suffix in {".html", ".xml", ".json", ".bib", ".ris", ".ics"}:
            text = file.read_text(encoding="utf-8")
            assert "Secret" not in text, file
            assert "Mallory" not in text, file
            assert "/admin" not in text, file


def test_only_static_files_that_pages_use_are_exported(copy):
    names = {re.sub(r"\.[0-9a-f]{12}", "", file.name) for file in (copy / "static").rglob("*.*")}
    assert names == {
        *("site.css", "literata.woff2", "LICENSE.txt", "drawings.svg", "favicon.svg"),
        *("theme.js", "copy.js", "search.js"),
    }


def test_links_within_the_site_stay_below_its_folder(copy):
    for file in copy.rglob("*.html"):
        for element in page(copy, str(file.relative_to(copy))).root.iter():
            for name in ("href", "src", "action"):
                link = element.get(name, "")
                assert not link.startswith("/") or link.startswith("/~wxiong/"), (file, link)


def test_every_link_leads_to_a_file_and_a_part_of_it(copy):
    """Parses the pages as a browser does, unlike the export itself."""
    pages = {file: page(copy, str(file.relative_to(copy))) for file in copy.rglob("*.html")}
    for read in pages.values():
        for element in read.root.iter():
            link = element.get("href") or element.get("src") or ""
            if not link.startswith("/~wxiong/"):
                continue
            path, _, fragment = link.removeprefix("/~wxiong/").partition("#")
            path = path.replace("%E7%86%8A", "熊").partition("?")[0]
            target = copy / path / "index.html" if path.endswith("/") or not path else copy / path
            assert target.is_file(), link
            if fragment:
                assert any(part.get("id") == fragment for part in pages[target].root.iter()), link


def test_links_in_the_owners_texts_stay_below_the_folder_too(copy):
    links = page(copy, "index.html").links()
    assert links["prizes"] == "/~wxiong/cv/#awards"


@pytest.mark.parametrize("file", ["sitemap.xml", "feed.xml", "robots.txt", "cv.json"])
def test_urls_for_machines_are_absolute(copy, file):
    text = (copy / file).read_text(encoding="utf-8")
    assert "https://example.edu/~wxiong/" in text
    assert not re.search(r"https://example\.edu/(?!~wxiong/)", text)


def test_a_page_names_its_canonical_url(copy):
    canonical = page(copy, "publications/nash/index.html").all("link", rel="canonical")[0]
    assert canonical.get("href") == "https://example.edu/~wxiong/publications/nash/"


def test_a_former_url_leads_to_the_new_one(copy):
    moved = page(copy, "publications/nash-draft/index.html")
    refresh = moved.all("meta", **{"http-equiv": "refresh"})[0]
    assert refresh.get("content") == "0; url=/~wxiong/publications/nash/"
    url = "https://example.edu/~wxiong/publications/nash/"
    assert moved.all("link", rel="canonical")[0].get("href") == url
    assert moved.errors == []
    assert "Alignment" in (copy / "talks" / "alignment" / "index.html").read_text()
    assert page(copy, "talks/once/index.html").texts("h1") == ["This page has moved"]


def test_a_former_url_of_a_co_author_leads_to_the_new_one(copy):
    moved = page(copy, "publications/with/h-zhong/index.html")
    refresh = moved.all("meta", **{"http-equiv": "refresh"})[0]
    assert refresh.get("content") == "0; url=/~wxiong/publications/with/han-zhong/"


def test_a_paper_called_search_has_its_citation(copy):
    cited = json.loads((copy / "publications" / "search.json").read_text(encoding="utf-8"))
    assert "Named like a URL" in str(cited)


def test_a_file_is_still_at_its_former_url(copy):
    folder = copy / "publications"
    assert (folder / "nash-draft.bib").read_bytes() == (folder / "nash.bib").read_bytes()


def test_nothing_on_a_page_needs_a_server(copy):
    for file in copy.rglob("*.html"):
        assert not page(copy, str(file.relative_to(copy))).all("form"), file


def test_a_page_of_one_year_offers_no_second_filter(copy):
    year = page(copy, "publications/year/2023/index.html")
    assert year.texts("h2", class_="title") == ["Nash Learning"]
    assert "/~wxiong/publications/year/2021/" in {a.get("href") for a in year.all("a")}
    topic = page(copy, "publications/topic/games/index.html")
    assert topic.all("nav", class_="timeline") == []
    assert topic.all("nav", **{"aria-label": "Grouping"}) == []
    assert topic.links()["Show all"] == "/~wxiong/publications/"


def test_the_search_index_has_every_paper_without_accents(copy):
    papers = json.loads((copy / "search.json").read_text(encoding="utf-8"))
    erdos, nash = (
        next(paper for paper in papers if f"/publications/{slug}/" in paper["html"])
        for slug in ("%E7%86%8A", "nash")
    )
    assert "erdos and 熊" in erdos["text"]
    assert "han\nzhong" in nash["text"] or "han zhong" in nash["text"]
    assert "Secret" not in str(papers)
    assert 'href="/~wxiong/publications/nash/"' in nash["html"]


def test_every_page_has_a_policy_of_its_own(copy):
    for file in copy.rglob("*.html"):
        policies = page(copy, str(file.relative_to(copy))).all(
            "meta", **{"http-equiv": "Content-Security-Policy"}
        )
        assert "default-src 'none'" in policies[0].get("content"), file


PAGES_OF_EACH_KIND = [
    *("index.html", "publications/index.html", "publications/year/2023/index.html"),
    *("publications/topic/games/index.html", "publications/nash/index.html", "cv/index.html"),
    *("publications/with/index.html", "publications/with/han-zhong/index.html"),
    *("talks/index.html", "talks/alignment/index.html"),
]


@pytest.mark.parametrize("file", PAGES_OF_EACH_KIND)
def test_a_page_is_as_valid_as_the_live_one(copy, file):
    for rule in (
        valid.test_a_browser_finds_no_error,
        valid.test_it_has_one_main_one_h1_and_a_skip_link,
        valid.test_no_heading_skips_a_level,
        valid.test_its_title_names_the_page_and_the_person,
        valid.test_it_is_described,
        valid.test_every_field_has_a_label,
        valid.test_every_link_has_a_name,
        valid.test_ids_are_unique,
        valid.test_it_asks_nothing_of_other_hosts_and_has_nothing_inline,
    ):
        rule(page(copy, file))


@pytest.mark.django_db
class TestExporting:
    @pytest.mark.slow
    def test_unchanged_files_keep_their_times(self, tmp_path):
        fill_site()
        make_copy(tmp_path / "site")
        for file in (tmp_path / "site").rglob("*.*"):
            os.utime(file, (1000, 1000))
        Publication.objects.filter(slug="nash").update(summary="Now with a summary.")
        changes = make_copy(tmp_path / "site")
        times = {
            str(file.relative_to(tmp_path / "site")): file.stat().st_mtime
            for file in (tmp_path / "site").rglob("*.*")
            if file.is_file()
        }
        changed = {name for name, time in times.items() if time != 1000}
        assert "publications/nash/index.html" in changed
        assert not changed & {"publications/熊/index.html", "card.png", "404.html"}
        assert changes.changed == len(changed)

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("[a](/nothing/)", r"/~wxiong/nothing/ answers 404.* \(linked from .*/~wxiong/\)"),
            ("[a](/cv/#nothing)", r"/cv/ has no part #nothing \(linked from .*/"),
            ("![a](/uploads/gone.png)", "/uploads/gone.png answers 404"),
            ("[a](https://example.edu/~wxiong/no.pdf)", "/~wxiong/no.pdf answers 404"),
            ("[a](/publications/secret/)", "/publications/secret/ answers 404"),
            ("[a](/admin/)", "the admin is not exported"),
        ],
    )
    def test_a_broken_link_stops_it_and_nothing_is_changed(self, tmp_path, text, said):
        content_file.load(f"[profile]\nname = 'Wei Xiong'\ninterests = '{text}'\n")
        cast.paper("Secret Plans", slug="secret", is_draft=True)
        with pytest.raises(ExportError, match=said):
            make_copy(tmp_path / "site", "/~wxiong")
        assert not (tmp_path / "site").exists()

    def test_a_page_that_fails_stops_it(self, tmp_path, monkeypatch):
        def fail(*_):
            raise RuntimeError("no such thing")

        monkeypatch.setattr("website.pages.news.list_recent", fail)
        with pytest.raises(ExportError, match="fails: RuntimeError: no such"):
            make_copy(tmp_path / "site")

    @pytest.mark.parametrize("place", ["site/data/uploads", "site/data", "site"])
    def test_a_folder_inside_or_around_the_data_folder_is_refused(self, tmp_path, settings, place):
        settings.DATA_DIR = tmp_path / "site" / "data"
        with pytest.raises(FolderError, match="which holds the site's data"):
            make_copy(tmp_path / place)

    @pytest.mark.parametrize(
        "save",
        [
            lambda *_: Talk.objects.create(title="Late"),
            lambda *_: CVSection.objects.update(heading="Late"),
        ],
    )
    def test_a_change_of_the_site_during_the_export_stops_it(self, tmp_path, monkeypatch, save):
        monkeypatch.setattr(exporter.Crawler, "run", save)
        with pytest.raises(ExportError, match="changed during the export"):
            make_copy(tmp_path / "site")

    @pytest.mark.parametrize(
        ("error", "said"),
        [
            (OSError(errno.ENOSPC, "No space left", "a.html"), "^a.html: No space left. Nothing"),
            (StorageError("The bucket is not there."), "^The bucket is not there. Nothing was"),
        ],
    )
    def test_a_failing_disk_or_storage_is_named(self, tmp_path, monkeypatch, error, said):
        monkeypatch.setattr(export, "export_site", Mock(side_effect=error))
        with pytest.raises(CommandError, match=said):
            call_command("export", str(tmp_path / "site"), base_url="https://example.edu/")

    def test_a_second_export_at_the_same_time_is_refused(self, tmp_path):
        with (
            hold_lock(tmp_path / "static-of-copy.lock"),
            pytest.raises(ExportError, match="Another export of this site is running"),
        ):
            make_copy(tmp_path / "site")
        assert os.listdir(tmp_path) == ["static-of-copy.lock"]

    def test_the_command_needs_a_url(self, tmp_path):
        with pytest.raises(CommandError, match="Say where the files will be: --base-url https"):
            call_command("export", str(tmp_path / "site"))

    @pytest.mark.slow
    def test_the_command_exports_the_site_and_a_second_time_changes_nothing(
        self, tmp_path, settings
    ):
        settings.DATA_DIR = tmp_path / "data"
        fill_site()
        reports = [StringIO(), StringIO()]
        for report in reports:
            call_command(
                "export",
                str(tmp_path / "site"),
                base_url="https://example.edu/~wxiong/",
                stdout=report,
            )
        assert "/~wxiong/cv/" in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
        assert "; 0 new or changed, 0 removed;" in reports[1].getvalue()
        assert Page.of(Client().get("/")).links()["CV"] == "/cv/"

    def test_an_empty_site_can_be_exported(self, tmp_path):
        make_copy(tmp_path / "site")
        assert (tmp_path / "site" / "index.html").is_file()
