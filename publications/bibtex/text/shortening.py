"""Texts that are too long for their place."""


def shorten(text: str, longest: int) -> str:
    """Cut a text that is too long between two words, and end it in an ellipsis.

    >>> shorten("Theory and Practice of Lumps", 20)
    'Theory and Practice…'
    """
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    at_word = head.rpartition(" ")[0] if not text[longest - 1].isspace() else head
    return f"{(at_word if len(at_word) > longest // 2 else head).rstrip(' ,;:–—-')}…"


def cut_to_fit(text: str, longest: int, label: str) -> tuple[str, list[str]]:
    """Return a text that fits its field, and a warning if it had to be cut."""
    if len(text) <= longest:
        return text, []
    return shorten(text, longest), [
        f"the {label} has {len(text):,} characters, and is cut to the {longest:,} that fit"
    ]
