"""Which time zone a place is in: cities, states of the USA, and countries with one time zone.

Countries and most cities are in the time zone database, which is installed as ``tzdata``.
"""

import re
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from common.text.search import fold

# Where talks are given, beyond the cities in the names of time zones.
_CITIES = {
    "America/New_York": (
        "Ann Arbor, Atlanta, Baltimore, Boston, College Park, Columbus, Durham, Ithaca, Miami, "
        "New Haven, Philadelphia, Pittsburgh, Princeton, Providence, Washington, Williamstown"
    ),
    "America/Chicago": "Austin, Evanston, Houston, Madison, Minneapolis, New Orleans, Urbana",
    "America/Denver": "Boulder, Salt Lake City",
    "America/Los_Angeles": (
        "Berkeley, La Jolla, Mountain View, Palo Alto, Pasadena, Portland, Redmond, San Diego, "
        "San Francisco, Santa Barbara, Santa Cruz, Seattle, Stanford"
    ),
    "America/Toronto": "Montreal, Ottawa, Waterloo",
    "America/Vancouver": "Burnaby, Victoria",
    "Asia/Jerusalem": "Haifa, Rehovot, Tel Aviv",
    "Asia/Kolkata": "Bangalore, Bengaluru, Chennai, Delhi, Hyderabad, Mumbai, New Delhi",
    "Asia/Shanghai": "Beijing, Guangzhou, Hangzhou, Hefei, Nanjing, Shenzhen, Wuhan, Xi'an",
    "Asia/Tokyo": "Kyoto, Nagoya, Osaka, Sapporo, Sendai, Tsukuba, Yokohama",
    "Asia/Seoul": "Daejeon, Pohang",
    "Asia/Riyadh": "Jeddah, Thuwal",
    "Australia/Sydney": "Canberra",
    "Europe/Berlin": (
        "Aachen, Bonn, Cologne, Dagstuhl, Darmstadt, Dresden, Frankfurt, Freiburg, Garching, "
        "Göttingen, Hamburg, Heidelberg, Karlsruhe, Köln, Leipzig, Mannheim, München, Munich, "
        "Oberwolfach, Potsdam, Saarbrücken, Stuttgart, Tübingen"
    ),
    "Europe/London": "Bristol, Edinburgh, Glasgow, Leeds, Manchester, Oxford, Warwick",
    "Europe/Madrid": "Barcelona, Valencia",
    "Europe/Paris": "Bordeaux, Grenoble, Lille, Lyon, Marseille, Nice, Rennes, Toulouse",
    "Europe/Rome": "Bologna, Milan, Padova, Pisa, Trieste, Turin, Venice",
    "Europe/Vienna": "Graz, Klosterneuburg, Wien",
    "Europe/Zurich": "Basel, Bern, Geneva, Lausanne, Lugano",
    "Europe/Amsterdam": "Delft, Eindhoven, Leiden, The Hague, Utrecht",
    "Europe/Brussels": "Ghent, Leuven",
    "Europe/Stockholm": "Gothenburg, Linköping, Lund, Uppsala",
}
# DE, IL and IN are left out: they may also be Germany, Israel and India.
_STATES = {
    "America/New_York": (
        "CT, Connecticut, DC, Delaware, FL, Florida, GA, Indiana, MA, Massachusetts, MD, "
        "Maryland, ME, Maine, MI, Michigan, NC, North Carolina, NH, New Hampshire, NJ, "
        "New Jersey, NY, OH, Ohio, PA, Pennsylvania, RI, Rhode Island, SC, South Carolina, VA, "
        "Virginia, VT, Vermont, WV, West Virginia"
    ),
    "America/Chicago": (
        "AL, Alabama, AR, Arkansas, IA, Iowa, Illinois, KS, Kansas, LA, Louisiana, MN, "
        "Minnesota, MO, Missouri, MS, Mississippi, NE, Nebraska, OK, Oklahoma, TX, Texas, WI, "
        "Wisconsin"
    ),
    "America/Denver": "CO, Colorado, MT, Montana, NM, New Mexico, UT, Utah, WY, Wyoming",
    "America/Phoenix": "AZ, Arizona",
    "America/Los_Angeles": "CA, California, NV, Nevada, OR, Oregon, WA",
}
_OTHER_NAMES = {
    "UK": "GB", "united kingdom": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "south korea": "KR", "korea": "KR", "czech republic": "CZ", "uae": "AE",
    "the netherlands": "NL", "holland": "NL", "viet nam": "VN",
}  # fmt: skip
# These have more zones in the database, but universities are in one of them.
_MAIN_ZONES = {
    "DE": "Europe/Berlin",
    "CN": "Asia/Shanghai",
    "ES": "Europe/Madrid",
    "PT": "Europe/Lisbon",
    "NZ": "Pacific/Auckland",
    "CL": "America/Santiago",
    "MY": "Asia/Kuala_Lumpur",
    "VN": "Asia/Ho_Chi_Minh",
}


class City(NamedTuple):
    """A time zone, the city it is named for, and the country's code."""

    zone: str
    name: str
    country: str


@lru_cache(maxsize=1)
def list_cities() -> tuple[City, ...]:
    """Return the cities in the names of time zones; nothing if the database has no such list."""
    rows = [row.split("\t") for row in _read_table("zone.tab")]
    cities = [
        City(zone, zone.rpartition("/")[2].replace("_", " "), code) for code, _, zone, *_ in rows
    ]
    return tuple(sorted(cities, key=lambda city: city.name))


def find_zone_of_place(*texts: str) -> str:
    """Return the time zone of a place such as "Yale, New Haven, USA"; empty if it is not known.

    >>> find_zone_of_place("New Haven, CT"), find_zone_of_place("USA")
    ('America/New_York', '')
    """
    parts = [part.strip() for text in texts for part in re.split(r"[,;()/]|\s[-–]\s", text)]
    for names in (_index_cities(), _index_states(), _index_countries()):
        for part in parts:
            # A state's code is in capitals: "or" and "me" are words.
            if zone := names.get(part if len(part) == 2 else fold(part)):
                return zone
    return ""


@lru_cache(maxsize=1)
def _index_cities() -> dict[str, str]:
    return {fold(city.name): city.zone for city in list_cities()} | _index(_CITIES)


@lru_cache(maxsize=1)
def _index_states() -> dict[str, str]:
    return _index(_STATES)


def _index(places: dict[str, str]) -> dict[str, str]:
    names = ((name, zone) for zone, text in places.items() for name in text.split(", "))
    return {name if len(name) == 2 else fold(name): zone for name, zone in names}


@lru_cache(maxsize=1)
def _index_countries() -> dict[str, str]:
    """Return the zone of each country that has only one, by its name."""
    zones: dict[str, set[str]] = {}
    for city in list_cities():
        zones.setdefault(city.country, set()).add(city.zone)
    only = {code: min(found) for code, found in zones.items() if len(found) == 1} | _MAIN_ZONES
    codes = {fold(name): code for code, name in (r.split("\t") for r in _read_table("iso3166.tab"))}
    codes |= _OTHER_NAMES
    return {name: only[code] for name, code in codes.items() if code in only}


def _read_table(name: str) -> list[str]:
    try:
        text = resources.files("tzdata").joinpath("zoneinfo", name).read_text(encoding="utf-8")
    except (ModuleNotFoundError, FileNotFoundError):
        return []
    return [line for line in text.splitlines() if line and not line.startswith("#")]
