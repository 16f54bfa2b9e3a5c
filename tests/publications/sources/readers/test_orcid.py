"""Works of an ORCID record: the list, and single works in full."""

import pytest

from publications.sources.readers.answer import UnreadableError
from publications.sources.readers.orcid import read_full, read_works
from tests.publications.sources.readers.records import dump, names_of, only


def summary(title="Lumps", *, ids=(), url="", code=1, **values):
    external = [
        {
            "external-id-type": kind,
            "external-id-value": value,
            "external-id-relationship": relation,
        }
        for kind, value, relation in ids
    ]
    return {
        "put-code": code,
        "title": {"title": {"value": title}, "subtitle": None},
        "type": "journal-article",
        "publication-date": {"year": {"value": "2021"}, "month": None, "day": None},
        "external-ids": {"external-id": external},
        "url": {"value": url} if url else None,
        "display-index": "0",
    } | values


def works(*groups):
    return dump({"group": [{"work-summary": list(group)} for group in groups], "path": "/works"})


def test_each_group_is_one_work():
    first, second = read_works(
        works(
            [summary(ids=[("doi", "https://doi.org/10.1000/a", "self")])],
            [summary("Sand", ids=[("arxiv", "arXiv:2101.00001", "self"), ("pmid", "123", "self")])],
        )
    )
    assert (first.title, first.year, first.kind, first.doi) == (
        *("Lumps", "2021", "article", "10.1000/a"),
    )
    assert (second.title, second.arxiv_id, second.pmid) == ("Sand", "2101.00001", "123")


def test_the_preferred_summary_counts_but_not_one_in_capitals():
    (work,) = read_works(
        works(
            [
                summary("LUMPS OF SAND", code=1, **{"display-index": "2"}),
                summary("Lumps of sand", code=2, **{"display-index": "0"}),
                summary("Lumps of Sand", code=3, **{"display-index": "1"}),
            ]
        )
    )
    assert (work.put_code, work.title) == (3, "Lumps of Sand")


def test_only_identifiers_of_the_work_itself_count():
    ids = [("doi", "10.1000/book", "part-of"), ("issn", "1234-5678", "self")]
    (work,) = read_works(works([summary(ids=ids, url="http://dx.doi.org/10.6084/m9.sand")]))
    assert work.doi == "10.6084/m9.sand"


def test_works_of_students_are_doubted():
    (work,) = read_works(works([summary(type="supervised-student-publication")]))
    assert work.doubt == "ORCID says that this is the work of a student."


def test_an_empty_record_has_no_works():
    assert read_works(b'{"group": []}') == []


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"error-code": 9016}', b"<html>"])
def test_other_answers_are_refused(data):
    with pytest.raises(UnreadableError):
        read_works(data)
    with pytest.raises(UnreadableError):
        read_full(data)


class TestFull:
    def test_a_bibtex_citation_is_read_as_bibtex(self):
        citation = {
            "citation-type": "bibtex",
            "citation-value": "@article{a, title={Lumps of Sand}, author={Rossi, Ada}, year=2020}",
        }
        entry = only(read_full(dump(summary(citation=citation))))
        assert (entry.title, entry.when, names_of(entry)) == (
            *("Lumps of Sand", "2020", ["Rossi, Ada"]),
        )
        assert entry.doubt == ""

    def test_without_a_citation_there_are_only_the_facts_of_orcid(self):
        work = summary(
            ids=[("isbn", "978-0-262-03924-6", "self")],
            **{
                "type": "book-chapter",
                "journal-title": {"value": "Sand and Lumps"},
                "contributors": {
                    "contributor": [
                        {
                            "credit-name": {"value": "Ada Rossi"},
                            "contributor-orcid": {"path": "0000-0002-1825-0097"},
                            "contributor-attributes": {"contributor-role": "author"},
                        },
                        {
                            "credit-name": {"value": "Ugo Bianchi"},
                            "contributor-attributes": {"contributor-role": "editor"},
                        },
                    ]
                },
            },
        )
        entry = only(read_full(dump({"bulk": [{"work": work}]})))
        assert (entry.kind, entry.venue, entry.isbn) == (
            *("chapter", "Sand and Lumps", "9780262039246"),
        )
        assert (names_of(entry), entry.orcids) == (["Rossi, Ada"], ("0000-0002-1825-0097",))
        assert "only a few facts" in entry.doubt

    def test_a_work_without_a_title_is_refused_alone(self):
        answer = read_full(
            dump({"bulk": [{"work": summary("")}, {"error": {}}, {"work": summary()}]})
        )
        assert [entry.title for entry in answer.entries] == ["Lumps"]
        assert [one.reason for one in answer.refused] == ["The title is missing."]
