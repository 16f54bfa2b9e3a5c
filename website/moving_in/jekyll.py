"""Reads al-folio and academicpages, which are both built by Jekyll."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from common.dates.cv_date import CVDate
from common.dates.reading import to_edtf
from publications import bibtex
from website.moving_in.pages import Page, split_url
from website.moving_in.papers import add_papers, find_file
from website.moving_in.people import add_links, add_owner
from website.moving_in.site import MovedSite
from website.moving_in.talks import add_talk

_BEFORE_BIBTEX = re.compile(r"\A---\s*\n---\s*\n")  # al-folio's file is a page without values


def is_jekyll(site: MovedSite) -> bool:
    return bool(site.archive.find("_bibliography/*.bib", "_publications/*.md"))


def read(site: MovedSite) -> None:
    """Read the profile, papers, talks and news of a site built by Jekyll."""
    config = site.read_first("_config.yml")
    _read_profile(site, config)
    _read_bibliography(site)
    papers = site.read_pages("_publications/*.md", "_publications/*.html")
    add_papers(site, papers, split_url(config.take_text("url")).hostname or "")
    talks = site.read_pages("_talks/*.md", "_talks/*.html")
    for page in talks:
        add_talk(site, page)
    site.note_unused(talks)
    _read_news(site)


def _read_profile(site: MovedSite, config: Page) -> None:
    about = site.read_first("_pages/about.md", "about.md")
    author = config.take_page("author")
    socials = site.read_first("_data/socials.yml")
    names = (config.take_text(f"{name}_name") for name in ("first", "middle", "last"))
    profile: dict[str, Any] = {
        "name": " ".join(filter(None, names))
        or author.take_text("name")
        or config.take_text("name"),
        "position": about.take_text("subtitle", "description"),
        "institution": author.take_text("employer"),
        "email": socials.take_text("email")
        or author.take_text("email")
        or config.take_text("email"),
        "interests": author.take_text("bio"),
        "biography": site.clean(about),
    }
    site.content["profile"] = {name: text for name, text in profile.items() if text}
    for page in (socials, author, config):
        add_links(site, page)
    portrait = about.take_page("profile").take_text("image") or author.take_text("avatar")
    site.photo = find_file(site.archive, config, portrait) if portrait else ""
    about.taken |= {"title"}
    for page in (about, author, socials):
        site.note_unused([page])
    add_owner(site)


def _read_bibliography(site: MovedSite) -> None:
    for name in site.archive.find("_bibliography/*.bib"):
        text = _BEFORE_BIBTEX.sub("", site.archive.read_text(name))
        found = bibtex.read(text)
        page = Page(name, {})
        for entry in found.entries:
            files = tuple(
                replace(file, name=find_file(site.archive, page, file.name) or file.name)
                for file in entry.files
            )
            site.entries.append(replace(entry, files=files))
        site.refused += found.refused


def _read_news(site: MovedSite) -> None:
    """Put the news into a section of the CV, newest first."""
    pages = site.read_pages("_news/*.md")
    dated = sorted(((page.take_date("date"), page) for page in pages), key=_get_date, reverse=True)
    lines = []
    for when, page in dated:
        text = " ".join((site.clean(page) if page.take("inline") else "").split())
        text = text or page.take_text("title") or " ".join(site.clean(page).split())
        date = CVDate.from_edtf(to_edtf(when)).display() if when else ""
        lines.append(f"- {date}: {text}" if date else f"- {text}")
    if lines:
        site.add("sections", {"title": _("News"), "text": "\n".join(lines)})


def _get_date(dated: tuple[str, Page]) -> str:
    return dated[0]
