"""The links of the site to other sites, and the forms where they are edited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urldefrag

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q

from common.content_checks import EditLink
from common.fields import MarkdownField
from common.text.markdown import find_urls

# Every link in Markdown contains one of these. Texts without them are skipped.
_MARKS_OF_LINKS = ("](", "]:", "<http")
_WEB_URL = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class OutgoingLink:
    """One use of a URL: where it is edited, in which field, and whether that is a draft."""

    url: str
    edit_link: EditLink
    place: str
    is_draft: bool = False

    @property
    def page(self) -> str:
        """The URL without its fragment, as it is requested."""
        return urldefrag(self.url).url

    @property
    def is_broken(self) -> bool:
        """Whether it is not a valid URL: it lacks a scheme or a host, or contains a space."""
        try:
            _WEB_URL(self.url)
        except ValidationError:
            return True
        return False

    @property
    def is_unencrypted(self) -> bool:
        return self.url.lower().startswith("http:")

    @property
    def where(self) -> str:
        """Where the URL is used, for example "Tong Zhang, homepage"."""
        return ", ".join(filter(None, [self.edit_link.name, self.place]))

    def to_edit_link(self, note: str = "") -> EditLink:
        """Return a link to the form where this URL is edited, named by the URL."""
        notes = ", ".join(filter(None, [note, self.where]))
        name = self.url.replace("$", r"\$")  # a URL has no formulas
        return replace(self.edit_link, name=name, note=notes)


def list_links_of(model: type[models.Model], parent: str = "") -> Iterator[OutgoingLink]:
    """Yield the URLs in the URL and Markdown fields of all rows, in one query.

    ``parent`` is the foreign key to the row whose form contains these rows.
    """
    fields = [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.URLField | MarkdownField)
    ]
    rows = model._default_manager.filter(_has_any(fields)).order_by("pk")
    for row in rows.select_related(parent) if parent else rows:
        for field in fields:
            yield from _list_in_field(row, field, parent)


def _has_any(fields: Iterable[Any]) -> Q:
    condition = Q()
    for field in fields:
        if isinstance(field, MarkdownField):
            for mark in _MARKS_OF_LINKS:
                condition |= Q(**{f"{field.name}__contains": mark})
        else:
            condition |= ~Q(**{field.name: ""})
    return condition


def _list_in_field(row: Any, field: Any, parent: str) -> Iterator[OutgoingLink]:
    value = getattr(row, field.name)
    urls = (
        _list_in_markdown(value) if isinstance(field, MarkdownField) else [value] if value else []
    )
    edited = getattr(row, parent) if parent else row
    if parent:
        inline = row._meta.get_field(parent).remote_field.name
        edit_link, place = EditLink.of(edited, part=f"{inline}-group"), str(row)
    else:
        edit_link, place = EditLink.of(row, part=f"id_{field.name}"), str(field.verbose_name)
    for url in urls:
        yield OutgoingLink(url, edit_link, place, getattr(edited, "is_draft", False))


def _list_in_markdown(text: str) -> list[str]:
    """Return the links to other sites."""
    if not any(mark in text for mark in _MARKS_OF_LINKS):
        return []
    own = ("/", "#", "?", "mailto:", "tel:")
    return [url for url in find_urls(text) if url.startswith("//") or not url.startswith(own)]
