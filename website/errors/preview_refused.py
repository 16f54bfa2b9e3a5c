"""What the Markdown editor shows when a preview is refused."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

SIGNED_OUT = _(
    "You are signed out, so there is no preview. What you typed is still here: sign in in another "
    "tab, and save this form."
)
SIGNED_IN_AGAIN = _(
    "You signed in again after this form was opened, so there is no preview until you save it."
)
NOT_ALLOWED = _("Your account may not write texts.")


def refuse_preview(request: HttpRequest, sentence: object) -> HttpResponse:
    """Return 403 in the format that the editor shows instead of the preview."""
    if request.path == reverse("markdown-upload"):
        return JsonResponse({"image": [str(sentence)]}, status=403)
    return HttpResponse(str(sentence), status=403, content_type="text/plain; charset=utf-8")
