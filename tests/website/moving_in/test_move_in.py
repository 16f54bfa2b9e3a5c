"""``manage.py move_in``: an al-folio, academicpages or HugoBlox site becomes this one."""

from collections.abc import Callable
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from reversion.models import Version

from profile.models import Education, Profile, ProfileLink, Section
from publications.models import Author, Publication, Topic
from talks.models import Talk
from tests import cast
from tests.website.moving_in import sites
from website import content_file
from website.moving_in import archive

pytestmark = pytest.mark.django_db

Move = Callable[..., str]


@pytest.fixture
def move(tmp_path: Path) -> Move:
    """Move a site in, and return what the command says."""

    def call(files: dict[str, str | bytes], folder: str = "", **options: bool) -> str:
        path, output = sites.write(tmp_path / "site.zip", files, folder), StringIO()
        call_command("move_in", path, stdout=output, **options)
        return output.getvalue()

    return call


class TestAlFolio:
    def test_the_profile(self, move):
        move(sites.AL_FOLIO, folder="wei.github.io-main/")
        profile = Profile.objects.current()
        assert (profile.name, profile.email) == ("Wei Xiong", "wei@example.org")
        assert profile.position == "PhD student at UIUC."
        assert profile.biography == (
            "I work on [alignment](https://example.org/alignment), see  this."
        )
        assert profile.portrait is not None
        assert set(ProfileLink.objects.values_list("kind", "url")) == {
            ("github", "https://github.com/WeiXiongUST"),
            ("orcid", "https://orcid.org/0000-0002-1825-0097"),
        }
        owner = Author.objects.get(is_owner=True)
        assert (str(owner), owner.orcid) == ("Wei Xiong", "0000-0002-1825-0097")

    def test_the_papers_with_their_files(self, move):
        said = move(sites.AL_FOLIO)
        paper = Publication.objects.get(title="RAFT")
        assert [row.equal_contribution for row in paper.authorships.all()] == [True, True]
        assert paper.is_selected
        assert str(paper.venue) == "TMLR"
        assert paper.pdf.read() == sites.PDF
        assert paper.thumbnail
        assert [link.kind for link in paper.links.all()] == ["code"]
        assert 'The file "gone.pdf" (slides) is not on the web' in said
        assert "raft.pdf" not in said.replace("file: assets/pdf/raft.pdf", "")

    def test_keywords_of_several_papers_become_topics(self, move):
        move(sites.AL_FOLIO)
        assert [str(topic) for topic in Topic.objects.all()] == ["RLHF"]
        assert Publication.objects.filter(topics__name="RLHF").count() == 2

    def test_the_news_become_a_section_newest_first(self, move):
        move(sites.AL_FOLIO)
        assert Section.objects.get().text.splitlines() == [
            "- 5 Jan 2024: A long one",
            "- 22 Oct 2023: RAFT is at TMLR",
        ]

    def test_what_was_not_read_is_named(self, move):
        said = move(sites.AL_FOLIO)
        assert "Files that were not read: _layouts, _projects." in said
        assert "Not used of _data/socials.yml: cv_pdf." in said
        assert "_pages/about.md: template commands, HTML, pictures and links within" in said


class TestAcademicpages:
    def test_the_profile(self, move):
        said = move(sites.ACADEMICPAGES)
        profile = Profile.objects.current()
        assert (profile.name, profile.institution) == ("Hanze Dong", "Red Brick University")
        assert (profile.interests, profile.biography) == (
            "Generative models",
            "I study **sampling**.",
        )
        assert set(ProfileLink.objects.values_list("kind", flat=True)) == {
            "github",
            "google-scholar",
        }
        assert "Not used of _config.yml: location." in said

    def test_a_paper_from_its_page(self, move):
        move(sites.ACADEMICPAGES)
        paper = Publication.objects.get(title="Paper Number 1")
        assert [str(row.printed_name) for row in paper.authorships.all()] == ["H. Dong", "W. Xiong"]
        assert (str(paper.venue), paper.kind, paper.when.edtf) == (
            "Journal 1",
            "article",
            "2009-10-01",
        )
        assert paper.abstract == "About the number 1."
        links = {link.kind: link for link in paper.links.all()}
        assert links["paper"].url == "https://example.com/paper1.pdf"
        assert links["slides"].file.read() == sites.PDF

    @pytest.mark.parametrize(
        "citation",
        [
            "Hanze Dong and Wei Xiong, “Paper Number 1.” Journal 1, 3(6), November 1992.",
            "Hanze Dong, Wei Xiong (2009). Paper Number 1.",
        ],
    )
    def test_authors_are_read_from_citations_with_full_names(self, move, citation):
        name = "_publications/2009-10-01-paper-1.md"
        page = f"---\ntitle: Paper Number 1\ncitation: '{citation}'\n---\n"
        move(sites.ACADEMICPAGES | {name: page})
        rows = Publication.objects.get(title="Paper Number 1").authorships.all()
        assert [row.printed_name for row in rows] == ["Hanze Dong", "Wei Xiong"]

    def test_authors_that_could_be_misread_are_left_to_the_owner(self, move):
        name = "_publications/2009-10-01-paper-1.md"
        page = "---\ntitle: T\ncitation: 'Your Name, You. (2009).'\ndate: soon\n---\n"
        said = move(sites.ACADEMICPAGES | {name: page})
        assert not Publication.objects.get(title="T").authorships.exists()
        assert 'The authors of "Your Name, You. (2009)." cannot be read' in said
        assert 'The date "soon" cannot be read.' in said

    def test_a_paper_whose_bibtex_is_there_too(self, move):
        move(sites.ACADEMICPAGES)
        paper = Publication.objects.get(title="Paper Number 2")
        assert [str(row.printed_name) for row in paper.authorships.all()] == ["Hanze Dong"]
        assert (paper.pages, paper.citation_key) == ("1–9", "dong2010")

    def test_a_talk_given_twice_is_one_talk(self, move):
        said = move(sites.ACADEMICPAGES)
        talk = Talk.objects.get()
        assert (talk.kind, talk.abstract) == ("tutorial", "How to *sample*.")
        assert [(p.place, p.when.edtf) for p in talk.presentations_in_order] == [
            ("Yale University", "2013-03-01"),
            ("UC San Francisco", "2012-03-01"),
        ]
        assert "Files that were not read: _teaching." in said

    def test_a_presentation_that_is_refused_takes_no_other_with_it(self, move):
        name = "_talks/2014-03-01-talk-3.md"
        page = f"---\ntitle: Sampling\nvenue: Graz\nlocation: {'far ' * 100}\ndate: 2014\n---\n"
        said = move(sites.ACADEMICPAGES | {name: page})
        places = [p.place for p in Talk.objects.get().presentations_in_order]
        assert places == ["Yale University", "UC San Francisco"]
        (line,) = (line for line in said.splitlines() if "Left out of Sampling" in line)
        assert "Left out of Sampling: presentations Graz, 2014, far far" in line
        assert not set("[]{}'") & set(line)

    def test_what_the_pages_of_one_talk_say_is_joined(self, move):
        pages = {
            "_talks/1.md": "---\ntitle: T\nvenue: A\nslidesurl: https://a.org/1\n---\n",
            "_talks/2.md": "---\ntitle: T\nvenue: B\nslidesurl: https://a.org/1\n---\nFirst.",
            "_talks/3.md": "---\ntitle: T\nvenue: C\nslidesurl: https://a.org/2\n---\nSecond.",
        }
        said = move(sites.ACADEMICPAGES | pages)
        talk = Talk.objects.get(title="T")
        assert talk.presentations.count() == 3
        assert talk.abstract == "First."
        assert {link.url for link in talk.links.all()} == {"https://a.org/1", "https://a.org/2"}
        assert "_talks/3.md has another abstract than an earlier page for the same talk." in said


class TestHugoBlox:
    def test_the_profile(self, move):
        move(sites.HUGOBLOX)
        profile = Profile.objects.current()
        assert (profile.name, profile.position) == ("Han Zhong", "PhD student")
        assert profile.institution_url == "https://www.pku.edu.cn"
        assert (profile.email, profile.interests) == (
            "han@example.org",
            "Game theory, Reinforcement learning",
        )
        assert profile.portrait is not None
        assert str(Education.objects.get()) == "BSc in Mathematics, USTC"

    def test_the_papers(self, move):
        said = move(sites.HUGOBLOX)
        paper = Publication.objects.get()
        names = [str(row.printed_name) for row in paper.authorships.all()]
        assert names == ["Wei Xiong", "Han Zhong", "Tong Zhang"]
        assert [row.equal_contribution for row in paper.authorships.all()] == [True, True, False]
        assert (str(paper.venue), paper.venue.name) == ("MOR", "Mathematics of Operations Research")
        assert (paper.arxiv_id, paper.doi) == ("2211.01962", "10.1287/moor.2023.0195")
        assert paper.is_selected
        assert paper.thumbnail
        assert "content/publication/draft/index.md is a draft, and is left out." in said
        assert "image" in said

    def test_the_talks(self, move):
        move(sites.HUGOBLOX)
        (presentation,) = Talk.objects.get().presentations.all()
        assert (presentation.place, presentation.location) == ("Game Conference", "Beijing")
        assert presentation.when.edtf == "2024-06-01"

    def test_an_owner_and_authors_whose_folders_have_other_names(self, move):
        folder = "content/authors/wei/_index.md"
        files = {name.replace("/admin/", "/han/"): text for name, text in sites.HUGOBLOX.items()}
        paper = "content/publication/gec/index.md"
        files[paper] = files[paper].replace("- admin", "- han").replace("- Wei Xiong", "- wei")
        move(files | {folder: "---\ntitle: Wei Xiong\n---\n"})
        assert Profile.objects.current().name == "Han Zhong"
        rows = Publication.objects.get().authorships.all()
        assert [row.printed_name for row in rows] == ["Wei Xiong", "Han Zhong", "Tong Zhang"]

    @pytest.mark.parametrize(
        ("link", "kind"),
        [
            ("https://scholar.google.com/citations?user=abc", "google-scholar"),
            ("https://orcid.org/0000-0002-1825-0097", "orcid"),
            ("https://twitter.com/example", "website"),
        ],
    )
    def test_links_are_known_by_their_hosts(self, move, link, kind):
        page = "content/authors/admin/_index.md"
        text = sites.HUGOBLOX[page].replace("https://github.com/example", link)
        move(sites.HUGOBLOX | {page: text})
        assert ProfileLink.objects.get().kind == kind

    def test_a_link_that_is_none_does_no_harm(self, move):
        paper = "content/publication/gec/index.md"
        text = sites.HUGOBLOX[paper].replace("https://github.com/example/gec", "http://[x")
        files = {k.replace("/gec/", "/gec [1]/"): v for k, v in sites.HUGOBLOX.items()}
        move(files | {paper.replace("/gec/", "/gec [1]/"): text})
        assert not Publication.objects.get().links.exists()
        assert Publication.objects.get().thumbnail

    def test_placeholders_are_no_links_and_hosts_need_no_scheme(self, move):
        paper = "content/publication/gec/index.md"
        text = sites.HUGOBLOX[paper].replace("featured: true", "url_video: '#'")
        text = text.replace("https://github.com/example/gec", "www.github.com/example/gec")
        move(sites.HUGOBLOX | {paper: text})
        assert [link.url for link in Publication.objects.get().links.all()] == [
            "https://www.github.com/example/gec"
        ]


@pytest.mark.parametrize("files", [sites.AL_FOLIO, sites.ACADEMICPAGES, sites.HUGOBLOX])
class TestAnySite:
    def test_a_dry_run_says_what_would_come_and_changes_nothing(self, move, files):
        said = move(files, dry_run=True)
        assert "profile: 1 created" in said
        assert "Nothing was changed." in said
        assert content_file.is_empty()

    def test_moving_in_twice_changes_nothing_more(self, move, files):
        move(files)
        first = content_file.dump()
        said = move(files)
        assert content_file.dump() == first
        assert "On the site already, and left as they are: " in said


def test_what_the_owner_wrote_stays(move):
    Profile.objects.create(name="W. Xiong", biography="My own.")
    ProfileLink.objects.create(kind="github", url="https://github.com/another")
    cast.paper("RAFT", "Hanze Dong, Wei Xiong", when="2023", note="My note")
    move(sites.AL_FOLIO)
    profile = Profile.objects.current()
    assert (profile.name, profile.biography) == ("W. Xiong", "My own.")
    assert profile.email == "wei@example.org"
    assert ProfileLink.objects.get(kind="github").url == "https://github.com/another"
    assert Publication.objects.get(title="RAFT").note == "My note"


def test_what_the_site_refuses_is_left_out_and_named(move):
    config = "first_name: Wei\nlast_name: Xiong\nemail: nowhere\n"
    said = move(sites.AL_FOLIO | {"_config.yml": config})
    assert Profile.objects.current().email == ""
    assert "Left out of Wei Xiong: email nowhere." in said


def test_a_profile_whose_name_is_refused_is_left_out(move):
    said = move(sites.AL_FOLIO | {"_config.yml": f"first_name: {'Wei' * 100}\n"})
    assert "name" in said
    assert not Profile.objects.exists()
    assert Publication.objects.count() == 2


def test_a_site_without_a_name_gives_no_profile(move):
    said = move(sites.AL_FOLIO | {"_config.yml": "title: blank\n"})
    assert "Nothing is read for the profile, as the site does not say your name." in said
    assert Publication.objects.count() == 2


def test_the_history_has_the_papers_with_their_files(move):
    move(sites.AL_FOLIO)
    paper = Publication.objects.get(title="RAFT")
    latest = Version.objects.get_for_object(paper).first()
    assert latest.field_dict["pdf"] == paper.pdf.name
    assert latest.revision.comment == "Moved in."


def test_a_page_that_cannot_be_read_is_named_and_the_others_come(move):
    said = move(sites.ACADEMICPAGES | {"_talks/bad.md": "---\ntitle: [\n---\n"})
    assert "The front matter of _talks/bad.md cannot be read, line " in said
    assert Talk.objects.count() == 1


def test_a_file_that_is_not_what_its_name_says_is_named(move):
    said = move(sites.AL_FOLIO | {"assets/pdf/raft.pdf": b"<html>"})
    assert not Publication.objects.get(title="RAFT").pdf
    assert "assets/pdf/raft.pdf is left out: " in said


class TestAZipThatIsNoSite:
    def test_of_another_kind(self, move):
        with pytest.raises(CommandError, match="is no al-folio, academicpages or HugoBlox site"):
            move({"index.html": "<html>"})

    def test_a_file_that_is_no_zip(self, tmp_path):
        path = tmp_path / "site.zip"
        path.write_bytes(b"not a zip")
        with pytest.raises(CommandError, match="is not a zip file"):
            call_command("move_in", path)

    def test_a_file_that_unpacks_to_too_much(self, move):
        bomb = " " * (archive.MOST_BYTES_OF_TEXT + 1)
        with pytest.raises(CommandError, match=r"papers.bib is too large: more than 5 MB"):
            move(sites.AL_FOLIO | {"_bibliography/papers.bib": bomb})
        assert content_file.is_empty()

    def test_too_many_files(self, move, monkeypatch):
        monkeypatch.setattr(archive, "MOST_FILES", 5)
        with pytest.raises(CommandError, match="has more than 5 files"):
            move(sites.AL_FOLIO)

    def test_paths_that_lead_outside_are_not_read(self, move):
        said = move(sites.AL_FOLIO | {"../_news/evil.md": "---\ntitle: evil\n---\n"})
        assert "evil" not in said + content_file.dump()


def test_front_matter_that_grows_when_it_is_read_does_no_harm(move):
    names = "abcdefghijklmnopqrstuvwxyz"
    levels = [f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in pairwise(names)]
    page = "---\na: &a [x, x]\n" + "\n".join(levels) + "\ntitle: T\nvenue: *z\n---\n"
    said = move(sites.ACADEMICPAGES | {"_talks/laughs.md": page})
    assert "_talks/laughs.md says no place" in said
