"""The fonts for preview cards and the CV: those that come with the site, and the owner's."""

import hashlib
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

TYPEFACES = Path(__file__).parent / "typefaces"


def list_font_folders() -> list[str]:
    """Return every folder with fonts; the owner's are anywhere inside ``data/fonts``."""
    return sorted({str(file.parent) for file in _list_font_files()})


def compute_fingerprint(*templates: Path) -> str:
    """Return a hash of everything but the data that decides how templates are typeset."""
    files = [
        f"{file}\0{file.stat().st_size}\0{file.stat().st_mtime_ns}" for file in _list_font_files()
    ]
    texts = [template.read_text(encoding="utf-8") for template in templates]
    parts = [version("typst"), *texts, *files]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _list_font_files() -> list[Path]:
    folders = [TYPEFACES, settings.DATA_DIR / "fonts"]
    files = [file for folder in folders if folder.is_dir() for file in sorted(folder.rglob("*"))]
    return [file for file in files if file.suffix.lower() in {".ttf", ".otf", ".ttc", ".otc"}]
