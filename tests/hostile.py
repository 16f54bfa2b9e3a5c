"""A site whose every text was written by an attacker, and what a page must not contain."""

import json
import re
from collections.abc import Iterator
from copy import copy
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from django.core.exceptions import ValidationError
from django.db import models

from profile.models import (
    Award,
    Education,
    Experience,
    Profile,
    ProfileLink,
    Section,
    Service,
    Teaching,
)
from publications.citations.keys import assign_citation_keys
from publications.models import Authorship, Publication, PublicationLink, Topic, Venue
from talks.models import Presentation, Talk, TalkLink
from tests import cast
from tests.page import Page, parse

TEXTS = [
    *("\"'></script><script>alert(1)</script>", "]]><svg onload=alert(1)>"),
    *("--><img src=x onerror=alert(1)>", "{{7*7}}{% now 'Y' %}${7*7}", "=cmd|'/c calc'!A1"),
    *(
        "}\n}\n@evil{evil, title = {evil",
        '\\}} , evil = "{ \\end{x} % # &',
        "$}$ $\\evil{$ $%$ @a{",
    ),
    *("\r\nEND:VEVENT\r\nBEGIN:EVIL", "\nER  - \nTY  - EVIL", "a\u2028b\u2029c\x85d"),
    *("\u202egnp.elif\u2066", '#eval("1") *b* <evil> @ref /*', "[a](javascript:alert(1))"),
    *("<a href=javascript:alert(1)>a</a>", "&lt;script&gt;&#60;b&#62;", "W" * 10_000),
]
NAMES = [  # all of these are refused on input
    *("<script>alert(1)</script>", '"><img src=x>', "{Evil}\\Name", "=cmd|calc", "$\\evil$"),
    *("Evil % \\", "]]>", "<!--", "' onload='x", "{{7*7}}", "Evil\u202e", "Evil\0", "Evil\r\nX: y"),
]
KEPT = {"slug", "former_slugs", "citation_key", "native_language", "time_zone", "when"}
LISTS = (ProfileLink, Education, Experience, Award, Teaching, Service, Section)


def site() -> None:
    """Make rows of every kind, each text as hostile as the forms allow."""
    fill(Profile(), TEXTS[0])
    for number, text in enumerate(TEXTS):
        for model in LISTS:
            fill(model(), text)
        paper = Publication(venue=fill(Venue(), text), when="2023", status="published")
        fill(paper, text, doi=f"10.1234/{''.join(text.split())}"[:200])
        paper.topics.add(fill(Topic(), text))
        author = cast.author(f"Nan {chr(65 + number)}iang", is_owner=not number)
        fill(Authorship(publication=paper, author=author, position=1), text)
        fill(PublicationLink(publication=paper), text)
        talk = fill(Talk(), text)
        fill(Presentation(talk=talk, when=f"2024-03-{number + 1:02}"), text)
        fill(TalkLink(talk=talk), text)
    assign_citation_keys()


def fill(row: Any, text: str, **others: str) -> Any:
    """Put the text into every field that takes it, untidied, as early releases did."""
    for column in row._meta.concrete_fields:
        if isinstance(column, models.CharField | models.TextField) and _takes_text(column):
            value = others.get(column.name, text)
            setattr(row, column.attname, value[: column.max_length].strip())
    for name in _refused(row):
        setattr(row, name, "" if row._meta.get_field(name).blank else "Plain")
    row.save()
    return row


def _takes_text(column: Any) -> bool:
    return column.editable and not column.choices and column.name not in KEPT


def _refused(row: Any) -> list[str]:
    try:
        copy(row).full_clean()
    except ValidationError as error:
        return [name for name in error.message_dict if name != "__all__"]
    return []


_SAFE_SCHEMES = {"", "http", "https", "mailto"}
JSI18N = "/admin/jsi18n/"  # Django's own words for its scripts
_NEVER = {"style", "iframe", "object", "embed", "base", "applet", "frame", "foreignobject"}
_DATA = {"application/ld+json", "application/json"}


def faults_of(page: Page | Element) -> list[str]:
    """Return everything in a page that could run or mislead, as a browser would see it."""
    root = page.as_in_a_browser if isinstance(page, Page) else page
    return [fault for element in root.iter() for fault in _faults_of(element)]


def _faults_of(element: Any) -> Iterator[str]:
    tag = element.tag if isinstance(element.tag, str) else ""
    is_data = element.get("type") in _DATA
    is_own = element.get("src", "").startswith("/static/") or element.get("src") == JSI18N
    if tag in _NEVER or (tag == "script" and not (is_own or is_data)):
        yield f"<{tag} {element.attrib}>"
    if tag == "script" and is_data:
        json.loads("".join(element.itertext()))
    for name, value in element.attrib.items():
        if name.startswith("on") or name in {"style", "srcdoc"}:
            yield f"{tag} {name}={value}"
        is_address = name in {"href", "src", "action", "formaction", "xlink:href"}
        if is_address and urlsplit(value.strip()).scheme.lower() not in _SAFE_SCHEMES:
            yield f"{tag} {name}={value}"
    if tag == "img" and not element.get("src", "").startswith(("/static/", "/uploads/")):
        yield f"img src={element.get('src')}"
    if tag == "meta" and element.get("http-equiv"):
        yield "meta http-equiv"


def faults_in(html: str) -> list[str]:
    """Return the same for a piece of HTML."""
    return faults_of(parse(html))


def errors_in(page: Page) -> list[Any]:
    """Return the HTML errors of a page, except control characters, which browsers do not show."""
    return [error for error in page.errors if error[1] != "invalid-codepoint"]


def has_comment(tex: str) -> bool:
    """Whether TeX would skip the rest of the line: a per cent sign without a backslash."""
    return bool(re.search(r"(?<!\\)(?:\\\\)*%", tex))
