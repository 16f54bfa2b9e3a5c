"""The preview card of a page: a picture with its title, names and place.

It uses the typeface of the pages and the size that other sites expect. Typst runs within this
process, because a card needs hardly any memory; the CV, which may need a lot, has its own.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.cache import caches
from PIL import Image

from website.config import fonts
from website.cv.rich_text import clean

if TYPE_CHECKING:
    import typst

WIDTH, HEIGHT = 1200, 630
TEMPLATE = Path(__file__).with_name("card.typ")
DAY = 24 * 60 * 60


class CardName(NamedTuple):
    """A part of the line of names, with its leading space."""

    text: str
    emphasised: bool = False


@dataclass(frozen=True)
class PreviewCard:
    """The content of a card, in plain text. Everything but the title may be empty."""

    title: str
    names: tuple[CardName, ...] = ()
    where: str = ""
    person: str = ""
    affiliation: str = ""

    @property
    def key(self) -> str:
        """A hash that changes whenever the picture would look different."""
        return sha256(repr((_compute_fingerprint(), self)).encode()).hexdigest()[:32]

    @property
    def description(self) -> str:
        """The content in one line, for readers who do not see the picture."""
        names = "".join(name.text for name in self.names).strip()
        return ". ".join(filter(None, [self.title, names, self.where, self.person]))

    def png(self) -> bytes:
        """Return the picture, which is cached."""
        return caches["pages"].get_or_set(f"card-{self.key}", self._draw, DAY) or b""

    def _draw(self) -> bytes:
        import typst  # imported here because most processes draw no cards

        names = [CardName(name.text.lstrip(), name.emphasised) for name in self.names[:1]]
        names += self.names[1:]
        data = {
            "where": _split_parts(self.where),
            "title": _split_parts(
                self.title if clean(self.title).strip() else self.person, bold=True
            ),
            "names": [part for name in names for part in _split_parts(name.text, name.emphasised)],
            "person": _split_parts(self.person, bold=True),
            "affiliation": _split_parts(self.affiliation),
        }
        compiler = typst.Compiler(
            TEMPLATE,
            root=TEMPLATE.parent,
            font_paths=_load_fonts(),
            sys_inputs={"card": json.dumps(data, ensure_ascii=False)},
        )
        png: Any = compiler.compile(format="png", ppi=72)  # one point is one pixel
        picture = Image.open(BytesIO(png)).convert("RGB")
        smaller = BytesIO()
        picture.quantize(64, Image.Quantize.FASTOCTREE).save(smaller, "PNG")  # 40 KB, not 100
        return smaller.getvalue()


def _split_parts(text: str, bold: bool = False) -> list[dict[str, Any]]:
    return [{"text": clean(text), "bold": bold}] if clean(text).strip() else []


@lru_cache(maxsize=1)
def _load_fonts() -> typst.Fonts:
    """Return the site's fonts, and the system's fonts for letters that they lack."""
    import typst

    return typst.Fonts(include_system_fonts=True, font_paths=fonts.list_font_folders())


@lru_cache(maxsize=1)
def _compute_fingerprint() -> str:
    return fonts.compute_fingerprint(TEMPLATE)
