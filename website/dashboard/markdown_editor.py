"""The two addresses that the Markdown editor of the admin calls; for staff alone.

django-markdownx's own are open to anybody and store what they are sent, so they are not used.
"""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from common.media.files import StoredIn
from common.media.images import reencode
from common.media.storage import StorageError
from common.text.markdown import render_anew
from website.errors.preview_refused import SIGNED_OUT, refuse_preview

LONGEST_TEXT = 200_000
View = Callable[[HttpRequest], HttpResponse]


def staff_only(view: View) -> View:
    """Refuse whoever is not signed in as staff, with 403 and a sentence for the editor to show."""

    @wraps(view)
    def checked(request: HttpRequest) -> HttpResponse:
        if not (request.user.is_active and request.user.is_staff):
            return refuse_preview(request, SIGNED_OUT)
        return view(request)

    return checked


@require_POST
@staff_only
def preview(request: HttpRequest) -> HttpResponse:
    """Return the Markdown in ``content`` as the HTML that the pages show."""
    text = request.POST.get("content", "")
    if len(text) > LONGEST_TEXT:
        return HttpResponse("This text is too long for a preview.", status=413)
    return HttpResponse(render_anew(text))


@require_POST
@staff_only
def upload(request: HttpRequest) -> HttpResponse:
    """Store the picture in ``image``, made anew, and return the Markdown that shows it."""
    file = request.FILES.get("image")
    if file is None:
        return JsonResponse({"image": ["No picture was sent."]}, status=400)
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
