"""Time zones as people write them: a place, an abbreviation or an offset from UTC.

The stored value is a name in the IANA database, such as America/New_York, or "UTC+05:30".
"""

import difflib
import re
from datetime import datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates.places import find_zone_of_place, list_cities
from common.text.characters import normalize
from common.text.search import fold

EXAMPLES = gettext_lazy("Write for example America/New_York, Tokyo, JST, CEST or UTC+05:30.")

_REGIONS = (
    *("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia"),
    *("Europe", "Indian", "Pacific"),
)
# Each abbreviation stands for a place, in summer and in winter: by "EST" in July, people mean the
# time in New York.
_PLACES_OF_ABBREVIATIONS = {
    "UTC": "UTC UT Z Zulu",
    "America/New_York": "EST EDT ET Eastern Boston Washington",
    "America/Chicago": "CDT CT Central",
    "America/Denver": "MDT MT Mountain",
    "America/Los_Angeles": "PST PDT PT Pacific San_Francisco Seattle",
    "America/Anchorage": "AKST AKDT",
    "Pacific/Honolulu": "HST Hawaii",
    "America/Halifax": "ADT",
    "America/St_Johns": "NST NDT",
    "America/Sao_Paulo": "BRT BRST",
    "America/Argentina/Buenos_Aires": "ART",
    "America/Santiago": "CLT CLST",
    "America/Bogota": "COT",
    "America/Lima": "PET",
    "Europe/London": "BST",
    "Europe/Lisbon": "WET WEST",
    "Europe/Berlin": "CET CEST MEZ MESZ Central_European Munich",
    "Europe/Zurich": "Geneva",
    "Europe/Athens": "EET EEST",
    "Europe/Moscow": "MSK",
    "Europe/Istanbul": "TRT",
    "Africa/Johannesburg": "SAST",
    "Africa/Lagos": "WAT",
    "Africa/Nairobi": "EAT",
    "Africa/Maputo": "CAT",
    "Asia/Jerusalem": "IDT",
    "Asia/Dubai": "GST",
    "Asia/Karachi": "PKT",
    "Asia/Kolkata": "Mumbai Delhi New_Delhi Bangalore",
    "Asia/Kathmandu": "NPT",
    "Asia/Bangkok": "ICT",
    "Asia/Jakarta": "WIB",
    "Asia/Singapore": "SGT",
    "Asia/Shanghai": "Beijing",
    "Asia/Hong_Kong": "HKT",
    "Asia/Manila": "PHT",
    "Asia/Tokyo": "JST Kyoto Osaka",
    "Asia/Seoul": "KST",
    "Australia/Perth": "AWST",
    "Australia/Adelaide": "ACST ACDT",
    "Australia/Sydney": "AEST AEDT",
    "Pacific/Auckland": "NZST NZDT NZT",
}
_ABBREVIATIONS = {
    abbreviation.lower(): place
    for place, abbreviations in _PLACES_OF_ABBREVIATIONS.items()
    for abbreviation in abbreviations.split()
}
_AMBIGUOUS = {
    "ist": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "cst": ("America/Chicago", "Asia/Shanghai", "America/Havana"),
    "ast": ("America/Halifax", "Asia/Riyadh"),
    "sst": ("Pacific/Pago_Pago", "Asia/Singapore"),
    "amt": ("America/Manaus", "Asia/Yerevan"),
}
_OFFSET = re.compile(
    r"(?:utc|gmt)?_?([+±-])_?(\d{1,2})(?::?([0-5]\d))?(?:_?h)?|(?:utc|gmt)_?0", re.ASCII
)
# In the list of zones, a name is followed by its offset: "Tokyo (UTC+9)".
_OFFSET_AFTER_NAME = re.compile(r"(?<=\w) *\((?:utc|gmt)[^()]*\) *$", re.IGNORECASE)
_STORED_OFFSET = re.compile(r"UTC([+-])(\d\d):(\d\d)", re.ASCII)
_MOST_MINUTES = {"+": 14 * 60, "-": 12 * 60}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")

if TYPE_CHECKING:
    _CharField = models.CharField[str, str]
else:
    _CharField = models.CharField


@lru_cache(maxsize=1)
def list_zones() -> frozenset[str]:
    return frozenset(available_timezones())


@lru_cache(maxsize=1)
def _index_zones() -> dict[str, str]:
    """Return the zones by their names in lower case, and by their places alone."""
    names = sorted(list_zones())
    places = [name for name in names if name.startswith(_REGIONS)]
    by_place = {name.rpartition("/")[2].lower(): name for name in reversed(places)}
    return by_place | {name.lower(): name for name in names} | _ABBREVIATIONS


def read_time_zone(text: str) -> str:
    """Return the name to store for a time zone as people write it.

    Raises ValidationError, with suggestions, if it is unknown or ambiguous.

    >>> read_time_zone("cest"), read_time_zone("gmt +9"), read_time_zone("new york")
    ('Europe/Berlin', 'UTC+09:00', 'America/New_York')
    """
    plain = normalize(text, "NFKC").translate(_DASHES)
    plain = _OFFSET_AFTER_NAME.sub("", plain).strip(" .()")
    words = "_".join(fold(plain).replace("_", " ").split())
    words = re.sub(r"_(?:(?:standard|daylight|summer)_)?time$", "", words)
    if offset := _OFFSET.fullmatch(words):
        return _format_offset(text, *offset.groups())
    for name in (words, words.partition(",")[0]):
        if name in _AMBIGUOUS:
            message = _('"%(text)s" can be several time zones. Write the one you mean: %(zones)s.')
            raise ValidationError(
                message % {"text": text, "zones": _(" or ").join(_AMBIGUOUS[name])}
            )
        if known := _index_zones().get(name):
            return known
    written_as_two = {_index_zones().get(name) for name in words.split("/")}  # EST/EDT
    if known := (written_as_two.pop() if len(written_as_two) == 1 else None):
        return known
    if known := find_zone_of_place(plain):
        return known
    close = difflib.get_close_matches(text[:60], list_zones(), n=1, cutoff=0.75)
    if close:
        message = _('"%(text)s" is not a time zone; did you mean "%(zone)s"?')
        raise ValidationError(message % {"text": text, "zone": close[0]})
    message = _('"%(text)s" is not a known time zone.') % {"text": text}
    raise ValidationError(f"{message} {EXAMPLES}")


def _format_offset(text: str, sign: str | None, hours: str | None, minutes: str | None) -> str:
    total = int(hours or 0) * 60 + int(minutes or 0)
    if not total:
        return "UTC"
    if total > _MOST_MINUTES.get(sign or "", 0):
        message = _('"%(text)s" is not a time zone: they go from UTC-12 to UTC+14.')
        raise ValidationError(message % {"text": text})
    return f"UTC{sign}{total // 60:02}:{total % 60:02}"


def validate_time_zone(name: str) -> None:
    """Raise ValidationError unless this is the name of a time zone."""
    if name not in list_zones() and not _STORED_OFFSET.fullmatch(name):
        read_time_zone(name)


def get_zone(name: str) -> tzinfo:
    """Return the time zone of this name, or the site's own if it is blank or unknown."""
    if match := _STORED_OFFSET.fullmatch(name):
        offset = timedelta(hours=int(match[2]), minutes=int(match[3]))
        return timezone(offset if match[1] == "+" else -offset, name.removesuffix(":00"))
    return ZoneInfo(name if name in list_zones() else settings.TIME_ZONE)


@lru_cache(maxsize=2)
def list_zone_choices(year: int) -> tuple[tuple[str, str], ...]:
    """Return the time zones by city, each with its offset in that year: "Tokyo (UTC+9)"."""
    choices = []
    for city in list_cities():
        zone = ZoneInfo(city.zone)
        offsets = {datetime(year, month, 1, tzinfo=zone).utcoffset() for month in (1, 7)}
        known = sorted(offset for offset in offsets if offset is not None)
        winter, *summer = (_describe_offset(offset) for offset in known)
        label = _("%(winter)s, in summer %(summer)s") if summer else "%(winter)s"
        label %= {"winter": winter, "summer": summer[0] if summer else ""}
        choices.append((city.zone, f"{city.name} ({label})"))
    return tuple(choices)


def _describe_offset(offset: timedelta) -> str:
    minutes = int(offset.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"


class TimeZoneField(_CharField):
    """A time zone, which may be written in any form. It is read when the row is checked."""

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        return super().clean(
            read_time_zone(value) if value and value.strip() else "", model_instance
        )
