"""Time zones by their names in the IANA database, such as America/New_York."""

import difflib
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError


@lru_cache(maxsize=1)
def known_zones() -> frozenset[str]:
    """Return the names of all time zones."""
    return frozenset(available_timezones())


def validate_time_zone(name: str) -> None:
    """Refuse what is not the name of a time zone, with one that was perhaps meant."""
    if name in known_zones():
        return
    close = difflib.get_close_matches(name, known_zones(), n=1)
    meant = f'; did you mean "{close[0]}"?' if close else ". Write it like America/New_York."
    raise ValidationError(f'"{name}" is not the name of a time zone{meant}')


def zone(name: str) -> ZoneInfo:
    """Return the time zone of that name; the site's own for a blank or an unknown one."""
    return ZoneInfo(name if name in known_zones() else settings.TIME_ZONE)
