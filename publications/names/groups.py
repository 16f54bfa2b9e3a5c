"""Groups among the names of people: collaborations, consortia, teams, institutes."""

import re

from publications.names.name import tidy

# If a name ends in one of these words, it is not a person's.
_GROUP_WORDS = frozenset(
    (
        *("collaboration", "collaborations", "consortium", "consortia", "group", "groups", "team"),
        *("teams", "network", "committee", "initiative", "project", "alliance", "contributors"),
        *("developers", "foundation", "institute", "society", "association", "program"),
        *("programme", "force", "investigators", "university", "council", "commission"),
    )
)
# Of these, no person is called by any.
_NO_FAMILY_NAMES = frozenset(("collaboration", "collaborations", "consortium", "consortia"))
_BEHALF = re.compile(r"(?:^|[\s,;(]+)(?:and )?on behalf of (?:the )?(?P<group>\S.*)", re.IGNORECASE)
_FOR = re.compile(
    r"(?:^|[\s,;(]+)(?:for|representing|and) the (?P<group>\S.*)|\((?:the )?(?P<inside>[^()]+)\)$",
    re.IGNORECASE,
)
_LONGEST = 1_000  # no name is longer; searching a malicious text would take too long

_ARTICLE = re.compile(r"the ", re.IGNORECASE)
_BRACKETED = re.compile(r"[(\[]([^()\[\]]*)[)\]]")


def is_group_name(text: str) -> bool:
    """Whether a name ends in a word that only groups use: "NOVUM Collaboration"."""
    words = re.sub(r"[{}().,]", " ", text).casefold().split()
    return len(words) > 1 and words[-1] in _GROUP_WORDS


def is_surely_group(text: str) -> bool:
    """Whether a name without braces is a group's: "ATLAS Collaboration", "The Working Group"."""
    if not is_group_name(text):
        return False
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return words[-1] in _NO_FAMILY_NAMES or (words[0] == "the" and len(words) > 2)


def divide_group(text: str) -> tuple[str, str]:
    """Split "U. Bianchi on behalf of the NOVUM Collaboration" into the person and the group.

    The group is empty if none is named. The person is empty if only a group is named: "for the
    NOVUM Collaboration", "the NOVUM Collaboration", "(NOVUM Collaboration)".
    """
    text = tidy(text)
    if len(text) > _LONGEST:
        return text, ""
    if found := _BEHALF.search(text):
        return _strip_edges(text[: found.start()]), _remove_brackets(found["group"])
    found = _FOR.search(text)
    group = (found["group"] or found["inside"]) if found else ""
    if found and is_group_name(group):
        return _strip_edges(text[: found.start()]), _remove_brackets(group)
    if _ARTICLE.match(text) and text[0].islower() and is_group_name(text):
        return "", text[len("the ") :]
    return text, ""


def strip_group_name(text: str) -> str:
    """Return the name of a group without brackets around the whole of it."""
    text = tidy(text)
    found = _BRACKETED.fullmatch(text)
    return tidy(found[1]) if found and found[1].strip() else text


def _strip_edges(text: str) -> str:
    return text.strip(" ,;(")


def _remove_brackets(group: str) -> str:
    """Remove a closing bracket whose opening bracket comes before the group's name."""
    group = group.strip(" ,;.")
    return group.removesuffix(")").rstrip() if group.count(")") > group.count("(") else group
