"""The card that other sites show of a page: a picture with its title, names and place.

Drawn in the typeface of the pages, 1200 by 630 pixels, the size that link previews ask for.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from typing import NamedTuple

from django.core.cache import cache
from PIL import Image, ImageColor, ImageDraw, ImageFont

from website.config.fonts import TYPEFACES

WIDTH, HEIGHT = 1200, 630
DESIGN = 1  # raised when the drawing changes, so that no old picture is shown
MARGIN = 84
_STEPS = 16  # from the paper to an ink, at the edges of letters
# The colours of site.css.
PAPER, INK, SOFT, RULE, ACCENT = "#fffdf9", "#1d1b18", "#5d574e", "#ddd6ca", "#7a1f2b"
TITLE_SIZES = (68, 60, 54, 48, 42, 38)
TITLE_HEIGHT = 290
LEADING = 1.26
DAY = 24 * 60 * 60

# For what Literata lacks, where the machine has them: Chinese, Japanese, Korean; mathematics.
OTHERS = (
    *sorted(str(file) for file in TYPEFACES.glob("Noto*.[to]tf")),
    *("NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc", "wqy-zenhei.ttc", "Songti.ttc"),
    *("NotoSansMath-Regular.ttf", "DejaVuSerif.ttf", "DejaVuSans.ttf"),
)
_IDEOGRAPHS = "\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uff00-\uffef"
# Lines may be broken at spaces, after each ideograph, and within a word that is very long.
_PIECE = re.compile(rf"(\s*)([{_IDEOGRAPHS}]|[^\s{_IDEOGRAPHS}]{{1,24}})")
_Font = ImageFont.FreeTypeFont


class CardName(NamedTuple):
    """A part of the line of names, with the space that stands before it."""

    text: str
    emphasised: bool = False


@dataclass(frozen=True)
class PreviewCard:
    """What a card says, in plain text. All but the title may be empty."""

    title: str
    names: tuple[CardName, ...] = ()
    where: str = ""
    person: str = ""
    affiliation: str = ""

    @property
    def key(self) -> str:
        """What changes with anything that the picture shows."""
        content = repr((DESIGN, self, [font.path for font in _fonts(bold=False, size=20)]))
        return sha256(content.encode()).hexdigest()[:32]

    @property
    def description(self) -> str:
        """The same in one line, for who does not see the picture."""
        names = "".join(name.text for name in self.names).strip()
        return ". ".join(filter(None, [self.title, names, self.where, self.person]))

    def png(self) -> bytes:
        """Return the picture, remembered until what it says changes."""
        return cache.get_or_set(f"card-{self.key}", self._drawn, DAY) or b""

    def _drawn(self) -> bytes:
        image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
        draw = ImageDraw.Draw(image)
        draw.rectangle((0, 0, 18, HEIGHT), ACCENT)
        _write(draw, 60, _shortened(_lines(_pieces(self.where), 28), 1, 28), 28, ACCENT)
        # A title in a script that no font here knows leaves the name of the person.
        size, lines = _fitted(self.title if _pieces(self.title) else self.person)
        below = _write(draw, 114, lines, size, INK)
        names = [piece for name in self.names for piece in _pieces(name.text, name.emphasised)]
        _write(draw, below + 18, _shortened(_lines(names, 30), 2, 30), 30, SOFT)
        draw.line((MARGIN, 510, WIDTH - MARGIN, 510), RULE, 2)
        _write(draw, 524, _shortened(_lines(_pieces(self.person, bold=True), 32), 1, 32), 32, INK)
        _write(draw, 566, _shortened(_lines(_pieces(self.affiliation), 24), 1, 24), 24, SOFT)
        output = BytesIO()
        image.quantize(palette=_palette(), dither=Image.Dither.NONE).save(output, "PNG")
        return output.getvalue()


@lru_cache(maxsize=1)
def _palette() -> Image.Image:
    """Return the colours of all cards: the inks, and the steps to them from the paper.

    Known beforehand, they need not be looked for in each picture, which took most of its time.
    """
    paper = ImageColor.getrgb(PAPER)
    inks = [ImageColor.getrgb(ink) for ink in (INK, SOFT, ACCENT, RULE)]
    steps = [(ink, step / _STEPS) for ink in inks for step in range(1, _STEPS + 1)]
    colours = [
        round(light + (dark - light) * part)
        for ink, part in steps
        for light, dark in zip(paper, ink, strict=True)
    ]
    image = Image.new("P", (1, 1))
    image.putpalette([*paper, *colours])
    return image


class _TextRun(NamedTuple):
    """A word, or a part of one."""

    text: str
    bold: bool
    spaced: bool  # whether a space stands before it

    def width(self, size: int) -> float:
        return sum(font.getlength(text) for font, text in _runs(self.text, self.bold, size))


_Line = list[_TextRun]


def _pieces(text: str, bold: bool = False) -> _Line:
    found = _PIECE.findall(_drawable(text))
    return [_TextRun(word, bold, bool(space)) for space, word in found]


def _lines(pieces: Iterable[_TextRun], size: int) -> list[_Line]:
    """Break a text into lines as wide as the card allows."""
    lines: list[_Line] = [[]]
    used, space = 0.0, _space(size)
    for piece in pieces:
        width = piece.width(size) + (space if piece.spaced and lines[-1] else 0)
        if lines[-1] and used + width > WIDTH - 2 * MARGIN:
            lines.append([])
            used, width = 0.0, piece.width(size)
        lines[-1].append(piece)
        used += width
    return lines


def _fitted(title: str) -> tuple[int, list[_Line]]:
    """Return the largest size in which the title fits, and its lines; a longer one is cut."""
    pieces = _pieces(title, bold=True)
    for size in TITLE_SIZES:
        most = int(TITLE_HEIGHT / (size * LEADING))
        lines = _lines(pieces, size)
        if len(lines) <= most:
            break
    return size, _shortened(lines, most, size)


def _shortened(lines: list[_Line], most: int, size: int) -> list[_Line]:
    """Return at most so many lines, the last with an ellipsis where more were to come."""
    if len(lines) <= most:
        return lines
    last, dots = lines[most - 1], _TextRun("…", bold=False, spaced=False)
    while last and len(_lines([*last, dots], size)) > 1:
        last = last[:-1]
    return [*lines[: most - 1], [*last, dots]]


def _write(draw: ImageDraw.ImageDraw, top: float, lines: list[_Line], size: int, ink: str) -> float:
    """Draw lines from a height on; return the height below them."""
    for line in lines:
        x = float(MARGIN)
        for number, piece in enumerate(line):
            x += _space(size) if piece.spaced and number else 0
            for font, text in _runs(piece.text, piece.bold, size):
                draw.text((x, top + size), text, ink, font, anchor="ls")
                x += font.getlength(text)
        top += size * LEADING
    return top


def _runs(text: str, bold: bool, size: int) -> Iterator[tuple[_Font, str]]:
    """Divide a text by the first font that has each of its signs."""
    fonts, run, last = _fonts(bold=bold, size=size), "", 0
    for sign in text:
        number = _font_with(sign) or 0
        if number != last and run:
            yield fonts[last], run
            run = ""
        run, last = run + sign, number
    if run:
        yield fonts[last], run


@lru_cache(maxsize=4096)
def _drawable(text: str) -> str:
    """Return the text in signs that some font has; a symbol that none has is named.

    A formula must not lose its root, so "√" may become "square root"; a letter of a script that
    no font here knows is left out.
    """
    return "".join(_substitute(sign) for sign in unicodedata.normalize("NFC", text))


def _substitute(sign: str) -> str:
    if sign.isspace() or unicodedata.combining(sign):  # an accent that no letter has taken in
        return " " if sign.isspace() else ""
    for form in (sign, unicodedata.normalize("NFKC", sign)):
        if all(_font_with(letter) is not None for letter in form):
            return form
    is_symbol = unicodedata.category(sign) == "Sm"
    return f" {unicodedata.name(sign, '').lower()} " if is_symbol else ""


@lru_cache(maxsize=4096)
def _font_with(sign: str) -> int | None:
    """Return the number of the first font that has the sign."""
    for number, font in enumerate(_fonts(bold=False, size=20)):
        if sign.isprintable() and bytes(font.getmask(sign)) != bytes(font.getmask("\uffff")):
            return number
    return None


@lru_cache(maxsize=32)
def _fonts(*, bold: bool, size: int) -> tuple[_Font, ...]:
    weight = "SemiBold" if bold else "Regular"
    fonts = [ImageFont.truetype(TYPEFACES / f"Literata-{weight}.ttf", size)]
    for name in OTHERS:
        try:
            fonts.append(ImageFont.truetype(name, size))
        except OSError:  # the machine does not have it
            continue
    return tuple(fonts)


def _space(size: int) -> float:
    return _fonts(bold=False, size=size)[0].getlength(" ")
