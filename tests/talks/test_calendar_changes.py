"""What subscribed calendars receive when a talk moves, changes or is cancelled."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import icalendar
import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reversion.models import Version

from common.history import recording
from talks.calendar_entries import raise_all
from talks.models import CalendarEntry, Presentation, Talk
from tests import cast
from tests.admin_forms import admin_url, submitted
from tests.page import Page
from website import content_file

pytestmark = pytest.mark.django_db


def events(link: str = "/talks.ics", client: Client | None = None) -> dict[str, icalendar.Event]:
    """Return the events that a calendar program finds, by their UIDs."""
    response = (client or Client()).get(link)
    found = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    assert all("LAST-MODIFIED" in event and "SEQUENCE" in event for event in found)
    return {str(event["UID"]): event for event in found}


def only_event() -> icalendar.Event:
    [event] = events().values()
    return event


def is_cancelled(event: icalendar.Event) -> bool:
    return event.get("STATUS") == "CANCELLED"


def change(desk: Client, row: Talk, **values: str) -> None:
    page = admin_url(Talk, "change", row.pk)
    response = desk.post(page, submitted(Page(page, desk)) | values)
    assert response.status_code == 302, response.context["errors"]


def go_back(row: Talk) -> None:
    """Go back in the history to the version before the latest."""
    version = Version.objects.get_for_object(row).order_by("-pk")[1]
    with recording.record_revision("Went back."):
        recording.note([recording.restore(version)])


@pytest.fixture
def given_at_yale() -> Presentation:
    """An upcoming talk, with a time."""
    return cast.presentation(when="5 March 2030", start_time="14:00", time_zone="UTC")


def move(presentation: Presentation, when: str = "6 March 2030", start: str = "15:00") -> None:
    presentation.when, presentation.start_time = when, start
    presentation.full_clean()
    presentation.save()


class TestAnEventThatChanges:
    def test_is_the_same_one_in_a_later_version(self, given_at_yale):
        before = only_event()
        move(given_at_yale)
        after = only_event()
        assert after.start == datetime(2030, 3, 6, 15, tzinfo=UTC)
        assert after["UID"] == before["UID"]
        assert after["SEQUENCE"] > before["SEQUENCE"]
        assert after["LAST-MODIFIED"].dt >= before["LAST-MODIFIED"].dt

    @pytest.mark.parametrize(
        "values",
        [
            {"title": "Alignment of models"},
            {"abstract": "Why it works."},
            {"kind": "keynote"},
            {"presentations-0-place": "Yale"},
            {"presentations-0-start_time": "14:30"},
            {"presentations-0-when": "7 March 2030"},
        ],
    )
    def test_for_every_field_that_calendars_show(self, desk, given_at_yale, values):
        before = only_event()["SEQUENCE"]
        change(desk, given_at_yale.talk, **values)
        assert only_event()["SEQUENCE"] > before

    def test_one_that_stays_as_it_is_keeps_its_version(self, desk, given_at_yale):
        before = only_event()["SEQUENCE"]
        change(desk, given_at_yale.talk)
        change(desk, given_at_yale.talk, former_slugs="aligning")
        given_at_yale.save()
        content_file.load(content_file.dump())
        assert only_event()["SEQUENCE"] == before

    def test_each_of_several_in_one_second_is_later_than_the_one_before(self, given_at_yale):
        seen = []
        for minute in range(5):
            move(given_at_yale, start=f"15:0{minute}")
            seen.append(only_event()["SEQUENCE"])
        assert seen == sorted(set(seen))

    def test_it_is_a_number_that_calendars_can_hold(self, given_at_yale):
        assert 0 < only_event()["SEQUENCE"] < 2**31

    def test_its_own_file_has_the_same_version(self, given_at_yale):
        move(given_at_yale)
        link = f"{given_at_yale.talk.get_absolute_url()}{given_at_yale.uid}.ics"
        assert events(link)[str(given_at_yale.uid)] == only_event()

    @pytest.mark.usefixtures("uncached")
    def test_another_time_zone_of_the_site_is_a_change_too(self, settings):
        cast.presentation(when="5 March 2030", start_time="14:00")
        before = only_event()
        settings.TIME_ZONE = "Asia/Hong_Kong"
        after = only_event()
        assert after.start != before.start
        assert after["SEQUENCE"] > before["SEQUENCE"]


class TestItNeverGoesBackToAnEarlierVersion:
    def test_when_a_change_is_undone(self, desk, given_at_yale):
        change(desk, given_at_yale.talk, **{"presentations-0-place": "Yale"})
        change(desk, given_at_yale.talk, **{"presentations-0-when": "6 March 2030"})
        moved = only_event()
        go_back(given_at_yale.talk)
        back = only_event()
        assert back.start.date() == date(2030, 3, 5)
        assert back["SEQUENCE"] > moved["SEQUENCE"]
        assert back["LAST-MODIFIED"].dt >= moved["LAST-MODIFIED"].dt

    def test_when_an_earlier_content_file_is_loaded(self, given_at_yale):
        file = content_file.dump()
        move(given_at_yale)
        moved = only_event()
        content_file.load(file)
        back = only_event()
        assert (back["UID"], back.start.date()) == (moved["UID"], date(2030, 3, 5))
        assert back["SEQUENCE"] > moved["SEQUENCE"]

    def test_when_a_deleted_talk_is_brought_back(self, desk, given_at_yale):
        change(desk, given_at_yale.talk, title="Alignment again")
        told = only_event()["SEQUENCE"]
        desk.post(admin_url(Talk, "delete", given_at_yale.talk_id), {"post": "yes"})
        cancelled = only_event()
        recording.restore(recording.select_deleted(Talk)[0])
        back = only_event()
        assert (is_cancelled(cancelled), is_cancelled(back)) == (True, False)
        assert told < cancelled["SEQUENCE"] < back["SEQUENCE"]

    def test_when_a_backup_is_restored(self, given_at_yale):
        kept = CalendarEntry.objects.get()
        for minute in range(3):
            move(given_at_yale, start=f"15:0{minute}")
        told = only_event()["SEQUENCE"]
        CalendarEntry.objects.update(sequence=kept.sequence, content=kept.content)
        raise_all("default")
        assert only_event()["SEQUENCE"] > told

    def test_the_versions_are_not_part_of_the_content_file(self, given_at_yale):
        file = content_file.dump()
        raise_all("default")
        assert content_file.dump() == file
        assert str(only_event()["SEQUENCE"]) not in file

    @settings(
        max_examples=settings.default.max_examples // 4,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        st.lists(
            st.sampled_from(
                ["move", "rename", "withdraw", "publish", "go back", "load", "delete", "restore"]
            ),
            max_size=8,
        )
    )
    def test_whatever_is_done_to_it(self, db, steps):
        presentation = cast.presentation(talk=cast.talk(f"T{timezone.now()}"), when="5 March 2030")
        talk, uid, told = presentation.talk, str(presentation.uid), []
        for number in range(2):  # two versions to go back to
            with recording.record_revision("Changed."):
                talk.title += str(number)
                talk.save()
                recording.note([talk])
        file = content_file.dump()
        for number, step in enumerate(steps):
            do(step, talk, number, file)
            told.append(events()[uid])
        sequences = [event["SEQUENCE"] for event in told]
        assert sequences == sorted(sequences)
        for one, other in pairwise(told):
            if one.start != other.start or is_cancelled(one) != is_cancelled(other):
                assert one["SEQUENCE"] < other["SEQUENCE"]


def do(step: str, talk: Talk, number: int, file: str) -> None:
    """Do one thing to the talk, if it still exists."""
    row = Talk.objects.filter(pk=talk.pk)
    if step == "move":
        for presentation in Presentation.objects.filter(talk=talk):
            move(presentation, f"{number + 1} June 2031", "10:00")
    elif step == "rename" and row:
        talk.title += "!"
        talk.save(update_fields=["title"])
    elif step in {"withdraw", "publish"}:
        getattr(row, step)()
    elif step == "go back" and row:
        go_back(talk)
    elif step == "load" and row:
        content_file.load(file)
    elif step == "delete" and row:
        with recording.record_revision("Deleted."):
            recording.note(row)
        row.delete()
    elif step == "restore" and not row:
        recording.restore(Version.objects.get_for_object_reference(Talk, talk.pk)[0])


class TestACancelledTalk:
    def test_a_withdrawn_talk_is_cancelled_and_nothing_else_is_revealed(self, desk, given_at_yale):
        before = only_event()
        choice = {"action": "withdraw", "_selected_action": [given_at_yale.talk_id]}
        desk.post(admin_url(Talk, "changelist"), choice)
        Talk.objects.update(title="Not to be known", abstract="Nor this")
        after = only_event()
        assert is_cancelled(after)
        assert (after["UID"], after.start) == (before["UID"], before.start)
        assert after["SEQUENCE"] > before["SEQUENCE"]
        assert after["SUMMARY"] == "Cancelled"
        file = Client().get("/talks.ics").content
        assert not any(word in file for word in (b"Alignment", b"Yale", b"known", b"URL"))

    def test_changes_of_a_withdrawn_talk_are_not_revealed(self, desk, given_at_yale):
        change(desk, given_at_yale.talk, is_draft="on")
        before = only_event()
        change(desk, given_at_yale.talk, **{"presentations-0-when": "9 May 2031"})
        assert only_event() == before

    def test_published_again_it_takes_place_again(self, desk, given_at_yale):
        change(desk, given_at_yale.talk, is_draft="on")
        cancelled = only_event()
        choice = {"action": "publish", "_selected_action": [given_at_yale.talk_id]}
        desk.post(admin_url(Talk, "changelist"), choice)
        after = only_event()
        assert not is_cancelled(after)
        assert after["SEQUENCE"] > cancelled["SEQUENCE"]
        assert after["SUMMARY"] == "Alignment"

    def test_a_deleted_talk_is_cancelled_at_all_its_places(self, desk, given_at_yale):
        cast.presentation("Oslo", talk=given_at_yale.talk, when="7 March 2030")
        choice = {"action": "delete_selected", "_selected_action": [given_at_yale.talk_id]}
        desk.post(admin_url(Talk, "changelist"), choice | {"post": "yes"})
        assert not Talk.objects.exists()
        assert [is_cancelled(event) for event in events().values()] == [True, True]

    def test_a_deleted_presentation_is_cancelled(self, desk, given_at_yale):
        stays = cast.presentation("Oslo", talk=given_at_yale.talk, when="7 March 2030")
        change(desk, given_at_yale.talk, **{"presentations-0-DELETE": "on"})
        found = events()
        assert is_cancelled(found[str(given_at_yale.uid)])
        assert not is_cancelled(found[str(stays.uid)])

    def test_a_presentation_left_out_of_the_content_file_is_cancelled(self, given_at_yale):
        file = content_file.dump()
        added = cast.presentation("Oslo", talk=given_at_yale.talk, when="7 March 2030")
        content_file.load(file)
        found = events()
        assert is_cancelled(found[str(added.uid)])
        assert not is_cancelled(found[str(given_at_yale.uid)])

    def test_a_removed_date_among_several_is_cancelled(self):
        presentation = cast.presentation(when="5 March 2030, 7 March 2030")
        presentation.when = "5 March 2030"
        presentation.save()
        found = events()
        assert not is_cancelled(found[str(presentation.uid)])
        second = found[f"{presentation.uid}-2"]
        assert (is_cancelled(second), second.start) == (True, date(2030, 3, 7))

    def test_a_presentation_that_loses_its_day_is_cancelled(self, given_at_yale):
        given_at_yale.start_time = None
        given_at_yale.when = "March 2030"
        given_at_yale.save()
        assert is_cancelled(only_event())

    def test_what_was_never_public_is_not_cancelled(self, desk):
        talk = cast.presentation(talk=cast.talk("Secret", is_draft=True), when="5 March 2030").talk
        change(desk, talk, title="Still secret")
        talk.delete()
        assert events() == {}

    @pytest.mark.parametrize(("days", "is_told"), [(89, True), (91, False)])
    def test_it_is_in_the_calendar_for_three_months(self, given_at_yale, days, is_told):
        given_at_yale.delete()
        CalendarEntry.objects.update(cancelled_at=timezone.now() - timedelta(days=days))
        assert bool(events()) is is_told


def test_talks_from_before_an_upgrade_are_known_after_it(given_at_yale):
    CalendarEntry.objects.all().delete()
    call_command("migrate", verbosity=0)
    given_at_yale.delete()
    assert is_cancelled(only_event())


def test_talks_of_a_new_content_file_are_known(db):
    day = 'presentations = [{place = "Yale", when = "5 March 2030"}]'
    content_file.load(f'[[talks]]\ntitle = "Alignment"\n{day}')
    Talk.objects.withdraw()
    assert is_cancelled(only_event())
