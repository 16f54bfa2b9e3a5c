"""The types of CSL and Crossref, and what they are on the site."""

from publications.bibtex.kinds import read_degree

KINDS = {
    **dict.fromkeys(
        ("journal-article", "article-journal", "article-magazine", "article-newspaper"), "article"
    ),
    **dict.fromkeys(("proceedings-article", "paper-conference"), "article"),
    **dict.fromkeys(("review", "review-book"), "review"),
    **dict.fromkeys(("book-chapter", "book-part", "book-section", "book-track"), "chapter"),
    **dict.fromkeys(("chapter", "entry", "entry-encyclopedia", "entry-dictionary"), "chapter"),
    "reference-entry": "chapter",
    **dict.fromkeys(("book", "monograph", "edited-book", "reference-book", "book-set"), "book"),
    **dict.fromkeys(("book-series", "classic"), "book"),
    "proceedings": "proceedings",
    **dict.fromkeys(("report", "report-component", "report-series"), "report"),
    **dict.fromkeys(("dataset", "database"), "dataset"),
    **dict.fromkeys(("software", "computer_program"), "software"),
    "patent": "patent",
    "manuscript": "other",
}
MEETINGS = frozenset(("proceedings-article", "paper-conference"))
THESES = frozenset(("dissertation", "thesis"))


def choose_kind(
    type_: str,
    *,
    subtype: str = "",
    genre: str = "",
    has_container: bool = False,
    has_isbn: bool = False,
) -> str:
    """Return the kind of a work of a type, which may be empty or unknown."""
    if type_ == "posted-content":
        return "preprint" if subtype in {"preprint", ""} else "other"
    if type_ in THESES:
        return read_degree(genre) or "other"
    if type_ in {"manuscript", "article"} and "preprint" in genre.casefold():
        return "preprint"
    if (word := genre.casefold()) in {"poster", "review", "translation"}:
        return word
    if not type_:
        return "article" if has_container else "other"
    if type_ == "other" and has_container and has_isbn:
        return "chapter"
    return KINDS.get(type_, "other")
