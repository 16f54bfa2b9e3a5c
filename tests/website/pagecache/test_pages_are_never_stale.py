"""A cached page is never older than the database, however the database was changed."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models, transaction
from django.db.models import F
from django.test import Client, override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reversion.models import Version

from common.history import recording
from common.ordering.models import arrange
from profile import models as profile
from publications import models as papers
from publications.authors.merging import merge
from talks import models as talks
from tests import cast
from tests.admin_forms import admin_url, submitted
from tests.page import Page
from tests.rows import KeptRows
from website import content_file
from website.config import services
from website.cv.models import CVSection, CVVariant, VariantSection
from website.models import LinkCheck, User
from website.pagecache import site_version
from website.pagecache.triggers import list_shown_tables

pytestmark = pytest.mark.django_db

BIBTEX = "@article{regret, title={No Regret}, author={Xiong, Wei}, year=2023}"


def fetch_cached(path: str) -> str:
    """Return the second response to two requests, which is the cached one."""
    response = Client().get(path)
    assert Client().get(path).content == response.content
    return response.content.decode()


SITE = """
[profile]
name = "Wei Xiong"
[[links]]
kind = "github"
url = "https://github.com/a"
[[education]]
institution = "UIUC"
[[experience]]
organisation = "Google"
[[awards]]
title = "Fellowship"
[[teaching]]
institution = "UIUC"
[[service]]
venue = "ICML"
[[sections]]
title = "Grants"
text = "None"
[[cv_variants]]
name = "Grants"
sections = [{ kind = "sections", section = "Grants" }]
"""


def fill_site() -> None:
    content_file.load(SITE)
    venue = cast.venue("ICML")
    paper = cast.paper("Nash Learning", slug="nash", venue=venue, when="2024", status="published")
    paper.topics.create(name="Games")
    paper.links.create(kind="code", url="https://b.org")
    paper.awards.create(title="Best paper award")
    talk = cast.talk("Alignment", ("Yale University", "5 March 2024"))
    talk.links.create(kind="slides", url="https://a.org")


FILLED_SITE = KeptRows(fill_site)


@pytest.fixture
def site(db):
    """A site with a row of each kind."""
    FILLED_SITE.write()


class TestWhateverIsWritten:
    """Every kind of row that pages show, written in every possible way."""

    def test_there_is_a_new_site_version(self, site):
        silent = [
            f"{model._meta.label}: {way.__name__}"
            for model in shown_models()
            for way in (saved, updated, updated_in_bulk, by_hand, deleted, created_in_bulk)
            if not changes_site_version(way, model)
        ]
        assert silent == []

    def test_these_are_the_tables_that_pages_do_not_show(self):
        tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
        own = ("profile_", "publications_", "talks_", "website_")
        assert {name for name in tables - set(list_shown_tables()) if name.startswith(own)} == {
            *("website_user", "website_user_groups", "website_user_user_permissions"),
            *("website_edition", "website_linkcheck", "website_cvissue"),
            *("publications_leftoutwork", "publications_import"),
        }


def shown_models() -> list[type[models.Model]]:
    every = apps.get_models(include_auto_created=True)
    return [model for model in every if model._meta.db_table in list_shown_tables()]


def changes_site_version(way: Callable, model: type[models.Model]) -> bool:
    before = site_version.get_current()
    assert before
    with transaction.atomic():
        way(model._base_manager.all())
        after = site_version.get_current()
        transaction.set_rollback(True)
    assert site_version.get_current() == before
    return before != after


def saved(rows: models.QuerySet) -> None:
    rows.first().save()


def updated(rows: models.QuerySet) -> None:
    name = plain_field_of(rows)
    assert rows.update(**{name: F(name)})


def updated_in_bulk(rows: models.QuerySet) -> None:
    assert rows.bulk_update(rows[:1], [plain_field_of(rows)])


def plain_field_of(rows: models.QuerySet) -> str:
    return next(f.name for f in rows.model._meta.concrete_fields if not f.primary_key)


def by_hand(rows: models.QuerySet) -> None:
    meta = rows.model._meta
    by_sql(f"UPDATE {meta.db_table} SET {meta.pk.column} = {meta.pk.column}")


def deleted(rows: models.QuerySet) -> None:
    assert by_sql(f"DELETE FROM {rows.model._meta.db_table}")  # whatever refers to them


def created_in_bulk(rows: models.QuerySet) -> None:
    """Checks only the new rows, not the removal of others to make room."""
    copies = list(rows)
    deleted(rows)
    before = site_version.get_current()
    with connection.constraint_checks_disabled():
        rows.bulk_create(copies)
    assert site_version.get_current() != before


CHANGES: list[tuple[Callable, str, str]] = [
    (lambda: profile.Profile.objects.update(position="Professor"), "/", "Professor"),
    (lambda: profile.ProfileLink.objects.create(kind="website", label="Blog"), "/", "Blog"),
    (lambda: profile.Education.objects.create(institution="ETH"), "/cv/", "ETH"),
    (lambda: profile.Experience.objects.create(organisation="DeepMind"), "/cv/", "DeepMind"),
    (lambda: profile.Award.objects.bulk_create([award("Medal")]), "/cv/", "Medal"),
    (lambda: profile.Teaching.objects.create(institution="MIT"), "/cv/", "MIT"),
    (lambda: profile.Service.objects.create(venue="COLT"), "/cv/", "COLT"),
    (lambda: profile.Section.objects.update(title="Money"), "/cv/", "Money"),
    (lambda: CVSection.objects.filter(kind="talks").update(heading="Heard"), "/cv/", "Heard"),
    (lambda: CVVariant.objects.create(name="For a job"), "/cv/", "For a job"),
    (lambda: VariantSection.objects.update(heading="Gains"), "/cv/grants/", "Gains"),
    (lambda: cast.paper("No Regret"), "/publications/", "No Regret"),
    (lambda: nash().authorships.update(credited_as="W. X."), "/publications/nash/", "W. X."),
    (lambda: papers.Author.objects.update(homepage="https://w.x"), "/publications/nash/", "//w.x"),
    (lambda: papers.Venue.objects.update(short_name="ACME"), "/publications/", "ACME"),
    (lambda: papers.Topic.objects.update(name="Chess"), "/publications/nash/", "Chess"),
    (lambda: nash().topics.create(name="Chess"), "/publications/nash/", "Chess"),
    (lambda: nash().links.create(kind="code", url="https://c.de"), "/publications/", "//c.de"),
    (
        lambda: by_sql("UPDATE publications_publication SET title = 'By hand'"),
        "/feed.xml",
        "By hand",
    ),
    (lambda: cast.talk("Regret", ("ETH", "2025")), "/talks/", "ETH"),
    (lambda: talks.Presentation.objects.update(place="Oslo"), "/talks.ics", "Oslo"),
    (lambda: talks.TalkLink.objects.update(url="https://d.e"), "/talks/", "https://d.e"),
    (lambda: talks.Talk.objects.update(slug="moved"), "/sitemap.xml", "/talks/moved/"),
    (lambda: content_file.load("[profile]\nname = 'Olga Owner'"), "/cv.json", "Olga Owner"),
    (lambda: papers.Publication.objects.update(title="All"), "/publications.bib", "All"),
]


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(("change", "path", "words"), CHANGES)
def test_the_next_request_sees_what_was_written(change, path, words):
    assert words not in fetch_cached(path)
    change()
    assert words in fetch_cached(path)


def award(title: str) -> profile.Award:
    return profile.Award(title=title, position=7)


def nash() -> papers.Publication:
    return papers.Publication.objects.get(slug="nash")


def by_sql(statement: str) -> int:
    """Return how many rows were changed."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)


class TestWhatIsTakenAway:
    @pytest.mark.usefixtures("site")
    @pytest.mark.parametrize(
        ("change", "path", "words"),
        [
            (lambda: nash().delete(), "/publications/", "Nash Learning"),
            (lambda: papers.Publication.objects.all().delete(), "/", "Nash Learning"),
            (lambda: nash().topics.clear(), "/publications/nash/", "Games"),
            (lambda: papers.Topic.objects.all().delete(), "/publications/", "Games"),
            (lambda: papers.Publication.objects.withdraw(), "/feed.xml", "Nash Learning"),
            (lambda: by_sql("DELETE FROM talks_talklink"), "/talks/", "https://a.org"),
        ],
    )
    def test_is_not_seen_again(self, change, path, words):
        assert words in fetch_cached(path)
        change()
        assert words not in fetch_cached(path)


class TestTheOwnersWays:
    def test_a_form_of_the_admin(self, desk):
        paper = cast.paper("Nash Learning")
        assert "Nash Learning" in fetch_cached("/publications/")
        page = admin_url(papers.Publication, "change", paper.pk)
        desk.post(page, submitted(Page(page, desk)) | {"title": "Game Learning"})
        assert "Game Learning" in fetch_cached("/publications/")

    def test_the_commands(self, db, tmp_path):
        assert "No Regret" not in fetch_cached("/publications/")
        (tmp_path / "regret.bib").write_text(BIBTEX)
        call_command("import_publications", tmp_path / "regret.bib", verbosity=0)
        assert "No Regret" in fetch_cached("/publications/")
        (tmp_path / "site.toml").write_text("[profile]\nname = 'Olga Owner'\n")
        call_command("load", tmp_path / "site.toml", verbosity=0)
        assert "Olga Owner" in fetch_cached("/publications/")

    def test_another_order(self, db):
        one, two = (profile.Award.objects.create(title=title) for title in ("Gold", "Silver"))
        assert fetch_cached("/cv/").index("Gold") < fetch_cached("/cv/").index("Silver")
        arrange([two, one])
        assert fetch_cached("/cv/").index("Gold") > fetch_cached("/cv/").index("Silver")

    def test_an_earlier_version(self, db):
        with recording.record_revision("first"):
            award = profile.Award.objects.create(title="Gold")
            recording.note([award])
        profile.Award.objects.update(title="Silver")
        assert "Silver" in fetch_cached("/cv/")
        recording.restore(Version.objects.get_for_object(award).get())
        assert "Gold" in fetch_cached("/cv/")

    def test_two_authors_who_are_one(self, db):
        cast.paper(authors="Wei Xiong, Chenlu Ye", slug="nash")
        other = cast.author("C. Ye", slug="c-ye")
        cast.paper("Regret", authors="Wei Xiong").authorships.update(author=other)
        assert "Regret" not in fetch_cached("/publications/with/chenlu-ye/")
        merge(cast.author("Chenlu Ye"), [other])
        assert "Regret" in fetch_cached("/publications/with/chenlu-ye/")


class TestWhatNoPageShows:
    def test_leaves_the_site_version(self, client):
        user = User.objects.create_superuser("owner", password="correct horse battery")
        before = site_version.get_current()
        client.force_login(user)
        user.set_password("staple battery horse")
        user.save()
        LinkCheck.objects.create(
            url="https://a.org", outcome="works", checked_at="2024-01-01T00:00Z"
        )
        client.get("/admin/")
        client.get("/cv.pdf")
        assert site_version.get_current() == before


class TestTransactions:
    def test_a_rollback_changes_no_page(self, db, django_assert_num_queries):
        cast.paper("Nash Learning")
        before = fetch_cached("/publications/")
        with transaction.atomic():
            cast.paper("Regret")
            assert "Regret" in fetch_cached("/publications/")
            transaction.set_rollback(True)
        with django_assert_num_queries(1):
            assert fetch("/publications/") == before

    def test_a_page_is_not_cached_if_somebody_saves_while_it_renders(self, db, monkeypatch):
        cast.paper("Nash Learning")
        names = iter(["Olga One", "Olga Two"])

        def save_while_rendering(*_):
            content_file.load(f"[profile]\nname = '{next(names)}'")
            return []

        monkeypatch.setattr("website.pages.home.news.list_recent", save_while_rendering)
        content_file.load("[profile]\nname = 'Olga Owner'")
        assert "Olga Two" not in fetch("/")
        assert "Olga Two" in fetch("/")


def fetch(path: str) -> str:
    return Client().get(path).content.decode()


class TestMigrations:
    def test_no_page_is_cached_while_they_run(self, db):
        from website.pagecache import triggers

        before = site_version.get_current()
        triggers.end(plan=["a migration"])
        assert site_version.get_current() is None
        profile.Profile.objects.create(name="Olga Owner")
        assert "Olga Owner" in fetch("/")
        triggers.begin()
        assert site_version.get_current() not in (None, before)
        assert "Olga Owner" in fetch_cached("/")
        profile.Profile.objects.update(name="Olga Other")
        assert "Olga Other" in fetch_cached("/")

    def test_if_there_is_nothing_to_migrate_the_cache_stays(self, db):
        before = site_version.get_current()
        call_command("migrate", verbosity=0)
        assert site_version.get_current() == before


# Two processes, each with its own memory, before one database.
ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["save", "update", "draft", "publish", "undone", "ask A", "ask B"]),
        st.sampled_from(["/", "/publications/", "/publications/p/", "/publications.json"]),
    ),
    min_size=2,
    max_size=12,
)


@settings(max_examples=settings.default.max_examples // 4, suppress_health_check=list(HealthCheck))
@given(actions=ACTIONS)
def test_no_order_of_requests_and_writes_makes_a_process_send_an_old_page(db, actions):
    with transaction.atomic():
        paper = papers.Publication.objects.create(title="Title 0", slug="p")
        number, is_draft = 0, False
        for action, path in [*actions, ("ask A", "/"), ("ask B", "/")]:
            if action.startswith("ask"):
                titles = titles_sent_by(action, path)
                assert titles == (set() if is_draft else {f"Title {number}"}), actions
            elif action in {"save", "undone"}:
                with transaction.atomic():
                    paper.title, paper.is_draft = f"Title {number + 1}", is_draft
                    paper.save()
                    titles_sent_by("ask A", path)
                    transaction.set_rollback(action == "undone")
                number += action == "save"
            elif action == "update":
                number += 1
                papers.Publication.objects.update(title=f"Title {number}")
            else:
                is_draft = action == "draft"
                papers.Publication.objects.update(is_draft=is_draft)
        transaction.set_rollback(True)


def titles_sent_by(process: str, path: str) -> set[str]:
    with override_settings(CACHES=caches_of(process)):
        text = Client().get(path).content.decode()
    return set(re.findall(r"Title \d+", text))


def caches_of(process: str) -> dict:
    return {
        name: services.configure_memory_cache(f"{process} {name}", entries=50)
        for name in ("pages", "queries")
    }
