"""Shortens texts that are too long for their place."""

from django.utils.translation import gettext as _


def shorten(text: str, longest: int) -> str:
    """Cut a text that is too long between two words, and end it with an ellipsis.

    >>> shorten("Theory and Practice of Lumps", 20)
    'Theory and Practice…'
    """
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    at_word = head.rpartition(" ")[0] if not text[longest - 1].isspace() else head
    return f"{(at_word if len(at_word) > longest // 2 else head).rstrip(' ,;:–—-')}…"


def cut_to_fit(text: str, longest: int, label: str) -> tuple[str, list[str]]:
    """Return the text, cut to fit its field if necessary, and a warning if it was cut."""
    if len(text) <= longest:
        return text, []
    return shorten(text, longest), [
        _("the %(label)s has %(length)s characters, and is cut to the %(longest)s that fit")
        % {"label": label, "length": f"{len(text):,}", "longest": f"{longest:,}"}
    ]
