"""The two views that the admin's Markdown editor calls. For those who may write texts only.

django-markdownx's own views are open to anybody and store whatever they receive.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.apps import apps
from django.contrib.auth import get_permission_codename
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from common.fields import MarkdownField
from common.media.files import StoredIn
from common.media.images import reencode
from common.media.storage import StorageError
from common.text.markdown import LONGEST, render_uncached
from website.errors.preview_refused import NOT_ALLOWED, SIGNED_OUT, refuse_preview

View = Callable[[HttpRequest], HttpResponse]


def writers_only(view: View) -> View:
    """Answer 403, with a sentence for the editor to show, unless the user may write texts."""

    @wraps(view)
    def wrapper(request: HttpRequest) -> HttpResponse:
        if not (request.user.is_active and request.user.is_staff):
            return refuse_preview(request, SIGNED_OUT)
        if not may_write_texts(request.user):
            return refuse_preview(request, NOT_ALLOWED)
        return view(request)

    return wrapper


def may_write_texts(user: Any) -> bool:
    """Return whether the user may add or change anything that has a Markdown text."""
    return any(
        user.has_perm(f"{model._meta.app_label}.{get_permission_codename(action, model._meta)}")
        for model in apps.get_models()
        if any(isinstance(field, MarkdownField) for field in model._meta.fields)
        for action in ("add", "change")
    )


@require_POST
@writers_only
def preview(request: HttpRequest) -> HttpResponse:
    """Return the Markdown in ``content`` as HTML, as the pages show it."""
    text = request.POST.get("content", "")
    if len(text) > LONGEST:
        return HttpResponse(_("This text is too long for a preview."), status=413)
    return HttpResponse(render_uncached(text))


@require_POST
@writers_only
def upload(request: HttpRequest) -> HttpResponse:
    """Store the picture in ``image``, re-encoded, and return the Markdown that shows it."""
    file = request.FILES.get("image")
    if file is None:
        return JsonResponse({"image": [_("No picture was sent.")]}, status=400)
    try:
        picture = reencode(file)
    except ValidationError as error:
        return JsonResponse({"image": error.messages}, status=400)
    name = StoredIn("text")(None, f"picture.{picture.extension}")
    try:
        name = default_storage.save(name, picture.file)
    except StorageError as error:
        return JsonResponse({"image": [str(error)]}, status=503)
    return JsonResponse({"image_code": f"![]({default_storage.url(name)})"})
