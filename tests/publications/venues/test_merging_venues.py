"""Two rows for one venue are merged into one, and nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reversion.models import Version

from publications.models import Publication, Venue
from publications.venues.index import VenueNames
from publications.venues.merging import merge
from tests import cast
from tests.admin_forms import admin_url
from tests.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def jmlr():
    return cast.venue("JMLR", "journal")


@pytest.fixture
def abbreviated():
    return cast.venue(
        "J. Mach. Learn. Res.",
        "journal",
        name="Journal of Machine Learning Research",
        variants=["J Mach Learn Res"],
        iso4="J. Mach. Learn. Res.",
        issn="1532-4435",
        url="https://jmlr.org/",
    )


def test_papers_move_even_drafts(jmlr, abbreviated):
    papers = [cast.paper("One", venue=abbreviated), cast.paper("Two", venue=jmlr)]
    papers.append(cast.paper("Draft", venue=abbreviated, is_draft=True))
    merge(jmlr, [abbreviated])
    assert set(jmlr.publications.all()) == set(papers)
    assert not Venue.objects.filter(pk=abbreviated.pk).exists()


def test_the_names_become_variants_and_what_is_empty_is_filled(jmlr, abbreviated):
    merge(jmlr, [abbreviated])
    jmlr.refresh_from_db()
    assert jmlr.name == "Journal of Machine Learning Research"
    assert jmlr.variants == ["J Mach Learn Res"]
    assert (jmlr.iso4, jmlr.issn) == ("J. Mach. Learn. Res.", "1532-4435")
    assert jmlr.url == "https://jmlr.org/"


def test_what_the_one_that_stays_has_wins(jmlr, abbreviated):
    merge(abbreviated, [jmlr, cast.venue("Research", "journal", name="R", issn="2835-8856")])
    abbreviated.refresh_from_db()
    assert abbreviated.name == "Journal of Machine Learning Research"
    assert abbreviated.issn == "1532-4435"
    assert abbreviated.variants == ["J Mach Learn Res", "JMLR", "Research", "R"]


def test_the_moved_papers_have_changed_so_feed_readers_see_it(jmlr, abbreviated):
    moved, other = cast.paper("One", venue=abbreviated), cast.paper("Two", venue=jmlr)
    merge(jmlr, [abbreviated])
    for paper, has_changed in ((moved, True), (other, False)):
        before = paper.changed_at
        paper.refresh_from_db()
        assert (paper.changed_at > before) == has_changed


def test_a_paper_is_still_found_by_the_old_name(jmlr):
    other = cast.venue("Lumps", "journal")
    cast.paper("One", venue=other, status="published")
    merge(jmlr, [other])
    for query in ("lumps", "jmlr"):
        assert "One" in Page(f"/publications/?q={query}").text


NAMES = st.text("ABab. ä", min_size=1, max_size=6).filter(
    lambda text: text == " ".join(text.split())
)
VENUES = st.lists(
    st.builds(
        dict,
        short_name=NAMES,
        name=NAMES | st.just(""),
        variants=st.lists(NAMES, max_size=2),
        iso4=NAMES | st.just(""),
        kind=st.sampled_from(Venue.Kind.values),
    ),
    min_size=2,
    max_size=4,
    unique_by=lambda fields: fields["short_name"],
)


@given(VENUES)
def test_every_name_and_paper_is_kept(rows):
    Venue.objects.all().delete()
    venues = [Venue.objects.create(**fields) for fields in rows]
    papers = [Publication.objects.create(title=venue.short_name, venue=venue) for venue in venues]
    names = {name for venue in venues for name in venue.names}
    kept, *others = venues
    merge(kept, others)
    kept = Venue.objects.get()
    assert names == set(kept.names)
    assert set(kept.publications.all()) == set(papers)
    index = VenueNames([kept])
    assert all(kept in index.find_meant(name, kept.kind) for name in names)
    Publication.objects.all().delete()


class TestInTheAdmin:
    def test_the_owner_chooses_which_one_stays(self, desk, jmlr, abbreviated):
        paper = cast.paper("One", venue=abbreviated)
        listing = admin_url(Venue, "changelist")
        choice = {"action": "merge_venues", "_selected_action": [jmlr.pk, abbreviated.pk]}
        page = Page.of(desk.post(listing, choice))
        assert "Which one stays?" in page.text
        assert "J. Mach. Learn. Res. – 1 paper, Journal of Machine Learning Research" in page.text
        said = Page.of(desk.post(listing, choice | {"kept": jmlr.pk}, follow=True)).text
        assert "J. Mach. Learn. Res. merged into JMLR." in said
        assert "Not kept" not in said
        assert Venue.objects.get() == jmlr
        history = Page(admin_url(Publication, "history", paper.pk), desk).text
        assert "Merged with J. Mach. Learn. Res." in history

    def test_the_message_names_the_issn_and_website_that_are_lost(self, desk, jmlr, abbreviated):
        other = cast.venue("Research", "journal", issn="2835-8856", url="https://research.example/")
        listing = admin_url(Venue, "changelist")
        rows = [jmlr.pk, abbreviated.pk, other.pk]
        choice = {"action": "merge_venues", "_selected_action": rows, "kept": abbreviated.pk}
        said = Page.of(desk.post(listing, choice, follow=True)).text
        assert (
            "Not kept, as J. Mach. Learn. Res. has its own: ISSN 2835-8856, "
            "website https://research.example/."
        ) in said

    def test_the_deleted_one_can_be_brought_back(self, desk, jmlr, abbreviated):
        choice = {"action": "merge_venues", "_selected_action": [jmlr.pk, abbreviated.pk]}
        desk.post(admin_url(Venue, "changelist"), choice | {"kept": jmlr.pk})
        (version,) = Version.objects.get_deleted(Venue)
        desk.post(admin_url(Venue, "recover", version.pk))
        assert set(Venue.objects.all()) == {jmlr, abbreviated}

    def test_the_page_has_a_url_for_links(self, desk, jmlr, abbreviated):
        page = f"{admin_url(Venue, 'merge')}?pk={jmlr.pk}&pk={abbreviated.pk}"
        form = Page(page, desk)
        choices = {box.get("value") for box in form.all("input", type="radio")}
        assert choices == {str(jmlr.pk), str(abbreviated.pk)}

    @pytest.mark.parametrize("query", ["", "?pk=1", "?pk=x&pk=", f"?pk={'9' * 30}"])
    def test_fewer_than_two_are_not_merged(self, desk, query):
        answer = desk.get(admin_url(Venue, "merge") + query, follow=True)
        assert "Select two or more venues that are one." in Page.of(answer).text

    @pytest.mark.parametrize("query", ["jmlr", "mach. learn", "1532", "J Mach"])
    def test_the_list_is_searched_by_every_name(self, desk, abbreviated, query):
        cast.venue("ICML")
        abbreviated.variants.append("JMLR")
        abbreviated.save()
        listing = Page(f"{admin_url(Venue, 'changelist')}?q={query}", desk).text
        assert "J. Mach. Learn. Res." in listing
        assert "ICML" not in listing
