"""The form of a presentation in the admin."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from common.dates.clock_field import ClockField
from common.dates.places import find_zone_of_place
from common.dates.time_zones import TimeZoneField

PLACE_AND_TIME = frozenset({"place", "location", "when", "start_time", "end_time", "time_zone"})


class PresentationForm(forms.ModelForm):
    """A presentation. Its time zone is that of its place, unless another is given."""

    guessed_zone = ""

    def clean(self) -> dict[str, Any]:
        """Fill in the time zone of the place if there is a time without one."""
        cleaned = super().clean() or self.cleaned_data
        is_new = PLACE_AND_TIME & {*self.changed_data}
        if is_new and cleaned.get("start_time") and cleaned.get("time_zone") == "":
            zone = find_zone_of_place(cleaned.get("location", ""), cleaned.get("place", ""))
            if zone and zone != settings.TIME_ZONE:
                self.guessed_zone = cleaned["time_zone"] = zone
        return cleaned


# Plain fields: Django's own would offer the present time, which no talk begins at.
WIDGETS: dict[Any, Any] = {
    ClockField: {"widget": forms.TextInput(attrs={"class": "vTimeField", "size": 10})},
    TimeZoneField: {"widget": forms.TextInput(attrs={"class": "vTextField", "list": "time-zones"})},
}
