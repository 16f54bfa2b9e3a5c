"""The addresses of the copy: the site's own, and what a program would otherwise answer."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import get_script_prefix, path
from django.views.static import serve

from website.errors import views
from website.export.search_index import search_index
from website.urls import urlpatterns as addresses_of_site


def not_found(request: HttpRequest) -> HttpResponse:
    """Show the page that hosts give where nothing is."""
    response = views.not_found(request, Http404())
    response.status_code = 200
    return response


def static_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """Send a file as it was collected."""
    return serve(request, path, document_root=str(settings.STATIC_ROOT))


static_folder = settings.STATIC_URL.removeprefix(get_script_prefix())

urlpatterns = [
    path("404.html", not_found, name="not-found"),
    path("search.json", search_index, name="search-index"),
    path(f"{static_folder}<path:path>", static_file),
    *addresses_of_site,
]
