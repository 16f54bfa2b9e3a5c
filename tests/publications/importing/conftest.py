"""Fixtures of the import tests."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., str]:
    """Import a text with ``manage.py import_publications``, and return its output."""

    def call(text: str, **options: bool) -> str:
        file, output = tmp_path / "papers.bib", StringIO()
        file.write_text(text, encoding="utf-8")
        call_command("import_publications", file, stdout=output, **options)
        return output.getvalue()

    return call
