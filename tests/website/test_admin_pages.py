"""Every page of the admin opens, saves, and shows what its options promise."""

from urllib.parse import quote

import pytest
from django.contrib import admin
from django.db.models.signals import post_save

from profile.models import Award, Education, Section, Service
from publications.models import Author, Authorship, Publication, Topic, Venue
from talks.models import Talk
from tests import cast
from tests.admin_forms import admin_url, errors_in, submitted
from tests.page import Page

pytestmark = pytest.mark.django_db

MODELS = [
    model for model in admin.site._registry if model._meta.app_label not in {"auth", "website"}
]
EDITED_AS_A_LIST = [model for model in MODELS if model._meta.model_name != "profile"]


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("model", EDITED_AS_A_LIST)
def test_a_list_opens_searches_and_filters(model, desk):
    page = Page(admin_url(model, "changelist"), desk)
    options = admin.site._registry[model]
    if model._default_manager.exists():
        assert page.all("th", class_=f"column-{options.list_display[-1]}")
    for search in ("", "?q=zhang", "?q=M%C3%9CLLER"):
        Page(admin_url(model, "changelist") + search, desk)
    assert bool(options.list_filter) == ('id="changelist-filter"' in page.html)


@pytest.mark.parametrize("model", MODELS)
def test_every_field_says_what_to_write(model, rf, owner):
    request = rf.get("/")
    request.user = owner
    options = admin.site._registry[model]
    forms = [options.get_form(request)]
    forms += [formset.form for formset, _ in options.get_formsets_with_inlines(request)]
    fields = {name: field for form in forms for name, field in form.base_fields.items()}
    assert [
        name for name, field in fields.items() if not (field.help_text or field.widget.is_hidden)
    ] == []


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("model", EDITED_AS_A_LIST)
def test_an_empty_form_opens(model, desk):
    Page(admin_url(model, "add"), desk)


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("model", MODELS)
def test_the_form_of_a_row_opens_and_saves_unchanged(model, desk):
    Section.objects.create(title="Grants")  # the one list that the sample does not fill
    row = model._default_manager.first()
    form = admin_url(model, "change", row.pk)
    before = model._default_manager.values().get(pk=row.pk)
    response = desk.post(form, submitted(Page(form, desk)))
    assert response.status_code == 302, errors_in(response)
    assert model._default_manager.values().get(pk=row.pk) == before


class TestAPaper:
    def form(self, desk, paper: Publication) -> tuple[str, dict[str, str]]:
        form = admin_url(Publication, "change", paper.pk)
        return form, submitted(Page(form, desk))

    def authors(self, paper: Publication) -> list[str]:
        return [str(row) for row in paper.authorships.all()]

    def test_a_title_is_enough(self, desk):
        form = admin_url(Publication, "add")
        values = submitted(Page(form, desk)) | {"title": "Nash Learning"}
        assert desk.post(form, values).status_code == 302
        assert Page("/publications/nash-learning/").texts("h1") == ["Nash Learning"]

    def test_two_authors_change_places(self, desk):
        paper = cast.paper("A", "Han Zhong*, Wei Xiong†, Tong Zhang")
        form, values = self.form(desk, paper)
        values |= {"authorships-0-position": "2", "authorships-1-position": "1"}
        assert desk.post(form, values).status_code == 302
        assert self.authors(paper) == ["Wei Xiong†", "Han Zhong*", "Tong Zhang"]

    def test_two_rows_exchange_their_authors(self, desk):
        paper = cast.paper("A", "Han Zhong*, Wei Xiong†")
        form, values = self.form(desk, paper)
        one, other = values["authorships-0-author"], values["authorships-1-author"]
        values |= {"authorships-0-author": other, "authorships-1-author": one}
        assert desk.post(form, values).status_code == 302
        assert self.authors(paper) == ["Wei Xiong*", "Han Zhong†"]

    def test_an_author_moves_to_another_row_while_its_own_is_deleted(self, desk):
        paper = cast.paper("A", "Han Zhong, Wei Xiong, Tong Zhang")
        form, values = self.form(desk, paper)
        values["authorships-0-author"] = values["authorships-1-author"]
        values["authorships-1-DELETE"] = "on"
        assert desk.post(form, values).status_code == 302
        assert self.authors(paper) == ["Wei Xiong", "Tong Zhang"]

    def test_an_author_added_in_another_window_is_not_lost(self, desk):
        paper = cast.paper("A", "Han Zhong")
        form, values = self.form(desk, paper)
        Authorship.objects.create(publication=paper, author=cast.author("Nan Jiang"))
        assert desk.post(form, values).status_code == 302
        assert self.authors(paper) == ["Han Zhong", "Nan Jiang"]
        assert [row.position for row in paper.authorships.all()] == [1, 2]

    def test_the_same_author_added_in_two_windows_is_refused_with_a_sentence(self, desk):
        paper = cast.paper("A", "Han Zhong")
        form, values = self.form(desk, paper)
        nan = cast.author("Nan Jiang")
        Authorship.objects.create(publication=paper, author=nan)
        values |= {
            "authorships-TOTAL_FORMS": "2",
            "authorships-1-author": str(nan.pk),
            "authorships-1-publication": str(paper.pk),
            "authorships-1-role": "author",
        }
        response = desk.post(form, values)
        assert "Nan Jiang has been added in another window." in response.content.decode()

    @pytest.mark.parametrize(
        ("row", "position", "order"),
        [(3, "1", "DABC"), (0, "3", "BCAD"), (1, "2", "ABCD"), (0, "9", "BCDA"), (2, "2", "ACBD")],
    )
    def test_a_row_takes_the_number_that_is_typed(self, desk, row, position, order):
        paper = cast.paper("A", "A, B, C, D")
        form, values = self.form(desk, paper)
        assert desk.post(form, values | {f"authorships-{row}-position": position})
        assert "".join(self.authors(paper)) == order

    def test_numbers_may_repeat_and_have_gaps(self, desk):
        paper = cast.paper("A", "Han Zhong, Wei Xiong, Tong Zhang")
        form, values = self.form(desk, paper)
        values |= {
            "authorships-0-position": "",
            "authorships-1-position": "70",
            "authorships-2-position": "70",
        }
        assert desk.post(form, values).status_code == 302
        assert self.authors(paper) == ["Wei Xiong", "Tong Zhang", "Han Zhong"]
        assert [row.position for row in paper.authorships.all()] == [1, 2, 3]

    def test_the_order_survives_an_edit_of_something_else(self, desk):
        names = [f"Author {chr(65 + n)}" for n in range(16)]
        paper = cast.paper("A", ", ".join([*names, "Wei Xiong"]))
        form, values = self.form(desk, paper)
        assert desk.post(form, values | {"summary": "New."}).status_code == 302
        assert self.authors(paper) == [*names, "Wei Xiong"]

    def test_a_new_row_takes_the_number_that_is_typed(self, desk):
        paper = cast.paper("A", "Han Zhong, Wei Xiong")
        form, values = self.form(desk, paper)
        values |= {
            "authorships-TOTAL_FORMS": "3",
            "authorships-2-author": str(cast.author("Nan Jiang").pk),
            "authorships-2-role": "author",
            "authorships-2-position": "1",
        }
        assert desk.post(form, values).status_code == 302
        assert self.authors(paper) == ["Nan Jiang", "Han Zhong", "Wei Xiong"]

    def test_a_new_row_with_nothing_but_a_number_is_left_out(self, desk):
        paper = cast.paper("A", "Han Zhong")
        form, values = self.form(desk, paper)
        values |= {
            "authorships-TOTAL_FORMS": "2",
            "authorships-1-position": "2",
            "authorships-1-role": "author",
        }
        assert desk.post(form, values).status_code == 302
        assert self.authors(paper) == ["Han Zhong"]

    def test_a_deleted_author_is_refused(self, desk):
        paper = cast.paper("A", "Han Zhong")
        form, values = self.form(desk, paper)
        response = desk.post(form, values | {"authorships-0-author": "4711"})
        assert "That choice is not one of the available choices" in response.content.decode()

    def test_signals_are_sent_for_rows_that_only_moved(self, desk):
        paper = cast.paper("A", "Han Zhong, Wei Xiong, Tong Zhang")
        form, values = self.form(desk, paper)
        heard = {}

        def listen(sender, instance, **kwargs):
            heard[str(instance)] = instance.position

        post_save.connect(listen, sender=Authorship)
        try:
            desk.post(form, values | {"authorships-2-position": "2"})
        finally:
            post_save.disconnect(listen, sender=Authorship)
        assert heard == {"Tong Zhang": 2, "Wei Xiong": 3}

    def test_authors_are_added_and_removed(self, desk):
        paper = cast.paper("A", "Han Zhong, Wei Xiong")
        form, values = self.form(desk, paper)
        values |= {
            "authorships-TOTAL_FORMS": "3",
            "authorships-0-DELETE": "on",
            "authorships-2-author": str(cast.author("Nan Jiang").pk),
            "authorships-2-role": "author",
            "authorships-2-publication": str(paper.pk),
            "authorships-2-position": "1",
        }
        assert desk.post(form, values).status_code == 302
        assert self.authors(paper) == ["Nan Jiang", "Wei Xiong"]

    def test_an_author_named_twice_is_refused_with_a_sentence(self, desk):
        paper = cast.paper("A", "Han Zhong, Wei Xiong")
        form, values = self.form(desk, paper)
        values["authorships-1-author"] = values["authorships-0-author"]
        response = desk.post(form, values)
        assert "Han Zhong is there twice. Delete one of the two rows." in response.content.decode()
        assert self.authors(paper) == ["Han Zhong", "Wei Xiong"]

    def test_a_person_may_be_author_and_editor_of_a_work(self, desk):
        paper = cast.paper("A", "Han Zhong")
        form, values = self.form(desk, paper)
        values |= {
            "authorships-TOTAL_FORMS": "2",
            "authorships-1-author": values["authorships-0-author"],
            "authorships-1-role": "editor",
        }
        assert desk.post(form, values).status_code == 302
        paper = Publication.objects.get()
        assert [name.name for name in paper.byline_names] == ["Han Zhong"]
        assert [name.name for name in paper.editors] == ["Han Zhong"]

    def test_an_author_becomes_the_editor(self, desk):
        paper = cast.paper("A", "Han Zhong, Wei Xiong")
        form, values = self.form(desk, paper)
        values |= {"authorships-0-role": "editor", "authorships-1-role": "editor"}
        assert desk.post(form, values).status_code == 302
        assert Page(paper.get_absolute_url()).texts("p", class_="byline") == [
            "Han Zhong and Wei Xiong (eds.)"
        ]

    def test_a_pasted_line_of_authors_leaves_the_editors(self, desk):
        paper = cast.paper("A", "Han Zhong", editors="Chi Jin, Tong Zhang")
        form, values = self.form(desk, paper)
        assert desk.post(form, values | {"author_line": "Nan Jiang"}).status_code == 302
        roles = [(row.printed_name, row.role) for row in paper.authorships.all()]
        assert roles == [("Nan Jiang", "author"), ("Chi Jin", "editor"), ("Tong Zhang", "editor")]

    @pytest.mark.parametrize(("values", "is_folded"), [({}, True), ({"publisher": "CUP"}, False)])
    def test_the_rest_of_the_reference_is_folded_while_it_is_empty(self, desk, values, is_folded):
        page = Page(admin_url(Publication, "change", cast.paper("A", **values).pk), desk)
        folded = page.texts("summary")
        assert ("Note, volume, pages, publisher" in folded) == is_folded

    def test_awards_are_rows_of_the_form(self, desk):
        paper = cast.paper("A", "Han Zhong")
        form, values = self.form(desk, paper)
        values |= {
            "awards-TOTAL_FORMS": "1",
            "awards-0-title": "Best paper award",
            "awards-0-year": "2024",
        }
        assert desk.post(form, values).status_code == 302
        assert [str(award) for award in paper.awards.all()] == ["Best paper award, 2024"]

    def test_a_date_is_read_in_the_ways_of_academics(self, desk):
        paper = cast.paper()
        form, values = self.form(desk, paper)
        desk.post(form, values | {"when": "2023.8 - present"})
        paper.refresh_from_db()
        assert paper.when.edtf == "2023-08/.."

    def test_a_bad_date_is_refused_with_an_example_and_keeps_what_was_typed(self, desk):
        paper = cast.paper()
        form, values = self.form(desk, paper)
        response = desk.post(form, values | {"when": "2023.13", "summary": "typed"})
        assert "13 is not a month" in response.content.decode()
        assert 'value="2023.13"' in response.content.decode()
        assert "typed</textarea>" in response.content.decode()

    def test_the_form_leads_to_the_page(self, desk):
        paper = cast.paper()
        form = Page(admin_url(Publication, "change", paper.pk), desk)
        response = desk.get(form.links()["View on site"])
        assert response.headers["Location"].endswith(paper.get_absolute_url())

    def test_markdown_fields_have_a_preview(self, desk):
        page = Page(admin_url(Publication, "add"), desk)
        assert len(page.all("div", class_="markdownx-preview")) == 2
        editor = page.all("textarea", name="summary")[0]
        assert editor.get("data-markdownx-urls-path") == "/admin/markdown/preview/"
        assert editor.get("data-markdownx-upload-urls-path") == "/admin/markdown/upload/"


class TestTheProfile:
    def test_the_list_of_one_opens_as_its_form(self, desk, sample):
        assert desk.get("/admin/profile/profile/").headers["Location"] == (
            "/admin/profile/profile/1/change/"
        )

    def test_if_there_is_none_the_empty_form_opens(self, desk):
        assert desk.get("/admin/profile/profile/").headers["Location"] == (
            "/admin/profile/profile/add/"
        )

    def test_it_cannot_be_added_twice_or_deleted(self, desk, sample):
        assert desk.get("/admin/profile/profile/add/").status_code == 403
        assert desk.get("/admin/profile/profile/1/delete/").status_code == 403


def test_an_author_with_papers_cannot_be_deleted_unnoticed(desk):
    cast.paper("A", "Han Zhong, Wei Xiong")
    author = Author.objects.get(family_name="Zhong")
    desk.post(admin_url(Author, "delete", author.pk), {"post": "yes"})
    assert Authorship.objects.filter(author=author).exists()


def test_an_author_is_found_whatever_the_accents(desk):
    cast.author("Paul Erdős")
    listing = Page(admin_url(Author, "changelist") + "?q=erdos", desk)
    assert "Paul Erdős" in listing.text


@pytest.mark.parametrize("orcid", ["0000-0002-1825-0098", "1825-0097", "not an ORCID"])
def test_a_wrong_orcid_is_refused(orcid, desk):
    form = admin_url(Author, "add")
    values = submitted(Page(form, desk)) | {"family_name": "Xiong", "orcid": orcid}
    response = desk.post(form, values)
    assert response.status_code == 200
    assert "ORCID iD" in response.content.decode()


@pytest.mark.parametrize("position", ["9223372036854775807", "-9223372036854775808", "1000001"])
def test_a_position_out_of_all_bounds_is_refused(desk, position):
    form = admin_url(Section, "add")
    values = submitted(Page(form, desk)) | {"title": "Grants", "position": position}
    assert desk.post(form, values).status_code == 200
    assert not Section.objects.exists()


@pytest.mark.parametrize("typed", ["erdos", "ERDŐS", "erdős problems", "zurich erdos", "ordonez"])
def test_the_search_of_talks_ignores_case_and_accents(typed, desk):
    talk = cast.talk("On Erdős problems")
    cast.presentation("ETH Zürich", talk=talk, host="Ana Ordóñez")
    cast.presentation("Universität Ulm", talk=talk)
    cast.talk("Another")
    listing = Page(f"{admin_url(Talk, 'changelist')}?q={quote(typed)}", desk)
    assert "On Erdős problems" in listing.text
    assert "Another" not in listing.text


def test_words_that_no_row_has_together_find_nothing(desk):
    cast.talk("Oak")
    cast.talk("Elm")
    assert "Oak" not in Page(f"{admin_url(Talk, 'changelist')}?q=oak+elm", desk).texts("th")


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (Award, {"title": "Grand média"}),
        (Education, {"institution": "Médialab"}),
        (Service, {"venue": "Multimédia"}),
        (Venue, {"short_name": "Média", "name": "Médiation"}),
        (Topic, {"name": "Média"}),
    ],
)
def test_the_search_of_other_lists_ignores_accents_too(model, fields, desk):
    model.objects.create(**fields)
    shown = next(iter(fields.values()))
    assert shown in Page(admin_url(model, "changelist") + "?q=MEDIA", desk).text
    assert shown not in Page(admin_url(model, "changelist") + "?q=MEDIAN", desk).text
