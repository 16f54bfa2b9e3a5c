"""Small answers of the services, in the forms that they send."""

from __future__ import annotations

from typing import Any


def crossref(
    doi: str = "10.1000/nash", title: str = "Nash Learning", **more: Any
) -> dict[str, Any]:
    """A record of Crossref, as CSL-JSON or one of the items of its API."""
    return {
        "DOI": doi,
        "type": "journal-article",
        "title": title,
        "author": [
            {"given": "Wei", "family": "Xiong", "sequence": "first"},
            {"given": "Han", "family": "Zhong", "sequence": "additional"},
        ],
        "container-title": "Journal of Games",
        "published-print": {"date-parts": [[2023, 5]]},
        "volume": "7",
        "page": "1-9",
    }


def crossref_list(*records: dict[str, Any]) -> dict[str, Any]:
    return {"status": "ok", "message-type": "work-list", "message": {"items": list(records)}}


def datacite(doi: str = "10.5281/zenodo.1", title: str = "Games in Python") -> dict[str, Any]:
    """The attributes of a record of DataCite, as doi.org sends them."""
    return {
        "doi": doi,
        "types": {"resourceTypeGeneral": "Software"},
        "titles": [{"title": title}],
        "creators": [{"nameType": "Personal", "givenName": "Wei", "familyName": "Xiong"}],
        "publisher": "Zenodo",
        "publicationYear": 2022,
        "dates": [{"dateType": "Issued", "date": "2022-03-04"}],
    }


def datacite_list(*records: dict[str, Any]) -> dict[str, Any]:
    return {"data": [{"id": one["doi"].lower(), "attributes": one} for one in records]}


def arxiv(*papers: tuple[str, str]) -> str:
    """A feed of arXiv with papers by id and title."""
    entries = "".join(
        f"<entry><id>http://arxiv.org/abs/{arxiv_id}v2</id><title>{title}</title>"
        "<summary>Some games.</summary><published>2023-04-13T18:22:40Z</published>"
        "<author><name>Wei Xiong</name></author></entry>"
        for arxiv_id, title in papers
    )
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'


def orcid(*works: dict[str, str]) -> dict[str, Any]:
    """The works of a record; each has a title and may have a doi, arxiv or pmid."""
    return {"group": [_group(number, **work) for number, work in enumerate(works, start=1)]}


def _group(number: int, title: str, year: str = "2023", **ids: str) -> dict[str, Any]:
    external = [
        {
            "external-id-type": kind,
            "external-id-value": value,
            "external-id-relationship": "self",
        }
        for kind, value in ids.items()
    ]
    summary = {
        "put-code": number,
        "title": {"title": {"value": title}},
        "type": "journal-article",
        "publication-date": {"year": {"value": year}, "month": None, "day": None},
        "external-ids": {"external-id": external},
        "url": None,
        "display-index": "1",
    }
    return {"external-ids": {"external-id": external}, "work-summary": [summary]}


def orcid_full(number: int, title: str) -> dict[str, Any]:
    """The answer to ``/works/{put-code}``, with a citation."""
    text = f"@article{{x, title={{{title}}}, author={{Wei Xiong}}, year={{2021}}}}"
    work = {
        "put-code": number,
        "title": {"title": {"value": title}},
        "type": "journal-article",
        "publication-date": {"year": {"value": "2021"}, "month": None, "day": None},
        "citation": {"citation-type": "bibtex", "citation-value": text},
        "external-ids": {"external-id": []},
    }
    return {"bulk": [{"work": work}]}


def europepmc(**result: str) -> dict[str, Any]:
    return {"hitCount": 1, "resultList": {"result": [result]}}
