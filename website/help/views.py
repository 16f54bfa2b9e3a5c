"""The help pages, for everybody who may use the admin."""

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from website.help.pages import find_sections, load_pages


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the pages, or the sections that a search finds."""
    query = request.GET.get("q", "").strip()
    pages = load_pages()
    context = {
        **admin.site.each_context(request),
        "title": _("Help"),
        "query": query,
        "pages": pages.values(),
        "found": [(section, pages[section.page].title) for section in find_sections(query)],
    }
    return render(request, "admin/help/index.html", context)


@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    """Show a page."""
    if (found := load_pages().get(name)) is None:
        raise Http404
    context = {**admin.site.each_context(request), "title": found.title, "page": found}
    return render(request, "admin/help/page.html", context)
