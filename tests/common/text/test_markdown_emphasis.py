"""Stars and underscores are emphasis only where their writer meant it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.text.markdown import render, render_plain


@pytest.mark.parametrize(
    "text",
    [
        *("B*-trees and R* trees", "a*b and c*d", "p* and q*", "6*7*8", "n**2 + m**2", "u*v*w"),
        *("some_file_name", "*-rings and C*-rings", "the laws (*) and (**)", "p<0.05*, p<0.01**"),
        *("E*[X*] = Y*", "S(*, *)", "*.py and *.txt", "a * b * c", "_ and _", "the T*_x bundle"),
    ],
)
def test_signs_stay_as_they_are_written(text):
    assert render_plain(text) == text
    assert "<em>" not in render(text)
    assert "<strong>" not in render(text)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*em* and _em_", "<em>em</em> and <em>em</em>"),
        ("**bold** and __bold__", "<strong>bold</strong> and <strong>bold</strong>"),
        ("***both***", "<em><strong>both</strong></em>"),
        ("the *n*th and **V**ita", "the <em>n</em>th and <strong>V</strong>ita"),
        ("*a priori*-type (*sic*)", "<em>a priori</em>-type (<em>sic</em>)"),
        ("**6*7**", "<strong>6*7</strong>"),
        ("**Note:**see below", "<strong>Note:</strong>see below"),
        ("**-5 %** fewer", "<strong>-5 %</strong> fewer"),
        ("*B*-tree", "<em>B</em>-tree"),
        ("这是**重点。**内容和*强调*文字", "这是<strong>重点。</strong>内容和<em>强调</em>文字"),
        ("**「重点」**内容", "<strong>「重点」</strong>内容"),
    ],
)
def test_emphasis_works(text, html):
    assert render(text) == f"<p>{html}</p>"


words = st.text("abcxyz0189", min_size=1, max_size=4)


@given(st.lists(st.lists(words, min_size=1, max_size=4).map("*".join), min_size=1, max_size=6))
def test_a_star_between_letters_and_digits_is_never_emphasis(products):
    text = "so " + " and ".join(products)
    assert render(text) == f"<p>{text}</p>"


@given(st.lists(words, min_size=1, max_size=4).map(" ".join), st.sampled_from(["*", "**"]))
def test_text_between_stars_is_emphasised(text, stars):
    tag = {"*": "em", "**": "strong"}[stars]
    assert render(f"so {stars}{text}{stars}, yes") == f"<p>so <{tag}>{text}</{tag}>, yes</p>"


class TestALink:
    @pytest.mark.parametrize(
        "url",
        [
            *("https://example.org/wiki/Oak_(tree)", "https://example.org/_oak_/e*l*m"),
            *("https://example.org/?a_b=c*d&e=f", "mailto:a_b@example.org"),
        ],
    )
    def test_leads_where_it_says(self, url):
        href = url.replace("&", "&amp;")
        assert render(f"[oak]({url})") == f'<p><a href="{href}" rel="noopener">oak</a></p>'

    @pytest.mark.parametrize(
        "url",
        ["https://example.org/_oak_/e*l*m_", "http://a.example/__init__.py", "https://a.b/*c*"],
    )
    def test_a_bare_url_is_shown_as_it_is_written(self, url):
        assert render(f"see {url}, please") == f"<p>see {url}, please</p>"

    def test_a_bare_url_can_be_bold_and_can_name_a_link(self):
        url = "https://example.org/_a_"
        assert render(f"**{url}**") == f"<p><strong>{url}</strong></p>"
        assert render(f"[{url}]({url})") == f'<p><a href="{url}" rel="noopener">{url}</a></p>'

    def test_a_foreign_picture_in_a_link_is_its_name(self):
        assert render("[![oak](https://example.org/oak.png)](https://example.org)") == (
            '<p><a href="https://example.org" rel="noopener">oak</a></p>'
        )
