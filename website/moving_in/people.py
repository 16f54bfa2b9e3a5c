"""The owner of a site: links to pages elsewhere on the web, and the author who is the owner."""

from __future__ import annotations

from django.utils.translation import gettext as _

from website.moving_in.pages import Page, split_url
from website.moving_in.site import MovedSite

# For each kind of ``ProfileLink``, its URL, and what the Jekyll themes call the name in it.
_LINKS = {
    "github": ("https://github.com/{}", ("github", "github_username")),
    "google-scholar": (
        "https://scholar.google.com/citations?user={}",
        ("googlescholar", "scholar_userid"),
    ),
    "orcid": ("https://orcid.org/{}", ("orcid", "orcid_id")),
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


def _get_host(url: str) -> str:
    return (split_url(url).hostname or "").removeprefix("www.")


_KINDS = {_get_host(url.format("")): kind for kind, (url, _names) in _LINKS.items()}


def add_links(site: MovedSite, page: Page) -> None:
    """Add the links that a page has as values: ``github: octocat`` or ``orcid: https://...``."""
    for kind, (url, names) in _LINKS.items():
        if value := page.take_text(*names):
            add_link(site, value if "://" in value else url.format(value.lstrip("@")), kind)


def add_profiles(site: MovedSite, page: Page) -> None:
    """Add the links that HugoBlox has as a list with icons."""
    for name in ("profiles", "social"):
        for link in page.take_pages(name):
            url = link.take_text("url", "link")
            if url.startswith("mailto:"):
                site.content["profile"].setdefault("email", url.removeprefix("mailto:"))
            elif "://" in url:
                kind = _KINDS.get(_get_host(url), "website")
                add_link(site, url, kind, link.take_text("label"))
            elif url:
                sentence = _("%(name)s: the link %(url)s is left out.")
                site.notes.append(sentence % {"name": page.name, "url": url})


def add_link(site: MovedSite, url: str, kind: str, label: str = "") -> None:
    """Add a link. Of several websites, each is called by its host."""
    links = site.content.get("links", [])
    if kind == "website" and not label:
        label = _get_host(url)
    if not any(link["url"] == url for link in links):
        site.add("links", {"kind": kind, "url": url, "label": label})


def add_owner(site: MovedSite) -> None:
    """Add the owner as the author whose name is printed in bold."""
    name = site.content.get("profile", {}).get("name", "")
    links = site.content.get("links", [])
    orcid = next((link["url"] for link in links if link["kind"] == "orcid"), "")
    if name:
        orcid = orcid.rstrip("/").rpartition("/")[2]
        site.add("authors", {"name": name, "is_owner": True, "orcid": orcid})
