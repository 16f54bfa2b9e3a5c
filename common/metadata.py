"""JSON-LD in schema.org's vocabulary, for search engines."""

import json
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from common.urls.site_url import Absolute

Data = dict[str, Any]

# Characters that could end the script element or a line are written as JSON escapes.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}


def render_json_ld(data: Data) -> SafeString:
    """Return the data as a script element that no text in it can break out of."""
    document = {"@context": "https://schema.org", **drop_empty(data)}
    text = json.dumps(document, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308


def drop_empty(value: Any) -> Any:
    """Return data without empty texts and lists, and without objects that have only a type.

    >>> without_empty({"name": "A", "url": "", "location": {"@type": "Place", "name": ""}})
    {'name': 'A'}
    """
    if isinstance(value, list):
        return [part for part in map(drop_empty, value) if part]
    if not isinstance(value, dict):
        return value
    parts = {key: drop_empty(part) for key, part in value.items()}
    filled = {key: part for key, part in parts.items() if part}
    return {} if filled.keys() <= {"@type"} else filled


def make_person_id(absolute: Absolute) -> str:
    """Return the ``@id`` of the site's owner, the same on all pages."""
    return f"{absolute(reverse('home'))}#person"
