"""Where attempts to sign in are counted."""

import time
from collections.abc import Iterable
from typing import Any

from django.core.cache.backends.db import DatabaseCache

LEEWAY = 60  # seconds by which the clocks of several machines may differ


class AttemptCache(DatabaseCache):
    """Django's cache in the database, without attempts that are dated ahead of the clock.

    django-allauth stores a list of times for each limit. If the clock was ahead when they were
    counted, they would lock the account until those times come.
    """

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        """Return the values, which ``get`` does by this too."""
        latest = time.time() + LEEWAY
        found: dict[Any, Any] = super().get_many(keys, version)
        for key, value in found.items():
            if isinstance(value, list):
                found[key] = [moment for moment in value if moment <= latest]
        return found
