"""The CV page beyond the sample."""

import pytest

from profile.models import Award
from tests import cast
from tests.page import Page
from website import content_file

pytestmark = pytest.mark.django_db


def test_sections_that_are_empty_are_left_out():
    content_file.load("[profile]\nname = 'Wei Xiong'\n[[awards]]\ntitle = 'A prize'")
    assert Page("/cv/").texts("h2") == ["Awards and fellowships"]


def test_rows_are_in_the_owners_order():
    Award.objects.create(title="Second", position=2)
    Award.objects.create(title="First", position=1)
    assert Page("/cv/").texts("h3") == ["First", "Second"]


def test_the_owners_own_sections_come_last():
    content_file.load(
        "[profile]\nname = 'W'\n[[sections]]\ntitle = 'Grants'\ntext = 'A *large* one'"
    )
    cast.talk("Alignment", ("Yale", "2024"))
    assert Page("/cv/").texts("h2")[-1] == "Grants"
    assert "A large one" in Page("/cv/").text


def test_talks_that_are_not_all_invited_are_just_talks():
    cast.talk("Alignment", ("Yale", "2024"))
    assert "Invited talks" in Page("/cv/").texts("h2")
    cast.talk("RAFT", ("ICML", "2023"), kind="contributed")
    assert "Talks" in Page("/cv/").texts("h2")


def test_service_is_listed_by_category():
    content_file.load(
        "[[service]]\ncategory = 'journal-reviewer'\nvenue = 'JMLR'\n"
        "[[service]]\ncategory = 'organiser'\nvenue = 'A workshop'\n"
        "[[service]]\ncategory = 'journal-reviewer'\nvenue = 'TMLR'\n"
    )
    page = Page("/cv/")
    assert page.texts("h3") == ["Journal Reviewer", "Organiser"]
    assert page.texts("ul", class_="inline-list") == ["JMLRTMLR", "A workshop"]


def test_drafts_are_left_out(desk):
    cast.paper("Secret paper", is_draft=True)
    cast.talk("Secret talk", ("Yale", "2024"), is_draft=True)
    assert "Secret" not in Page("/cv/", desk).text
