"""Groups, East Asian names and "et al." survive every import and export."""

import json
from time import process_time

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from publications import bibtex, citations
from publications.authors.merging import NotOnePersonError, merge
from publications.citations.bibtex import write_author_list
from publications.importing import applying
from publications.models import Author, Authorship, Publication
from publications.names.name import Name
from tests import cast
from tests.admin_forms import admin_url, errors_in, submitted
from tests.page import Page
from website import content_file

pytestmark = pytest.mark.django_db

FILE = """
@article{adami, author = {Adami, Rosa and others}, collaboration = {NORTH},
  title = {Heavy heaps}, journal = {Heaps}, year = 2022}
@article{wang, author = {Wang, Wei and Kim, Min and Wang, Wei}, title = {Two of one name},
  journal = {Heaps}, year = 2021}
@article{wang2, author = {Wei Wang and Bianchi, Ugo}, title = {One of them},
  journal = {Heaps}, year = 2020}
@article{yamada, author = {山田 太郎 and 김 철수 and 王小明}, title = {On lumps},
  journal = {Heaps}, year = 2019}
@techreport{sons, author = {{Heap \\& Sons, Inc.} and {Lump 2.0 Contributors} and Rossi 0001, Ada},
  title = {Lumps}, institution = {IHL}, year = 2018}
"""
ADAMI = "Rosa Adami et al. (NORTH Collaboration)"


def load(text: str = FILE) -> list[applying.Proposal]:
    proposals = list(applying.propose(bibtex.read(text).entries))
    applying.apply(proposals)
    return proposals


def outcomes(text: str = FILE) -> set[str]:
    return {proposal.outcome for proposal in applying.propose(bibtex.read(text).entries)}


def paper(key: str) -> Publication:
    return Publication.objects.with_bylines().get(citation_key=key)


def written(paper: Publication, form: citations.Format) -> str:
    return form.write([citations.cite(paper)])


class TestABibtexFile:
    @pytest.fixture(autouse=True)
    def _loaded(self):
        assert {proposal.outcome for proposal in load()} == {"new"}

    def test_the_same_file_again_changes_nothing(self):
        assert outcomes() == {"unchanged"}

    def test_what_the_site_writes_reads_back_as_unchanged(self):
        papers = Publication.objects.with_bylines()
        assert outcomes(citations.BIBTEX.write(map(citations.cite, papers))) == {"unchanged"}

    def test_a_dump_is_loaded_again_as_the_same(self):
        dumped = content_file.dump()
        content_file.load(dumped)
        assert content_file.dump() == dumped

    def test_two_people_of_one_name_have_addresses_of_their_own(self):
        one, _, other = paper("wang").authorships.all()
        assert (one.author.slug, other.author.slug) == ("wei-wang", "wei-wang-2")
        dumped = content_file.dump()
        assert "Wei Wang [wei-wang], Min Kim, and Wei Wang [wei-wang-2]" in dumped

    def test_groups_are_known_as_groups(self):
        assert set(map(str, Author.objects.filter(is_group=True))) == {
            *("NORTH Collaboration", "Heap & Sons, Inc.", "Lump 2.0 Contributors"),
        }

    def test_east_asian_names_have_their_parts(self):
        rows = [row.author for row in paper("yamada").authorships.all()]
        assert [(a.family_name, a.given_name) for a in rows] == [
            *(("山田", "太郎"), ("김", "철수"), ("王小明", "")),
        ]
        assert Page("/publications/").text.count("山田太郎, 김철수, and 王小明") == 1


class TestEtAl:
    @pytest.fixture
    def adami(self) -> Publication:
        load()
        return paper("adami")

    @pytest.mark.parametrize("page", ["/publications/", "/", "/cv/", "/publications/heavy-heaps/"])
    def test_pages_show_it_before_the_group(self, adami, page):
        assert ADAMI in Page(page).text

    def test_several_names_have_a_comma_before_it(self):
        cast.paper("RAFT", "Wei Xiong*, Nan Jiang, et al.")
        assert "Wei Xiong*, Nan Jiang, et al." in Page("/publications/").text

    def test_long_lines_are_folded_with_it(self):
        names = [f"Ann {chr(65 + n)}ly" for n in range(20)]
        cast.paper("RAFT", ", ".join([*names, "{NORTH Collaboration}", "et al."]))
        (byline,) = Page("/publications/").texts("div", class_="byline")
        assert byline.endswith("Ann Tly, et al. (NORTH Collaboration)")

    def test_every_format_says_it(self, adami):
        assert "author = {Adami, Rosa and {NORTH Collaboration} and others}" in written(
            adami, citations.BIBTEX
        )
        ris = written(adami, citations.FORMATS["ris"])
        assert "AU  - Adami, Rosa\r\nAU  - NORTH Collaboration\r\nAU  - et al.\r\n" in ris
        assert json.loads(written(adami, citations.FORMATS["json"]))[0]["author"] == [
            {"family": "Adami", "given": "Rosa"},
            {"literal": "NORTH Collaboration"},
            {"literal": "others"},
        ]

    def test_machines_are_told_without_an_author_called_others(self, adami):
        page = Page("/publications/heavy-heaps/")
        authors = [
            tag.get("content") for tag in page.all("meta") if tag.get("name") == "citation_author"
        ]
        assert authors == ["Adami, Rosa", "NORTH Collaboration"]
        source = Client().get("/publications/heavy-heaps/").content.decode()
        assert f'"creditText":"{ADAMI}"' in source.replace('": "', '":"')
        assert '"@type":"Organization","name":"NORTH Collaboration"' in source.replace(
            '": "', '":"'
        ).replace('", "', '","')

    def test_feed_and_json_resume_say_it(self, adami):
        assert "<name>et al.</name>" in Client().get("/feed.xml").content.decode()
        papers = json.loads(Client().get("/cv.json").content)["publications"]
        (authors,) = [p["authors"] for p in papers if p["name"] == "Heavy heaps"]
        assert authors == ["Rosa Adami", "NORTH Collaboration", "et al."]

    def test_a_file_that_names_all_is_a_difference_and_one_that_names_fewer_is_none(self, adami):
        assert outcomes(FILE.replace("Rosa and others", "Rosa and Bianchi, Ugo")) == {
            *("kept", "unchanged"),
        }
        cast.paper("Named", "Rosa Adami, Ugo Bianchi", citation_key="named")
        entry = "@misc{named, title = {Named}, author = {Adami, Rosa and others}, note={Preprint}}"
        (proposal,) = applying.propose(bibtex.read(entry).entries)
        assert "authors" not in {difference.name for difference in proposal.differences}

    def test_it_is_typed_in_the_form_of_a_paper(self, desk):
        form = admin_url(Publication, "add")
        values = submitted(Page(form, desk)) | {
            "title": "RAFT",
            "author_line": "Wei Xiong, {GPT-4 Team} et al.",
        }
        desk.post(form, values, follow=True)
        raft = Publication.objects.get()
        assert raft.has_more_authors
        assert [str(row) for row in raft.authorships.all()] == ["Wei Xiong", "GPT-4 Team"]
        assert Author.objects.get(family_name="GPT-4 Team").is_group


class TestGroups:
    def test_a_group_that_was_taken_for_a_person_becomes_one_by_braces_in_a_line(self):
        cast.paper("A", "Wei Xiong, Heap Team", slug="a")
        content_file.load("[[publications]]\ntitle = 'A'\nauthors = 'Wei Xiong, {Heap Team}'")
        group = Author.objects.get(is_group=True)
        assert (group.given_name, group.family_name) == ("", "Heap Team")
        assert Author.objects.count() == 2

    def test_an_import_makes_no_group_of_a_person_who_is_known(self):
        cast.author("Platon")
        load("@misc{a, title = {A}, author = {{Platon}}}")
        assert not Author.objects.get().is_group

    def test_the_owner_is_no_group(self):
        cast.owner()
        with pytest.raises(content_file.ContentError, match="owner of this site"):
            content_file.load("[[publications]]\ntitle = 'A'\nauthors = '{Wei Xiong}'")
        with pytest.raises(ValidationError, match="a person, not a group"):
            Author(family_name="Heap Team", is_group=True, is_owner=True).full_clean()

    def test_its_name_has_no_parts_and_no_braces(self):
        with pytest.raises(ValidationError, match="no given name"):
            Author(given_name="Heap", family_name="Team", is_group=True).full_clean()
        with pytest.raises(ValidationError, match="cannot be in a list"):
            Author(family_name="Heap {Team}", is_group=True).full_clean()

    def test_a_name_on_one_paper_may_have_the_signs_of_a_group(self, desk):
        group = cast.author("Heap Team")
        group.become_group()
        group.save()
        made = cast.paper("A", "Wei Xiong, {Heap Team}")
        row = made.authorships.get(author=group)
        row.credited_as = "Heap/Lump Team 2.0"
        row.full_clean()
        row.save()
        assert "Wei Xiong and {Heap/Lump Team 2.0} [heap-team]" in content_file.dump()
        group.is_group = False
        group.save()
        dumped = content_file.dump()
        content_file.load(dumped)
        assert content_file.dump() == dumped

    def test_the_form_of_a_paper_refuses_such_a_name_for_a_person(self, desk):
        made = cast.paper("A", "Wei Xiong")
        form = admin_url(Publication, "change", made.pk)
        values = submitted(Page(form, desk)) | {"authorships-0-credited_as": "Xiong 2"}
        assert "cannot be in a list of authors" in str(errors_in(desk.post(form, values)))

    def test_a_person_and_a_group_merge_into_a_group_but_not_with_the_owner(self):
        person, group = (
            cast.author("Heap Team"),
            Author.from_printed(Name.from_group("Heap Team 2.0")),
        )
        group.save()
        with pytest.raises(NotOnePersonError, match="owner of this site"):
            merge(cast.owner(), [group])
        merge(person, [group])
        person.refresh_from_db()
        assert (person.is_group, person.family_name) == (True, "Heap Team")
        person.full_clean()


WORDS = st.text("abéO'’-.山田 “”,1*()[]{}&/", min_size=0, max_size=8)
TYPED = st.sampled_from(["Wei", "Wang", "van Beethoven", "Rossi E", "山田", "太郎", "Jr.", "III"])
PARTS = (WORDS | TYPED).map(lambda text: " ".join(text.split()))
ROWS = st.tuples(PARTS, PARTS, st.sampled_from(["", "Jr.", "III", "PhD"]), st.booleans())


@settings(
    max_examples=settings.default.max_examples // 4,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
@given(
    rows=st.lists(st.tuples(ROWS, PARTS, st.booleans()), min_size=1, max_size=6),
    more=st.booleans(),
)
def test_whatever_authors_the_admin_accepts_are_dumped_and_loaded_as_the_same(rows, more):
    Publication.objects.all().delete()
    Author.objects.all().delete()
    made = Publication.objects.create(title="A", has_more_authors=more, citation_key="a")
    for (given_name, family_name, suffix, is_group), credited_as, marked in rows:
        if row := stored(given_name, family_name, suffix, is_group):
            credit = Authorship(publication=made, author=row, corresponding=marked)
            credit.credited_as = credited_as
            try:
                credit.clean()
            except ValidationError:
                credit.credited_as = ""
            credit.save()
    assume(made.authorships.exists())
    dumped = content_file.dump()
    Publication.objects.all().delete()
    Author.objects.all().delete()
    content_file.load(dumped)
    assert content_file.dump() == dumped
    assert Publication.objects.get().has_more_authors == more


def stored(given_name: str, family_name: str, suffix: str, is_group: bool) -> Author | None:
    author = Author(given_name=given_name, family_name=family_name, suffix=suffix)
    author.is_group = is_group
    try:
        author.full_clean()
    except ValidationError:
        return None
    author.save()
    return author


@pytest.mark.slow
def test_a_paper_of_three_thousand_authors_comes_in_and_is_shown_in_linear_time():
    letters = str.maketrans("0123456789", "abcdefghij")
    names = [Name("Ada", f"Rossi{n}".translate(letters)) for n in range(3_000)]
    text = f"@misc{{big, title = {{Big}}, author = {{{write_author_list(names)}}}}}"
    started = process_time()
    (proposal,) = load(text)
    assert proposal.refused == ""
    made = Publication.objects.with_bylines().get()
    Client().get(made.get_absolute_url())
    assert made.authorships.count() == 3_000
    assert process_time() - started < 20
