"""The page of the CV on paper."""

import re

import pytest

from tests.pdf import Pdf


@pytest.fixture
def printed(page) -> Pdf:
    page.goto("/cv/")
    return Pdf(page.pdf(format="A4"))


def test_it_has_the_cv_without_the_site_around_it(printed):
    assert printed.text.strip().startswith("Curriculum vitae Wei Xiong PhD student")
    assert printed.has("Stanford University, host: Mert Pilanci")
    for word in ("Skip to the content", "Dark", "Also as a PDF"):
        assert word not in printed.text


def test_it_prints_the_urls_of_the_persons_links(printed):
    assert printed.has("GitHub (https://github.com/WeiXiongUST)")


def test_no_page_ends_with_a_heading(printed, page):
    headings = [text.upper() for text in page.locator("h2").all_inner_texts()]
    for text in printed.pages[:-1]:
        last = [line for line in text.splitlines() if line.strip()][-1]
        assert re.sub(r"\s+", " ", last).strip().upper() not in headings
