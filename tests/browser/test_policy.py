"""The Content-Security-Policy blocks nothing that the site and the admin themselves do."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from django.contrib import admin
from PIL import Image
from playwright.sync_api import Page, expect

from publications.models import Publication
from talks.models import Talk
from tests.admin_forms import admin_url
from tests.browser.sign_in import sign_in
from tests.browser.test_pages import PAGES
from website.models import User

REPORT = "addEventListener('securitypolicyviolation', e => reportViolation(`${e.violatedDirective} \
blocked ${e.blockedURI || 'inline'} on ${location.pathname}: ${e.sample}`))"


def watch(page: Page) -> list[str]:
    """Record what the browser blocks or complains about from now on."""
    found: list[str] = []
    page.expose_function("reportViolation", lambda violation: found.append(violation))
    page.add_init_script(REPORT)
    page.on("console", lambda m: found.append(m.text) if _is_complaint(m) else None)
    return found


@pytest.fixture
def violations(page) -> Iterator[None]:
    """The recorded violations; a test that ends with any has failed."""
    found = watch(page)
    yield
    page.wait_for_load_state("networkidle")
    assert found == []


def _is_complaint(message) -> bool:
    # That a page answered 404 is no complaint about it.
    return message.type in {"error", "warning"} and "status of 404" not in message.text


@pytest.fixture
def desk(page, violations) -> Page:
    sign_in(page)
    return page


def test_the_browser_reports_what_the_policy_blocks(page):
    found = watch(page)
    page.goto("/")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">')")
    page.wait_for_timeout(100)
    assert "style-src" in "".join(found)


@pytest.mark.usefixtures("violations")
def test_every_public_page_keeps_to_the_policy(page):
    Publication.objects.filter(slug="gec").update(
        abstract=r"$$\begin{aligned} a &= b \end{aligned}$$"
    )
    for path in (*PAGES, "/publications/gec/", "/publications/?by=year", "/admin/login/"):
        page.goto(path)


@pytest.mark.usefixtures("violations")
def test_the_colours_are_switched(page):
    page.goto("/")
    page.get_by_role("button", name="Dark colours").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


@pytest.mark.usefixtures("violations")
def test_the_list_is_filtered_while_one_types(page):
    page.goto("/publications/")
    before = page.locator("#results article").count()
    page.get_by_label("Search").fill("raft")
    expect(page.locator("#results article")).not_to_have_count(before)


def test_every_page_of_the_admin_keeps_to_the_policy(desk):
    models = [m for m in admin.site._registry if m._meta.app_label != "auth"]
    paths = ["/admin/", "/admin/password_change/", "/admin/publications/publication/import/"]
    for model in models:
        may_come_and_go = model._meta.model_name not in {"profile", "cvsection"}
        paths += [admin_url(model, "changelist"), *([admin_url(model, "add")] * may_come_and_go)]
        if row := model._default_manager.first():
            pages = ("change", "history", *(["delete"] * may_come_and_go))
            paths += [admin_url(model, page, row.pk) for page in pages]
    for path in paths:
        desk.goto(path)
        expect(desk.locator("#content")).to_be_visible()


def test_markdown_is_shown_and_takes_a_picture(desk):
    desk.goto("/admin/publications/publication/add/")
    picture = BytesIO()
    Image.new("RGB", (20, 20), "red").save(picture, "PNG")
    desk.locator("#id_summary").press_sequentially("a *bound* of $x^2$ ")
    desk.evaluate(
        """bytes => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(bytes)], "a.png", {type: "image/png"}));
            document.getElementById("id_summary").dispatchEvent(
                new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
        }""",
        list(picture.getvalue()),
    )
    shown = desk.locator(".field-summary .markdownx-preview img")
    shown.wait_for()
    assert shown.evaluate("async picture => (await picture.decode(), picture.naturalWidth)") == 20
    assert desk.locator(".field-summary .markdownx-preview math msup").count() == 1


def test_rows_are_dragged_and_authors_searched_for(desk):
    paper = Publication.objects.get(slug="gec")
    desk.goto(admin_url(Publication, "change", paper.pk))
    desk.get_by_text("Authors, editors and translators").click()
    handle, target = (desk.locator("tr.dynamic-authorships .order-handle").nth(n) for n in (0, 1))
    handle.drag_to(target)
    desk.get_by_text("Add another Author").click()
    desk.locator("#authorships-group .dynamic-authorships .select2-container").last.click()
    desk.locator(".select2-dropdown .select2-search__field").press_sequentially("chenlu")
    desk.get_by_role("option", name="Chenlu Ye").click()


def test_a_list_of_the_admin_is_dragged(desk):
    desk.goto("/admin/publications/publication/")
    handle, target = (desk.locator("#result_list .order-handle").nth(n) for n in (0, 1))
    handle.drag_to(target)


def test_a_presentation_is_added(desk):
    desk.goto(admin_url(Talk, "add"))
    desk.get_by_text("Add another Presentation").click()
    desk.locator("#id_presentations-0-start_time").fill("3pm")
    desk.locator("#id_presentations-0-time_zone").fill("Tokyo")


def test_an_account_is_opened(desk):
    desk.goto(admin_url(User, "change", User.objects.get().pk))
    desk.get_by_text("Permissions", exact=True).click()
    expect(desk.locator("#id_is_superuser")).to_be_visible()


def test_a_paper_is_drawn_beside_its_form(desk):
    desk.set_viewport_size({"width": 1600, "height": 900})
    desk.goto(admin_url(Publication, "change", Publication.objects.get(slug="gec").pk))
    desk.frame_locator(".live-preview iframe").locator("h1").wait_for()


def test_bibtex_is_imported(desk):
    desk.goto("/admin/publications/publication/import/")
    desk.get_by_label("Type a DOI").fill("@misc{a, title={A Paper}, author={Wei Xiong}}")
    desk.get_by_role("button", name="Show what would change").click()
    expect(desk.get_by_role("cell", name="A Paper Wei Xiong a")).to_be_visible()
