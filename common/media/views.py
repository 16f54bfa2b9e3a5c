"""Serves what the owner uploaded: pictures and PDFs."""

import mimetypes
from datetime import datetime
from hashlib import sha256
from pathlib import PurePosixPath

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date, quote_etag

from common.media.byte_ranges import part_asked_for
from common.media.files import Use, is_never_used_again, uses_of
from common.media.storage import StorageError
from common.read_only import read_only
from common.security_policy import NOTHING, write_policy

# Not every system knows them.
for extension in ("avif", "webp"):
    mimetypes.add_type(f"image/{extension}", f".{extension}")

# What a browser may show by itself; everything else is offered for saving.
SHOWN = {"image/jpeg", "image/png", "image/webp", "image/avif", "application/pdf"}


_SANDBOX = write_policy({**NOTHING, "sandbox": True})
# Without the sandbox, in which not every browser opens its viewer of PDFs.
_OPENED_BY_VIEWER = write_policy(NOTHING)


@read_only
def serve(request: HttpRequest, name: str) -> HttpResponseBase:
    """Send an upload; one that only drafts have, to staff alone, and a deleted one to nobody.

    It is asked for without the session where everybody may have it, in one query.
    """
    uses = uses_of(name) if "\0" not in name else set()
    if uses == {Use.DELETED}:
        raise Http404
    uses -= {Use.DELETED}
    is_withheld = uses == {Use.DRAFT}
    if is_withheld and not request.user.is_staff:
        raise Http404
    response = send(request, name)
    if is_withheld:
        response["Cache-Control"] = "private, no-store"
    elif is_never_used_again(name):
        # What may be withdrawn one day is kept by those who have read it, and by nobody between.
        whose = "private" if uses - {Use.OTHER} else "public"
        response["Cache-Control"] = f"{whose}, max-age=31536000, immutable"
    else:
        response["Cache-Control"] = "no-cache"
    return response


def send(request: HttpRequest, name: str, changed_at: datetime | None = None) -> HttpResponseBase:
    """Answer with an upload in a form that cannot run scripts on the site.

    In full or in the part that is asked for, or that the reader has it already. ``changed_at`` is
    when another file may have come under this address. Raises Http404 where there is no such file.
    """
    if any(part.startswith(".") for part in PurePosixPath(name).parts):
        raise Http404
    try:
        size = default_storage.size(name)
        stored_at = default_storage.get_modified_time(name)
        file = default_storage.open(name)
    except StorageError:
        raise  # it may well be there: no 404
    except (OSError, ValueError, SuspiciousFileOperation) as error:
        raise Http404 from error
    etag = quote_etag(sha256(f"{name} {size} {stored_at.timestamp()}".encode()).hexdigest()[:32])
    changed = int(max(stored_at, changed_at or stored_at).timestamp())
    response: HttpResponseBase = (
        get_conditional_response(request, etag, changed)
        or part_asked_for(request, file, size, etag)
        or FileResponse(file)
    )
    if not response.streaming:
        file.close()
    return _described(response, name, etag, changed)


def _described(response: HttpResponseBase, name: str, etag: str, changed: int) -> HttpResponseBase:
    """Give the answer its headers."""
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    is_pdf = kind == "application/pdf"
    response["ETag"], response["Last-Modified"] = etag, http_date(changed)
    response["Accept-Ranges"] = "bytes"
    response["Content-Security-Policy"] = _OPENED_BY_VIEWER if is_pdf else _SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    if response.streaming:
        response["Content-Type"] = kind
        file_name = PurePosixPath(name).name
        if disposition := content_disposition_header(kind not in SHOWN, file_name):
            response["Content-Disposition"] = disposition
    return response
