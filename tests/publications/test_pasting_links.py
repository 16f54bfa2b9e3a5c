"""The links of a paper and of the profile are pasted, one in a line; their kinds are guessed."""

import pytest
from django.urls import reverse

from profile.models import Profile, ProfileLink
from publications.models import Publication, PublicationLink
from tests import cast
from tests.admin_forms import admin_url, submitted
from tests.page import Page

pytestmark = pytest.mark.django_db


def save(desk, row, **typed: str) -> Page:
    form = admin_url(type(row), "change", row.pk)
    return Page.of(desk.post(form, submitted(Page(form, desk)) | typed, follow=True))


def links_of(paper: Publication) -> list[tuple[str, str, str]]:
    return [(link.kind, link.label, link.url) for link in paper.links.all()]


@pytest.mark.parametrize(
    ("line", "kind", "label"),
    [
        ("https://arxiv.org/abs/2304.06767", "preprint", ""),
        ("github.com/OptimalScale/LMFlow", "code", ""),
        ("https://www.youtube.com/watch?v=x", "video", ""),
        ("https://doi.org/10.1287/moor.2023.0195", "paper", ""),
        ("https://openreview.net/forum?id=m7p5O7zblY", "paper", ""),
        ("https://huggingface.co/datasets/a/b", "data", ""),
        ("https://example.org/nash.pdf", "paper", ""),
        ("https://example.org/nash-slides.pdf", "slides", ""),
        ("https://nash.github.io/", "project", ""),
        ("https://notarxiv.org.example.com/a", "project", ""),
        ("Poster: https://example.org/a.pdf", "poster", ""),
        ("Tutorial – https://www.youtube.com/watch?v=x", "video", "Tutorial"),
    ],
)
def test_the_kind_is_seen_from_the_address_or_its_label(desk, line, kind, label):
    paper = cast.paper()
    save(desk, paper, link_lines=line)
    assert [(shown[0], shown[1]) for shown in links_of(paper)] == [(kind, label)]


def test_they_come_after_those_that_are_there_and_none_comes_twice(desk):
    paper = cast.paper()
    PublicationLink.objects.create(publication=paper, kind="code", url="https://github.com/a/b")
    lines = "https://github.com/a/b/\r\n\r\nhttps://example.org/b.pdf\r\nexample.org/b.pdf\r\n"
    save(desk, paper, link_lines=lines)
    assert [url for _kind, _label, url in links_of(paper)] == [
        "https://github.com/a/b",
        "https://example.org/b.pdf",
    ]


def test_a_line_that_is_no_address_is_named_and_nothing_is_lost(desk):
    paper = cast.paper()
    lines = "https://github.com/a/b\nthe code"
    page = save(desk, paper, link_lines=lines)
    assert "“the code”: There is no web address in this line." in page.text
    assert submitted(page)["link_lines"] == lines
    assert links_of(paper) == []


def test_the_preview_shows_them(desk):
    paper = cast.paper()
    typed = submitted(Page(admin_url(Publication, "change", paper.pk), desk))
    preview = reverse("admin:publications_publication_preview", args=[paper.pk])
    page = Page.of(desk.post(preview, typed | {"link_lines": "https://github.com/a/b"}))
    assert "https://github.com/a/b" in page.links().values()
    assert links_of(paper) == []


def test_links_of_the_profile_are_pasted_there_and_changed_in_their_list(desk):
    profile = Profile.objects.create(name="Wei Xiong")
    save(
        desk,
        profile,
        link_lines="https://github.com/weixiong\nhttps://orcid.org/0000-0002-1825-0097",
    )
    kinds = list(ProfileLink.objects.values_list("kind", flat=True))
    assert kinds == ["github", "orcid"]
    listed = Page(admin_url(ProfileLink, "changelist"), desk)
    row = submitted(listed)
    desk.post(
        admin_url(ProfileLink, "changelist"), row | {"form-0-label": "My code", "_save": "Save"}
    )
    assert ProfileLink.objects.get(kind="github").label == "My code"
