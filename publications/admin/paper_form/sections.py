"""The sections of a paper's form, in the order in which one thinks of a paper.

What is rarely needed is folded. The rows of authors, links and awards come
after the section that their inline names in ``comes_after``.
"""

from typing import Any

from django.contrib.admin.utils import flatten_fieldsets
from django.utils.translation import gettext_lazy

AUTHORS = None  # the first section, without a heading
LINKS = gettext_lazy("Links and files")
PICTURE = gettext_lazy("Picture")
REFERENCE = gettext_lazy("Note, volume, pages, publisher")
DETAILS = gettext_lazy("Order of the authors, URL, citation key, licence")
OF_LINE = ("author_line", "author_line_read")
FOLDED = {"classes": ["collapse"]}
_UNFOLDED_IF_FILLED = (REFERENCE,)

FIELDSETS: Any = [
    (AUTHORS, {"fields": ["same_paper", "title", *OF_LINE, ("is_draft", "is_selected")]}),
    (gettext_lazy("Where and when"), {"fields": [("venue", "when"), ("kind", "status")]}),
    (LINKS, {"fields": [("arxiv_id", "doi"), "link_lines", "pdf"]}),
    (gettext_lazy("What it says"), {"fields": ["summary", "abstract", "topics"]}),
    (PICTURE, {"fields": ["thumbnail", "thumbnail_alt"], **FOLDED}),
    (
        REFERENCE,
        {
            "fields": [
                "note",
                ("volume", "number", "pages", "article_number"),
                ("publisher", "place"),
                ("series", "edition", "isbn"),
                ("institution", "report_number"),
            ],
            **FOLDED,
        },
    ),
    (
        DETAILS,
        {
            "fields": [
                ("is_alphabetical", "has_more_authors"),
                ("citation_key", "licence"),
                "published_as",
                *("slug", "former_slugs", "position"),
            ],
            **FOLDED,
        },
    ),
]


def unfold_filled(fieldsets: Any, paper: Any) -> list[tuple[Any, Any]]:
    """Return the sections, with those of the folded ones open that have a value."""
    return [
        (name, {**options, "classes": []} if _is_filled(name, options, paper) else options)
        for name, options in fieldsets
    ]


def leave_out_line(fieldsets: Any) -> list[tuple[Any, Any]]:
    """Return the sections without the field for the authors in one line."""
    return [
        (name, {**options, "fields": [f for f in options["fields"] if f not in OF_LINE]})
        for name, options in fieldsets
    ]


def fold_rows(inlines: list[Any]) -> list[Any]:
    """Fold the rows of which there are none, and those of authors, who are named above them."""
    for inline in inlines:
        formset = inline.formset
        are_named = inline.opts.comes_after == AUTHORS and not formset.is_bound
        if (are_named or not formset.total_form_count()) and not formset.non_form_errors():
            inline.classes = "collapse"
    return inlines


def _is_filled(name: Any, options: Any, paper: Any) -> bool:
    fields = flatten_fieldsets([(name, options)])
    return name in _UNFOLDED_IF_FILLED and any(getattr(paper, field, "") for field in fields)
