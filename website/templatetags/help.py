"""The link from a page of the admin to its help."""

from typing import Any

from django import template
from django.urls import reverse

from website.help.pages import load_pages

register = template.Library()

# The page, and the section of it, for each list and its forms, and for other pages by the names
# of their URLs, which come first.
TARGETS = {
    "undo-import": "upkeep#without-a-terminal",
    "publications_publication_import": "importing",
    "publications_author_collaborators": "coauthors",
    "upkeep": "upkeep#without-a-terminal",
    "upkeep-task": "upkeep#without-a-terminal",
    "upkeep-content": "content-file",
    "mfa_index": "signing-in#passkeys-and-two-step-sign-in",
    "usersessions_list": "signing-in",
    "publications.publication": "papers",
    "publications.author": "authors",
    "publications.venue": "venues",
    "publications.topic": "papers#topics",
    "talks.talk": "talks",
    "profile.profile": "profile",
    "profile.profilelink": "profile",
    "profile.education": "profile",
    "profile.experience": "profile",
    "profile.award": "profile",
    "profile.teaching": "profile",
    "profile.service": "profile",
    "profile.section": "profile",
    "website.cvsection": "cv#choose-and-order-the-sections",
    "website.cvvariant": "cv#a-cv-for-another-purpose",
    "website.user": "signing-in",
    "auth.group": "signing-in",
}


@register.simple_tag(takes_context=True)
def find_help(context: Any) -> dict[str, str]:
    """Return the ``url`` and the ``title`` of the help for the page that is shown."""
    request, opts = context.get("request"), context.get("opts")
    match = getattr(request, "resolver_match", None)
    target = TARGETS.get(match.url_name or "" if match else "")
    target = target or TARGETS.get(opts.label_lower if opts else "")
    if target is None:
        return {"url": reverse("help"), "title": ""}
    name, hash_, anchor = target.partition("#")
    url = reverse("help-page", args=[name])
    return {"url": f"{url}{hash_}{anchor}", "title": load_pages()[name].title}
