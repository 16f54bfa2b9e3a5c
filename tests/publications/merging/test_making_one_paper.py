"""A preprint and its published version become one paper."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from reversion.models import Version

from publications.merging.pairs import PaperPair, order_versions
from publications.merging.papers import merge_papers
from publications.models import Publication
from tests import cast
from tests.admin_forms import admin_url, submitted
from tests.page import Page
from tests.pictures import jpeg

pytestmark = pytest.mark.django_db

Status = Publication.Status


def merge_url(preprint, published) -> str:
    return admin_url(Publication, "merge", preprint.pk, published.pk)


def merge(desk, preprint, published, **chosen) -> Page:
    url = merge_url(preprint, published)
    values = submitted(Page(url, desk)) | {"merge": "on"}
    values |= {name: str(paper.pk) for name, paper in chosen.items()}
    return Page.of(desk.post(url, values, follow=True))


class TestTheOnePaper:
    @pytest.fixture
    def paper(self, desk, preprint, published):
        merge(desk, preprint, published)
        return Publication.objects.get()

    def test_has_what_was_published(self, paper):
        assert paper.title == "RAFT: Reward Ranked Finetuning"
        assert paper.venue_line == "TMLR"
        assert (paper.status, paper.doi, paper.volume) == ("published", "10.1000/tmlr.7", "7")
        assert paper.when.edtf == "2023-11"
        assert [str(row) for row in paper.authorships.all()] == [
            *("Hanze Dong", "Wei Xiong", "Tong Zhang")
        ]

    def test_keeps_url_key_and_arxiv_id_of_the_preprint(self, paper):
        assert (paper.slug, paper.citation_key) == ("raft", "dong2023raft")
        assert paper.arxiv_id == "2304.06767"

    def test_fills_what_the_published_version_lacks(self, paper):
        assert paper.summary == "Finetuning on ranked samples."
        assert paper.is_selected

    def test_has_the_links_and_topics_of_both_each_once(self, paper):
        urls = ["https://example.org/code", "https://example.org/slides"]
        assert [link.url for link in paper.links.all()] == urls
        assert {str(topic) for topic in paper.topics.all()} == {"Alignment", "Language models"}

    def test_is_reached_by_the_other_url_too(self, paper):
        response = Client().get("/publications/reward-ranked/")
        assert (response.status_code, response["Location"]) == (301, "/publications/raft/")

    def test_is_in_the_history(self, paper):
        newest = Version.objects.get_for_object(paper).first()
        assert newest.revision.get_comment() == "Merged with RAFT: Reward Ranked Finetuning."


def test_the_owner_chooses_what_stays_where_both_have_something(desk, preprint, published):
    merge(desk, preprint, published, title=preprint, slug=published, citation_key=published)
    paper = Publication.objects.get()
    assert paper == published
    assert paper.title == "RAFT: Ranked Finetuning"
    assert (paper.slug, paper.citation_key) == ("reward-ranked", "tmlr2023")
    assert paper.arxiv_id == "2304.06767"
    assert Client().get("/publications/raft/").status_code == 301


def test_each_role_is_chosen_for_itself_so_nobody_is_lost(desk, preprint):
    chapter = cast.paper("A chapter", "Bo Bbb", "Cy Ccc", "Di Ddd", slug="chapter")
    page = Page(merge_url(preprint, chapter), desk).text
    assert "Editors Cy Ccc" in page
    assert "Translators Di Ddd" in page
    url = merge_url(preprint, chapter)
    desk.post(url, {"merge": "1", "slug": chapter.pk, "authors": preprint.pk})
    paper = Publication.objects.get()
    people = ["Hanze Dong*", "Wei Xiong*", "Cy Ccc (Editor)", "Di Ddd (Translator)"]
    assert paper == chapter
    assert [str(row) for row in paper.authorships.all()] == people


def test_the_owner_chooses_between_two_lines_of_editors(desk, preprint):
    first = cast.paper("A preprint", "", "Ed One, Ed Two")
    second = cast.paper("A volume", "Bo Bbb", "Cy Ccc", slug="volume", status=Status.PUBLISHED)
    merge(desk, first, second, slug=second, editors=first)
    second.refresh_from_db()
    people = ["Bo Bbb", "Ed One (Editor)", "Ed Two (Editor)"]
    assert [str(row) for row in second.authorships.all()] == people


def test_a_link_is_left_out_only_if_the_other_paper_says_all_of_it(desk, preprint, published):
    preprint.links.create(kind="slides", url="https://example.org/slides", note="30 MB")
    published.links.create(kind="code", url="https://example.org/code", label="Trainer")
    published.links.create(kind="code", url="https://example.org/code", note="needs a login")
    published.links.create(kind="data", url="https://example.org/code")
    merge(desk, preprint, published)
    links = Publication.objects.get().links.all()
    assert [(str(link), link.note, link.position) for link in links] == [
        *(("Code", "", 1), ("Slides", "30 MB", 2), ("Trainer", "", 3)),
        *(("Code", "needs a login", 4), ("Data", "", 5)),
    ]


def test_awards_of_both_are_there_once_and_in_order(desk, preprint, published):
    preprint.awards.create(title="Best Paper Award", year=2023)
    published.awards.create(title="Best paper award", year=2023)
    published.awards.create(title="Best paper award", year=2024)
    published.awards.create(title="Test of time")
    merge(desk, preprint, published)
    awards = Publication.objects.get().awards.all()
    assert [(award.position, str(award)) for award in awards] == [
        *((1, "Best Paper Award, 2023"), (2, "Best paper award, 2024"), (3, "Test of time")),
    ]


def test_each_choice_says_of_which_paper_it_is(desk, preprint, published):
    page = Page(merge_url(preprint, published), desk)
    assert [field.get("aria-label") for field in page.all("input", type="radio", name="title")] == [
        "Preprint: RAFT: Ranked Finetuning",
        "Published version: RAFT: Reward Ranked Finetuning",
    ]
    assert page.links()["Swap them: the left one is the published version"] == merge_url(
        published, preprint
    )


def test_the_page_shows_both_with_a_choice_where_they_differ(desk, preprint, published):
    page = Page(merge_url(preprint, published), desk)
    assert "Citation key dong2023raft tmlr2023" in page.text
    assert {field.get("name") for field in page.all("input", type="radio")} >= {
        *("title", "authors", "slug", "citation_key", "status", "when")
    }
    assert not page.all("input", name="doi")
    assert not Publication.objects.get(pk=preprint.pk).doi


def test_pdf_and_picture_go_along(desk, uploads, preprint, published):
    published.pdf.save("paper.pdf", ContentFile(b"%PDF-1.4"), save=False)
    published.thumbnail.save("a.jpg", ContentFile(jpeg()), save=False)
    published.thumbnail_alt = "A curve"
    published.save()
    merge(desk, preprint, published)
    paper = Publication.objects.get()
    assert paper == preprint
    assert paper.pdf.name == published.pdf.name
    assert paper.thumbnail.dimensions == published.thumbnail.dimensions
    assert Client().get(paper.pdf.url).status_code == 200
    assert Page("/publications/raft/").all("img", alt="A curve")


def test_a_draft_and_a_public_paper_are_public_under_the_public_url(desk, preprint, published):
    Publication.objects.filter(pk=preprint.pk).update(is_draft=True, published_at=None)
    merge(desk, preprint, published)
    paper = Publication.objects.get()
    assert not paper.is_draft
    assert (paper.slug, paper.former_slugs) == ("reward-ranked", [])


def test_the_page_says_that_a_draft_becomes_public(desk, preprint, published):
    url, warning = merge_url(preprint, published), "The result is public, as “RAFT: Ranked"
    assert warning not in Page(url, desk).text
    Publication.objects.filter(pk=published.pk).update(is_draft=True)
    assert warning in Page(url, desk).text
    Publication.objects.update(is_draft=True)
    assert warning not in Page(url, desk).text


def test_papers_changed_after_the_page_was_opened_are_shown_again(desk, preprint, published):
    url = merge_url(preprint, published)
    opened = submitted(Page(url, desk)) | {"merge": "on", "title": str(preprint.pk)}
    published.volume = "8"
    published.save()
    again = Page.of(desk.post(url, opened))
    assert Publication.objects.count() == 2
    assert "Nothing was merged yet: one of the papers was changed" in again.text
    assert "Volume 8" in again.text
    desk.post(url, submitted(again) | {"merge": "on"})
    paper = Publication.objects.get()
    assert (paper.title, paper.volume) == ("RAFT: Ranked Finetuning", "8")


@pytest.mark.parametrize(
    ("deleted_first", "chosen"), [(True, {}), (False, {}), (False, {"citation_key": "published"})]
)
def test_a_merge_can_be_undone(desk, preprint, published, deleted_first, chosen):
    for paper in (preprint, published):
        form = admin_url(Publication, "change", paper.pk)
        desk.post(form, submitted(Page(form, desk)) | {"note": "Saved"})
    merge(desk, preprint, published, **dict.fromkeys(chosen, published))
    before = Version.objects.get_for_object(preprint)[1]
    back = admin_url(Publication, "revision", preprint.pk, before.pk)
    gone = Version.objects.get_deleted(Publication).get()
    recover = admin_url(Publication, "recover", gone.pk)
    for url in (recover, back) if deleted_first else (back, recover):
        desk.post(url)
    one, other = Publication.objects.get(pk=preprint.pk), Publication.objects.get(pk=published.pk)
    assert (one.title, one.slug) == ("RAFT: Ranked Finetuning", "raft")
    assert (other.title, other.slug) == ("RAFT: Reward Ranked Finetuning", "reward-ranked")
    assert [str(row) for row in one.authorships.all()] == ["Hanze Dong*", "Wei Xiong*"]
    assert other.authorships.count() == 3
    assert one.links.count() == 1
    assert other.links.count() == 2
    assert (one.citation_key, other.citation_key) == ("dong2023raft", "tmlr2023")
    assert Page("/publications/reward-ranked/").text


def test_what_cannot_be_undone_in_this_order_says_in_which_it_can(desk, preprint, published):
    merge(desk, preprint, published, citation_key=published)
    gone = Version.objects.get_deleted(Publication).get()
    answer = desk.post(admin_url(Publication, "recover", gone.pk), follow=True)
    assert (
        "Nothing was changed. Another paper has this citation key. If it was merged with another "
        "one, go back in the history of that one first."
    ) in Page.of(answer).text
    assert Publication.objects.get() == preprint


def test_later_preprints_and_versions_belong_to_the_one_paper(preprint, published):
    talk = cast.paper("A workshop version", published_as=published)
    journal = cast.paper("The journal version", status=Status.PUBLISHED)
    published.published_as = journal
    published.save()
    pair = PaperPair(preprint, published)
    merge_papers(pair, pair.choose({}))
    talk.refresh_from_db()
    preprint.refresh_from_db()
    assert (talk.published_as, preprint.published_as) == (preprint, journal)


def test_linked_papers_become_one_without_a_link_to_itself(preprint, published):
    preprint.published_as = published
    preprint.save()
    pair = PaperPair(preprint, published)
    assert merge_papers(pair, pair.choose({})).published_as is None


# Ways to the page


def test_two_selected_papers_are_shown_the_preprint_first(desk, preprint, published):
    choice = {"action": "merge_papers", "_selected_action": [published.pk, preprint.pk]}
    response = desk.post(admin_url(Publication, "changelist"), choice)
    assert response["Location"] == merge_url(preprint, published)


@pytest.mark.parametrize("count", [1, 3])
def test_one_paper_or_three_are_not_made_one(desk, preprint, published, count):
    papers = [preprint, published, cast.paper("Another")][:count]
    choice = {"action": "merge_papers", "_selected_action": [paper.pk for paper in papers]}
    response = desk.post(admin_url(Publication, "changelist"), choice, follow=True)
    assert "Select two papers" in Page.of(response).text
    assert Publication.objects.count() >= count


def test_the_later_stage_is_the_published_version(preprint, published):
    assert order_versions(published, preprint) == (preprint, published)
    published.published_as = preprint  # unless the owner said otherwise
    assert order_versions(published, preprint) == (published, preprint)


def test_a_paper_is_not_made_one_with_itself(desk, preprint):
    assert desk.get(merge_url(preprint, preprint)).status_code == 404
