"""The admin's page that imports BibTeX."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client

from publications.models import Publication
from tests import cast
from tests.admin_forms import admin_url
from tests.page import Page, text_of
from tests.publications.importing.test_importing import ICML, RAFT
from website.models import User

pytestmark = pytest.mark.django_db

IMPORT_URL = "/admin/publications/publication/import/"


def preview(desk: Client, text: str) -> Page:
    return Page.of(desk.post(IMPORT_URL, {"text": text}))


def boxes(page: Page, name: str) -> list[str]:
    return [box.get("value", "") for box in page.all("input", type="checkbox", name=name)]


def test_the_list_of_papers_leads_to_it(desk):
    assert Page("/admin/publications/publication/", desk).links()["Import papers"] == IMPORT_URL


def test_the_preview_changes_nothing(desk):
    page = preview(desk, RAFT + ICML)
    assert "RAFT: Reward rAnked FineTuning" in page.text
    assert len(boxes(page, "entry")) == 2
    assert not Publication.objects.exists()


def test_what_is_chosen_is_imported_and_reported(desk):
    page = preview(desk, RAFT + ICML)
    source = page.all("textarea", name="text")[0].text
    chosen = {"text": source, "apply": "yes", "entry": boxes(page, "entry")[:1]}
    said = Page.of(desk.post(IMPORT_URL, chosen, follow=True)).text
    assert "1 added, 1 left as it is." in said
    assert Publication.objects.get().citation_key == "dong2023raft"


def test_back_shows_the_box_with_what_was_given(desk):
    source = preview(desk, RAFT).all("textarea", name="text")[0].text
    page = Page.of(desk.post(IMPORT_URL, {"text": source, "entry": "x", "back": "Back"}))
    (box,) = page.all("textarea", name="text")
    assert box.text.strip() == RAFT.strip()
    assert box.get("hidden") is None


class TestANewAuthor:
    """A name in the file that the site does not have."""

    def read(self, desk: Client, name: str) -> str:
        entry = f"@article{{b, title = {{On tolls}}, author = {{{name} and Bo, A.}}, year = 2024}}"
        return preview(desk, entry).text

    def test_who_looks_like_the_owner_is_asked_about(self, desk):
        cast.owner()
        cast.author("A. Bo")
        text = self.read(desk, "Xiong, W.")
        assert "New among your authors: W. Xiong" in text
        assert "W. Xiong is new – or is it Wei Xiong (the owner)?" in text

    def test_all_who_look_alike_are_named(self, desk):
        cast.author("Wei Xiong")
        cast.author("Wen Xiong")
        assert "W. Xiong is new – or is it Wei Xiong or Wen Xiong?" in self.read(desk, "W. Xiong")

    def test_who_is_like_nobody_is_only_new(self, desk):
        cast.owner()
        assert "is new – or" not in self.read(desk, "Chenlu Ye")


def test_a_possible_duplicate_can_be_made_one_paper_after_the_import(desk):
    paper = cast.paper("Bridges", arxiv_id="2304.06767", when="2021")
    entry = "@article{b, title = {On tolls}, author = {A. Bo}, year = 2024, eprint = {2304.06767}}"
    assert "you can make them one after the import" in preview(desk, entry).text
    chosen = {"text": entry, "apply": "yes", "entry": "b"}
    page = Page.of(desk.post(IMPORT_URL, chosen, follow=True))
    new = Publication.objects.get(title="On tolls")
    assert "“On tolls” may be the same paper as “Bridges”." in page.text
    merge = admin_url(Publication, "merge", paper.pk, new.pk)
    assert page.links()["Make them one paper"] == merge


def test_a_file_is_read(desk):
    file = SimpleUploadedFile("papers.bib", ("\ufeff" + RAFT).encode())
    assert len(boxes(Page.of(desk.post(IMPORT_URL, {"file": file})), "entry")) == 1


def test_a_field_that_differs_is_shown_and_replaced_only_where_ticked(desk):
    paper = cast.paper("Another title", "Wei Xiong", arxiv_id="2304.06767")
    page = preview(desk, RAFT)
    assert "Another title" in page.texts("del")
    key = boxes(page, "replace")
    chosen = {"text": RAFT, "apply": "yes", "entry": boxes(page, "entry")}
    desk.post(IMPORT_URL, chosen)
    paper.refresh_from_db()
    assert paper.title == "Another title"
    desk.post(IMPORT_URL, chosen | {"replace": key})
    paper.refresh_from_db()
    assert paper.title == "RAFT: Reward rAnked FineTuning"


def test_a_broken_entry_is_named_with_its_line_and_spoils_no_other(desk):
    page = preview(desk, "@article{broken,\n  year = 2020}\n" + RAFT)
    (refused, _) = page.all("table", class_="import")
    cells = [text_of(cell) for cell in refused.iter("td")]
    assert cells[:2] == ["1", "broken"]
    assert len(boxes(page, "entry")) == 1


def test_two_entries_on_one_line_are_chosen_apart(desk):
    text = "@misc{a, title = {One}} @misc{b, title = {Two}}"
    desk.post(IMPORT_URL, {"text": text, "apply": "yes", "entry": ["b"]})
    assert [paper.title for paper in Publication.objects.all()] == ["Two"]


def test_a_file_that_is_too_large_is_refused_with_a_sentence(desk):
    file = SimpleUploadedFile("papers.bib", b"x" * 6_000_000)
    response = desk.post(IMPORT_URL, {"file": file})
    assert Page.of(response).texts("ul", class_="errorlist")


def test_an_empty_form_gets_a_sentence(desk):
    assert "Choose a file, or paste identifiers or entries." in preview(desk, "  ").text


def test_entries_cannot_become_markup(desk):
    page = preview(desk, RAFT.replace("Reward", "<script>alert(1)</script>"))
    assert not [script for script in page.all("script") if "alert(1)" in (script.text or "")]
    assert "<script>alert(1)</script>" in page.text


def test_it_needs_the_permission_to_add_papers():
    assert Client().get(IMPORT_URL).status_code == 302
    guest = Client()
    guest.force_login(User.objects.create_user("guest", is_staff=True))
    assert guest.get(IMPORT_URL).status_code == 403


def test_a_second_entry_of_one_title_is_named_and_not_ticked(desk):
    twice = (
        "@misc{a, title={Bridges}, author={Wei Xiong}}\n"
        "@misc{b, title={{Bridges}}, author={Wei Xiong}}"
    )
    page = Page.of(desk.post(IMPORT_URL, {"text": twice}))
    assert "Line 1 has a paper with the same title: a" in page.text
    ticked = [box.get("value") for box in page.all("input", name="entry", checked="")]
    assert ticked == ["a"]


def test_what_differs_and_is_kept_is_no_change(desk):
    cast.paper("Bridges", when="2023", citation_key="a", status="published")
    entry = "@misc{a, title={Bridges}, author={Han Zhong}, year={2023}}"
    page = Page.of(desk.post(IMPORT_URL, {"text": entry}))
    assert "differs, and is kept as it is" in page.text
    assert page.all("input", name="entry") == []
    desk.post(IMPORT_URL, {"text": entry, "replace": "a", "apply": "1"})
    assert [str(row) for row in Publication.objects.get().authorships.all()] == ["Han Zhong"]


def test_entries_without_a_key_or_with_the_same_one_are_chosen_apart(desk):
    text = "@misc{, title = {One}}\n@misc{, title = {Two}}\n@misc{a, title = {Three}}\n"
    text += "@misc{A, title = {Four}}"
    handles = boxes(preview(desk, text), "entry")
    assert len(set(handles)) == 4
    desk.post(IMPORT_URL, {"text": text, "apply": "yes", "entry": [handles[1], handles[3]]})
    assert {paper.title for paper in Publication.objects.all()} == {"Two", "Four"}
    page = preview(desk, text)
    assert page.text.count("unchanged") == 2
    assert boxes(page, "entry") == [handles[0], handles[2]]


def test_what_has_no_entry_in_it_gets_a_sentence(desk):
    sentence = "“Bridges, by Mia Olsen” is no identifier that Vita knows."
    assert sentence in preview(desk, "Bridges, by Mia Olsen").text


def test_an_entry_that_fails_after_all_is_named_and_spoils_no_other(desk, monkeypatch):
    real = Publication.save

    def save(paper, *args, **kwargs):
        real(paper, *args, **kwargs)
        if paper.title == "Piers":
            raise IntegrityError

    monkeypatch.setattr(Publication, "save", save)
    text = "@misc{a, title = {Piers}}\n@misc{b, title = {Bridges}}"
    values = {"text": text, "apply": "yes", "entry": ["a", "b"]}
    said = Page.of(desk.post(IMPORT_URL, values, follow=True)).text
    assert "1 added, 1 left as it is." in said
    assert "“Piers” could not be imported." in said


def test_the_files_that_an_entry_names_are_asked_for(desk):
    page = preview(desk, RAFT.replace("title", "pdf = {raft.pdf},\n  title", 1))
    assert 'The file "raft.pdf" (pdf) is not on the web; upload it in the paper form.' in page.text


@pytest.mark.parametrize(
    ("text", "header"),
    [
        (RAFT, "Line"),
        ('[{"type": "article-journal", "title": "Nash"}, {"type": "book"}]', "No."),
        ('{"basics": {}, "publications": [{"name": "Nash"}]}', "No."),
    ],
)
def test_entries_of_files_without_lines_are_numbered(desk, text, header):
    assert {"Line", "No."} & set(preview(desk, text).texts("th")) == {header}


def test_a_single_paper_can_be_imported_and_its_filled_form_opened(desk):
    page = preview(desk, RAFT)
    assert [button.get("value") for button in page.all("input", name="open")] == [
        "Import and open the filled form"
    ]
    chosen = {"text": RAFT, "open": "1", "entry": boxes(page, "entry")}
    form = Page.of(desk.post(IMPORT_URL, chosen, follow=True))
    (title,) = form.all("input", name="title")
    assert title.get("value") == "RAFT: Reward rAnked FineTuning"


def test_several_papers_have_no_single_form_to_open(desk):
    assert preview(desk, RAFT + ICML).all("input", name="open") == []


def test_a_zip_is_told_where_it_goes(desk):
    file = SimpleUploadedFile("site.zip", b"PK\x03\x04...")
    assert (
        "To take over a whole site, use manage.py move_in"
        in Page.of(desk.post(IMPORT_URL, {"file": file})).text
    )
