"""A Redis cache that does not take the site down with it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from time import monotonic
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

PAUSE = 5.0  # seconds


class _Pause:
    """Until when no process of its own asks a server that did not answer; shared by its threads."""

    until = 0.0


def _patiently(name: str, otherwise: Callable[..., Any]) -> Any:
    """Return the method of that name; it gives ``otherwise(...)`` where Redis does not answer."""
    method = getattr(RedisCache, name)

    @wraps(method)
    def patient(self: FailsafeRedisCache, *args: Any, **kwargs: Any) -> Any:
        if monotonic() >= _Pause.until:
            try:
                return method(self, *args, **kwargs)
            except RedisError as error:
                _Pause.until = monotonic() + PAUSE
                logger.warning(
                    "The cache does not answer (%s); the site does without it for %d seconds.",
                    type(error).__name__,
                    PAUSE,
                )
        return otherwise(*args, **kwargs)

    return patient


def _default(key: Any, default: Any = None, *_: Any, **__: Any) -> Any:
    return default


class FailsafeRedisCache(RedisCache):
    """Django's Redis cache, which has nothing and keeps nothing while the server does not answer.

    So pages take longer, and none fails. After a failure the server is left alone for some
    seconds, as every question would take as long as the time-out. ``incr`` and ``clear``, of which
    somebody wants the result, fail as ever. Nothing that must not be lost belongs into a cache.
    """

    get = _patiently("get", _default)
    get_many = _patiently("get_many", lambda *_, **__: {})
    has_key = _patiently("has_key", lambda *_, **__: False)
    add = _patiently("add", lambda *_, **__: False)
    set = _patiently("set", lambda *_, **__: None)
    set_many = _patiently("set_many", lambda *_, **__: [])
    touch = _patiently("touch", lambda *_, **__: False)
    delete = _patiently("delete", lambda *_, **__: False)
    delete_many = _patiently("delete_many", lambda *_, **__: None)

    def ping(self) -> None:
        """Ask the server whether it is there. Raises ConnectionError where it is not."""
        try:
            self._cache.get_client().ping()
        except RedisError as error:
            raise ConnectionError(str(error)) from error
