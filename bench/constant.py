"""A site of pages that never change, ``/<bytes>``: what the server and Django take at least."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, MIDDLEWARE=[])
os.environ.setdefault("DJANGO_SETTINGS_MODULE", __name__)


def page(request: HttpRequest, size: int) -> HttpResponse:
    """Answer with so many bytes."""
    return HttpResponse(b"x" * size)


urlpatterns = [path("<int:size>", page)]
application = get_wsgi_application()
