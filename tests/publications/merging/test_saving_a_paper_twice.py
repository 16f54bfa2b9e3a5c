"""Saving a paper that is there already says so before it is saved, once, and loses nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from publications.merging.duplicates import find_duplicates, normalise_title
from publications.models import Publication
from tests import cast
from tests.admin_forms import admin_url, submitted
from tests.page import Page

pytestmark = pytest.mark.django_db

ADD = admin_url(Publication, "add")


@pytest.fixture
def raft():
    return cast.paper(
        "RAFT: Reward rAnked FineTuning", doi="10.1000/Raft", arxiv_id="2304.06767v2", slug="raft"
    )


def send(client: Client, url: str = ADD, page: Page | None = None, **values) -> object:
    return client.post(url, submitted(page or Page(url, client)) | values)


def answers(page: Page) -> dict[str, str]:
    """Return the values of the answers that a page offers, by their text."""
    labels = {label.get("for"): label for label in page.all("label")}
    return {
        " ".join("".join(labels[field.get("id")].itertext()).split()): field.get("value")
        for field in page.all("input", name="same_paper", type="radio")
    }


@pytest.mark.parametrize(
    ("values", "shares"),
    [
        ({"doi": "https://doi.org/10.1000/RAFT"}, "DOI"),
        ({"arxiv_id": "2304.06767"}, "arXiv id"),
        ({"arxiv_id": "arXiv:2304.06767v1"}, "arXiv id"),
        ({"doi": "10.48550/arXiv.2304.06767"}, "arXiv id"),
        ({"title": "Raft — reward ranked fine-tuning."}, "title"),
        ({"title": "{RAFT}: \\emph{Reward} <i>ranked</i> *finetuning*"}, "title"),
    ],
)
def test_a_paper_that_is_there_is_named_before_a_second_one_is_saved(desk, raft, values, shares):
    response = send(desk, **({"title": "Something else"} | values))
    page = Page.of(response)
    assert f"{raft} is here already, with the same {shares}." in page.text
    assert admin_url(Publication, "change", raft.pk) in page.links().values()
    assert Publication.objects.count() == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CO$_2$ in $\\ell_2$", "CO₂ in ℓ₂"),
        ("CO~2~ and water", "CO2 and Water"),
        ("Erdős–Rényi graphs", "Erdos-Renyi Graphs!"),
    ],
)
def test_case_markup_and_punctuation_of_a_title_make_no_difference(one, other):
    assert normalise_title(one) == normalise_title(other)


def test_other_titles_differ():
    assert normalise_title("Bandits, part I") != normalise_title("Bandits, part II")
    assert normalise_title("An $O(n)$ bound") != normalise_title("An $O(n^2)$ bound")


def test_nothing_is_asked_about_a_paper_that_is_new(desk, raft):
    assert send(desk, title="Bandits").status_code == 302


def test_it_is_saved_as_another_paper_if_the_owner_says_so(desk, raft):
    page = Page.of(send(desk, title=raft.title, note="Typed"))
    answer = answers(page)["It is another paper: save it too."]
    assert send(desk, page=page, same_paper=answer).status_code == 302
    assert Publication.objects.filter(title=raft.title).count() == 2
    assert Publication.objects.exclude(pk=raft.pk).get().note == "Typed"


def test_an_answer_is_not_taken_for_one_about_a_third_paper(desk, raft):
    bandits = cast.paper("Bandits")
    page = Page.of(send(desk, title=raft.title))
    answer = answers(page)["It is another paper: save it too."]
    page = Page.of(send(desk, page=page, same_paper=answer, title="Bandits"))
    assert f"{bandits} is here already" in page.text
    assert Publication.objects.count() == 2


def test_nothing_typed_or_chosen_is_lost(desk, raft, uploads):
    values = submitted(Page(ADD, desk)) | {"title": raft.title, "note": "Typed"}
    pdf = SimpleUploadedFile("raft.pdf", b"%PDF-1.4 chosen")
    page = Page.of(desk.post(ADD, values | {"pdf": pdf, "author_line": "Wei Xiong"}))
    answer = answers(page)["It is another paper: save it too."]
    send(desk, page=page, same_paper=answer)
    paper = Publication.objects.exclude(pk=raft.pk).get()
    assert paper.note == "Typed"
    assert paper.pdf.read() == b"%PDF-1.4 chosen"
    assert paper.authorships.count() == 1


def test_it_is_saved_and_made_one_paper_if_the_owner_says_so(desk, raft):
    venue = cast.venue("TMLR", kind="journal")
    page = Page.of(send(desk, title=raft.title, venue=venue.short_name, status="published"))
    answer = next(value for text, value in answers(page).items() if "make one paper" in text)
    response = send(desk, page=page, same_paper=answer)
    new = Publication.objects.exclude(pk=raft.pk).get()
    assert new.is_draft  # so that readers never see it twice
    assert response["Location"] == admin_url(Publication, "merge", raft.pk, new.pk)
    url = response["Location"]
    desk.post(url, submitted(Page(url, desk)) | {"merge": "on"})
    paper = Publication.objects.get()
    assert (paper.slug, paper.venue_line, paper.is_draft) == ("raft", "TMLR", False)


def test_a_paper_that_is_there_twice_is_not_asked_about_at_every_save(desk, raft):
    other = cast.paper(raft.title)
    form = admin_url(Publication, "change", other.pk)
    assert send(desk, form, note="Changed").status_code == 302


def test_the_form_of_a_paper_names_another_that_may_be_the_same(desk, raft):
    other = cast.paper(raft.title)
    page = Page(admin_url(Publication, "change", other.pk), desk)
    assert f"{raft} has the same title." in page.text
    merge = admin_url(Publication, "merge", raft.pk, other.pk)
    assert page.links()["Make them one paper"] == merge


def test_a_preprint_that_is_linked_to_its_published_version_is_no_duplicate(desk, raft):
    published = cast.paper(raft.title, doi=raft.doi)
    raft.published_as = published
    raft.save()
    assert "Make them one paper" not in Page(admin_url(Publication, "change", raft.pk), desk).text
    assert not list(find_duplicates(Publication.objects.all()))
    form = admin_url(Publication, "change", published.pk)
    assert send(desk, form, title=f"{raft.title}!").status_code == 302
