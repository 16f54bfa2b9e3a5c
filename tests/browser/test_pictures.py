"""Pictures in a real browser: in a modern format, without moving the text."""

import pytest

from common.media.pictures import PictureFormField
from profile.models import Profile
from publications.models import Publication
from tests.pictures import encoded, flag, jpeg, upload

SHIFT = """() => new Promise(done => new PerformanceObserver(list => done(
    list.getEntries().reduce((sum, entry) => sum + entry.value, 0)
)).observe({type: "layout-shift", buffered: true}) || setTimeout(() => done(0), 300))"""


@pytest.fixture
def page(page):
    """A tab with a site that has a photo, and wide, tall and tiny pictures of papers."""
    profile = Profile.objects.get()
    profile.photo = PictureFormField().clean(upload(jpeg((900, 1200))))
    profile.save()
    sizes = [(2000, 200), (200, 2000), (40, 30), (800, 600)]
    for paper, size in zip(Publication.objects.all(), sizes, strict=False):
        paper.thumbnail = PictureFormField().clean(upload(encoded(flag(size), "PNG")))
        paper.thumbnail_alt = "Half red, half blue"
        paper.save()
    return page


def test_the_most_modern_format_is_fetched(page):
    page.goto("/")
    shown = page.locator("img.photo")
    assert shown.evaluate("image => image.decode().then(() => image.currentSrc)").endswith(".avif")


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_pictures_fit_and_move_nothing(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    for path in ("/", "/publications/", Publication.objects.first().get_absolute_url()):
        page.goto(path, wait_until="networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert page.evaluate(SHIFT) < 0.01, path
