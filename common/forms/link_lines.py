"""Reads links from lines of text: an address in each, perhaps with a label."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.links import Link

MOST = 50  # lines
_ADDRESS = re.compile(r"https?://\S+|(?<!\S)(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?(?!\S)", re.IGNORECASE)
_AROUND = " \t-–—:,;|()<>[]\"'"


class KindSigns(NamedTuple):
    """What the address of a link tells of its kind: first the end of its path, then its host."""

    endings: Mapping[str, str]
    hosts: Mapping[str, str]
    otherwise: str

    def guess(self, url: str) -> str:
        parts = urlsplit(url)
        path, host = parts.path.lower(), (parts.hostname or "").lower()
        for host_and_path, kind in self.hosts.items():
            name, _slash, start = host_and_path.partition("/")
            is_host = host == name or host.endswith(f".{name}")
            if is_host and path.startswith(f"/{start}" if start else ""):
                return kind
        for ending, kind in self.endings.items():
            if path.endswith(ending):
                return kind
        return self.otherwise


class LinkLinesField(forms.CharField):
    """Addresses, one in a line; its value is a list of links that are not saved yet."""

    def __init__(self, model: type[Link], signs: KindSigns, **kwargs: Any) -> None:
        self.model: Any = model
        self.signs = signs
        widget = forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"})
        super().__init__(**{"required": False, "widget": widget, **kwargs})

    def clean(self, value: Any) -> list[Any]:
        lines = [line for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST:
            raise ValidationError(_("Enter up to %(most)s links at once.") % {"most": MOST})
        links, errors = [], []
        for line in lines:
            try:
                links.append(self._read(line))
            except ValidationError as error:
                errors.append(f"“{line.strip()[:100]}”: {' '.join(error.messages)}")
        if errors:
            raise ValidationError(errors)
        return links

    def _read(self, line: str) -> Any:
        found = _ADDRESS.search(line)
        if found is None:
            raise ValidationError(_("There is no web address in this line."))
        url = found[0] if "://" in found[0] else f"https://{found[0]}"
        label = (line[: found.start()] + " " + line[found.end() :]).strip(_AROUND)
        kinds: Any = self.model._meta.get_field("kind")
        named = {str(name).casefold(): kind for kind, name in kinds.choices}
        kind = named.get(label.casefold())
        link = self.model(kind=kind or self.signs.guess(url), label="" if kind else label, url=url)
        link.clean_fields(exclude=["publication", "position"])
        return link


def leave_out_known(links: Iterable[Link], known: Iterable[Link]) -> Iterator[Link]:
    """Yield the links whose addresses are new, each once."""
    seen = {link.url.rstrip("/") for link in known}
    for link in links:
        if link.url.rstrip("/") not in seen:
            seen.add(link.url.rstrip("/"))
            yield link
