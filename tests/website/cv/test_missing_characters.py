"""The dashboard names the characters that the PDF of the CV cannot show, and where they are."""

import pytest
from django.core.cache import caches
from django.urls import reverse

from profile.models import Award, Profile
from tests import cast
from tests.page import Page
from website import content_file
from website.config import fonts
from website.cv import content_checks, pdf

pytestmark = pytest.mark.django_db
SENTENCE = "characters that no font has, so the PDF of the CV shows □"


@pytest.fixture(autouse=True)
def profile(db):
    content_file.load("[profile]\nname = 'Wei Xiong'")
    caches["pages"].clear()


def found() -> list[tuple[str, str]]:
    """The names of the rows, and their characters."""
    return [
        (link.name, link.note)
        for finding in content_checks.find_findings()
        for link in finding.edit_links
    ]


def test_names_of_the_usual_scripts_are_no_finding():
    cast.paper("A paper", "Wei Xiong, {김철수}, {محمد}, {דוד}, {श्रीनिवास}, {สมชาย}, {Łoś}")
    cast.talk("Талк", ("東京大学", "2024"))
    assert found() == []


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: Profile.objects.update(native_name="அழகு"), "Wei Xiong"),
        (lambda: Award.objects.create(title="Prize", note="From அ"), "Prize"),
        (lambda: cast.paper("About அ"), "About அ"),
        (lambda: cast.paper("A paper", "Wei Xiong, {அ}"), "அ"),
        (lambda: cast.talk("A talk", ("அ", "2024")), "A talk"),
        (lambda: cast.paper("A paper").authorships.update(credited_as="அ"), "A paper"),
    ],
)
def test_a_row_with_a_character_that_no_font_has_is_one(make, name):
    make()
    [(where, characters)] = found()
    assert where == name
    assert "அ" in characters


def test_it_says_on_the_dashboard_what_to_do(desk):
    Award.objects.create(title="Prize 😀")
    text = Page(reverse("admin:index"), desk).text
    assert f"Prize 😀 (😀) has {SENTENCE}: put a font that has them into data/fonts" in text
    assert "fonts-noto-core" in text


def test_an_abstract_is_not_on_the_cv():
    cast.paper(abstract="About அ")
    assert found() == []


def test_the_owners_fonts_count(settings, tmp_path):
    Profile.objects.update(native_name="熊伟")
    typefaces = fonts.TYPEFACES
    fonts_of_owner = tmp_path / "data" / "fonts"
    fonts_of_owner.mkdir(parents=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fonts, "TYPEFACES", tmp_path / "none")
        assert found() == [("Wei Xiong", "伟 熊")]
        settings.DATA_DIR = tmp_path / "data"
        font = "NotoSerifCJKsc-Regular.otf"
        (fonts_of_owner / font).write_bytes((typefaces / font).read_bytes())
        assert found() == []


def test_the_typesetter_is_asked_once(monkeypatch):
    Award.objects.create(title="Prize அ")
    first = found()
    monkeypatch.setattr(pdf, "find_missing_characters", lambda _: pytest.fail("asked again"))
    assert found() == first


def test_a_broken_typesetter_does_not_break_the_dashboard(monkeypatch, caplog):
    def fail(_words: object) -> set[str]:
        raise pdf.TypesettingError("out of ink")

    Award.objects.create(title="Prize அ")
    monkeypatch.setattr(pdf, "find_missing_characters", fail)
    assert found() == []
    assert "out of ink" in caplog.text
