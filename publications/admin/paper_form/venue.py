"""The field of a paper's form into which the name of its venue is typed, known or new."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.history.recording import note
from publications.importing.venue_index import LONGEST_SHORT_NAME, VenueIndex, note_venue
from publications.models import Publication, Venue
from publications.venues.kinds import guess_kind


class VenueInput(forms.TextInput):
    """A text field that suggests the site's venues."""

    may_change = False

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        venues = list(Venue.objects.only("short_name", "name"))
        chosen = next((one for one in venues if value in (one.pk, one.short_name)), None)
        value = chosen.short_name if chosen else value
        listed = f"{name}-known"
        field = super().render(name, value, {**(attrs or {}), "list": listed}, renderer)
        context: dict[str, Any] = {"field": field, "venues": venues, "listed": listed}
        context["chosen"] = chosen if self.may_change else None
        return render_to_string("admin/publications/publication/_venue_input.html", context)


class VenueField(forms.CharField):
    """A venue by any of its names. An unknown name is a new venue, which is not saved yet."""

    may_add = True

    def clean(self, value: Any) -> Venue | None:
        """Return the venue with that short name, the one that the name means, or a new one."""
        text = " ".join(super().clean(value).split())
        if not text:
            return None
        named = Venue.objects.filter(short_name__iexact=text)
        exactly = [venue for venue in named if venue.short_name == text]
        if found := exactly or list(named[:1]):
            return found[0]
        venue = VenueIndex().find_or_plan(text, guess_kind(text))
        if venue.pk is None:
            self._check_new(venue, text)
        return venue

    def _check_new(self, venue: Venue, text: str) -> None:
        if not self.may_add:
            sentence = _("There is no venue “%(name)s”. Choose one from the list.")
            raise ValidationError(sentence % {"name": text})
        if len(text) <= LONGEST_SHORT_NAME:
            venue.short_name, venue.name = text, venue.name if venue.name != text else ""
        venue.full_clean()

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what was typed with the name of the stored venue, which comes as its key."""
        if isinstance(initial, int):
            initial = Venue.objects.filter(pk=initial).first()
        return str(initial or "") != (data or "").strip()


class VenueForm(forms.ModelForm):
    """A form in which the venue is typed."""

    typed_venue = ""

    venue = VenueField(
        label=gettext_lazy("Venue"),
        required=False,
        widget=VenueInput(attrs={"class": "vTextField", "autocomplete": "off"}),
        help_text=gettext_lazy("Such as: TMLR. It may be new here."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.typed_venue = " ".join(self.data.get(self.add_prefix("venue"), "").split())
        return cleaned


def save_new_venue(paper: Publication) -> bool:
    """Save the venue of a paper that is about to be saved; return whether it is new."""
    venue = paper.venue
    if venue is None or venue.pk is not None:
        return False
    venue.save()
    note([venue])
    paper.venue = venue
    return True


def describe_venue(venue: Venue, typed: str, *, is_new: bool) -> str | SafeString:
    """Return what the owner should know about the venue of a saved paper, or an empty text."""
    if not is_new:
        return (
            " ".join(note_venue(typed, venue)) if typed.casefold() != str(venue).casefold() else ""
        )
    url = reverse("admin:publications_venue_change", args=[venue.pk])
    sentence = _("<a href='{}'>{}</a> is new among your venues. It is taken for: {}.")
    return format_html(sentence, url, venue.short_name, venue.get_kind_display())
