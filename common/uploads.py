"""Serves what the owner uploaded: pictures and PDFs."""

import mimetypes
from pathlib import PurePosixPath

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from common.files import is_never_used_again

# Not every system knows them.
for extension in ("avif", "webp"):
    mimetypes.add_type(f"image/{extension}", f".{extension}")

# What a browser may show by itself; everything else is offered for saving.
SHOWN = {"image/jpeg", "image/png", "image/webp", "image/avif", "application/pdf"}


@require_safe
def serve(request: HttpRequest, name: str) -> FileResponse:
    """Send one uploaded file in a form that cannot run scripts on the site."""
    if any(part.startswith(".") for part in PurePosixPath(name).parts):
        raise Http404
    try:
        file = default_storage.open(name)
    except (OSError, ValueError, SuspiciousFileOperation) as error:
        raise Http404 from error
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = FileResponse(file, as_attachment=kind not in SHOWN, content_type=kind)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    if is_never_used_again(name):
        response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
