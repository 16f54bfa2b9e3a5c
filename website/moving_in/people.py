"""The owner of a site: links to pages elsewhere on the web, and the author who is the owner."""

from __future__ import annotations

from website.moving_in.pages import Page
from website.moving_in.site import MovedSite

# For each kind of ``ProfileLink``, its URL, and what the themes call it.
_LINKS = {
    "github": ("https://github.com/{}", ("github", "github_username")),
    "google-scholar": (
        "https://scholar.google.com/citations?user={}",
        ("googlescholar", "google-scholar", "academicons/google-scholar", "scholar_userid"),
    ),
    "orcid": ("https://orcid.org/{}", ("orcid", "orcid_id", "academicons/orcid")),
    "linkedin": ("https://www.linkedin.com/in/{}", ("linkedin", "linkedin_username")),
    "dblp": ("https://dblp.org/{}", ("dblp", "dblp_url")),
    "semantic-scholar": (
        "https://www.semanticscholar.org/author/{}",
        ("semantic", "semanticscholar_id"),
    ),
    "mastodon": ("https://{}", ("mastodon", "mastodon_username")),
    "bluesky": ("https://bsky.app/profile/{}", ("bluesky", "bluesky_url")),
    "website": ("https://{}", ("uri", "website")),
}


def add_links(site: MovedSite, page: Page) -> None:
    """Add the links that a page has as values: ``github: octocat`` or ``orcid: https://...``."""
    for kind, (url, names) in _LINKS.items():
        if value := page.take_text(*names):
            add_link(site, kind, value if "://" in value else url.format(value.lstrip("@")))


def add_profiles(site: MovedSite, page: Page) -> None:
    """Add the links that HugoBlox has as a list with icons."""
    kinds = {name: kind for kind, (_url, names) in _LINKS.items() for name in names}
    for name in ("profiles", "social"):
        listed = page.take(name)
        for one in listed if isinstance(listed, list) else []:
            link = Page(page.name, one if isinstance(one, dict) else {})
            url = link.take_text("url", "link")
            icon = link.take_text("icon").removeprefix("brands/")
            label = link.take_text("label")
            if url.startswith("mailto:") and "email" not in site.content["profile"]:
                site.content["profile"]["email"] = url.removeprefix("mailto:")
            elif "://" in url:
                add_link(site, kinds.get(icon, "website"), url, label)
            elif url:
                site.notes.append(f"{page.name}: {url}")


def add_link(site: MovedSite, kind: str, url: str, label: str = "") -> None:
    if url not in {link["url"] for link in site.content.get("links", [])}:
        site.add("links", {"kind": kind, "url": url, "label": label})


def add_owner(site: MovedSite) -> None:
    """Add the owner as the author whose name is printed in bold."""
    name = site.content.get("profile", {}).get("name", "")
    links = site.content.get("links", [])
    orcid = next((link["url"] for link in links if link["kind"] == "orcid"), "")
    if name:
        orcid = orcid.rstrip("/").rpartition("/")[2]
        site.add("authors", {"name": name, "is_owner": True, "orcid": orcid})
