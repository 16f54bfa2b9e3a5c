"""Which answers are compressed on the way."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class CompressionMiddleware(GZipMiddleware):
    """Django's compression, but for files: those that can be compressed are already.

    Pictures and PDFs would lose their length, by which browsers show how much is still to come,
    and take the time of the process.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Return the answer, compressed where that helps."""
        return response if response.streaming else super().process_response(request, response)
