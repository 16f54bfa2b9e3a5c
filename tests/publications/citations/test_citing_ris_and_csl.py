"""RIS and CSL-JSON, for reference managers, by the rules of each format."""

import json
import re
from dataclasses import replace

import jsonschema
import pytest

from publications.citations import Citation, csl, ris
from publications.names.name import Name
from tests.publications.citations.citation_cases import HARD, ICML, JMLR, citation

KINDS_AND_TYPES = [
    (JMLR, "JOUR", "article-journal"),
    (ICML, "CONF", "paper-conference"),
    ({"kind": "chapter"}, "CHAP", "chapter"),
    ({"kind": "book"}, "BOOK", "book"),
    ({"kind": "phd-thesis"}, "THES", "thesis"),
    ({"kind": "master-thesis"}, "THES", "thesis"),
    ({"kind": "report"}, "RPRT", "report"),
    ({"kind": "proceedings"}, "EDBOOK", "book"),
    ({"kind": "review", **JMLR}, "JOUR", "review"),
    ({"kind": "translation"}, "BOOK", "book"),
    ({"kind": "translation", "venue": "V", "venue_kind": "book"}, "CHAP", "chapter"),
    ({"kind": "poster"}, "CPAPER", "speech"),
    ({"kind": "patent"}, "PAT", "patent"),
    ({"kind": "dataset"}, "DATA", "dataset"),
    ({"kind": "software"}, "COMP", "software"),
    ({"status": "preprint"}, "UNPB", "article"),
    ({"status": "submitted"}, "UNPB", "manuscript"),
    ({"kind": "other"}, "GEN", "document"),
]
MARKED_TITLE = "*E. coli* in CO~2~ & $x^2$ < A*"
TITLE = "On $\\ell_2$ and $\\mathbb{R}^d$: R&D for \\$5"
PLAIN_TITLE = "On ℓ₂ and ℝ^d: R&D for $5"
ABSTRACT = "We *study* $\\ell_2$.\n\nAnd [more](https://a.b)."
PLAIN_ABSTRACT = "We study ℓ₂. And more."


class TestRis:
    def tags(self, cited: Citation) -> list[tuple[str, str]]:
        lines = ris.write([cited]).split("\r\n")
        return [(line[:2], line[6:]) for line in lines if line]

    @pytest.mark.parametrize(
        ("key", "tags"),
        [
            ("inside", {"ED": "Lovelace, Ada", "T2": "A Handbook", "PB": "CUP", "ET": "2nd"}),
            ("volume", {"ED": "Xiong, Wei", "T3": "Texts", "CY": "Leiden", "SN": "9780262039246"}),
            ("translated", {"AU": "Braudel, Fernand", "A4": "Xiong, Wei", "M3": "Translation"}),
            ("eid", {"SP": "e1004923", "C7": "e1004923"}),
            ("patent", {"SN": "US 12", "CY": "US"}),
            ("report", {"SN": "TR-1", "PB": "MIT"}),
            ("poster", {"T2": ICML["venue"], "M3": "Poster"}),
            ("printing", {"N1": "In press"}),
        ],
    )
    def test_a_full_reference_is_written_in_full(self, key, tags):
        cited = next(cited for cited in HARD if cited.key == key)
        assert dict(self.tags(cited)).items() >= tags.items()

    def test_a_title_is_plain_text(self):
        assert ("TI", "E. coli in CO₂ & x² < A*") in self.tags(citation(MARKED_TITLE))

    @pytest.mark.parametrize(("fields", "ris_type", "_"), KINDS_AND_TYPES)
    def test_the_type_comes_first_and_the_end_last(self, fields, ris_type, _):
        tags = self.tags(citation(**fields))
        assert tags[0] == ("TY", ris_type)
        assert tags[-1] == ("ER", "")

    def test_an_article_has_all_its_tags(self):
        cited = citation(
            TITLE,
            "Ludwig van Beethoven",
            "Martin Luther King Jr.",
            when="2023-05-12",
            volume="12",
            number="3",
            pages="S1–S12",
            doi="10.1000/a_b",
            url="https://a.b/c",
            abstract=ABSTRACT,
            **JMLR,
        )
        assert self.tags(cited)[1:-1] == [
            ("ID", "key"),
            ("AU", "van Beethoven, Ludwig"),
            ("AU", "King, Martin Luther, Jr."),
            ("TI", PLAIN_TITLE),
            ("T2", "Journal of Machine Learning Research"),
            ("JO", "JMLR"),
            ("PY", "2023"),
            ("DA", "2023/05/12/"),
            ("VL", "12"),
            ("IS", "3"),
            ("SP", "S1"),
            ("EP", "S12"),
            ("DO", "10.1000/a_b"),
            ("UR", "https://a.b/c"),
            ("AB", PLAIN_ABSTRACT),
        ]

    def test_a_preprint_names_its_archive(self):
        tags = self.tags(citation(status="preprint", arxiv_id="2304.06767"))
        assert ("PB", "arXiv") in tags
        assert ("M1", "arXiv:2304.06767") in tags

    def test_what_is_submitted_says_so_and_is_in_no_journal(self):
        tags = self.tags(citation(status="submitted", **JMLR))
        assert ("N1", "Submitted to Journal of Machine Learning Research") in tags
        assert "T2" not in dict(tags)

    @pytest.mark.parametrize(
        ("when", "date"), [("2023", None), ("May 2023", "2023/05//"), ("Spring 2021", None)]
    )
    def test_a_date_is_as_exact_as_it_is_known(self, when, date):
        assert dict(self.tags(citation(when=when))).get("DA") == date

    def test_one_page_and_a_list_of_pages_have_no_end(self):
        for pages in ("e123", "1–3, 5"):
            tags = dict(self.tags(citation(pages=pages)))
            assert (tags["SP"], tags.get("EP")) == (pages, None)

    def test_every_line_has_a_tag_and_ends_as_the_format_wants(self):
        text = ris.write([*HARD, citation("Two\r\nER  - \r\nlines\u2028more")])
        lines = text.split("\r\n")
        assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - [^\r\n\u2028]*", line) for line in lines if line)
        assert lines.count("ER  - ") == len(HARD) + 1
        assert text.endswith("ER  - \r\n")


NAME = {
    "type": "object",
    "properties": {
        part: {"type": "string", "minLength": 1}
        for part in ("family", "given", "suffix", "non-dropping-particle", "literal")
    },
    "additionalProperties": False,
    "anyOf": [{"required": ["family"]}, {"required": ["literal"]}],
}
DATE = {
    "type": "object",
    "properties": {
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "items": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": "integer"}},
        },
        "season": {"enum": [1, 2, 3, 4]},
        "circa": {"type": "boolean"},
    },
    "required": ["date-parts"],
    "additionalProperties": False,
}
# The parts of csl-data.json that are used here (Citation Style Language 1.0.2).
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "type": {
                "enum": [
                    *("article", "article-journal", "book", "chapter", "dataset", "document"),
                    *("manuscript", "paper-conference", "report", "software", "thesis"),
                    *("patent", "review", "speech"),
                ]
            },
            **{who: {"type": "array", "items": NAME} for who in ("author", "editor", "translator")},
            "issued": DATE,
            **{
                variable: {"type": "string", "minLength": 1}
                for variable in (
                    *("id", "citation-key", "genre", "title", "publisher", "container-title"),
                    *("container-title-short", "number", "volume", "issue", "page", "status"),
                    *("DOI", "URL", "note", "abstract", "publisher-place", "collection-title"),
                    *("edition", "ISBN", "ISSN", "event-title"),
                )
            },
        },
        "required": ["type", "id", "title"],
        "additionalProperties": False,
    },
}


class TestCsl:
    def item(self, cited: Citation) -> dict:
        (item,) = json.loads(csl.write([cited]))
        return item

    def test_hard_cases_keep_to_the_schema(self):
        items = json.loads(csl.write(HARD))
        jsonschema.validate(items, SCHEMA)
        assert [item["id"] for item in items] == [cited.key for cited in HARD]

    def test_a_title_has_the_tags_of_csl(self):
        title = self.item(citation(MARKED_TITLE))["title"]
        assert title == "<i>E. coli</i> in CO<sub>2</sub> & x² < A*"

    @pytest.mark.parametrize(("fields", "_", "csl_type"), KINDS_AND_TYPES)
    def test_the_type_follows_from_kind_and_venue(self, fields, _, csl_type):
        assert self.item(citation(**fields))["type"] == csl_type

    def test_an_article_has_all_its_variables(self):
        cited = citation(
            TITLE,
            when="May 2023",
            volume="12",
            number="3",
            pages="1–10",
            doi="10.1/a",
            abstract=ABSTRACT,
            **JMLR,
        )
        assert self.item(cited) == {
            "id": "key",
            "citation-key": "key",
            "type": "article-journal",
            "author": [{"family": "Xiong", "given": "Wei"}],
            "title": PLAIN_TITLE,
            "container-title": "Journal of Machine Learning Research",
            "container-title-short": "JMLR",
            "volume": "12",
            "issue": "3",
            "page": "1–10",
            "issued": {"date-parts": [[2023, 5]]},
            "DOI": "10.1/a",
            "abstract": PLAIN_ABSTRACT,
        }

    @pytest.mark.parametrize(
        ("name", "parts"),
        [
            (
                "Jürgen von der Weiß",
                {"given": "Jürgen", "non-dropping-particle": "von der", "family": "Weiß"},
            ),
            (
                "Martin Luther King Jr.",
                {"given": "Martin Luther", "family": "King", "suffix": "Jr."},
            ),
            (Name("伟", "熊"), {"given": "伟", "family": "熊"}),
            ("熊伟", {"literal": "熊伟"}),
            (Name("", "OpenAI Team"), {"literal": "OpenAI Team"}),
        ],
    )
    def test_names_are_in_parts_where_they_have_them(self, name, parts):
        assert self.item(citation("T", name))["author"] == [parts]

    @pytest.mark.parametrize(
        ("when", "issued"),
        [
            ("2023-05-12", {"date-parts": [[2023, 5, 12]]}),
            ("Spring 2021", {"date-parts": [[2021]], "season": 1}),
            ("Fall 2021", {"date-parts": [[2021]], "season": 3}),
            ("Autumn 2021", {"date-parts": [[2021]], "season": 3}),
            ("Winter 2021", {"date-parts": [[2021]], "season": 4}),
            ("Winter 2021/22", {"date-parts": [[2021]], "season": 4}),
            ("Q3 2021", {"date-parts": [[2021]]}),
            ("May 2940 (expected)", {"date-parts": [[2940, 5]], "circa": True}),
            ("c. 2019", {"date-parts": [[2019]], "circa": True}),
            ("", None),
        ],
    )
    def test_a_date_is_as_exact_as_it_is_known(self, when, issued):
        assert self.item(citation(when=when)).get("issued") == issued

    @pytest.mark.parametrize(
        ("status", "said"),
        [("submitted", "submitted"), ("accepted", "forthcoming"), ("published", None)],
    )
    def test_how_far_it_has_come_is_its_status(self, status, said):
        assert self.item(citation(status=status)).get("status") == said

    def test_a_thesis_is_published_by_its_school_and_says_which_it_is(self):
        item = self.item(citation(kind="phd-thesis", venue="HKUST"))
        assert (item["publisher"], item["genre"]) == ("HKUST", "PhD thesis")
        assert "container-title" not in item

    def test_a_chapter_names_the_editors_and_the_publisher_of_its_book(self):
        cited = next(cited for cited in HARD if cited.key == "inside")
        item = self.item(cited)
        assert item["editor"] == [{"family": "Lovelace", "given": "Ada"}]
        assert (item["container-title"], item["publisher"]) == ("A Handbook", "CUP")
        assert (item["edition"], item["page"]) == ("2nd", "1–9")

    def test_an_article_number_is_where_styles_look_for_it(self):
        item = self.item(citation(article_number="e12", **JMLR))
        assert (item["number"], item["page"]) == ("e12", "e12")

    def test_a_journal_has_its_standard_abbreviation_and_number(self):
        item = self.item(citation(**JMLR, venue_iso4="J. Mach. Learn. Res.", issn="1532-4435"))
        assert item["container-title-short"] == "J. Mach. Learn. Res."
        assert item["ISSN"] == "1532-4435"

    def test_an_edited_volume_has_editors_only(self):
        meeting = next(cited for cited in HARD if cited.key == "meeting")
        item = self.item(replace(meeting, more_names=True))
        assert [name.get("family", "others") for name in item["editor"]] == [
            *("Xiong", "Jiang", "others"),
        ]
        assert "author" not in item
        assert (item["event-title"], item["publisher"]) == (ICML["venue"], "PMLR")

    def test_no_paper_is_an_empty_list(self):
        assert json.loads(csl.write([])) == []
