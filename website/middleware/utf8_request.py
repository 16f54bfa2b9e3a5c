"""Requests are read as UTF-8, the encoding that browsers use for this site."""

from typing import Any

from django.core.handlers.wsgi import WSGIRequest


class Utf8Request(WSGIRequest):
    """A request that ignores the encoding named in its Content-Type header.

    Otherwise Django reads the query in it, before any middleware, and fails if it is one like
    "hex". In others, characters that no URL can have would get into the query.
    """

    @property
    def encoding(self) -> Any:
        return "utf-8"

    @encoding.setter
    def encoding(self, encoding: Any) -> None:
        pass
