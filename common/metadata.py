"""Facts in schema.org's vocabulary, as JSON-LD that machines read from a page."""

import json
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from common.urls.site_url import Absolute

Data = dict[str, Any]

# What could end the script, or a line of it, is written in JSON's own way.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}


def json_ld(data: Data) -> SafeString:
    """Return the facts as a script of data, which no text in them can break out of."""
    facts = {"@context": "https://schema.org", **without_empty(data)}
    text = json.dumps(facts, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308


def without_empty(value: Any) -> Any:
    """Return data without what says nothing: empty texts and lists, things that have but a type.

    >>> without_empty({"name": "A", "url": "", "location": {"@type": "Place", "name": ""}})
    {'name': 'A'}
    """
    if isinstance(value, list):
        return [kept for kept in map(without_empty, value) if kept]
    if not isinstance(value, dict):
        return value
    kept = {key: without_empty(part) for key, part in value.items()}
    kept = {key: part for key, part in kept.items() if part}
    return {} if kept.keys() <= {"@type"} else kept


def person_id(absolute: Absolute) -> str:
    """Return what identifies the owner of the site in the facts of all its pages."""
    return f"{absolute(reverse('home'))}#person"
