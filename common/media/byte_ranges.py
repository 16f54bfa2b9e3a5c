"""Range requests, which PDF viewers use for long files (RFC 9110, section 14)."""

import re
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

_ONE_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
_AT_ONCE = 64 * 1024


def send_range(request: HttpRequest, file: Any, size: int, etag: str) -> HttpResponseBase | None:
    """Answer a range request; None if the whole file is to be sent.

    That is so if the request asks for several ranges, which may be answered in full, or for a range
    of another version of the file.
    """
    wanted = _ONE_RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if request.method != "GET" or not wanted or wanted[0] == "bytes=-":
        return None
    if request.headers.get("If-Range", etag) != etag:
        return None
    if wanted[1]:
        first, last = int(wanted[1]), min(int(wanted[2] or size), size - 1)
        if wanted[2] and int(wanted[2]) < first:
            return None  # not a valid range
    else:
        first, last = max(0, size - int(wanted[2])), size - 1
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = StreamingHttpResponse(_read(file, first, last - first + 1), status=206)
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(last - first + 1)
    return response


def _read(file: Any, start: int, length: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        while length > 0 and (data := file.read(min(length, _AT_ONCE))):
            length -= len(data)
            yield data
