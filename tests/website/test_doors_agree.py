"""The form, the content file and the model accept the same values, and store the same."""

import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from profile.models import Award, ProfileLink, Section
from publications.models import Topic, Venue
from tests.admin_forms import admin_url, errors_in, submitted
from tests.page import Page
from website import content_file

pytestmark = pytest.mark.django_db

REFUSED = "refused"
LINES = [
    *("Nash", " Nash ", "Nash\tLearning", "Nash\r\nLearning", "Nash\u2028", "Zoe\u0308", "\u00a0N"),
    *("a\x07", "a\x1b[0m", "a\x7f", "a\x85b", "a\ufffe", "a\0", "\U0001fae8", "a\u202eb", "‍"),
    *(
        "W" * 80,
        "W" * 81,
        "W" * 301,
        "e\u0301" * 80,
        '"""',
        "\\",
        "'",
        "true",
        "2023",
        "#",
        " ",
        "",
    ),
]
URLS = [
    *("https://example.org", "example.org/a", "//example.org", "HTTPS://example.org/", "ftp://a.b"),
    *("https://münchen.example/ü?q=ü#ü", "https://example.org:8080/", "https://[::1]/", " a.org "),
    *("https://me@example.org", "javascript:alert(1)", "mailto:a@b.de", "https://a b.org", "x"),
    *("https://a.org/\t", "https://a.org/\na", "https://a.org/\0", "https://[::1", "https://"),
    *("https://a.org/" + "a" * 486, "https://a.org/" + "a" * 487, "https://a.org:99999", ""),
]
DATES = [
    *(
        "2023",
        " 2023.8 - present ",
        "Spring 2021",
        "WS 2023/24",
        "May 2940 (expected)",
        "June 2022, 2023",
        "2023-08/..",
        "",
        "  ",
    ),
    *("soon", "2023-13", "2023-02-30", "0999", "2023\0", "2023\x07", "5/8/2023", "２０２３"),
    ", ".join(str(year) for year in range(1900, 1930)),
]
MARKDOWN = [
    "    code",
    "a\r\nb",
    "a\n",
    "\n",
    " ",
    "e\u0301",
    "a\x07",
    "a\0",
    '"""\n\\',
    "a\tb",
    "W" * 50_000,
    "W" * 50_001,
    "",
]
CASES = [
    *((Topic, "name", text) for text in LINES),
    *((Venue, "short_name", text) for text in LINES),
    *((Award, "title", text) for text in LINES),
    *((ProfileLink, "url", url) for url in URLS),
    *((Award, "when", date) for date in DATES),
    *((Section, "text", text) for text in MARKDOWN),
]
NEEDED: dict[Any, dict[str, str]] = {
    Award: {"title": "Prize"},
    ProfileLink: {"label": "A"},
    Section: {"title": "Grants"},
}
SECTIONS: dict[Any, str] = {
    Topic: "topics",
    Venue: "venues",
    Award: "awards",
    ProfileLink: "links",
    Section: "sections",
}


def through_the_model(model, values: dict[str, str]) -> str:
    try:
        row = model(**values)
        row.full_clean()
    except ValidationError as error:
        return told(" ".join(error.messages))
    row.save()
    return taken(model)


BLANK: dict[Any, dict[str, str]] = {}  # what the empty form of a model sends


def through_the_form(model, values: dict[str, str], desk) -> str:
    form = admin_url(model, "add")
    if model not in BLANK:
        BLANK[model] = submitted(Page(form, desk))
    answer = desk.post(form, BLANK[model] | values)
    return taken(model) if answer.status_code == 302 else told(" ".join(errors_in(answer)))


def through_the_file(model, values: dict[str, str]) -> str:
    lines = [f"{key} = {quoted(value)}" for key, value in values.items()]
    try:
        content_file.load("\n".join([f"[[{SECTIONS[model]}]]", *lines]))
    except content_file.ContentError as error:
        return told(" ".join(error.problems))
    return taken(model)


def quoted(text: str) -> str:
    """Return the text as TOML writes it: as JSON does, but for U+007F and halves of pairs."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def taken(model) -> str:
    """Return the value of the only row, and remove it."""
    row = model._default_manager.get()
    names = ("name", "short_name", "title", "url", "text", "when")
    found = {name: getattr(row, name) for name in names if hasattr(row, name)}
    row.delete()
    return repr(found)


def told(sentences: str) -> str:
    """Return that it was refused, after checking the sentence."""
    assert sentences
    assert "Ensure this" not in sentences
    assert "Null characters" not in sentences
    return REFUSED


@pytest.mark.parametrize(("model", "name", "value"), CASES)
def test_each_way_in_takes_or_refuses_a_value_alike(desk, model, name, value):
    values = NEEDED.get(model, {}) | {name: value}
    by_model = through_the_model(model, values)
    assert through_the_file(model, values) == by_model
    assert through_the_form(model, values, desk) == by_model
