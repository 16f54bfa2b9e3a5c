"""Serves what the owner uploaded: pictures and PDFs."""

import mimetypes
from pathlib import PurePosixPath

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from common.files import Use, is_never_used_again, uses_of
from common.storage import StorageError

# Not every system knows them.
for extension in ("avif", "webp"):
    mimetypes.add_type(f"image/{extension}", f".{extension}")

# What a browser may show by itself; everything else is offered for saving.
SHOWN = {"image/jpeg", "image/png", "image/webp", "image/avif", "application/pdf"}


_SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"
# Without the sandbox, in which not every browser opens its viewer of PDFs.
_OPENED_BY_VIEWER = "default-src 'none'; frame-ancestors 'none'"


@require_safe
def serve(request: HttpRequest, name: str) -> FileResponse:
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
    response = send(name)
    if is_withheld:
        response["Cache-Control"] = "private, no-store"
    elif is_never_used_again(name):
        # What may be withdrawn one day is kept by those who have read it, and by nobody between.
        whose = "private" if uses - {Use.OTHER} else "public"
        response["Cache-Control"] = f"{whose}, max-age=31536000, immutable"
    else:
        response["Cache-Control"] = "no-cache"
    return response


def send(name: str) -> FileResponse:
    """Return an upload in a form that cannot run scripts on the site; raise Http404 without one."""
    if any(part.startswith(".") for part in PurePosixPath(name).parts):
        raise Http404
    try:
        file = default_storage.open(name)
    except StorageError:
        raise  # it may well be there: no 404
    except (OSError, ValueError, SuspiciousFileOperation) as error:
        raise Http404 from error
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = FileResponse(file, as_attachment=kind not in SHOWN, content_type=kind)
    is_pdf = kind == "application/pdf"
    response["Content-Security-Policy"] = _OPENED_BY_VIEWER if is_pdf else _SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    return response
