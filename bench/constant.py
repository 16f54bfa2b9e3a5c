"""A site of constant pages, ``/<bytes>``: the least that the server and Django can take."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, MIDDLEWARE=[])
os.environ.setdefault("DJANGO_SETTINGS_MODULE", __name__)


def page(request: HttpRequest, size: int) -> HttpResponse:
    return HttpResponse(b"x" * size)


urlpatterns = [path("<int:size>", page)]
application = get_wsgi_application()
