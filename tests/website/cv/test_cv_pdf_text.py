"""No text breaks the PDF, and none of it is read as markup."""

from datetime import date
from typing import Any

import pytest
from django.core.cache import caches
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.text.markdown import render
from common.text.title_markup import render_title
from profile.models import Profile
from publications.models import Publication
from tests import cast
from tests.page import Page
from tests.pdf import Pdf
from website import content_file
from website.config import fonts
from website.cv import pdf
from website.cv.rich_text import DEEPEST, absolute, clean, parse
from website.cv.typesetter import Data, Job, Typesetter

BASE = "https://example.org/"
TODAY = date(2024, 3, 1)

HOSTILE = [
    *("#", "*", "$", "@", "<label>", "\\", "`", "_", "~", "//", "/*", "#let x = 1", "{{", "[a](<)"),
    *("$x^2$", r"$\frac{a}{b}$", r"$\hat{\vec{x}}$", "$^2$", r"$\not$", r"$\left(\frac12\right.$"),
    *("熊", "😀", "👩‍👩‍👧", "שלום", "العربية", "ა", "\u202e", "\ufdd0", "\ue000", "\u0301", "\x07"),
    *("x" * 500, "\n\n", "> ", "- ", "1. ", "```\n", "| a | b |\n|---|---|\n| 1 |\n", "---\n"),
    *("[a](http://x.y)", "![a](b.png)", "<b>", "&amp;", "[](x)", "https://a.b/c?d=e#f"),
]
TEXTS = st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from([*HOSTILE, " ", "a"]), max_size=10).map("".join),
)


def cv_of(text: str, version: str = "full") -> dict:
    """Return a CV with the text in every place that takes text."""
    nodes, line, bare = parse(render(text), BASE), parse(render_title(text), BASE), clean(text)
    link = {"label": bare, "href": absolute(text, BASE), "note": bare}
    rows = {
        "entries": {"title": [bare], "beside": bare, "when": bare, "lines": [line], "text": nodes},
        "texts": {"text": nodes},
        "papers": {
            "number": 1,
            "group": bare,
            "title": line,
            "authors": line,
            "venue": [bare],
            "note": bare,
            "summary": nodes,
            "links": [link],
        },
        "talks": {"title": line, "given": [{"where": bare, "href": "", "when": bare}]},
        "groups": {"title": [bare], "text": line},
    }
    person = dict.fromkeys(["name", "native_name", "position", "affiliation"], bare)
    about = {"kind": "", "heading": f"A{bare}", "lead": nodes, "legend": line}
    return {
        "version": version,
        "compact": version == "short",
        "pages": 1 if version == "short" else None,
        "paper": "a4",
        "title": f"CV {bare}",
        "author": [bare],
        "keywords": [],
        "language": "en",
        "footer": bare,
        "person": {**person, "native_language": "zh", "contacts": [link]},
        "sections": [{**about, "layout": layout, "rows": [row]} for layout, row in rows.items()],
    }


def typeset(cv: Data) -> bytes:
    """The PDF of a CV, made in this process."""
    folders = [str(fonts.TYPEFACES)]
    template = str(pdf.TEMPLATE)
    job = Job(template=template, task="pdf", data=cv, issued="2024-03-05", fonts=folders)
    return Typesetter(job).pdf()


@settings(
    max_examples=settings.default.max_examples // 3,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(TEXTS, st.sampled_from(["full", "short"]))
def test_any_text_can_be_typeset(text, version):
    assert typeset(cv_of(text, version)).startswith(b"%PDF")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_can_be_typeset(text):
    assert typeset(cv_of(text)).startswith(b"%PDF")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        *("#strong[bold] and *stars* and _lines_", "<label> @reference = heading", "a // b /* c"),
        *("back\\slash \\u{41}", "$5 and $10", '"quotes" and ~ tilde', "#{1 + 1} #sys.version"),
    ],
)
def test_text_that_looks_like_markup_is_text(text):
    content_file.load("[profile]\nname = 'Wei Xiong'")
    Profile.objects.update(position=text)
    assert Pdf.at("/cv.pdf").has(text)


@pytest.mark.django_db
def test_markdown_becomes_emphasis_lists_links_and_code():
    content_file.load("[profile]\nname = 'Wei Xiong'")
    Profile.objects.update(
        interests="A *slanted* and **strong** [word](/talks/), `x = 1`\n\n1. one\n2. two\n\n> quote"
    )
    cv = Pdf.at("/cv.pdf")
    assert "A slanted and strong word, x = 1 1. one 2. two quote" in cv.text
    assert cv.fonts_of("slanted") == {"Literata-Italic"}
    assert cv.fonts_of("strong") == {"Literata-SemiBold"}
    assert cv.links == ["http://testserver/talks/"]


@pytest.mark.django_db
def test_formulas_are_set_as_formulas():
    content_file.load("[profile]\nname = 'Wei Xiong'")
    cast.paper(r"On $\ell_2$ balls", summary=r"In $\mathbb{R}^d$: $$\sum_{i=1}^n x_i \le 1$$ so.")
    cv = Pdf.at("/cv.pdf")
    assert cv.has("On ℓ2 balls")
    assert "∑" in cv.text
    assert "ℝ" in cv.text
    assert "$" not in cv.text
    assert "\\" not in cv.text


@pytest.mark.django_db
def test_a_formula_that_cannot_be_read_stays_as_it_is_written():
    cast.paper(r"On $\foo{$ balls")
    assert Pdf.at("/cv.pdf").has(r"On $\foo{$ balls")


@pytest.mark.django_db
def test_a_summary_that_runs_on_from_the_title_begins_with_a_capital():
    cast.paper(summary="*we* study bandits")
    assert "We study bandits" in Pdf.at("/cv.pdf").text


def _outline_of(font: str, cv: Pdf) -> bytes:
    """Return the embedded font, which has only the shapes that the PDF uses."""
    fonts_of_page = cv.reader.pages[0]["/Resources"]["/Font"].values()
    found = [f.get_object() for f in fonts_of_page if font in f.get_object()["/BaseFont"]]
    descriptor = found[0]["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
    return descriptor["/FontFile3"].get_object().get_data()


def _left_edge(words: str, cv: Pdf) -> float:
    """Return how far a piece of text is from the left edge of its page."""
    found: list[float] = []

    def visit(text: str, cm: Any, tm: Any, _font: Any, _size: Any) -> None:
        if words in text:
            found.append(cm[4] + tm[4])

    for page in cv.reader.pages:
        page.extract_text(visitor_text=visit)
    return found[0]


class TestLetters:
    pytestmark = pytest.mark.django_db

    @pytest.mark.parametrize(
        ("language", "name"),
        [
            *(("", "Nguyễn Lễ"), ("", "Erdős Łoś Čech İlker ß")),
            *(("el", "Ελένη Παπαδοπούλου"), ("ru", "Дмитрий Щёлков"), ("zh", "熊伟")),
            *(("zh-Hant", "張偉"), ("ja", "山田 太郎"), ("ja", "すずき ハナコ"), ("ko", "김철수")),
            *(("ar", "محمد بن سلمان"), ("fa", "پژمان گل‌محمدی"), ("he", "דוד בן־גוריון")),
            *(("he", "שָׁלוֹם"), ("hi", "श्रीनिवास रामानुजन्"), ("mr", "क्षत्रिय"), ("th", "สมชาย ใจดี")),
        ],
    )
    def test_of_many_scripts_are_shown(self, language, name, caplog):
        content_file.load("[profile]\nname = 'Wei Xiong'")
        Profile.objects.update(native_name=name, native_language=language)
        cast.paper("A paper", f"Wei Xiong, {{{name}}}")
        cv = Pdf.at("/cv.pdf")
        assert "□" not in cv.text
        assert caplog.text == ""
        assert cv.root["/MarkInfo"]["/Marked"]

    @pytest.mark.parametrize("name", ["熊伟", "김철수", "Ελένη", "สมชาย", "דוד"])
    def test_are_found_by_programs_that_read_the_text(self, name):
        content_file.load("[profile]\nname = 'Wei Xiong'")
        Profile.objects.update(native_name=name)
        cv = Pdf.at("/cv.pdf")
        assert cv.has(name) or cv.has(name[::-1])  # some programs give lines as they look

    def test_read_from_right_to_left_do_not_turn_the_order_of_authors_around(self):
        content_file.load("[profile]\nname = 'Wei Xiong'")
        cast.paper("A paper", "{محمد}*, {דוד}, Ada Lovelace")
        cv = Pdf.at("/cv.pdf")
        assert _left_edge("محمد", cv) < _left_edge("דוד", cv) < _left_edge("Ada", cv)
        assert Page("/cv/").texts("bdi") == ["محمد", "דוד"]

    def test_that_chinese_and_japanese_share_have_the_form_of_the_language(self):
        content_file.load("[profile]\nname = 'Wei Xiong'")
        shapes = set()
        for language in ("zh", "ja"):
            Profile.objects.update(native_name="直", native_language=language)
            shapes.add(_outline_of("NotoSerifCJKsc", Pdf.at("/cv.pdf")))
        assert len(shapes) == 2

    def test_that_no_font_has_are_named_in_the_log_and_leave_a_square(self, caplog):
        content_file.load("[profile]\nname = 'Wei Xiong'\nposition = 'Professor அ 😀'")
        cv = Pdf.at("/cv.pdf")
        assert cv.has("Professor □ □")
        assert "No font has அ (U+0B85), 😀 (U+1F600)" in caplog.text
        assert cv.root["/MarkInfo"]["/Marked"]

    def test_that_the_owners_fonts_have_are_shown(self, monkeypatch, tmp_path, settings, caplog):
        own = tmp_path / "fonts"
        own.mkdir()
        (own / "Chinese.otf").write_bytes(
            (fonts.TYPEFACES / "NotoSerifCJKsc-Regular.otf").read_bytes()
        )
        monkeypatch.setattr(fonts, "TYPEFACES", tmp_path / "none")
        content_file.load("[profile]\nname = 'Wei Xiong'\nnative_name = '熊伟'")
        settings.DATA_DIR = tmp_path / "elsewhere"
        assert not Pdf.at("/cv.pdf").has("熊伟")
        settings.DATA_DIR = tmp_path
        caches["pages"].clear()  # as a start of the site does
        caplog.clear()
        assert Pdf.at("/cv.pdf").has("熊伟")
        assert caplog.text == ""


class TestRichText:
    def test_spaces_are_single_but_in_code(self):
        assert parse("<p>a\n  b</p><pre>a\n  b</pre>", BASE) == [
            {"tag": "p", "children": ["a b"]},
            {"tag": "pre", "children": ["a\n  b"]},
        ]

    def test_line_breaks_between_elements_are_not_text(self):
        assert parse("<ul>\n<li>a</li>\n</ul>\n", BASE) == [
            {"tag": "ul", "children": [{"tag": "li", "children": ["a"]}]}
        ]

    def test_text_that_is_nested_too_deeply_is_flattened(self):
        nodes = parse("<em>" * 100 + "deep" + "</em>" * 100 + "after", BASE)
        depth = 0
        while isinstance(nodes[0], dict):
            nodes, depth = nodes[0]["children"], depth + 1
        assert depth < DEEPEST
        assert nodes == ["deep"]

    @pytest.mark.parametrize(
        ("url", "full"),
        [
            ("/talks/", "https://example.org/talks/"),
            ("mailto:a@b.org", "mailto:a@b.org"),
            ("", ""),
            ("http://[", ""),
            ("https://a.org/" + "x" * 3000, ""),
        ],
    )
    def test_urls_are_complete_or_left_out(self, url, full):
        assert absolute(url, BASE) == full


@pytest.mark.django_db
def test_a_very_long_word_stays_on_the_page():
    cast.paper("x" * 400)
    assert Publication.objects.count() == 1
    page = Pdf.at("/cv.pdf").reader.pages[0]
    ends: list[float] = []
    page.extract_text(visitor_text=lambda text, cm, tm, *_: ends.append(tm[4]))
    assert max(ends) < page.mediabox.width


def test_a_list_has_the_numbers_that_the_page_shows():
    text = "Steps:\n4. oak\n5. elm\n9. ash\n\n2021. Oak Medal\n\nB*-trees and D* Lite"
    made = Pdf(typeset(cv_of(text)))
    for words in ("4. oak", "5. elm", "9. ash", "2021. Oak Medal", "B*-trees and D* Lite"):
        assert made.has(words)
