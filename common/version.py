"""The version of Vita."""

import tomllib
from functools import cache

from django.conf import settings


@cache
def get_version() -> str:
    """Return the version from ``pyproject.toml``, as the project is run in place."""
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])
