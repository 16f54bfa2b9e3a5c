"""/cv.pdf: the whole CV, typeset, tagged, and never older than the site."""

from datetime import date

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import translation

from profile.models import Award, Profile
from publications.models import Publication
from tests import cast
from tests.pdf import Pdf
from tests.website.test_sample import FACTS, LINKS
from website import content_file
from website.config.env import SiteAddress
from website.cv import cache, pdf

pytestmark = pytest.mark.django_db


class TestTheSample:
    @pytest.fixture
    def cv(self, sample) -> Pdf:
        return Pdf.at("/cv.pdf")

    def test_it_has_every_fact_of_the_cv(self, cv):
        assert [fact for fact in FACTS if not cv.has(fact)] == []

    def test_its_sections_are_those_of_the_cv_in_their_order(self, cv):
        assert cv.headings == [
            *("Research interests", "Education", "Experience", "Selected awards and fellowships"),
            *("Selected publications and manuscripts", "Teaching", "Professional activity"),
            "Invited talks",
        ]

    def test_it_is_read_in_the_order_of_its_sections(self, cv):
        place = 0
        for heading in [*cv.headings, "Stanford University"]:
            place = cv.text.index(heading, place)

    def test_its_papers_are_numbered_in_the_owners_order(self, cv):
        places = [cv.text.index(f"[{number}]") for number in range(1, 13)]
        assert places == sorted(places)
        assert "[1] Arithmetic Control" in cv.text
        assert "[12] Heterogeneous Multi-player" in cv.text

    def test_its_links_lead_where_those_of_the_page_lead(self, cv):
        assert set(LINKS.values()) <= set(cv.links)
        assert "mailto:wx13@illinois.edu" in cv.links

    def test_the_owner_is_emphasised_among_the_authors(self, cv):
        assert cv.fonts_of("Wei Xiong") >= {"Literata-SemiBold"}
        assert "Literata-SemiBold" not in cv.fonts_of("Chenlu Ye")

    def test_a_link_that_only_repeats_the_venue_is_called_by_its_kind(self):
        paper = cast.paper("Nash", status="submitted", venue=cast.venue("JMLR"))
        paper.links.create(
            kind="preprint", label="Submitted to JMLR", url="https://arxiv.org/abs/1"
        )
        text = Pdf.at("/cv.pdf").text
        assert "[Preprint]" in text
        assert "[Submitted to JMLR]" not in text

    def test_every_page_has_its_number(self, cv):
        count = len(cv.pages)
        assert count > 1
        for number, text in enumerate(cv.pages, start=1):
            assert f"{number} / {count}" in text

    def test_it_says_what_it_is_and_whose(self, cv):
        assert cv.reader.metadata.title == "Wei Xiong – Curriculum vitae"
        assert cv.reader.metadata.author == "Wei Xiong"
        assert cv.root["/Lang"] == "en"

    def test_it_is_tagged_and_claims_to_be_accessible(self, cv):
        assert cv.root["/MarkInfo"]["/Marked"]
        assert "/StructTreeRoot" in cv.root
        assert b"<pdfuaid:part>1" in cv.root["/Metadata"].get_data()

    def test_all_its_fonts_are_the_projects_own(self, cv):
        fonts = {
            font.get_object()["/BaseFont"].partition("+")[2].partition("-")[0]
            for page in cv.reader.pages
            for font in page["/Resources"]["/Font"].values()
        }
        assert fonts == {"Literata"}


class TestTheAnswer:
    def test_a_browser_shows_it_and_saves_it_under_the_persons_name(self, sample):
        assert Client().get("/cv.pdf")["Content-Disposition"] == (
            'inline; filename="Wei-Xiong-CV.pdf"'
        )

    def test_a_name_that_is_not_ascii_is_kept(self, db):
        content_file.load("[profile]\nname = 'Élodie Łoś'")
        assert "%C3%89lodie" in Client().get("/cv.pdf")["Content-Disposition"]

    def test_it_is_not_sent_again_to_a_client_that_has_it(self, sample):
        client = Client()
        first = client.get("/cv.pdf")
        again = client.get("/cv.pdf", headers={"if-none-match": first["ETag"]})
        assert again.status_code == 304
        assert again.content == b""
        assert again["ETag"] == first["ETag"]
        assert again["Cache-Control"] == "no-cache"

    def test_the_same_content_gives_the_same_bytes(self, sample):
        first = Client().get("/cv.pdf").content
        for file in cache.folder().iterdir():
            file.unlink()
        caches["pages"].clear()
        assert Client().get("/cv.pdf").content == first

    def test_it_is_typeset_once(self, sample, monkeypatch):
        first = Client().get("/cv.pdf").content
        caches["pages"].clear()
        monkeypatch.setattr(pdf, "typeset", lambda *_: pytest.fail("it was made again"))
        assert Client().get("/cv.pdf").content == first

    @pytest.mark.parametrize("site", [None, SiteAddress("https", "example.org", "example.org")])
    def test_a_request_with_another_port_does_not_typeset_it_again(
        self, sample, settings, monkeypatch, site
    ):
        settings.SITE = site
        first = Client().get("/cv.pdf").content
        monkeypatch.setattr(pdf, "typeset", lambda *_: pytest.fail("it was made again"))
        asked = Client().get("/cv.pdf", headers={"host": "testserver:4444"})
        assert asked.content == first

    def test_its_urls_do_not_depend_on_the_requested_host(self, db, settings):
        settings.SITE = SiteAddress("https", "example.org", "example.org")
        content_file.load("[profile]\nname = 'W'\ninterests = 'My [talks](/talks/)'")
        response = Client().get("/cv.pdf", headers={"host": "testserver:4444"})
        assert "https://example.org/talks/" in Pdf(response.content).links

    def test_it_can_only_be_read(self, db):
        assert Client().post("/cv.pdf").status_code == 405

    @pytest.mark.usefixtures("uncached")
    def test_its_queries_do_not_grow(self, sample, django_assert_num_queries):
        Client().get("/cv.pdf")
        with django_assert_num_queries(15):
            Client().get("/cv.pdf")

    def test_it_is_sent_even_if_the_folder_is_read_only(self, sample, settings, tmp_path, caplog):
        (tmp_path / "cache").write_text("in the way")
        settings.DATA_DIR = tmp_path
        assert Pdf.at("/cv.pdf").has("Wei Xiong")
        assert "could not be cached" in caplog.text


class TestItIsNeverOlderThanTheSite:
    @pytest.mark.usefixtures("sample")
    @pytest.mark.parametrize(
        ("change", "words"),
        [
            (lambda: Profile.objects.update(position="Professor"), "Professor"),
            (lambda: Award.objects.create(title="Turing Award"), "Turing Award"),
            (lambda: Publication.objects.filter(slug="gec").update(note="Oral"), "Oral"),
            (lambda: cast.talk("Regret", ("ETH", "2025")), "Regret"),
            (lambda: content_file.load("[[sections]]\ntitle = 'Grants'\ntext = 'None'"), "Grants"),
        ],
    )
    def test_what_was_saved_is_in_it(self, change, words):
        Pdf.at("/cv.pdf")
        change()
        assert Pdf.at("/cv.pdf").has(words)

    def test_what_was_withdrawn_is_not(self, sample):
        assert Pdf.at("/cv.pdf").has("Unified Framework")
        Publication.objects.filter(slug="gec").update(is_draft=True)
        assert not Pdf.at("/cv.pdf").has("Unified Framework")

    def test_drafts_are_in_it_for_nobody(self, desk):
        content_file.load("[profile]\nname = 'Wei Xiong'")
        cast.paper("Secret paper", is_draft=True)
        cast.talk("Secret talk", ("Yale", "2024"), is_draft=True)
        for path in ("/cv.pdf", "/cv-short.pdf"):
            assert not Pdf.at(path, desk).has("Secret")

    @pytest.mark.slow
    def test_the_number_of_stored_files_is_limited(self, sample, settings, tmp_path):
        settings.DATA_DIR = tmp_path
        for number in range(cache.MAX_FILES + 3):
            Profile.objects.update(position=f"Student {number}")
            Client().get("/cv-short.pdf")
        assert len(list(cache.folder().glob("*.pdf"))) == cache.MAX_FILES


def test_one_that_cannot_be_made_is_not_kept(sample, settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    (tmp_path / "broken.typ").write_text('#panic("out of ink")')
    monkeypatch.setattr(pdf, "TEMPLATE", tmp_path / "broken.typ")
    with pytest.raises(pdf.TypesettingError, match="out of ink"):
        Client().get("/cv.pdf")
    assert not list(tmp_path.rglob("*.pdf"))


class TestTheDateOfIssue:
    @pytest.fixture
    def today(self, monkeypatch):
        def set_to(*day: int) -> None:
            monkeypatch.setattr("website.cv.models.timezone.localdate", lambda: date(*day))

        return set_to

    def test_it_is_the_day_of_the_last_change_not_of_the_request(self, sample, today):
        today(2024, 3, 1)
        first = Client().get("/cv.pdf").content
        today(2024, 5, 6)
        assert Client().get("/cv.pdf").content == first
        assert Pdf(first).has("1 March 2024")
        Profile.objects.update(position="Professor")
        assert Pdf.at("/cv.pdf").has("6 May 2024")

    def test_it_is_in_the_language_of_the_site(self, sample, today):
        today(2024, 3, 1)
        with translation.override("de"):
            cv = Pdf.at("/cv.pdf")
        assert cv.has("1 März 2024")
        assert cv.root["/Lang"] == "de"

    def test_another_url_of_the_site_does_not_change_it(self, sample, today, settings):
        settings.ALLOWED_HOSTS = ["one.test", "two.test"]
        today(2024, 3, 1)
        Client().get("/cv.pdf", headers={"host": "one.test"})
        today(2024, 5, 6)
        response = Client().get("/cv.pdf", headers={"host": "two.test"})
        assert Pdf(response.content).has("1 March 2024")


class TestOnePage:
    def test_the_sample_fits(self, sample):
        short = Pdf.at("/cv-short.pdf")
        assert len(short.pages) == 1
        assert "1 / 1" in short.text
        assert short.headings[0] == "Research interests"
        assert short.headings[-1] == "Invited talks"

    def test_it_has_the_selected_papers_without_their_summaries(self, sample):
        short = Pdf.at("/cv-short.pdf")
        assert short.has("[5] Nearly Minimax Optimal Offline Reinforcement Learning")
        assert not short.has("[6]")
        assert not short.has("Mitigating the Alignment Tax")
        assert not short.has("we develop a simple but effective")

    def test_the_longest_list_is_cut_where_the_page_is_full(self, sample):
        for number in range(60):
            Award.objects.create(title=f"Award number {number}")
        short = Pdf.at("/cv-short.pdf")
        assert len(short.pages) == 1
        assert short.has("Hong Kong PhD Fellowship")
        assert not short.has("Award number 59")
        assert short.has("Yale University")

    def test_a_list_has_at_most_as_many_rows_as_the_owner_wants(self, sample):
        content_file.load("[[cv]]\nkind = 'awards'\nmost = 1")
        short = Pdf.at("/cv-short.pdf")
        assert short.has("Hong Kong PhD Fellowship")
        assert not short.has("Best Teaching Assistant Award")
        assert Pdf.at("/cv.pdf").has("Best Teaching Assistant Award")

    def test_a_text_that_is_longer_than_a_page_goes(self, sample):
        Profile.objects.update(interests="very " * 3000)
        short = Pdf.at("/cv-short.pdf")
        assert len(short.pages) == 1
        assert "Research interests" not in short.headings

    def test_it_is_saved_under_a_name_of_its_own(self, sample):
        assert "Wei-Xiong-CV-short.pdf" in Client().get("/cv-short.pdf")["Content-Disposition"]


def test_an_empty_site_has_an_empty_cv(db):
    for path in ("/cv.pdf", "/cv-short.pdf"):
        cv = Pdf.at(path)
        assert cv.reader.metadata.title == "Curriculum vitae"
        assert cv.headings == []
