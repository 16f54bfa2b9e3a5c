"""Groups among the names of people: collaborations, consortia, teams, institutes."""

import re

from publications.names.name import tidy

# The last word of a name that is no person's.
_GROUP_WORDS = frozenset(
    (
        *("collaboration", "collaborations", "consortium", "consortia", "group", "groups", "team"),
        *("teams", "network", "committee", "initiative", "project", "alliance", "contributors"),
        *("developers", "foundation", "institute", "society", "association", "program"),
        *("programme", "force", "investigators", "university", "council", "commission"),
    )
)
_BEHALF = re.compile(r"(?:^|[\s,;(]+)(?:and )?on behalf of (?:the )?(?P<group>\S.*)", re.IGNORECASE)
_FOR = re.compile(
    r"(?:^|[\s,;(]+)(?:for|representing|and) the (?P<group>\S.*)|\((?:the )?(?P<inside>[^()]+)\)$",
    re.IGNORECASE,
)
_LONGEST = 1_000  # no name is longer, and a hostile text shall not be searched

_ARTICLE = re.compile(r"the ", re.IGNORECASE)
_BRACKETED = re.compile(r"[(\[]([^()\[\]]*)[)\]]")


def is_group_name(text: str) -> bool:
    """Say whether a name ends in a word that only groups have: "NOVUM Collaboration"."""
    words = re.sub(r"[{}().,]", " ", text).casefold().split()
    return len(words) > 1 and words[-1] in _GROUP_WORDS


def divide_group(text: str) -> tuple[str, str]:
    """Divide "U. Bianchi on behalf of the NOVUM Collaboration" into the person and the group.

    The group is empty where none is named, and the person where the group is alone: "for the
    NOVUM Collaboration", "the NOVUM Collaboration", "(NOVUM Collaboration)".
    """
    text = tidy(text)
    if len(text) > _LONGEST:
        return text, ""
    if found := _BEHALF.search(text):
        return _without_edges(text[: found.start()]), _without_brackets(found["group"])
    found = _FOR.search(text)
    group = (found["group"] or found["inside"]) if found else ""
    if found and is_group_name(group):
        return _without_edges(text[: found.start()]), _without_brackets(group)
    if _ARTICLE.match(text) and text[0].islower() and is_group_name(text):
        return "", text[len("the ") :]
    return text, ""


def bare_group_name(text: str) -> str:
    """Return the name of a group without the brackets around all of it."""
    text = tidy(text)
    found = _BRACKETED.fullmatch(text)
    return tidy(found[1]) if found and found[1].strip() else text


def _without_edges(text: str) -> str:
    return text.strip(" ,;(")


def _without_brackets(group: str) -> str:
    """Drop the bracket that closes what the words in front of the group opened."""
    group = group.strip(" ,;.")
    return group.removesuffix(")").rstrip() if group.count(")") > group.count("(") else group
