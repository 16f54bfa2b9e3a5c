"""Reads HugoBlox (once Wowchemy and Hugo Academic)."""

from __future__ import annotations

from website.moving_in.pages import Page
from website.moving_in.papers import add_papers
from website.moving_in.people import add_owner, add_profiles
from website.moving_in.site import MovedSite
from website.moving_in.talks import add_talk

_PAPERS = tuple(f"content/{name}/*/index.md" for name in ("publication", "publications"))
_TALKS = tuple(f"content/{name}/*/index.md" for name in ("event", "events", "talk", "talks"))
_PEOPLE = ("content/authors/*/_index.md", "content/author/*/_index.md")


def is_hugo(site: MovedSite) -> bool:
    return bool(site.archive.find(*_PAPERS, *_PEOPLE))


def read(site: MovedSite) -> None:
    """Read the profile, papers and talks of a HugoBlox site."""
    people = site.read_pages(*_PEOPLE)
    _read_profile(site, people)
    names = {page.name.split("/")[2]: page.take_text("title", "name") for page in people}
    papers = site.read_pages(*_PAPERS)
    for page in papers:
        authors = page.take("authors", "author")
        if isinstance(authors, list):  # some are called by the names of their folders
            page.values["authors"] = [names.get(str(one)) or one for one in authors]
    add_papers(site, papers)
    talks = site.read_pages(*_TALKS)
    for page in talks:
        add_talk(site, page)
    site.note_unused(talks)


def _read_profile(site: MovedSite, people: list[Page]) -> None:
    by_folder = {page.name.split("/")[2]: page for page in people}
    owners = [page for page in people if page.take("superuser")]
    page = by_folder.get("admin") or by_folder.get("me") or next(iter(owners), Page("", {}))
    organisation = next(iter(page.take_pages("organizations")), Page(page.name, {}))
    profile = {
        "name": page.take_text("title", "name"),
        "position": page.take_text("role"),
        "institution": organisation.take_text("name"),
        "institution_url": organisation.take_text("url"),
        "email": page.take_text("email"),
        "interests": ", ".join(page.take_list("interests")),
        "biography": site.clean(page) or page.take_text("bio"),
    }
    site.content["profile"] = {key: text for key, text in profile.items() if text}
    add_profiles(site, page)
    courses = page.take_page("education").take_pages("courses")
    for row in courses or page.take_pages("education"):
        education = {
            "institution": row.take_text("institution"),
            "degree": row.take_text("course", "area"),
            "when": _take_span(row),
        }
        site.add("education", education)
    for row in page.take_pages("work"):
        work = {
            "organisation": row.take_text("company_name"),
            "role": row.take_text("position"),
            "when": _take_span(row),
            "description": row.take_text("summary"),
        }
        site.add("experience", work)
    site.photo = next(iter(site.archive.find(f"{page.name.rpartition('/')[0]}/avatar.*")), "")
    page.taken |= {"bio", "authors", "first_name", "last_name"}
    site.note_unused([page])
    add_owner(site)


def _take_span(row: Page) -> str:
    """Return the years of a row, or its first and last day."""
    start, end = row.take_date("date_start"), row.take_date("date_end")
    if start:
        return f"{start} - {end or 'present'}"
    return end or row.take_date("year")
