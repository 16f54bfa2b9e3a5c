"""Metadata in the head of a page: for search engines, Zotero and link previews."""

from collections.abc import Iterable
from functools import partial

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from common.metadata import render_json_ld
from common.urls.site_url import Absolute, get_canonical, make_absolute
from profile.metadata import describe_profile_page
from profile.models import ProfileLink
from publications.metadata import build_highwire_tags, describe_paper
from publications.models import Publication
from talks.metadata import describe_event
from talks.models import Talk
from website.pages.card_image import HEIGHT, WIDTH
from website.pages.preview_cards import Subject, build_card_url, make_card

register = template.Library()


@register.simple_block_tag(takes_context=True)
def page_metadata(
    context: Context,
    content: str,
    title: str,
    subject: Subject = None,
    kind: str = "website",
    query: str = "",
) -> SafeString:
    """Describe the page to search engines and link previews, with the sentence between the tags.

    ``title`` is the page's title without the site's name; ``subject`` is the paper or talk whose
    preview card is shown; ``kind`` is an Open Graph type (ogp.me); ``query`` is added to the page's
    canonical URL.
    """
    card = make_card(subject, context["profile"])
    values = {
        "title": title,
        "description": mark_safe(" ".join(content.split())),  # noqa: S308 (rendered, escaped)
        "kind": kind,
        "url": get_canonical(context["request"]) + query,
        "site_name": context["profile"].name,
        "card": card,
        "card_url": _to(context)(build_card_url(subject, card)),
        "card_width": WIDTH,
        "card_height": HEIGHT,
    }
    return render_to_string("partials/metadata.html", values)


@register.simple_tag(takes_context=True)
def paper_metadata(context: Context, paper: Publication) -> SafeString:
    """Tell Google Scholar and Zotero how to cite a paper. Nothing for drafts.

    A paper in preparation has no citation tags.
    """
    if paper.is_draft:
        return SafeString()
    tags = build_highwire_tags(paper, _to(context))
    shown = format_html_join("\n", '<meta name="{}" content="{}">', tags)
    return shown + render_json_ld(describe_paper(paper, _to(context)))


@register.simple_tag(takes_context=True)
def person_metadata(context: Context, links: Iterable[ProfileLink]) -> SafeString:
    """Describe the person whose site this is."""
    profile = context["profile"]
    return (
        render_json_ld(describe_profile_page(profile, links, _to(context)))
        if profile.name
        else SafeString()
    )


@register.simple_tag(takes_context=True)
def event_metadata(context: Context, talk: Talk) -> SafeString:
    """Announce the upcoming presentations of a talk. Nothing for drafts."""
    coming = [p for p in talk.presentations_in_order if p.is_to_come and not talk.is_draft]
    speaker = context["profile"].name
    facts = (
        render_json_ld(describe_event(presentation, speaker, _to(context)))
        for presentation in coming
    )
    return SafeString("\n".join(facts))


def _to(context: Context) -> Absolute:
    return partial(make_absolute, context["request"])
