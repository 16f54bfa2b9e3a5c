"""Importing papers in a real browser."""

import pytest

from publications.importing import views
from publications.models import Publication
from tests.publications.sources import answers
from tests.publications.sources.conftest import running, services  # noqa: F401 (fixtures)

RIS = "TY  - JOUR\nTI  - Bridges\nAU  - Olsen, Mia\nPY  - 2020\nER  - \n"


@pytest.fixture
def box(desk, services, monkeypatch):  # noqa: F811
    """The dashboard, with services that know two papers; each page looks up one of them."""
    monkeypatch.setattr(views, "SECONDS_A_PAGE", 0)
    services.answers |= {
        "/doi/10.1000/nash": answers.crossref(),
        "/arxiv": answers.arxiv(("2304.99999", "A Long Game")),
    }
    desk.goto("/admin/")
    return desk


def test_a_long_search_goes_on_by_itself_up_to_the_import(box):
    box.get_by_label("Type a DOI").fill("2304.99999, 10.1000/nash")
    box.get_by_role("button", name="Show what would change").click()
    box.get_by_role("checkbox", name="Import Nash Learning").wait_for()
    box.get_by_role("button", name="Import what is ticked").click()
    box.get_by_text("2 added.").wait_for()
    assert Publication.objects.filter(title="Nash Learning", doi="10.1000/nash").count() == 1


def test_a_file_may_be_dropped_anywhere_on_the_box(box):
    box.evaluate(
        """text => {
            const data = new DataTransfer();
            data.items.add(new File([text], "papers.ris"));
            const event = new DragEvent("drop", { dataTransfer: data, cancelable: true });
            document.querySelector(".import-box").dispatchEvent(event);
        }""",
        RIS,
    )
    box.get_by_role("button", name="Show what would change").click()
    box.get_by_role("checkbox", name="Import Bridges").wait_for()
