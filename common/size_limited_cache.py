"""A cache in the memory of the process that never grows beyond a number of bytes."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache


class SizeLimitedCache(LocMemCache):
    """Django's cache in memory, bounded in bytes as well as in entries.

    The option ``MAX_BYTES`` is how many all values together may take. What was not asked for the
    longest goes first; a value that alone would take half of it is not kept.
    """

    _cache: OrderedDict[str, bytes]
    _expire_info: dict[str, float | None]

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(name, params)
        self._max_bytes = int(params["OPTIONS"]["MAX_BYTES"])

    def _set(self, key: str, value: bytes, timeout: Any = DEFAULT_TIMEOUT) -> None:
        """Keep a pickled value; called with the lock held."""
        if len(value) > self._max_bytes // 2:
            # An earlier value must not be found in its place.
            self._delete(key)  # type: ignore[attr-defined]
            return
        super()._set(key, value, timeout)  # type: ignore[misc]
        excess = sum(map(len, self._cache.values())) - self._max_bytes
        while excess > 0:
            oldest, dropped = self._cache.popitem()
            del self._expire_info[oldest]
            excess -= len(dropped)
