"""Small texts of the PDF as nodes of ``rich_text``."""

from __future__ import annotations

import re
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from common.dates.cv_date import CVDate
from website.cv.rich_text import Node, clean


def write_date(when: CVDate | None) -> str:
    return clean(when.display()) if when else ""


def render_line(template: str, context: dict[str, Any]) -> str:
    """Render a template, without the white space that only makes the template readable."""
    html = " ".join(render_to_string(template, context).split())
    return re.sub(r"(<p[^>]*>) | (?=</p>)", r"\1", html)


def join(parts: list[list[Node]], separator: str) -> list[Node]:
    joined: list[Node] = []
    for part in filter(None, parts):
        joined += [separator, *part] if joined else part
    return joined


def emphasise(text: str, tag: str = "em") -> list[Node]:
    return [{"tag": tag, "children": [clean(text)]}] if text else []


def name_advisors(advisors: str) -> list[Node]:
    return [_("Advisor: %(names)s") % {"names": clean(advisors)}] if advisors else []


def capitalize(nodes: list[Node]) -> list[Node]:
    """Capitalize the first letter, as summaries are often written to continue the title."""
    if not nodes:
        return []
    first, *rest = nodes
    if isinstance(first, str):
        return [first[:1].upper() + first[1:], *rest]
    if first["tag"] == "math":
        return nodes
    return [{**first, "children": capitalize(first["children"])}, *rest]
