"""Papers are changed in their list: boxes that are ticked there, and several papers at once."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client

from publications.models import Publication, Topic, Venue
from tests import cast
from tests.admin_forms import admin_url, submitted
from tests.page import Page, text_of
from website.models import User

pytestmark = pytest.mark.django_db

LIST = admin_url(Publication, "changelist")


@pytest.fixture
def games() -> Topic:
    return Topic.objects.create(name="Games")


@pytest.fixture
def bandits() -> Topic:
    return Topic.objects.create(name="Bandits")


class TestBoxesInTheList:
    def test_select_a_paper_and_publish_it(self, desk):
        paper = cast.paper("Nash", is_draft=True)
        values = submitted(Page(LIST, desk)) | {"form-0-is_selected": "on", "_save": "Save"}
        del values["form-0-is_draft"]
        assert desk.post(LIST, values).status_code == 302
        paper.refresh_from_db()
        assert paper.is_selected
        assert not paper.is_draft
        assert paper.citation_key
        assert Client().get(paper.get_absolute_url()).status_code == 200

    def test_give_a_paper_its_topics(self, desk, games, bandits):
        paper = cast.paper("Nash")
        paper.topics.add(bandits)
        page = Page(LIST, desk)
        [folded] = page.all("details", class_="folded-checkboxes")
        assert text_of(folded.find("summary")) == "Bandits"
        values = submitted(page) | {"form-0-topics": [str(games.pk)], "_save": "Save"}
        assert desk.post(LIST, values).status_code == 302
        assert list(paper.topics.all()) == [games]
        assert LogEntry.objects.get().get_change_message() == "Changed Topics."

    def test_change_nothing_if_nothing_was_ticked(self, desk, games):
        paper = cast.paper("Nash")
        paper.topics.add(games)
        before = paper.changed_at
        desk.post(LIST, submitted(Page(LIST, desk)) | {"_save": "Save"})
        paper.refresh_from_db()
        assert (paper.changed_at, list(paper.topics.all())) == (before, [games])
        assert not LogEntry.objects.exists()

    def test_are_text_for_those_who_may_only_look(self, games):
        cast.paper("Nash").topics.add(games)
        helper = User.objects.create_user("helper", is_staff=True)
        helper.user_permissions.set(Permission.objects.filter(codename="view_publication"))
        client = Client()
        client.force_login(helper)
        page = Page(LIST, client)
        assert page.texts("td", class_="field-shown_topics") == ["Games"]
        assert page.all("input", type="checkbox") == []


class TestSeveralPapersAtOnce:
    def edit(self, desk, **values: object) -> Page:
        keys = [str(paper.pk) for paper in Publication.objects.exclude(title="Other")]
        action = {"action": "edit_together", "_selected_action": keys}
        asked = Page.of(desk.post(LIST, action))
        assert "This changes 2 papers" in asked.text
        return Page.of(desk.post(LIST, {**action, "apply": "1", **values}, follow=True))

    @pytest.fixture
    def papers(self) -> list[Publication]:
        return [cast.paper("A"), cast.paper("B"), cast.paper("Other")]

    def test_get_a_venue_and_a_kind(self, desk, papers):
        icml = Venue.objects.create(short_name="ICML")
        page = self.edit(desk, venue=icml.pk, kind="book")
        assert "2 papers changed." in page.text
        changed = Publication.objects.filter(venue=icml, kind="book")
        assert sorted(paper.title for paper in changed) == ["A", "B"]
        assert LogEntry.objects.count() == 2

    def test_get_and_lose_topics_and_keep_their_others(self, desk, papers, games, bandits):
        papers[0].topics.add(games)
        papers[2].topics.add(games)
        logic = Topic.objects.create(name="Logic")
        papers[1].topics.add(logic)
        self.edit(desk, add_topics=[bandits.pk], remove_topics=[games.pk])
        assert [{topic.name for topic in paper.topics.all()} for paper in papers] == [
            {"Bandits"},
            {"Bandits", "Logic"},
            {"Games"},
        ]

    def test_keep_what_is_left_as_it_is(self, desk, papers, games):
        icml = Venue.objects.create(short_name="ICML")
        Publication.objects.update(venue=icml)
        self.edit(desk, add_topics=[games.pk])
        assert Publication.objects.filter(venue=icml).count() == 3

    def test_are_not_changed_by_an_empty_form(self, desk, papers):
        assert "Choose what to change." in self.edit(desk).text
        assert not LogEntry.objects.exists()

    def test_are_not_given_and_robbed_of_the_same_topic(self, desk, papers, games):
        page = self.edit(desk, add_topics=[games.pk], remove_topics=[games.pk])
        assert "Games is both added and removed. Untick one of the two." in page.text
        assert not papers[0].topics.exists()

    def test_can_be_taken_back_one_by_one_in_their_history(self, desk, papers):
        self.edit(desk, kind="book")
        history = Page(admin_url(Publication, "history", papers[0].pk), desk)
        assert "Book" in history.text
