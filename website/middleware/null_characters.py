"""Keeps the character U+0000 out of the database: PostgreSQL does not accept it in text."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, QueryDict


class NullCharacterMiddleware:
    """Answers 404 if U+0000 is in the path, and removes it from the query.

    Forms refuse it anyway.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query:
            request.META["QUERY_STRING"] = query.replace("%00", "")
            request.GET = QueryDict(request.META["QUERY_STRING"], encoding=request.encoding)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> None:
        """Raise Http404 here, where Django turns it into the site's 404 page."""
        if "\0" in request.path:
            raise Http404
