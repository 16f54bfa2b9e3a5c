"""What the Markdown editor shows in place of a preview that it may not have."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

SIGNED_OUT = (
    "You are signed out, so there is no preview. What you typed is still here: sign in in another "
    "tab, and save this form."
)
SIGNED_IN_AGAIN = (
    "You signed in again after this form was opened, so there is no preview until you save it."
)


def refuse_preview(request: HttpRequest, sentence: str) -> HttpResponse:
    """Return 403 in the form that the editor shows in the place of the preview."""
    if request.path == reverse("markdown-upload"):
        return JsonResponse({"image": [sentence]}, status=403)
    return HttpResponse(sentence, status=403, content_type="text/plain; charset=utf-8")
