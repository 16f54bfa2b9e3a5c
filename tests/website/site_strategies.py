"""Sites for property tests: rows of every kind, with odd values that their fields accept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from hypothesis import strategies as st

from common.dates.fields import CVDateField
from common.fields import LinesField, MarkdownField, WebAddressField
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
from publications.models import (
    Author,
    Authorship,
    Publication,
    PublicationAward,
    PublicationLink,
    Topic,
    Venue,
)
from talks.models import Presentation, Talk, TalkLink
from tests.common.dates.date_strategies import cv_dates
from website.models import CVSection, CVVariant, VariantSection

LISTS = (ProfileLink, Education, Experience, Award, Teaching, Service, Section)
NOT_ENTERED = {"id", "uid", "created_at", "changed_at", "published_at"}
NOT_ENTERED |= {"search_text", "affiliation_search_text"}

pieces = st.sampled_from(
    [
        *("Nash", "nash", "NASH", "Learning", " ", "  ", "\t", "\n", "\r\n", "\r", "\x0b", "\x85"),
        *("\u2028", "\u00a0", "\u200b", "\u200d", "\u202e", "\u2066", "\u200f", "\ufeff", "\0"),
        *("\x07", "\x1b", "\x7f", "\ud800", "\ufffe", "\U0001fae8", "😀", "👩\u200d🔬", "熊伟"),
        *("\ufa19", "שלום", "مرحبا", "é", "e\u0301", "\u0301", "ﬁ", "K", "Å", "ß", "İ"),
        *('"', '""', '"""', "'", "'''", "\\", "\\\\", "\\n", "\\u0041", "#", "# x", "=", "[", "]"),
        *("[[awards]]", "[profile]", "title = 1", "{", "}", ",", "true", "false", "1", "2023"),
        *("2023-08", "0x1F", "1e5", "inf", "$\\ell_2$", "$", "*", "_", "<b>", "&amp;", "`", "|"),
        *("- one\n- two", "1. one", "    code", "![a](b)", "[a](https://b.org)", "%", "@", "~"),
    ]
)
texts = st.lists(pieces | st.text(max_size=5), max_size=6).map("".join)
hosts = st.sampled_from(
    ["example.org", "EXAMPLE.org", "münchen.example", "例え.jp", "127.0.0.1", "[::1]", "a.b-c.io"]
)
urls = st.builds(
    "{}{}{}{}{}".format,
    st.sampled_from(["https://", "http://", "HTTPS://", "//", "", "ftp://", " https://"]),
    hosts,
    st.sampled_from(["", "", ":8080", ":0", ":99999"]),
    st.sampled_from(["", "/", "/a b", "/ü", "/%C3%BC", "/a;b", "/a/../b", "/e\u0301", '/"x"']),
    st.sampled_from(["", "?", "?q=1&r=ü", "#", "#part", "?#", "\n", " "]),
)
names = st.sampled_from(
    [
        *("Ada Rossi", "Ada Rossi", "A. Rossi", "ADA ROSSI", "Zoë Ångström", "Zoë Ångstro\u0308m"),
        *(
            "Ludwig van Beethoven",
            "Sammy Davis Jr.",
            "熊伟",
            "山田太郎",
            "O’Brien",
            "Jean-Luc Picard",
        ),
        *("Henry III", "María José García Márquez", "Plato", "ada rossi", "Mehmet İnce"),
    ]
)
slugs = st.sampled_from(
    ["", "", "nash", "Nash", "nash-2", "zoe\u0308", "熊伟", "with", "a b", "x-"]
)
of_kind: dict[str, st.SearchStrategy[Any]] = {
    "slug": slugs,
    "former_slugs": st.lists(slugs, max_size=3),
    "variants": st.lists(names, max_size=2),
    "email": st.sampled_from(["", " a@example.org", "a@müller.example", '"a b"@example.org', "x"]),
    "native_language": st.sampled_from(["", "zh", "zh-Hant", " ja ", "x"]),
    "time_zone": st.sampled_from(["", "America/New_York", " Europe/Berlin ", "UTC", "Mars"]),
    "arxiv_id": st.sampled_from(
        ["", "2304.06767", "arXiv:2304.06767v2 [cs.LG]", "math.GT/0309136"]
    ),
    "doi": st.sampled_from(
        [
            "",
            "10.1234/a",
            "https://doi.org/10.1234/A%2Fb",
            "doi: 10.1234/<é>#;",
            '10.1/"',
            "10.1234/\\",
        ]
    ),
    "orcid": st.sampled_from(["", "0000-0002-1825-0097", "https://orcid.org/0000-0002-1694-233x"]),
    "citation_key": st.sampled_from(
        ["", "nash2023", "Nash2023", "nash'2023", "müller", "a b", "é"]
    ),
    "photo": st.sampled_from(["", "photos/me.jpg", "photos/zoë.PNG"]),
    "thumbnail": st.sampled_from(["", "thumbnails/a.png"]),
    "pdf": st.sampled_from(["", "papers/a.pdf", "papers/a “b”.PDF"]),
    "file": st.sampled_from(["", "papers/slides.pdf", "papers/data.zip"]),
    "isbn": st.sampled_from(["", "978-0-262-03924-6", "ISBN 0-8044-2957-X", "9780262039245"]),
    "issn": st.sampled_from(["", "1532-4435", "ISSN 2835 8856", "1532-4436"]),
    "year": st.sampled_from([None, 2024, 1499]),
    "most_pages": st.none() | st.integers(0, 200),
    "most": st.none() | st.integers(0, 40_000),
}
positions = st.sampled_from([None, 1, 1, 2, -5, 1_000_000])


def values_of(column: Any) -> st.SearchStrategy[Any]:
    """Return values for a field, odd ones too; not all of them are accepted."""
    if column.name in of_kind:
        return of_kind[column.name]
    if column.name == "position" and isinstance(column, models.IntegerField):
        return positions
    if column.choices:
        return st.sampled_from([key for key, _ in column.flatchoices])
    if isinstance(column, CVDateField):
        return st.none() | cv_dates | st.sampled_from(["2023.8 - present", "Winter 2019-20", " "])
    if isinstance(column, models.BooleanField):
        return st.booleans()
    if isinstance(column, models.TimeField):
        return st.none() | st.times() | st.sampled_from([time(0), time(14), time(14, 0, 30)])
    if isinstance(column, WebAddressField):
        return urls | texts
    if isinstance(column, LinesField):
        return st.lists(texts, max_size=3)
    if isinstance(column, MarkdownField) or not column.max_length:
        return texts
    most = column.max_length
    whole = texts.filter(bool).map(lambda text: (text * most)[: most + 3])
    return texts | whole | whole.map(lambda text: text[:most])


def entered(model: type[models.Model]) -> st.SearchStrategy[dict[str, Any]]:
    """Return the values of a row as they are entered."""
    columns = [
        column
        for column in model._meta.concrete_fields
        if column.name not in NOT_ENTERED and not column.is_relation and not column.generated
        if column.editable
    ]
    return st.fixed_dictionaries({column.name: values_of(column) for column in columns})


def accepted(row: Any, **plain: Any) -> Any:
    """Save the row if the forms would; refused values become empty, or ``plain``."""
    for _attempt in range(3):
        try:
            row.full_clean()
        except ValidationError as error:
            if not _corrected(row, set(error.message_dict), plain):
                return None
        else:
            row.save()
            return row
    return None


def _corrected(row: Any, wrong: set[str], plain: dict[str, Any]) -> bool:
    for name in wrong - {NON_FIELD_ERRORS}:
        default = row._meta.get_field(name).get_default()
        setattr(row, name, plain.get(name, default))
    if "thumbnail_alt" in wrong:
        row.thumbnail = ""
    if "start_time" in wrong or "end_time" in wrong:
        row.start_time = row.end_time = None
    for name in {"url", "file", "is_owner"} if NON_FIELD_ERRORS in wrong else ():
        if hasattr(row, name):
            setattr(row, name, "" if name != "is_owner" else False)
    return True


PLAIN = {
    **dict.fromkeys(("name", "institution", "organisation", "title", "label", "venue"), "Plain"),
    "short_name": "Plain",
    "place": "Plain",
    "family_name": "Plain",
}

Draw = Callable[[st.SearchStrategy[Any]], Any]


def fill(draw: Draw) -> None:
    """Fill the site, which is empty, with rows of every kind."""
    accepted(Profile(**draw(entered(Profile))), **PLAIN)
    for model in LISTS:
        for values in draw(st.lists(entered(model), max_size=2)):
            accepted(model(**values), **PLAIN)
    _choose_sections(draw)
    venues, topics, authors = (_rows(draw, model) for model in (Venue, Topic, Author))
    for values in draw(st.lists(entered(Publication), max_size=3)):
        paper = Publication(**values, venue=draw(st.sampled_from([None, *venues])))
        if accepted(paper, **PLAIN):
            paper.topics.set(draw(st.sets(st.sampled_from(topics))) if topics else [])
            _credit(draw, paper, authors)
            _add(draw, PublicationAward, publication=paper)
            _add(draw, PublicationLink, publication=paper)
            if draw(st.booleans()):
                paper.published_as = Publication.objects.exclude(pk=paper.pk).first()
                paper.save()
    assign_citation_keys()
    for values in draw(st.lists(entered(Talk), max_size=2)):
        talk = Talk(**values)
        if accepted(talk, **PLAIN):
            _add(draw, Presentation, talk=talk)
            _add(draw, TalkLink, talk=talk)


def _choose_sections(draw: Draw) -> None:
    """Change the CV, and make variants of it."""
    for section in CVSection.objects.all() if draw(st.booleans()) else ():
        for name, value in draw(entered(CVSection)).items():
            setattr(section, name, value)
        accepted(section)
    for own in Section.objects.all() if draw(st.booleans()) else ():
        accepted(CVSection(own_section=own, **draw(entered(CVSection))))
    for values in draw(st.lists(entered(CVVariant), max_size=2)):
        variant = accepted(CVVariant(**values), **PLAIN)
        for more in draw(st.lists(entered(VariantSection), max_size=3)) if variant else ():
            own = draw(st.sampled_from([None, *Section.objects.all()]))
            accepted(VariantSection(**more, variant=variant, own_section=own))


def _rows(draw: Draw, model: type[models.Model]) -> list[Any]:
    rows = [model(**values) for values in draw(st.lists(entered(model), max_size=4))]
    for row in rows if model is Author else ():
        named = Author.from_printed(draw(names))
        row.given_name, row.family_name, row.suffix = named.name.given, named.name.family, ""
    return [row for row in rows if accepted(row, **PLAIN)]


def _add(draw: Draw, model: type[models.Model], **parent: models.Model) -> None:
    for values in draw(st.lists(entered(model), max_size=3)):
        accepted(model(**values, **parent), **PLAIN)


def _credit(draw: Draw, paper: Publication, authors: list[Author]) -> None:
    people = draw(st.lists(st.sampled_from(authors), unique=True, max_size=3)) if authors else []
    for position, author in enumerate(people, start=1):
        values = draw(entered(Authorship)) | {"position": position}
        values["credited_as"] = draw(st.just("") | names)
        accepted(Authorship(**values, publication=paper, author=author), credited_as="")
