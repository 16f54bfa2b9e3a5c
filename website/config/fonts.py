"""The typefaces that come with the site, for preview cards and the CV."""

from pathlib import Path

TYPEFACES = Path(__file__).parent / "typefaces"
