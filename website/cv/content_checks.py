"""Characters that no font has, so that the PDF of the CV shows empty squares instead."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterator
from typing import Any

from django.core.cache import caches
from django.db import models
from django.utils.translation import gettext as _

from common.content_checks import EditLink, Finding
from common.fields import LinesField, MarkdownField, TextLineField
from profile.models import Profile
from publications.models import Author, Authorship, Publication, Venue
from talks.models import Presentation, Talk
from website.cv import pdf
from website.cv.document import LISTS
from website.cv.rich_text import clean

logger = logging.getLogger(__name__)

# What the CV shows of each model, and the row that has a form for it if it is another.
MODELS: dict[type[models.Model], str] = {
    **dict.fromkeys([Profile, *LISTS.values(), Author, Venue, Publication, Talk], ""),
    Authorship: "publication",
    Presentation: "talk",
}
NOT_ON_THE_CV = {"abstract", "variants", "thumbnail_alt", "citation_key", "former_slugs"}
DAY = 24 * 60 * 60
MOST_NAMED = 12  # characters of one row

# Every font for Latin text has the letters up to here.
_RARE = re.compile("[^\\s\0-\u017f]")


def find_findings() -> Iterator[Finding]:
    """Yield the rows with characters that no font has, with one query for each model."""
    texts = [text for model in MODELS for text in _read_rare_texts(model)]
    missing = _find_missing([word for _model, _pk, text in texts for word in text.split()])
    if not missing:
        return
    found: dict[type[models.Model], dict[Any, str]] = {}
    for model, pk, text in texts:
        if signs := sorted(missing & set(text)):
            found.setdefault(model, {})[pk] = " ".join(signs[:MOST_NAMED])
    advice = _(
        "so the PDF of the CV shows □: put a font that has them into data/fonts, such as one from "
        "the Debian packages fonts-noto-core and fonts-noto-cjk"
    )
    yield Finding(
        [link for model, rows in found.items() for link in _link_to(model, rows)],
        one=f"{_('has characters that no font has')}, {advice}",
        many=f"{_('entries have characters that no font has')}, {advice}",
    )


def _read_rare_texts(model: type[models.Model]) -> Iterator[tuple[type[models.Model], Any, str]]:
    """Yield the rows of a model that have words with rare characters, with these words."""
    kinds = (TextLineField, MarkdownField, LinesField)
    fields = [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, kinds) and field.name not in NOT_ON_THE_CV
    ]
    for pk, *values in model._default_manager.order_by().values_list("pk", *fields):
        text = " ".join(" ".join(value) if isinstance(value, list) else value for value in values)
        if not text.isascii() and _RARE.search(clean(text)):
            yield model, pk, " ".join(word for word in clean(text).split() if _RARE.search(word))


def _find_missing(words: list[str]) -> set[str]:
    """Return the characters that no font has; the answer for the same words is cached."""
    seen: set[str] = set()
    needed = []
    for word in words:  # whole words, because the shape of a letter depends on its neighbours
        if new := set(_RARE.findall(word)) - seen:
            seen |= new
            needed.append(word)
    if not needed:
        return set()
    digest = hashlib.sha256("\0".join([pdf.compute_fingerprint(), *needed]).encode())
    try:
        return (
            caches["pages"].get_or_set(
                f"missing-{digest.hexdigest()}", lambda: pdf.find_missing_characters(needed), DAY
            )
            or set()
        )
    except pdf.TypesettingError as error:
        logger.warning("The characters of the CV could not be checked: %s", error)
        return set()


def _link_to(model: type[models.Model], rows: dict[Any, str]) -> Iterator[EditLink]:
    """Yield links to the forms of the rows, with their characters as notes."""
    parent = MODELS[model]
    found = model._default_manager.filter(pk__in=rows)
    for row in found.select_related(parent) if parent else found:
        yield EditLink.of(getattr(row, parent) if parent else row, note=rows[row.pk])
