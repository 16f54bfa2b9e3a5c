"""What is new in the owner's ORCID record: on its page, and by command."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from profile.models import ProfileLink
from publications.models import LeftOutWork, Publication
from tests import cast
from tests.page import Page
from tests.publications.sources import answers
from tests.publications.sources.test_import_by_identifier import IMPORT, fields, ticked

ORCID = "0000-0002-1825-0097"
PAGE = "/admin/publications/publication/orcid/"


@pytest.fixture
def record(services):
    """A record with a paper that the site has, by another title, and one that it has not."""
    author = cast.owner()
    author.orcid = ORCID
    author.save()
    works = (
        {"title": "Nash, 1st version", "doi": "10.1000/nash"},
        {"title": "RAFT", "arxiv": "2304.06767"},
    )
    services.answers |= {
        f"/orcid/v3.0/{ORCID}/works": answers.orcid(*works),
        "/doi": answers.crossref(),
        "/arxiv": answers.arxiv(("2304.06767", "RAFT")),
    }
    cast.paper("Nash", doi="10.1000/nash")
    return services


def see(desk: Client) -> Page:
    return Page.of(desk.post(PAGE))


def titles(page: Page) -> list[str]:
    return [text for text in page.texts("strong") if text in {"Nash", "Nash Learning", "RAFT"}]


def test_only_what_the_site_does_not_have_is_listed_and_looked_up(desk, record):
    page = see(desk)
    assert titles(page) == ["RAFT"]
    assert "1 work of the record is on the site already" in page.text
    assert [path.split("/")[1] for path in record.asked] == ["orcid", "arxiv"]


def test_what_is_chosen_is_imported_and_not_new_again(desk, record):
    page = see(desk)
    desk.post(IMPORT, fields(page) | {"apply": "1", "entry": ticked(page)})
    assert set(Publication.objects.values_list("title", flat=True)) == {"Nash", "RAFT"}
    assert "Nothing is new at ORCID." in see(desk).text


@pytest.mark.parametrize(
    ("mark", "reason"), [("not_mine", "not mine"), ("not_wanted", "not wanted")]
)
def test_what_is_not_mine_or_not_wanted_is_not_offered_again(desk, record, mark, reason):
    page = see(desk)
    desk.post(IMPORT, fields(page) | {"apply": "1", "entry": ticked(page), mark: ticked(page)})
    assert Publication.objects.count() == 1
    assert "Nothing is new at ORCID." in see(desk).text
    assert Page(PAGE, desk).texts("td")[-2:] == ["RAFT, 2023", reason]


def test_it_can_be_offered_again(desk, record):
    page = see(desk)
    desk.post(IMPORT, fields(page) | {"apply": "1", "not_mine": ticked(page)})
    desk.post(PAGE, {"offer_again": "1", "work": [LeftOutWork.objects.get().pk]})
    assert titles(see(desk)) == ["RAFT"]


def test_the_link_in_the_profile_will_do(desk, record):
    author = cast.owner()
    author.orcid = ""
    author.save()
    assert "Vita does not know your ORCID iD." in Page(PAGE, desk).text
    ProfileLink.objects.create(kind="orcid", url=f"https://orcid.org/{ORCID}")
    assert titles(see(desk)) == ["RAFT"]


def test_it_needs_the_right_to_import(client, db):
    assert client.get(PAGE).status_code == 302


class TestTheCommand:
    def run(self, *what: str, **options: bool) -> str:
        output = StringIO()
        call_command("import_publications", *what, stdout=output, stderr=StringIO(), **options)
        return output.getvalue()

    def test_lists_only_what_is_new_at_orcid(self, record):
        said = self.run(new_at_orcid=True, dry_run=True)
        assert said.splitlines() == [
            "On the site already, or left out: 1.",
            "1: new: RAFT",
            "  Wei Xiong, 13 Apr 2023",
            "1 new, 0 changed, 0 kept, 0 unchanged, 0 refused",
            "Nothing was changed.",
        ]
        assert Publication.objects.count() == 1

    def test_imports_identifiers_and_files_together(self, record, tmp_path):
        file = tmp_path / "papers.ris"
        file.write_text("TY  - JOUR\nTI  - Bridges\nAU  - Olsen, Mia\nPY  - 2020\nER  - \n")
        assert "2 new" in self.run("2304.06767", str(file))
        assert set(Publication.objects.values_list("title", flat=True)) == {
            "Nash",
            "RAFT",
            "Bridges",
        }

    def test_says_what_is_not_known_and_imports_the_rest(self, record):
        record.answers["/doi"] = 404
        said = self.run("2304.06767", "10.1000/nosuch")
        assert "doi.org does not know 10.1000/nosuch. Is it spelled right?" in said
        assert "1 new" in said

    def test_says_what_it_takes(self, record):
        with pytest.raises(CommandError, match="Name what to import, or use"):
            self.run()
        with pytest.raises(CommandError, match="is no identifier that Vita knows"):
            self.run("nonsense")
