"""The site's URLs, and a few more that only an export has."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import get_script_prefix, path
from django.views.static import serve

from website.errors import views
from website.export.search_index import search_index
from website.urls import urlpatterns as site_urlpatterns


def not_found(request: HttpRequest) -> HttpResponse:
    """Render the page that hosts show for missing files."""
    response = views.not_found(request, Http404())
    response.status_code = 200
    return response


def static_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """Return a collected static file."""
    return serve(request, path, document_root=str(settings.STATIC_ROOT))


static_folder = settings.STATIC_URL.removeprefix(get_script_prefix())

urlpatterns = [
    path("404.html", not_found, name="not-found"),
    path("search.json", search_index, name="search-index"),
    path(f"{static_folder}<path:path>", static_file),
    *site_urlpatterns,
]
