"""No page has a fault that axe-core finds, in light and dark, on a desk and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from publications.models import Author, Publication
from talks.models import Talk
from tests.admin_forms import admin_url
from website.models import User

PAGES = [
    *("/", "/publications/", "/publications/?year=2023&by=year", "/publications/alignment-tax/"),
    *("/publications/with/", "/publications/with/tong-zhang/", "/talks/", "/cv/", "/nothing/"),
]
PAPERS, AUTHORS = "/admin/publications/publication/", "/admin/publications/author/"
ADMIN_PAGES = [
    *("/admin/", PAPERS, f"{PAPERS}?status__exact=preprint", f"{PAPERS}add/", f"{PAPERS}import/"),
    *(f"{PAPERS}recover/", AUTHORS, f"{AUTHORS}collaborators/", "/admin/talks/talk/"),
    *("/admin/talks/talk/add/", "/admin/profile/profile/1/change/", "/admin/website/cvsection/"),
    *("/admin/account/two-step/", "/admin/account/sessions/", "/admin/password_change/"),
    *("/admin/account/reauthenticate/", "/admin/upkeep/", "/admin/upkeep/content/"),
    *("/admin/help/?q=restore", "/admin/help/content-file/"),
]


def list_pages_of_rows():
    paper, author = Publication.objects.latest("pk"), Author.objects.latest("pk")
    talk, user = Talk.objects.latest("pk"), User.objects.get()
    return [
        *(admin_url(Publication, page, paper.pk) for page in ("change", "history", "delete")),
        *(admin_url(row, "change", row.pk) for row in (author, talk, user)),
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_has_a_fault(browser, site, scheme, width):
    viewport = {"width": width, "height": 900}
    context = browser.new_context(base_url=site, color_scheme=scheme, viewport=viewport)
    faults = find_faults(context.new_page(), PAGES)
    context.close()
    assert faults == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_of_the_admin_has_a_fault(desk, scheme, width):
    desk.set_viewport_size({"width": width, "height": 900})
    desk.emulate_media(color_scheme=scheme)
    assert find_faults(desk, [*ADMIN_PAGES, *list_pages_of_rows()]) == {}


def find_faults(page, paths):
    """Return what axe-core finds, and pages that are wider than the screen."""
    faults = {}
    for path in paths:
        page.goto(path)
        found = Axe().run(page).response["violations"]
        if found:
            faults[path] = [(fault["id"], fault["nodes"][0]["html"]) for fault in found]
        elif page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults[path] = ["wider than the screen"]
    return faults
