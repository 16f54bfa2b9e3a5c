"""Looks up identifiers at the services, question by question, and reads their answers."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _

from common.owner import find_owner
from publications.bibtex.identifiers import extract_doi
from publications.identifiers import remove_version
from publications.sources import errors
from publications.sources.client import Client
from publications.sources.readers import arxiv, csl, datacite, europepmc, inspire, orcid
from publications.sources.readers.answer import Answer, UnreadableError
from publications.sources.search import Question, Search, explain_left, name_service
from publications.sources.services import find_service

_logger = logging.getLogger(__name__)

_JSON_OF_DOI = "application/vnd.datacite.datacite+json, application/vnd.citationstyles.csl+json"
_DATACITE_NAMES = {"types", "schemaVersion", "providerId"}
_ARXIV_DOI = "10.48550/arXiv."

IsKnown = Callable[[orcid.OrcidWork], bool]


class Lookup:
    """Asks the questions of a search, one at a time.

    ``is_known`` says which works of an ORCID record need not be looked up.
    """

    def __init__(self, client: Client | None = None, is_known: IsKnown = lambda _: False) -> None:
        self.client = client or Client()
        self.is_known = is_known

    def finish(self, search: Search) -> None:
        """Ask everything, however long it takes."""
        while not search.is_done:
            self.step(search)

    def step(self, search: Search) -> None:
        """Ask the next question. A service that cannot be asked is not asked again."""
        if search.is_full:
            search.stop()
            return
        question = search.next_question()
        key = name_service(question.about)
        if key in search.unavailable:
            self._leave(search, question, search.unavailable[key][0])
            return
        ask = getattr(self, f"_ask_{question.about.replace('-', '_')}")
        name = find_service(key).name
        try:
            ask(search, question.ids)
        except errors.UnavailableError as error:
            search.unavailable[key] = [str(error)]
            self._leave(search, question, str(error))
        except errors.NotKnownError:
            search.problems += [explain_unknown(name, one) for one in question.ids]
        except errors.TooLargeError as error:
            if not search.divide(question):
                self._leave(search, question, str(error))
        except errors.SourceError as error:
            self._leave(search, question, str(error))
        except (UnreadableError, LookupError, ValueError, TypeError, AttributeError):
            _logger.warning("%s sent an answer of an unknown form.", name, exc_info=True)
            self._leave(search, question, str(errors.explain_no_data(name)))

    @staticmethod
    def _leave(search: Search, question: Question, why: str) -> None:
        """Leave out a question; DataCite has the papers on arXiv too."""
        key = name_service(question.about)
        if question.about == "arxiv":
            search.problems.append(_explain_datacite(why))
            search.dois_of_others += [f"{_ARXIV_DOI}{remove_version(one)}" for one in question.ids]
        elif key in search.unavailable:
            search.unavailable[key] += question.ids
        else:
            search.problems.append(explain_left(why, question.ids))

    def _ask_doi(self, search: Search, ids: Sequence[str]) -> None:
        data = self.client.ask("doi", f"/{quote(ids[0])}", _JSON_OF_DOI)
        record = _read_json(data)
        is_datacite = not _DATACITE_NAMES.isdisjoint(record) or record.get("agency") == "DataCite"
        _add(search, datacite.read(data) if is_datacite else csl.read(data))

    def _ask_crossref(self, search: Search, ids: Sequence[str]) -> None:
        filters = ",".join(f"doi:{quote(doi, safe='/')}" for doi in ids)
        email = find_owner().email
        contact = f"&mailto={quote(email)}" if email else ""
        path = f"/works?filter={filters}&rows={len(ids)}{contact}"
        data = self.client.ask("crossref", path)
        items = _read_json(data)["message"]["items"]
        came = {str(item.get("DOI", "")).lower() for item in items}
        search.dois_of_others += [doi for doi in ids if doi.lower() not in came]
        if items:
            _add(search, csl.read(data))

    def _ask_datacite(self, search: Search, ids: Sequence[str]) -> None:
        named = ",".join(quote(doi, safe="/") for doi in ids)
        data = self.client.ask("datacite", f"/dois?ids={named}&page[size]={len(ids)}")
        records = _read_json(data)["data"]
        came = {str(record.get("id", "")).lower() for record in records}
        search.single_dois += [doi for doi in ids if doi.lower() not in came]
        if records:
            _add(search, datacite.read(data))

    def _ask_arxiv(self, search: Search, ids: Sequence[str]) -> None:
        named = ",".join(quote(one, safe="/") for one in ids)
        path = f"/api/query?id_list={named}&max_results={len(ids)}"
        answer = arxiv.read(self.client.ask("arxiv", path, "application/atom+xml"))
        _add(search, answer)
        came = {remove_version(entry.arxiv_id).lower() for entry in answer.entries}
        came |= {remove_version(refused.key).lower() for refused in answer.refused}
        for one in ids:
            if remove_version(one).lower() not in came:
                search.problems.append(explain_unknown("arXiv", one))

    def _ask_short_doi(self, search: Search, ids: Sequence[str]) -> None:
        data = self.client.ask("doi", f"/api/handles/{quote(ids[0])}?type=HS_ALIAS")
        values = _read_json(data)["values"]
        search.want_doi(str(values[0]["data"]["value"]))

    def _ask_pubmed(self, search: Search, ids: Sequence[str]) -> None:
        self._ask_europepmc(search, f"ext_id:{ids[0]} src:med", f"PMID {ids[0]}")

    def _ask_pmc(self, search: Search, ids: Sequence[str]) -> None:
        self._ask_europepmc(search, f"PMCID:{ids[0]}", ids[0])

    def _ask_europepmc(self, search: Search, query: str, what: str) -> None:
        path = f"/search?query={quote(query, safe=':')}&resultType=core&format=json"
        data = self.client.ask("europepmc", path)
        results = _read_json(data)["resultList"]["result"]
        if not results:
            search.problems.append(explain_unknown("Europe PMC", what))
        elif doi := extract_doi(str(results[0].get("doi") or "")):
            search.want_doi(doi)
        else:
            _add(search, europepmc.read(data))

    def _ask_inspire(self, search: Search, ids: Sequence[str]) -> None:
        data = self.client.ask(
            "inspire", f"/api/literature/{ids[0]}?format=bibtex", "application/x-bibtex"
        )
        _add(search, inspire.read(data))

    def _ask_inspire_author(self, search: Search, ids: Sequence[str]) -> None:
        author = _read_json(self.client.ask("inspire", f"/api/authors/{ids[0]}"))
        names = author["metadata"]["ids"]
        [bai] = [one["value"] for one in names if one.get("schema") == "INSPIRE BAI"][:1]
        query = f"q=a%20{quote(bai)}&size=250&page=1&format=bibtex"
        data = self.client.ask("inspire", f"/api/literature?{query}", "application/x-bibtex")
        _add(search, inspire.read(data))

    def _ask_openalex(self, search: Search, ids: Sequence[str]) -> None:
        if ids[0].startswith("A"):
            path = f"/authors/{ids[0]}?select=orcid,display_name"
            orcid_id = str(_read_json(self.client.ask("openalex", path)).get("orcid") or "")
            if not orcid_id:
                search.problems.append(_explain_no_doi("OpenAlex", ids[0]))
                return
            search.questions.append(Question("orcid", (orcid_id.rpartition("/")[2],)))
            return
        work = _read_json(self.client.ask("openalex", f"/works/{ids[0]}?select=doi,ids,title"))
        self._want(search, str(work.get("doi") or ""), "", "OpenAlex", ids[0])

    def _ask_semantic_scholar(self, search: Search, ids: Sequence[str]) -> None:
        path = f"/graph/v1/paper/{ids[0]}?fields=externalIds,title"
        found = _read_json(self.client.ask("semanticscholar", path)).get("externalIds") or {}
        doi, arxiv_id = str(found.get("DOI") or ""), str(found.get("ArXiv") or "")
        self._want(search, doi, arxiv_id, "Semantic Scholar", ids[0])

    @staticmethod
    def _want(search: Search, doi: str, arxiv_id: str, service: str, what: str) -> None:
        if doi := extract_doi(doi):
            search.want_doi(doi)
        elif arxiv_id:
            search.want_arxiv(arxiv_id)
        else:
            search.problems.append(_explain_no_doi(service, what))

    def _ask_orcid(self, search: Search, ids: Sequence[str]) -> None:
        works = orcid.read_works(self.client.ask("orcid", f"/v3.0/{ids[0]}/works"))
        if not works:
            sentence = _("The ORCID record %(orcid)s shows no works. Perhaps they are not public.")
            search.problems.append(sentence % {"orcid": ids[0]})
        codes = []
        for work in works:
            if self.is_known(work):
                search.skipped += 1
            elif work.doi and not work.doi.lower().startswith(_ARXIV_DOI.lower()):
                search.want_doi(work.doi, work.arxiv_id, work.doubt)
            elif arxiv_id := work.arxiv_id or work.doi[len(_ARXIV_DOI) :]:
                search.want_arxiv(arxiv_id, work.doubt)
            elif work.pmid:
                search.questions.append(Question("pubmed", (work.pmid,)))
            else:
                codes.append(str(work.put_code))
        for start in range(0, len(codes), 100):
            batch = (ids[0], *codes[start : start + 100])
            search.questions.append(Question("orcid-works", batch))

    def _ask_orcid_works(self, search: Search, ids: Sequence[str]) -> None:
        """Ask for works without an identifier, by their numbers in the record."""
        data = self.client.ask("orcid", f"/v3.0/{ids[0]}/works/{','.join(ids[1:])}")
        answer = orcid.read_full(data)
        why = _("ORCID has no identifier for it, so it says less than a publisher would.")
        entries = [replace(entry, doubt=entry.doubt or why) for entry in answer.entries]
        search.add(entries, answer.refused)


def _read_json(data: bytes) -> dict[str, Any]:
    """Return an answer that must be an object. Raises ValueError."""
    value = json.loads(data)
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return value


def _add(search: Search, answer: Answer) -> None:
    search.add(answer.entries, answer.refused)


def explain_unknown(service: str, what: str) -> str:
    sentence = _("%(service)s does not know %(what)s. Is it spelled right?")
    return sentence % {"service": service, "what": what}


def _explain_no_doi(service: str, what: str) -> str:
    sentence = _("%(service)s has no DOI, arXiv id or ORCID iD for %(what)s. Paste one of these.")
    return sentence % {"service": service, "what": what}


def _explain_datacite(why: str) -> str:
    sentence = _(
        "%(why)s So Vita asks DataCite for the papers on arXiv. It does not know where they were "
        "published."
    )
    return sentence % {"why": why}
