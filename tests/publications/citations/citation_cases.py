"""Papers that are hard to cite, for the tests of citations."""

from typing import Any

from common.dates import cv_date
from publications.citations import Citation
from publications.models import Venue
from publications.names.name import Name

JMLR = {
    "venue": "Journal of Machine Learning Research",
    "venue_short": "JMLR",
    "venue_kind": Venue.Kind.JOURNAL,
}
ICML = {
    "venue": "International Conference on Machine Learning",
    "venue_short": "ICML",
    "venue_kind": Venue.Kind.CONFERENCE,
}


def citation(title: str = "Nash Learning", *names: str | Name, when: str = "2023", **fields: Any):
    """Return the citation of a published paper, by Wei Xiong unless others are named."""
    point = cv_date.read(when).spans[0].start if when else None
    people = tuple(
        name if isinstance(name, Name) else Name.read(name) for name in names or ("Wei Xiong",)
    )
    fields = {"key": "key", "kind": "article", "status": "published", "names": people, **fields}
    return Citation(title=title, date=point, **fields)


HARD_TITLE = (
    "R&D for 100 % of $\\{x_i\\}_{i=1}^n$: \"Quotes\", 'more'', #1 and a_b in the GPT-4 era, "
    "~$5 for {braces}, a \\ backslash -- and $\\ell_2$-regularised Bayesian β-VAEs on the way to "
    "the end of a title that is very long"
)

MARKED_TITLE = "*Drosophila melanogaster* and *bla~CTX-M~* in CO~2~ at 10^6^ Pa, A* search"

HARD = [
    citation("A First Result", when="", **JMLR, key="undated"),
    citation(HARD_TITLE, **ICML, key="hard", pages="S1–S12"),
    citation("One", *(f"Given{chr(65 + n)} Family{chr(65 + n)}" for n in range(25)), key="many"),
    citation("Über die Gleichung des Müller", "Jürgen von der Weiß", **JMLR, key="deutsch"),
    citation("关于对齐", "熊伟", "Xiong (熊伟), Wei", **JMLR, key="chinese"),
    citation("A Dream", "King, Jr., Martin Luther", "Ludwig van Beethoven", key="suffix", **ICML),
    citation("GPT-4 Report", Name(family="OpenAI Team"), key="corporate", kind="report"),
    citation("Left $\\left\\{ x \\right.$ Open", key="unbalanced", **JMLR),
    citation("Old", arxiv_id="math.GT/0309136", kind="preprint", status="preprint", key="old"),
    citation("Preprint", kind="preprint", status="preprint", key="preprint", when="2024-05"),
    citation("Sent", status="submitted", **JMLR, key="sent", arxiv_id="2304.06767"),
    citation("Soon", status="accepted", **ICML, key="soon", note="Oral presentation"),
    citation("Sooner", status="accepted", **ICML, key="sooner", when=""),
    citation("PhD", kind="phd-thesis", venue="HKUST", key="phd"),
    citation("MSc", kind="master-thesis", venue="HKUST", key="msc"),
    citation("Book", kind="book", venue="Springer", key="book"),
    citation("Series", kind="book", venue="LNCS", venue_kind="book", key="series"),
    citation("Chapter", kind="chapter", venue="A Handbook", venue_kind="book", key="chapter"),
    citation("Data", kind="dataset", venue="Zenodo", doi="10.5281/zenodo.1_2", key="data"),
    citation("Code", kind="software", url="https://example.org/a_b?c=%20d&e#f", key="code"),
    citation(
        "Volume",
        names=(),
        editors=(Name("Wei", "Xiong"),),
        kind="proceedings",
        key="volume",
        publisher="Brill",
        place="Leiden",
        series="Texts",
        isbn="9780262039246",
    ),
    citation(
        "Meeting",
        names=(),
        editors=(Name("Wei", "Xiong"), Name("Nan", "Jiang")),
        **ICML,
        kind="proceedings",
        key="meeting",
        publisher="PMLR",
    ),
    citation(
        "In a Volume",
        kind="chapter",
        venue="A Handbook",
        venue_kind="book",
        key="inside",
        editors=(Name("Ada", "Lovelace"),),
        publisher="CUP",
        edition="2nd",
        pages="1–9",
    ),
    citation(
        "From the French",
        kind="translation",
        names=(Name("Fernand", "Braudel"),),
        translators=(Name("Wei", "Xiong"),),
        publisher="CUP",
        key="translated",
    ),
    citation("A Book Read", kind="review", **JMLR, key="review", issn="1532-4435"),
    citation("By Number", **JMLR, article_number="e1004923", report_number="CERN-1", key="eid"),
    citation("On a Wall", kind="poster", **ICML, key="poster"),
    citation("Made", kind="patent", report_number="US 12", place="US", key="patent"),
    citation("Technical", kind="report", institution="MIT", report_number="TR-1", key="report"),
    citation("Won", awards=("Best paper, 2024", "Test of time"), licence="CC-BY-4.0", key="won"),
    citation("Printing", status="in-press", **JMLR, key="printing"),
    citation("Other", kind="other", venue="A blog", venue_kind="other", key="other"),
    citation(MARKED_TITLE, **JMLR, key="marked"),
    citation("Full", **JMLR, key="full", volume="12", number="3", pages="1–10", doi="10.1000/a_b"),
]
