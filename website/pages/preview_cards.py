"""The preview cards of the site, papers and talks: their content, URLs and views."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.http.query_parameters import reads_query
from common.http.read_only import read_only
from common.text.plain_math import write_in_unicode
from common.urls.slug_history import redirect_former_slugs
from profile.models import Profile
from publications.models import Authorship, Publication
from publications.names.author_line import ET_AL
from talks.models import Talk
from website.pages.card_image import CardName, PreviewCard

MAX_NAMES = 5  # if there are more authors, the card names three and the owner, and counts the rest
Subject = Publication | Talk | None  # None is the site itself


def make_card(subject: Subject, profile: Profile) -> PreviewCard:
    """Return the card of a paper, a talk or the site."""
    native = [profile.native_name] if profile.native_name else []
    person = " ".join([profile.name, *native])
    if subject is None:
        title = person.strip() or _("A researcher’s site in the making")
        position = (CardName(profile.position),) if profile.position else ()
        return PreviewCard(title, position, person=profile.affiliation)
    title = write_in_unicode(subject.title)
    if isinstance(subject, Talk):
        latest = next(iter(subject.presentations_in_order), None)
        where = ", ".join(filter(None, [subject.get_kind_display(), str(latest or "")]))
        return PreviewCard(title, (), where, person, profile.affiliation)
    where = " ".join(filter(None, [subject.venue_line, subject.separate_year]))
    names = shorten_names(subject.leading_rows, more=subject.has_more_authors)
    return PreviewCard(title, names, where, person, profile.affiliation)


def shorten_names(authorships: Sequence[Authorship], *, more: bool = False) -> tuple[CardName, ...]:
    """Return the names in order, with the owner emphasised.

    A long list keeps the first three and the owner. ``more`` means that the paper has further
    authors who are not listed, so they cannot be counted.
    """
    everybody = range(len(authorships))
    owner = [number for number in everybody if authorships[number].author.is_owner]
    shown = everybody if len(authorships) <= MAX_NAMES else sorted({0, 1, 2, *owner})
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
        names.append(
            CardName(
                " "
                + ngettext("and %(count)d other", "and %(count)d others", others)
                % {"count": others}
            )
        )
    with_commas = [part for name in names for part in (name, CardName(","))]
    return tuple(with_commas[:-1])


def build_card_url(subject: Subject, card: PreviewCard) -> str:
    """Return the card's URL. It changes whenever the card does, because other sites cache it."""
    if subject is None:
        url = reverse("site-card")
    else:
        name = "talk-card" if isinstance(subject, Talk) else "paper-card"
        url = reverse(name, kwargs={"slug": subject.slug})
    return f"{url}?v={_compute_version(card)}"


@read_only
@reads_query("v")
def site_card(request: HttpRequest) -> HttpResponse:
    return _send(request, None)


@read_only
@reads_query("v")
@redirect_former_slugs(Publication)
def paper_card(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the card of a paper; only editors can see a draft's card."""
    papers = Publication.objects.visible_to(request.user).with_bylines()
    return _send(request, get_object_or_404(papers, slug=slug))


@read_only
@reads_query("v")
@redirect_former_slugs(Talk)
def talk_card(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the card of a talk; only editors can see a draft's card."""
    talks = Talk.objects.visible_to(request.user).with_presentations()
    return _send(request, get_object_or_404(talks, slug=slug))


def _send(request: HttpRequest, subject: Subject) -> HttpResponse:
    """Send the card, which browsers may cache for a year if the URL has its current version."""
    card = make_card(subject, Profile.objects.current())
    response = HttpResponse(card.png(), content_type="image/png")
    if subject is not None and subject.is_draft:
        response["Cache-Control"] = "private, no-store"
    elif request.GET.get("v") == _compute_version(card):
        response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _compute_version(card: PreviewCard) -> str:
    return card.key[:8]
