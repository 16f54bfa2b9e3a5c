"""Parses XML that may be hostile: no entities of its own, and not too deep."""

from html import escape
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from django.utils.translation import gettext as _

from publications.sources.readers.answer import UnreadableError
from publications.sources.readers.cleaning.json_data import refuse_large

_DEEPEST = 60


def parse_xml(data: bytes) -> Element:
    """Return the root of a document, with local names for tags. Raises UnreadableError."""
    refuse_large(data)
    builder = TreeBuilder()
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise UnreadableError(_("This XML is too deep to be a list of papers."))
        builder.start(_get_local_name(name), attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_get_local_name(name))

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.EntityDeclHandler = _refuse_entity
    try:
        parser.Parse(data, True)
        return builder.close()
    except (expat.ExpatError, AssertionError, ValueError, LookupError) as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError(_("This is not XML, or it was cut off.")) from error


def get_child_text(element: Element, *names: str) -> str:
    """Return the text of the first child with one of these names that has any."""
    for name in names:
        for child in element.findall(name):
            if text := " ".join("".join(child.itertext()).split()):
                return text
    return ""


def write_inner(element: Element) -> str:
    """Return the content of an element as markup."""
    parts = [escape(element.text or "", quote=False)]
    for child in element:
        inner = write_inner(child)
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in child.items())
        parts.append(f"<{child.tag}{attributes}>{inner}</{child.tag}>")
        parts.append(escape(child.tail or "", quote=False))
    return "".join(parts)


def _get_local_name(name: str) -> str:
    return name.rpartition(":")[2]


def _refuse_entity(*_args: Any) -> None:
    raise UnreadableError(_("This XML defines entities, which no list of papers does."))
