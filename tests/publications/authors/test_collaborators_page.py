"""The admin's list of co-authors for conflict-of-interest forms."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from bench.large_site import make_publications
from publications.models import Author, Publication
from tests import cast
from tests.admin_forms import admin_url, submitted
from tests.page import Page, text_of
from tests.website.test_admin_query_counts import asked
from website.models import User

pytestmark = pytest.mark.django_db

LIST = "/admin/publications/author/collaborators/"
RIGHTS = ["view_author", "view_publication"]


def helper(*codes: str) -> Client:
    """Return a browser in which staff with these rights alone is signed in."""
    user = User.objects.create_user("helper", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codes))
    client = Client()
    client.force_login(user)
    return client


def listed(page: Page) -> list[list[str]]:
    [table] = page.all("table", class_="collaborators")
    return [[text_of(cell) for cell in row] for row in table.iter("tr")][1:]


@pytest.fixture
def papers() -> None:
    """A paper of this year, a draft without a date, and an old paper."""
    cast.author("Han Zhong", affiliation="Peking University")
    year = timezone.localdate().year
    cast.paper("GEC", "Han Zhong, Wei Xiong", when=str(year))
    cast.paper("Secret", "Nan Jiang, Wei Xiong", is_draft=True)
    cast.paper("Old", "Tong Zhang, Wei Xiong", when="2001-05")


class TestTheList:
    @pytest.mark.usefixtures("papers")
    def test_has_those_of_48_months_and_of_drafts_at_first(self, desk):
        page = Page(LIST, desk)
        year = str(timezone.localdate().year)
        assert listed(page) == [
            ["Jiang, Nan", "Missing: Jiang, Nan", "no date"],
            ["Zhong, Han", "Peking University", year],
        ]
        typed = submitted(page)
        assert (typed["months"], typed["drafts"]) == ("48", "on")
        assert page.texts("h2")[0].startswith("2 co-authors since ")
        assert "The NSF also asks for co-authors of what has not appeared." in page.text

    @pytest.mark.usefixtures("papers")
    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ("?months=48", ["Zhong, Han"]),
            ("?months=48&drafts=on", ["Jiang, Nan", "Zhong, Han"]),
            ("?months=&drafts=on", ["Jiang, Nan", "Zhang, Tong", "Zhong, Han"]),
            ("?months=", ["Zhang, Tong", "Zhong, Han"]),
            ("?months=1200", ["Zhang, Tong", "Zhong, Han"]),
        ],
    )
    def test_is_of_the_chosen_papers(self, desk, query, names):
        assert [row[0] for row in listed(Page(LIST + query, desk))] == names

    @pytest.mark.usefixtures("papers")
    def test_leads_to_where_a_missing_affiliation_is_entered(self, desk):
        page = Page(LIST, desk)
        form = admin_url(Author, "change", cast.author("Nan Jiang").pk)
        assert page.links()["Missing: Jiang, Nan"] == f"{form}#id_affiliation"
        assert 'id="id_affiliation"' in Page(form, desk).html
        assert page.links()["Jiang, Nan"] == form
        assert "1 has no affiliation yet." in page.text

    def test_says_which_groups_it_leaves_out_and_which_papers_do_not_name_all(self, desk):
        cast.paper("Higgs <b>", "{ATLAS Collaboration}, {CMS Collaboration}, Wei Xiong, et al.")
        page = Page(LIST, desk)
        assert (
            "2 groups are left out, because forms ask for people. Add the members you worked with: "
            "ATLAS Collaboration, CMS Collaboration." in page.text
        )
        assert "1 paper does not name all its authors. Add the others: Higgs <b>." in page.text
        paper = Publication.objects.get()
        assert page.links()["Higgs <b>"] == admin_url(Publication, "change", paper.pk)
        assert not page.all("table", class_="collaborators")

    def test_says_that_the_owner_is_in_it_if_nobody_is_marked(self, desk):
        cast.paper("GEC")
        assert "None of the authors is marked" not in Page(LIST, desk).text
        Author.objects.update(is_owner=False)
        assert "None of the authors is marked as the owner" in Page(LIST, desk).text

    def test_may_be_empty(self, desk):
        page = Page(LIST, desk)
        assert page.texts("h2")[0].startswith("0 co-authors")
        assert not page.all("table", class_="collaborators")

    @pytest.mark.parametrize("months", ["0", "-1", "1201", "four", "9" * 5000, "1.5"])
    def test_of_no_period_is_refused_with_a_sentence_that_keeps_what_was_typed(self, desk, months):
        page = Page(f"{LIST}?months={months}&format=csv", desk)
        assert (
            "Enter a whole number of months from 1 to 1200, such as 48, or nothing for all papers."
            in page.text
        )
        assert submitted(page)["months"] == months
        assert not page.all("table", class_="collaborators")

    @pytest.mark.usefixtures("papers")
    def test_is_valid_and_its_fields_have_labels(self, desk):
        page = Page(LIST, desk)
        assert page.errors == []
        labels = {label.get("for") for label in page.all("label")}
        assert {"id_months", "id_drafts"} <= labels


class TestTheDownloads:
    @pytest.mark.usefixtures("papers")
    @pytest.mark.parametrize(
        ("link", "extension", "kind", "begin"),
        [
            ("Download for a spreadsheet (CSV)", "csv", "text/csv", "\ufeff4,Name:,"),
            (
                "Download to paste into the NSF’s template (TSV)",
                *("tsv", "text/tab-separated-values", "A:\t"),
            ),
        ],
    )
    def test_have_the_people_of_the_page(self, desk, link, extension, kind, begin):
        for query, names in {
            "": {"Jiang", "Zhong"},
            "?months=48": {"Zhong"},
            "?months=&drafts=on": {"Jiang", "Zhong", "Zhang"},
        }.items():
            response = desk.get(LIST + Page(LIST + query, desk).links()[link])
            assert response["Content-Type"] == f"{kind}; charset=utf-8"
            assert (
                response["Content-Disposition"] == f'attachment; filename="coauthors.{extension}"'
            )
            text = response.content.decode()
            assert text.startswith(begin)
            assert {name for name in ("Jiang", "Zhong", "Zhang") if f"{name}, " in text} == names


class TestWhoMaySeeIt:
    @pytest.mark.parametrize("missing", RIGHTS)
    def test_are_not_those_without_a_right_to_view_authors_or_papers(self, missing):
        client = helper(*(right for right in RIGHTS if right != missing))
        for query in ("", "?format=csv", "?format=tsv"):
            assert client.get(LIST + query).status_code == 403
        if missing != "view_author":
            page = Page(admin_url(Author, "changelist"), client)
            assert "Conflict-of-interest list" not in page.links()

    @pytest.mark.parametrize("rights", [RIGHTS, ["change_author", "change_publication"]])
    def test_are_those_who_may_view_both(self, rights):
        client = helper(*rights)
        page = Page(admin_url(Author, "changelist"), client)
        assert page.links()["Conflict-of-interest list"] == LIST
        assert client.get(LIST).status_code == 200

    def test_are_not_visitors(self):
        response = Client().get(LIST)
        assert response.status_code == 302
        assert "login" in response["Location"]


def test_it_asks_the_database_as_often_for_many_papers(desk):
    counts = []
    for papers in (3, 90):
        make_publications(papers)
        counts.append(asked(desk, f"{LIST}?months=&drafts=on"))
        Publication.objects.all().delete()
        Author.objects.all().delete()
    few, many = counts
    assert many == few <= 9
