"""The site's URLs, and a page to compare with: a plain Django view with a template."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

ROW_BYTES = 128
ROW = {"title": "On the regret of bandits", "authors": "Ada Abel, Björn Čech", "year": 2024}
TEMPLATE = engines["django"].from_string(
    "<!doctype html><html lang=en><title>Reference</title><ul>{% for row in rows %}"
    '<li><a href="/papers/{{ forloop.counter }}/">{{ row.title }}</a>, {{ row.authors }} '
    "<em>in</em> <b>{{ row.year }}</b>, of some length</li>\n{% endfor %}</ul></html>"
)


def page(request: HttpRequest, size: int) -> HttpResponse:
    """Return a list of about ``size`` bytes."""
    return HttpResponse(TEMPLATE.render({"rows": [ROW] * (size // ROW_BYTES)}, request))


urlpatterns = [path("reference/<int:size>/", page), path("", include("website.urls"))]
