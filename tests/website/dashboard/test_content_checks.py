"""The site knows all its links, and finds those that no browser could follow."""

import pytest
from django.apps import apps
from django.db import models

from common.fields import MarkdownField
from profile.models import Profile, ProfileLink, Section
from publications.models import Author, PublicationLink, Venue
from talks.models import Presentation, TalkLink
from tests import cast
from tests.findings import sentences
from website.dashboard.content_checks import check_urls
from website.linkcheck.site_links import list_site_links

pytestmark = pytest.mark.django_db

OWN_APPS = ["profile", "publications", "talks"]


def found() -> dict[str, str]:
    """Return where each link of the site is used."""
    return {link.url: link.where for link in list_site_links()}


def in_markdown(text: str) -> list[str]:
    Section.objects.create(title="Grants", text=text)
    return [link.url for link in list_site_links()]


def test_urls_of_all_fields_are_found():
    Profile.objects.create(
        name="Wei Xiong", institution_url="https://a.org", biography="[Lab](https://b.org)"
    )
    ProfileLink.objects.create(kind="github", url="https://c.org")
    paper = cast.paper("GEC", abstract="<https://d.org>", doi="10.1000/e", arxiv_id="2304.06767")
    PublicationLink.objects.create(publication=paper, kind="code", url="https://f.org")
    Author.objects.update(homepage="https://g.org")
    Venue.objects.create(short_name="ICML", url="https://h.org")
    talk = cast.talk("Alignment", abstract="[x]: https://i.org\n\n[y][x]")
    Presentation.objects.create(talk=talk, place="Yale", url="https://j.org")
    TalkLink.objects.create(talk=talk, kind="video", url="https://k.org")
    assert found() == {
        "https://a.org": "Wei Xiong, institution's website",
        "https://b.org": "Wei Xiong, biography",
        "https://c.org": "GitHub, link",
        "https://d.org": "GEC, abstract",
        "https://doi.org/10.1000/e": "GEC, DOI",
        "https://arxiv.org/abs/2304.06767": "GEC, arXiv",
        "https://f.org": "GEC, Code",
        "https://g.org": "Wei Xiong, homepage",
        "https://h.org": "ICML, website",
        "https://i.org": "Alignment, abstract",
        "https://j.org": "Alignment, Yale",
        "https://k.org": "Alignment, Video",
    }


@pytest.mark.parametrize(
    "field",
    [
        field
        for name in OWN_APPS
        for model in apps.get_app_config(name).get_models()
        for field in model._meta.fields
        if isinstance(field, models.URLField | MarkdownField)
    ],
    ids=str,
)
def test_no_field_for_urls_or_markdown_is_forgotten(field):
    row = field.model(**{field.name: "[x](https://example.org/x)"})
    for other in field.model._meta.fields:
        if isinstance(other, models.ForeignKey) and not other.null:
            parent = cast.talk() if field.model.__name__ != "PublicationLink" else cast.paper()
            setattr(row, other.name, parent)
    row.save()
    assert len(list(list_site_links())) == 1


def test_a_link_that_repeats_an_identifier_is_listed_once():
    paper = cast.paper("GEC", arxiv_id="2304.06767")
    PublicationLink.objects.create(publication=paper, url="https://arxiv.org/pdf/2304.06767")
    assert found() == {"https://arxiv.org/pdf/2304.06767": "GEC, Paper"}


def test_text_that_only_looks_like_a_link_in_markdown_is_ignored():
    text = "`[x](https://a.org)` \\[x](https://b.org) $[x](https://c.org)$"
    assert in_markdown(f'{text} <a href="https://d.org">x</a> ](') == []


def test_the_sites_own_pages_and_other_schemes_are_left_out():
    text = "[a](/cv/) [b](#top) [c](mailto:w@example.org) [d](tel:+1) ![e](/uploads/e.png)"
    assert in_markdown(text) == []


def test_a_link_keeps_its_brackets_and_ampersands():
    assert in_markdown('[x](https://a.org/b_(c)?d&e "T > 1")') == ["https://a.org/b_(c)?d&e"]


def test_it_leads_to_the_field_or_rows_where_it_can_be_corrected():
    paper = cast.paper("GEC", abstract="[x](https://a.org)")
    PublicationLink.objects.create(publication=paper, url="https://b.org")
    form = f"/admin/publications/publication/{paper.pk}/change/"
    assert [link.edit_link.form for link in list_site_links()] == [
        f"{form}#id_abstract",
        f"{form}#links-group",
    ]


class TestTheFormOfAUrl:
    @pytest.mark.parametrize(
        "url", ["www.example.org", "example.org/x", "https://", "https://a b.org", "ftp://a.org"]
    )
    def test_one_that_no_browser_can_follow_is_found(self, url):
        author = cast.author("Tong Zhang")
        Author.objects.filter(pk=author.pk).update(homepage=url)
        assert sentences(check_urls(list(list_site_links()))) == [
            f"{url} (Tong Zhang, homepage) is not a valid web address"
        ]

    def test_a_link_in_markdown_without_a_scheme_is_found(self):
        Section.objects.create(title="Grants", text="[x](www.example.org)")
        assert sentences(check_urls(list(list_site_links()))) == [
            "www.example.org (Grants, text) is not a valid web address"
        ]

    @pytest.mark.parametrize("url", ["https://例え.jp/ü", "https://a.org:8000/?x=1#y"])
    def test_one_that_a_browser_can_follow_is_not_mentioned(self, url):
        cast.author("Tong Zhang", homepage=url)
        assert sentences(check_urls(list(list_site_links()))) == []

    def test_http_is_a_hint(self):
        cast.author("Tong Zhang", homepage="http://a.org")
        findings = [f for f in check_urls(list(list_site_links())) if f.edit_links]
        assert [finding.is_hint for finding in findings] == [True]
        assert sentences(findings) == [
            "http://a.org (Tong Zhang, homepage) begins with http: check whether https works too"
        ]
