"""What all apps may know of the owner. The app that has the profile says it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Owner:
    """How services on the web can reach the owner, and the owner's ORCID record."""

    email: str = ""
    orcid_url: str = ""


_find: Callable[[], Owner] = Owner


def register_owner(find: Callable[[], Owner]) -> None:
    """Name the function that finds the owner in the database."""
    global _find
    _find = find


def find_owner() -> Owner:
    """Return what the profile says of the owner now."""
    return _find()
