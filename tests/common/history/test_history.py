"""The history of a row in the admin: what changed, who did it, and the way back."""

import pytest
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.test import Client
from reversion.models import Version

from publications.models import (
    Author,
    Authorship,
    Publication,
    PublicationAward,
    PublicationLink,
    Topic,
)
from talks.models import Talk
from tests import cast
from tests.admin_forms import admin_url, submitted
from tests.page import Page, text_of
from website import content_file
from website.models import User

BIBTEX = "@article{nash, title={Nash Learning}, author={Xiong, Wei and Ye, Chenlu}, year=2023}"


@pytest.fixture
def paper(desk) -> Publication:
    """A paper that was entered in the admin."""
    cast.owner()
    form = submitted(Page(admin_url(Publication, "add"), desk))
    line = "Chenlu Ye*, Wei Xiong*, Nan Jiang"
    desk.post(admin_url(Publication, "add"), form | {"title": "Nash Learning", "author_line": line})
    return Publication.objects.get()


def change(desk: Client, row, **values: str) -> None:
    page = admin_url(type(row), "change", row.pk)
    response = desk.post(page, submitted(Page(page, desk)) | values)
    assert response.status_code == 302, response.context["errors"]


def versions(row) -> list[Version]:
    """The versions of a row, the latest first."""
    return list(Version.objects.get_for_object_reference(type(row), row.pk))


def go_back(desk: Client, row, steps: int = 1) -> Page:
    version = versions(row)[steps]
    page = admin_url(type(row), "revision", row.pk, version.pk)
    return Page.of(desk.post(page, follow=True))


def history(desk: Client, row) -> list[str]:
    """The changes of the latest version, one line each."""
    page = Page(admin_url(type(row), "history", row.pk), desk)
    latest = page.all("section", class_="history")[0]
    return [" | ".join(text_of(cell) for cell in tr) for tr in latest.iter("tr")][1:]


def bring_back(desk: Client, model) -> Page:
    version = Page(admin_url(model, "recoverlist"), desk).all("form", method="post")
    actions = [f.get("action") for f in version if "recover/" in (f.get("action") or "")]
    return Page.of(desk.post(actions[0], follow=True))


def byline(paper: Publication) -> list[str]:
    return [str(row) for row in paper.authorships.all()]


def test_it_says_field_by_field_what_changed_and_who_did_it(desk, paper):
    change(desk, paper, title="Nash Learning from Feedback", when="2023.5", is_selected="on")
    assert history(desk, paper) == [
        "Title | Nash Learning | Nash Learning from Feedback",
        "When |  | May 2023",
        "Selected | no | yes",
    ]
    assert "owner" in Page(admin_url(Publication, "history", paper.pk), desk).texts("h2")[1]


def test_it_shows_authors_who_came_changed_and_moved(desk, paper):
    rows = {row.author.family_name: n for n, row in enumerate(paper.authorships.all())}
    ye, jiang = f"authorships-{rows['Ye']}", f"authorships-{rows['Jiang']}"
    change(desk, paper, **{f"{ye}-position": "3", f"{jiang}-corresponding": "on"})
    assert history(desk, paper) == [
        "Credited author Nan Jiang†, corresponding † | no | yes",
        "Order of authors | Chenlu Ye*, Wei Xiong*, Nan Jiang† | "
        "Wei Xiong*, Nan Jiang†, Chenlu Ye*",
    ]


def test_it_names_the_url_as_the_form_does(desk, paper):
    change(desk, paper, slug="another")
    assert {"URL | nash-learning | another", "Former URLs |  | nash-learning"} <= {
        *history(desk, paper)
    }


def test_it_shows_authors_who_came_and_went(desk, paper):
    change(desk, paper, author_line="Nan Jiang, Tong Zhang, Han Zhong, Wei Xiong*")
    assert history(desk, paper)[0] == "Authors | Chenlu Ye* | Tong Zhang, Han Zhong"


def test_it_shows_who_became_an_editor_and_what_was_awarded(desk, paper):
    award = {"awards-TOTAL_FORMS": "1", "awards-0-title": "Best paper award"}
    change(desk, paper, **{"authorships-0-role": "editor"}, **award)
    assert "Awards |  | Best paper award" in history(desk, paper)
    assert "Chenlu Ye* (Editor)" in " ".join(history(desk, paper))


def test_a_paper_goes_back_with_its_editors_and_awards(desk, paper):
    Authorship.objects.create(
        publication=paper, author=cast.author("Wei Xiong"), role="editor", position=9
    )
    PublicationAward.objects.create(publication=paper, title="Best paper award")
    change(desk, paper, title="Before")
    change(desk, paper, title="After", **{"awards-0-DELETE": "on", "authorships-3-DELETE": "on"})
    assert byline(paper) == ["Chenlu Ye*", "Wei Xiong*", "Nan Jiang"]
    go_back(desk, paper)
    assert byline(paper) == ["Chenlu Ye*", "Wei Xiong*", "Nan Jiang", "Wei Xiong (Editor)"]
    assert [str(award) for award in paper.awards.all()] == ["Best paper award"]


def test_a_paper_goes_back_with_its_authors_in_their_order(desk, paper):
    change(desk, paper, title="Another", author_line="Nan Jiang, Tong Zhang, Wei Xiong†")
    assert byline(paper) == ["Nan Jiang", "Tong Zhang", "Wei Xiong†"]
    go_back(desk, paper)
    paper = Publication.objects.get()
    assert paper.title == "Nash Learning"
    assert byline(paper) == ["Chenlu Ye*", "Wei Xiong*", "Nan Jiang"]


def test_going_back_can_itself_be_taken_back(desk, paper):
    change(desk, paper, title="Another")
    go_back(desk, paper)
    go_back(desk, paper)
    assert Publication.objects.get().title == "Another"


def test_a_slug_used_in_between_still_leads_to_the_paper(desk, paper):
    change(desk, paper, slug="nash-2")
    go_back(desk, paper)
    assert Publication.objects.get().slug == "nash-learning"
    assert Client().get("/publications/nash-2/").headers["Location"].endswith("/nash-learning/")


def test_a_slug_used_only_as_a_draft_does_not_redirect(desk):
    paper = cast.paper("Alpha", is_draft=True)
    change(desk, paper, slug="new")
    change(desk, paper, slug="newer")
    go_back(desk, paper)
    assert Publication.objects.get().former_slugs == []


def test_its_place_in_the_list_is_not_part_of_the_history(desk, paper):
    change(desk, paper, title="Another")
    cast.paper("Beta")
    first = list(Publication.objects.values_list("pk", flat=True))
    go_back(desk, paper)
    assert list(Publication.objects.values_list("pk", flat=True)) == first
    assert sorted(Publication.objects.values_list("position", flat=True)) == [0, 1]


def test_the_citation_key_stays_from_when_it_was_published(desk):
    paper = cast.paper("Alpha", is_draft=True, citation_key="")
    desk.post(
        admin_url(Publication, "changelist"), {"action": "publish", "_selected_action": paper.pk}
    )
    key = Publication.objects.get().citation_key
    assert key
    assert versions(paper)[0].field_dict["citation_key"] == key


def test_a_link_keeps_the_file_that_it_has(desk, paper, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    link = PublicationLink.objects.create(publication=paper, file=ContentFile(b"1", name="a.pdf"))
    change(desk, paper, title="One")
    link.file = ContentFile(b"2", name="b.pdf")
    link.save()
    change(desk, paper, title="Two")
    go_back(desk, paper)
    link = PublicationLink.objects.get()
    assert link.file.storage.exists(link.file.name)


def test_a_merged_owner_comes_back_as_an_ordinary_author(desk, paper):
    owner = cast.owner()
    other = cast.author("Wei X. Xiong")
    chosen = {"_selected_action": [other.pk, owner.pk], "kept": other.pk}
    desk.post(admin_url(Author, "changelist"), {"action": "merge_authors", **chosen})
    change(desk, paper, title="Another")
    go_back(desk, paper, steps=2)
    assert "Wei Xiong*" in byline(Publication.objects.get())
    assert Author.objects.get(is_owner=True) == other


def test_going_back_publishes_nothing(desk, paper):
    change(desk, paper, title="Another", is_draft="on")
    go_back(desk, paper)
    assert Publication.objects.get().is_draft
    assert Publication.objects.get().title == "Nash Learning"


def test_one_paper_goes_back_and_the_others_of_the_same_load_stay(desk, sample):
    raft, gec = Publication.objects.filter(slug__in=["raft", "gec"]).order_by("slug")[::-1]
    change(desk, raft, title="A")
    change(desk, gec, title="B")
    go_back(desk, raft)
    assert Publication.objects.get(slug="raft").title.startswith("RAFT")
    assert Publication.objects.get(slug="gec").title == "B"


def test_opening_the_page_of_a_version_changes_nothing(desk, paper):
    change(desk, paper, title="Another")
    desk.get(admin_url(Publication, "revision", paper.pk, versions(paper)[1].pk))
    assert Publication.objects.get().title == "Another"


def test_a_loaded_change_is_in_the_history_with_the_links(desk, sample):
    raft = Publication.objects.get(slug="raft")
    first = raft.links.first()
    text = content_file.dump().replace(f'url = "{first.url}"', 'url = "https://example.org/raft"')
    content_file.load(text)
    assert any("https://example.org/raft" in line for line in history(desk, raft))
    go_back(desk, raft)
    assert PublicationLink.objects.filter(publication=raft, url=first.url).exists()


def test_an_import_is_in_the_history_under_the_users_name(desk, owner):
    page = admin_url(Publication, "import")
    desk.post(page, {"text": BIBTEX, "entry": "nash", "apply": "1"})
    paper = Publication.objects.get()
    revision = versions(paper)[0].revision
    assert (revision.user, revision.comment) == (owner, "Imported.")
    assert versions(Author.objects.get(family_name="Ye"))


@pytest.mark.parametrize("by", ["its page", "an action"])
def test_a_deleted_paper_comes_back_with_authors_and_topics(desk, paper, by):
    paper.topics.add(Topic.objects.create(name="Bandits"))
    if by == "its page":
        desk.post(admin_url(Publication, "delete", paper.pk), {"post": "yes"})
    else:
        chosen = {"action": "delete_selected", "_selected_action": paper.pk, "post": "yes"}
        desk.post(admin_url(Publication, "changelist"), chosen)
    assert not Publication.objects.exists()
    bring_back(desk, Publication)
    paper = Publication.objects.get()
    assert byline(paper) == ["Chenlu Ye*", "Wei Xiong*", "Nan Jiang"]
    assert [topic.name for topic in paper.topics.all()] == ["Bandits"]


def test_the_page_before_deleting_says_what_can_come_back(desk, paper):
    said = "Its uploaded files are kept for 90 days"
    assert said in Page(admin_url(Publication, "delete", paper.pk), desk).text
    chosen = {"action": "delete_selected", "_selected_action": paper.pk}
    assert said in Page.of(desk.post(admin_url(Publication, "changelist"), chosen)).text


def test_a_paper_whose_file_is_gone_comes_back_without_its_button(desk, paper):
    version = versions(paper)[0]
    desk.post(admin_url(Publication, "delete", paper.pk), {"post": "yes"})
    version.serialized_data = version.serialized_data.replace('"pdf": ""', '"pdf": "papers/a.pdf"')
    version.save()
    bring_back(desk, Publication)
    assert Publication.objects.get().pdf == ""


def test_rows_that_a_deleted_paper_refers_to_come_back_with_it(desk, paper):
    desk.post(admin_url(Publication, "delete", paper.pk), {"post": "yes"})
    nan = Author.objects.get(family_name="Jiang")
    desk.post(admin_url(Author, "delete", nan.pk), {"post": "yes"})
    bring_back(desk, Publication)
    assert "Nan Jiang" in byline(Publication.objects.get())


def test_a_paper_whose_slug_was_taken_does_not_come_back_and_the_owner_is_told(desk, paper):
    desk.post(admin_url(Publication, "delete", paper.pk), {"post": "yes"})
    cast.paper("Another", slug=paper.slug)
    page = bring_back(desk, Publication)
    assert "Nothing was changed. Paper with this" in page.text
    assert Publication.objects.count() == 1


def test_merged_authors_can_be_taken_apart_again(desk, paper):
    cast.paper("Another", authors="N. Jiang, Wei Xiong")
    kept, other = Author.objects.filter(family_name="Jiang").order_by("pk")
    desk.post(
        admin_url(Author, "changelist"),
        {"action": "merge_authors", "_selected_action": [kept.pk, other.pk], "kept": kept.pk},
    )
    bring_back(desk, Author)
    assert Author.objects.filter(family_name="Jiang").count() == 2


def test_publishing_from_the_list_is_in_the_history(desk):
    talk = cast.talk("Alignment", is_draft=True)
    chosen = {"action": "publish", "_selected_action": talk.pk}
    desk.post(admin_url(Talk, "changelist"), chosen)
    assert versions(talk)[0].revision.get_comment() == "Published."


def test_nobody_goes_back_without_the_right_to_change(desk, paper):
    change(desk, paper, title="Another")
    user = User.objects.create_user("reader", password="correct horse battery", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_publication"))
    reader = Client()
    reader.force_login(user)
    assert "Go back" not in Page(admin_url(Publication, "history", paper.pk), reader).text
    page = admin_url(Publication, "revision", paper.pk, versions(paper)[1].pk)
    assert reader.post(page).status_code == 403
    assert reader.get(admin_url(Publication, "recoverlist")).status_code == 403
    assert Publication.objects.get().title == "Another"
