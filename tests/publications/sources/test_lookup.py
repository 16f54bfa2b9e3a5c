"""Looking up identifiers: whom Vita asks, in how many questions, and what it says of failures."""

import time

import pytest

from publications.sources import search as search_module
from publications.sources.lookup import Lookup
from publications.sources.recognition import Identifier, Kind, recognise
from publications.sources.search import Search
from tests.publications.sources import answers
from tests.publications.sources.service_server import ServiceServer

IDS = "0000-0002-1825-0097"
HTML = "<html>Welcome</html>"


def look_up(text: str, lookup: Lookup | None = None) -> Search:
    search = Search.for_identifiers(recognise(text).identifiers)
    lookup = lookup or Lookup()
    while not search.is_done:
        lookup.step(search)
        search = Search.unpack(search.pack())  # as from page to page
    return search


def titles(search: Search) -> list[str]:
    return [entry.title for entry in search.entries]


class TestADoi:
    def test_is_asked_of_doi_org_once(self, services):
        services.answers["/doi/10.1000/nash"] = answers.crossref()
        (entry,) = look_up("10.1000/nash 10.1000/NASH").entries
        assert entry.title == "Nash Learning"
        assert [credit.name for credit in entry.credits] == ["Wei Xiong", "Han Zhong"]
        assert (entry.venue, entry.when, entry.volume) == ("Journal of Games", "2023-05", "7")
        assert services.asked == ["/doi/10.1000/nash"]
        assert services.headers["Accept"].startswith("application/vnd.datacite.datacite+json, ")

    def test_may_be_known_to_datacite_only(self, services):
        services.answers["/doi/10.5281/zenodo.1"] = answers.datacite()
        (entry,) = look_up("10.5281/zenodo.1").entries
        assert (entry.title, entry.kind) == ("Games in Python", "software")

    def test_may_be_short(self, services):
        handle = {"values": [{"type": "HS_ALIAS", "data": {"value": "10.1000/nash"}}]}
        services.answers["/doi/api/handles/10/fqd6hj"] = handle
        services.answers["/doi/10.1000/nash"] = answers.crossref()
        assert titles(look_up("10/fqd6hj")) == ["Nash Learning"]

    def test_that_nobody_knows_is_named(self, services):
        search = look_up("10.1000/nosuch")
        sentence = "doi.org does not know 10.1000/nosuch. Is it spelled right?"
        assert search.list_problems() == [sentence]

    def test_whose_answer_is_a_web_page_is_named(self, services):
        services.answers["/doi"] = HTML
        assert look_up("10.1000/nash").list_problems() == [
            "doi.org gives no data in a form that Vita can read. Paste BibTeX instead. "
            "Not looked up: 10.1000/nash."
        ]

    @pytest.mark.parametrize("body", ["[]", "{}", '{"DOI": null}', "null", ""])
    def test_whose_answer_makes_no_sense_is_named(self, services, body):
        services.answers["/doi"] = body
        search = look_up("10.1000/nash")
        assert search.entries == []
        assert search.list_problems() or search.refused


class TestManyDois:
    DOIS = [f"10.1000/{number}" for number in range(45)]

    def test_are_asked_twenty_at_a_time(self, services):
        services.answers["/crossref/works"] = self.answer
        search = look_up(" ".join(self.DOIS))
        assert len(search.entries) == 45
        assert len(services.asked) == 3
        assert [entry.line for entry in search.entries] == list(range(1, 46))

    def answer(self, path: str) -> dict:
        asked = [doi for doi in self.DOIS if f"doi:{doi}," in path or f"doi:{doi}&" in path]
        assert len(asked) <= 20
        return answers.crossref_list(*(answers.crossref(doi, f"Paper {doi}") for doi in asked))

    def test_that_crossref_does_not_have_are_asked_of_datacite_then_of_doi_org(self, services):
        services.answers["/crossref"] = answers.crossref_list(answers.crossref("10.1000/a", "A"))
        services.answers["/datacite/dois"] = answers.datacite_list(
            answers.datacite("10.1000/B", "B")
        )
        services.answers["/doi/10.1000/c"] = answers.crossref("10.1000/c", "C")
        search = look_up("10.1000/a 10.1000/b 10.1000/c 10.1000/d")
        assert titles(search) == ["A", "B", "C"]
        assert search.list_problems() == ["doi.org does not know 10.1000/d. Is it spelled right?"]
        assert len(services.asked) == 4

    def test_are_asked_fewer_at_a_time_if_the_answer_is_too_large(self, services):
        def answer(path: str) -> object:
            asked = [doi for doi in self.DOIS if f"doi:{doi}," in path or f"doi:{doi}&" in path]
            records = [answers.crossref(doi, f"Paper {doi}") for doi in asked]
            return answers.crossref_list(*records) if len(asked) < 12 else " " * 5_000_001

        services.answers["/crossref/works"] = answer
        search = look_up(" ".join(self.DOIS))
        assert len(search.entries) == 45
        assert search.list_problems() == []

    def test_end_when_there_are_more_authors_than_one_import_takes(self, services, monkeypatch):
        monkeypatch.setattr(search_module, "_MOST_AUTHORS", 30)
        services.answers["/crossref/works"] = self.answer
        search = look_up(" ".join(self.DOIS))
        assert len(search.entries) == 20
        assert search.list_problems() == ["Stopped: 25 were not looked up."]

    def test_come_without_those_of_a_service_that_is_busy(self, services):
        services.answers["/crossref"] = (429, {"Retry-After": "300"}, "")
        services.answers["/arxiv"] = answers.arxiv(("2304.06767", "RAFT"))
        search = look_up(" ".join([*self.DOIS, "2304.06767"]))
        assert titles(search) == ["RAFT"]
        (problem,) = search.list_problems()
        assert problem.startswith("Crossref is busy. Try again in 5 minutes. Not looked up: ")
        assert problem.endswith("10.1000/19 and 25 more.")
        assert sum("/crossref" in path for path in services.asked) == 1


class TestPapersOnArxiv:
    def test_are_asked_all_at_once(self, services):
        ids = ("2304.06767", "math/0309136")
        services.answers["/arxiv"] = answers.arxiv(*((one, f"Paper {one}") for one in ids))
        search = look_up("2304.06767v1 math/0309136 2304.99999")
        assert [entry.arxiv_id for entry in search.entries] == list(ids)
        assert search.list_problems() == ["arXiv does not know 2304.99999. Is it spelled right?"]
        (path,) = services.asked
        assert "id_list=2304.06767v1,math/0309136,2304.99999&max_results=3" in path

    @pytest.mark.parametrize("answer", [HTML, 400, 500, '<feed xmlns="http://www.w3.org/2005'])
    def test_come_from_datacite_if_arxiv_sends_nonsense(self, services, answer):
        record = answers.datacite("10.48550/arXiv.2304.06767", "RAFT")
        services.answers |= {"/arxiv": answer, "/datacite": answers.datacite_list(record)}
        assert titles(look_up("2304.06767")) == ["RAFT"]

    def test_come_from_datacite_if_arxiv_is_busy(self, services):
        services.answers["/arxiv"] = (429, {}, "Rate exceeded.")
        record = answers.datacite("10.48550/arXiv.2304.06767", "RAFT")
        record["types"] = {"resourceTypeGeneral": "Preprint"}
        services.answers["/datacite"] = answers.datacite_list(record)
        search = look_up("2304.06767")
        assert titles(search) == ["RAFT"]
        (problem,) = search.list_problems()
        assert problem.startswith("arXiv is busy. Try again in a few minutes. So Vita asks")


class TestAnOrcidRecord:
    def test_is_looked_up_in_few_questions(self, services):
        dois = [{"title": f"Paper {n}", "doi": f"10.1000/{n}"} for n in range(105)]
        others = [
            {"title": "RAFT", "arxiv": "2304.06767"},
            {"title": "Games in Python", "doi": "10.5281/zenodo.1"},
            {"title": "A report"},
        ]
        services.answers |= {
            f"/orcid/v3.0/{IDS}/works/108": answers.orcid_full(108, "A report"),
            f"/orcid/v3.0/{IDS}/works": answers.orcid(*dois, *others),
            "/crossref": lambda path: answers.crossref_list(
                *(
                    answers.crossref(one["doi"], one["title"])
                    for one in dois
                    if any(f"doi:{one['doi']}{end}" in path for end in ",&")
                )
            ),
            "/datacite": answers.datacite_list(answers.datacite()),
            "/arxiv": answers.arxiv(("2304.06767", "RAFT")),
        }
        search = look_up(IDS)
        assert search.list_problems() == []
        assert len(search.entries) == 108
        assert len(services.asked) == 10
        [unsure] = [entry for entry in search.entries if entry.doubt]
        assert unsure.title == "A report"

    def test_lends_a_paper_its_arxiv_id(self, services):
        works = answers.orcid({"title": "Nash", "doi": "10.1000/nash", "arxiv": "2304.06767"})
        services.answers |= {"/orcid": works, "/doi": answers.crossref()}
        (entry,) = look_up(IDS).entries
        assert (entry.doi, entry.arxiv_id) == ("10.1000/nash", "2304.06767")

    def test_without_works_is_named(self, services):
        services.answers["/orcid"] = answers.orcid()
        assert look_up(IDS).list_problems() == [
            f"The ORCID record {IDS} shows no works. Perhaps they are not public."
        ]

    def test_that_does_not_exist_is_named(self, services):
        services.answers["/orcid"] = (404, {}, '{"error-code": 9016}')
        assert look_up(IDS).list_problems() == [f"ORCID does not know {IDS}. Is it spelled right?"]

    def test_is_not_asked_for_what_is_known(self, services):
        works = ({"title": "Nash", "doi": "10.1000/nash"}, {"title": "New", "doi": "10.1000/new"})
        services.answers |= {
            "/orcid": answers.orcid(*works),
            "/doi": answers.crossref("10.1000/new", "New"),
        }
        search = look_up(IDS, Lookup(is_known=lambda work: work.doi == "10.1000/nash"))
        assert titles(search) == ["New"]
        assert search.skipped == 1


class TestOtherIdentifiers:
    def test_a_pubmed_id_leads_to_the_doi(self, services):
        services.answers["/europepmc/search?query=ext_id:12 src:med&"] = answers.europepmc(
            doi="10.1000/nash"
        )
        services.answers["/doi/10.1000/nash"] = answers.crossref()
        assert titles(look_up("PMID 12")) == ["Nash Learning"]

    def test_a_paper_of_pubmed_without_a_doi_comes_from_there(self, services):
        result = answers.europepmc(title="An old paper.", authorString="Xiong W.", pubYear="1970")
        services.answers["/europepmc/search?query=PMCID:PMC12"] = result
        assert titles(look_up("PMC12")) == ["An old paper"]

    def test_a_pubmed_id_that_nobody_has_is_named(self, services):
        services.answers["/europepmc"] = {"hitCount": 0, "resultList": {"result": []}}
        assert look_up("PMID 12").list_problems() == [
            "Europe PMC does not know PMID 12. Is it spelled right?"
        ]

    def test_a_record_of_inspire_comes_as_bibtex(self, services):
        text = "@article{Xiong:2023, title={Nash}, author={Xiong, Wei}, year={2023}}"
        services.answers["/inspire/api/literature/7?format=bibtex"] = text
        assert titles(look_up("https://inspirehep.net/literature/7")) == ["Nash"]

    @pytest.mark.parametrize(
        ("url", "path", "answer"),
        [
            (
                "https://openalex.org/W2741809807",
                "/openalex/works/W2741809807",
                {"doi": "https://doi.org/10.1000/nash"},
            ),
            (
                f"https://www.semanticscholar.org/paper/Nash/{'a' * 40}",
                f"/semanticscholar/graph/v1/paper/{'a' * 40}",
                {"externalIds": {"DOI": "10.1000/nash"}},
            ),
        ],
    )
    def test_a_page_of_another_index_leads_to_the_doi(self, services, url, path, answer):
        services.answers |= {path: answer, "/doi": answers.crossref()}
        assert titles(look_up(url)) == ["Nash Learning"]


def test_a_search_can_be_stopped_with_what_has_come(services: ServiceServer):
    services.answers["/arxiv"] = answers.arxiv(("2304.06767", "RAFT"))
    search = Search.for_identifiers(recognise("2304.06767 10.1000/a 10.1000/b").identifiers)
    Lookup().step(search)
    search.stop()
    assert search.is_done
    assert titles(search) == ["RAFT"]
    assert search.list_problems() == ["Stopped: 2 were not looked up."]


def test_many_dois_are_taken_in_a_moment_and_each_once():
    dois = [Identifier(Kind.DOI, f"10.1000/A.{number}") for number in range(20_000)]
    start = time.monotonic()
    search = Search.for_identifiers([*dois, Identifier(Kind.DOI, "10.1000/a.7")])
    assert time.monotonic() - start < 5  # it once took 23 seconds
    assert search.remaining == 20_000
    again = Search.unpack(search.pack())
    again.want_doi("10.1000/a.8")
    assert again.remaining == 20_000
