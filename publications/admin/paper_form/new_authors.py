"""The message that names the people who are new among the authors."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publications.authors.index import AuthorIndex
from publications.models import Author

_MOST = 20  # of the new authors, those of a collaboration may be thousands


def describe_new_authors(new: Sequence[Author], index: AuthorIndex) -> SafeString:
    """Return one message about all of them, with those who may be the same person."""
    links = [_link(author) for author in new[:_MOST]]
    if len(new) > _MOST:
        links.append(format_html(_("{} more"), len(new) - _MOST))
    names = format_html_join(", ", "{}", ((link,) for link in links[:-1] or links))
    if len(links) > 1:
        names = format_html(_("{} and {}"), names, links[-1])
    sentence = ngettext("{} is new among your authors.", "{} are new among your authors.", len(new))
    parts = [format_html(sentence, names)]
    for author in new[:_MOST]:
        if similar := index.find_similar(author):
            others = ", ".join(str(other) for other in similar)
            parts.append(_ask(author, others, is_only=len(new) == 1))
    if not any(author.is_owner for author in index):
        parts.append(format_html("{}", _("If one of them is you, mark that one as the owner.")))
    return format_html_join(" ", "{}", ((part,) for part in parts))


def _ask(author: Author, others: str, *, is_only: bool) -> SafeString:
    if is_only:
        return format_html(_("Is it the same person as {}?"), others)
    return format_html(_("Is {} the same person as {}?"), author, others)


def _link(author: Author) -> SafeString:
    url = reverse("admin:publications_author_change", args=[author.pk])
    return format_html('<a href="{}">{}</a>', url, author)
