"""The cards of the site, of papers and of talks: what they say, and their addresses."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from common.read_only import read_only
from common.text.plain_math import in_unicode
from common.urls.slug_history import redirect_former_slugs
from profile.models import Profile
from publications.models import Authorship, Publication
from publications.names.author_line import ET_AL
from talks.models import Talk
from website.pages.card_image import CardName, PreviewCard

MOST_NAMES = 5  # of more authors three are named, the owner, and how many others there are
Subject = Publication | Talk | None  # None is the site itself


def card_of(subject: Subject, profile: Profile) -> PreviewCard:
    """Return what the card of a paper, a talk or the site says."""
    native = [profile.native_name] if profile.native_name else []
    person = " ".join([profile.name, *native])
    if subject is None:
        title = person.strip() or "A researcher’s site in the making"
        position = (CardName(profile.position),) if profile.position else ()
        return PreviewCard(title, position, person=profile.affiliation)
    title = in_unicode(subject.title)
    if isinstance(subject, Talk):
        latest = next(iter(subject.presentations_in_order), None)
        where = ", ".join(filter(None, [subject.get_kind_display(), str(latest or "")]))
        return PreviewCard(title, (), where, person, profile.affiliation)
    where = " ".join(filter(None, [subject.venue_line, subject.separate_year]))
    names = shortened(list(subject.authorships.all()), more=subject.has_more_authors)
    return PreviewCard(title, names, where, person, profile.affiliation)


def shortened(authorships: Sequence[Authorship], *, more: bool = False) -> tuple[CardName, ...]:
    """Return the names in order, of many the first three and the owner, who is emphasised.

    Where there are ``more`` than the paper names, nobody knows how many others there are.
    """
    everybody = range(len(authorships))
    owner = [number for number in everybody if authorships[number].author.is_owner]
    shown = everybody if len(authorships) <= MOST_NAMES else sorted({0, 1, 2, *owner})
    names: list[CardName] = []
    expected = 0
    for number in shown:
        if number > expected:
            names.append(CardName(" …"))
        names.append(CardName(f" {authorships[number].printed_name}", number in owner))
        expected = number + 1
    if more and names:
        names.append(CardName(f" {ET_AL}"))
    elif others := len(authorships) - len(shown):
        names.append(CardName(f" and {others} others"))
    with_commas = [part for name in names for part in (name, CardName(","))]
    return tuple(with_commas[:-1])


def url_for_slug(subject: Subject, card: PreviewCard) -> str:
    """Return the address of the card: another one when the card changes, as others remember it."""
    if subject is None:
        address = reverse("site-card")
    else:
        name = "talk-card" if isinstance(subject, Talk) else "paper-card"
        address = reverse(name, kwargs={"slug": subject.slug})
    return f"{address}?v={_version(card)}"


@read_only
def site_card(request: HttpRequest) -> HttpResponse:
    """Send the card of the person."""
    return _sent(request, None)


@read_only
@redirect_former_slugs(Publication)
def paper_card(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the card of a paper; a draft's to staff alone."""
    papers = Publication.objects.visible_to(request.user).with_bylines()
    return _sent(request, get_object_or_404(papers, slug=slug))


@read_only
@redirect_former_slugs(Talk)
def talk_card(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the card of a talk; a draft's to staff alone."""
    talks = Talk.objects.visible_to(request.user).with_presentations()
    return _sent(request, get_object_or_404(talks, slug=slug))


def _sent(request: HttpRequest, subject: Subject) -> HttpResponse:
    """Send the card; to be kept for good under the address that changes with what it says."""
    card = card_of(subject, Profile.objects.current())
    response = HttpResponse(card.png(), content_type="image/png")
    if subject is not None and subject.is_draft:
        response["Cache-Control"] = "private, no-store"
    elif request.GET.get("v") == _version(card):
        response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _version(card: PreviewCard) -> str:
    return card.key[:8]
