"""Talks that have a page each, as in academicpages and HugoBlox."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from website.moving_in.pages import Page
from website.moving_in.papers import LINKS
from website.moving_in.site import MovedSite

_KINDS = {
    "tutorial": "tutorial",
    "keynote": "keynote",
    "seminar": "seminar",
    "poster": "poster",
    "contributed": "contributed",
    "proceedings": "contributed",
    "invited": "invited",
}
_LINKS = {"paper": "paper", "slides": "slides", "video": "video", "code": "code"}


def add_talk(site: MovedSite, page: Page) -> None:
    """Add a talk. One that was given several times is one talk with several presentations."""
    title = page.take_text("title")
    if not title:
        site.notes.append(_("%(name)s has no title, and is left out.") % {"name": page.name})
        return
    sort = page.take_text("type").casefold()
    location = page.take_text("location")
    place = page.take_text("venue", "event") or location
    if page.take_text("date") and not page.take_date("date"):
        sentence = _("The date of %(name)s cannot be read.")
        site.notes.append(sentence % {"name": page.name})
    presentation = {
        "place": place,
        "when": page.take_date("date"),
        "location": location if location != place else "",
        "url": page.take_text("event_url"),
    }
    presentations = [{k: v for k, v in presentation.items() if v}] if place else []
    if not place:
        sentence = _("%(name)s says no place, so the talk has no presentation.")
        site.notes.append(sentence % {"name": page.name})
    talk = {
        "title": title,
        "kind": next((kind for word, kind in _KINDS.items() if word in sort), "other"),
        "abstract": site.clean(page) or page.take_text("abstract", "summary", "excerpt"),
        "presentations": presentations,
        "links": _list_links(page),
    }
    same = next((one for one in site.content.get("talks", []) if one["title"] == title), None)
    if same:
        _merge(same, talk, site, page)
    else:
        site.add("talks", talk)


def _merge(same: dict[str, Any], talk: dict[str, Any], site: MovedSite, page: Page) -> None:
    """Add to a talk what another page says of it."""
    for key in ("presentations", "links"):
        present = same.get(key, [])
        new = [one for one in talk[key] if key == "presentations" or one not in present]
        if present or new:
            same[key] = [*present, *new]
    if not same.get("abstract") and talk["abstract"]:
        same["abstract"] = talk["abstract"]
    elif talk["abstract"] not in {"", same.get("abstract")}:
        sentence = _(
            "%(name)s has another abstract than an earlier page for the same talk. It is left out."
        )
        site.notes.append(sentence % {"name": page.name})


def _list_links(page: Page) -> list[dict[str, str]]:
    targets = ((name, page.take_text(f"url_{name}", f"{name}url")) for name in LINKS)
    return [
        {"kind": _LINKS.get(name, "other"), "url": url}
        for name, url in targets
        if url.startswith(("http://", "https://"))
    ]
