"""Serves uploads: pictures and PDFs."""

import mimetypes
from datetime import datetime
from hashlib import sha256
from pathlib import PurePosixPath

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date, quote_etag

from common.http.read_only import read_only
from common.http.security_policy import NOTHING, write_policy
from common.media.byte_ranges import send_range
from common.media.files import is_never_used_again
from common.media.names import is_valid_name
from common.media.storage import StorageError
from common.media.uses import Use, find_drafts_with, find_uses, may_be_used_by_another_name
from common.publishing import may_see_drafts

# Not every system knows these types.
for extension in ("avif", "webp"):
    mimetypes.add_type(f"image/{extension}", f".{extension}")

# The types that browsers may open. All others are downloaded.
INLINE_TYPES = {"image/jpeg", "image/png", "image/webp", "image/avif", "application/pdf"}


_SANDBOX = write_policy({**NOTHING, "sandbox": True})
# No sandbox, because not every browser opens its PDF viewer in one.
_POLICY_FOR_PDF = write_policy(NOTHING)


@read_only
def serve(request: HttpRequest, name: str) -> HttpResponseBase:
    """Send an upload. Files of drafts are for editors only, and deleted files for nobody.

    A public file takes one query, or two if no row has it, and does not read the session.
    """
    if not is_valid_name(name):
        raise Http404
    uses = find_uses(name)
    if uses == {Use.DELETED} or (not uses and may_be_used_by_another_name(name)):
        raise Http404
    uses -= {Use.DELETED}
    is_withheld = uses == {Use.DRAFT}
    if is_withheld and not any(
        may_see_drafts(request.user, model) for model in find_drafts_with(name)
    ):
        raise Http404
    response = send(request, name)
    if is_withheld:
        response["Cache-Control"] = "private, no-store"
    elif is_never_used_again(name):
        # A file that may be withdrawn is cached by browsers, but not by proxies.
        scope = "private" if uses - {Use.OTHER} else "public"
        response["Cache-Control"] = f"{scope}, max-age=31536000, immutable"
    else:
        response["Cache-Control"] = "no-cache"
    return response


def send(request: HttpRequest, name: str, changed_at: datetime | None = None) -> HttpResponseBase:
    """Send an upload with headers that keep it from running scripts on the site.

    The response is the whole file, the requested range, or 304 if the browser has it already.
    ``changed_at`` is the time since which this URL may have another file. Raises Http404 if the
    file does not exist.
    """
    if not is_valid_name(name):
        raise Http404
    try:
        size = default_storage.size(name)
        stored_at = default_storage.get_modified_time(name)
        file = default_storage.open(name)
    except StorageError:
        raise  # not a 404: the file may exist
    except (OSError, ValueError, SuspiciousFileOperation) as error:
        raise Http404 from error
    etag = quote_etag(sha256(f"{name} {size} {stored_at.timestamp()}".encode()).hexdigest()[:32])
    changed = int(max(stored_at, changed_at or stored_at).timestamp())
    response: HttpResponseBase = (
        get_conditional_response(request, etag, changed)
        or send_range(request, file, size, etag)
        or FileResponse(file)
    )
    if not response.streaming:
        file.close()
    return _add_headers(response, name, etag, changed)


def _add_headers(
    response: HttpResponseBase, name: str, etag: str, changed: int
) -> HttpResponseBase:
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    is_pdf = kind == "application/pdf"
    response["ETag"], response["Last-Modified"] = etag, http_date(changed)
    response["Accept-Ranges"] = "bytes"
    response["Content-Security-Policy"] = _POLICY_FOR_PDF if is_pdf else _SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    if response.streaming:
        response["Content-Type"] = kind
        file_name = PurePosixPath(name).name
        if disposition := content_disposition_header(kind not in INLINE_TYPES, file_name):
            response["Content-Disposition"] = disposition
    return response
