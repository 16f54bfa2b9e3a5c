"""Europe PMC's JSON and PubMed's XML."""

import pytest

from publications.sources.readers import europepmc, pubmed
from publications.sources.readers.answer import UnreadableError
from tests.publications.sources.readers.records import dump, names_of, only

RESULT = {
    "source": "MED",
    "doi": "10.1000/lumps.1",
    "title": "Growth of <i>S. lumpii</i>.",
    "authorList": {
        "author": [
            {
                "firstName": "Ada B",
                "lastName": "Rossi",
                "authorId": {"type": "ORCID", "value": "0000-0002-1825-0097"},
            },
            {"collectiveName": "NOVUM Group"},
        ]
    },
    "journalInfo": {
        "volume": "3",
        "issue": "2",
        "yearOfPublication": 2018,
        "monthOfPublication": 5,
        "dateOfPublication": "2018 May",
        "printPublicationDate": "2018-05-01",
        "journal": {"title": "Annals of sand"},
    },
    "pageInfo": "345-7",
    "pubTypeList": {"pubType": ["research-article", "Journal Article"]},
    "abstractText": "<h4>Background</h4>Sand.<h4>Methods</h4>Lumps.",
    "license": "cc by",
    "firstPublicationDate": "2017-04-03",
}


def read_europepmc(**changes):
    answer = {"hitCount": 1, "resultList": {"result": [RESULT | changes]}}
    return only(europepmc.read(dump(answer)))


class TestEuropePMC:
    def test_an_article(self):
        entry = read_europepmc()
        assert (entry.title, entry.doi) == ("Growth of *S. lumpii*", "10.1000/lumps.1")
        assert names_of(entry) == ["Rossi, Ada B", "{NOVUM Group}"]
        assert entry.orcids == ("0000-0002-1825-0097", "")
        assert (entry.venue, entry.venue_kind, entry.kind) == (
            *("Annals of sand", "journal", "article"),
        )
        assert (entry.volume, entry.number, entry.pages) == ("3", "2", "345–347")
        assert (entry.when, entry.abstract) == (
            *("2018-05", "**Background.** Sand.\n\n**Methods.** Lumps."),
        )

    def test_a_preprint(self):
        entry = read_europepmc(source="PPR", pubTypeList={"pubType": ["Preprint"]})
        assert (entry.kind, entry.status) == ("preprint", "preprint")

    def test_a_retracted_paper_is_doubted(self):
        kinds = {"pubType": ["Journal Article", "Retracted Publication"]}
        assert read_europepmc(pubTypeList=kinds).doubt == "This paper was retracted."

    def test_nothing_found(self):
        assert europepmc.read(b'{"hitCount": 0, "resultList": {"result": []}}').entries == []

    @pytest.mark.parametrize("data", [b"", b"[]", b'{"errCode": 404}', b"<html>"])
    def test_other_answers_are_refused(self, data):
        with pytest.raises(UnreadableError):
            europepmc.read(data)


XML = b"""<?xml version="1.0"?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle//EN" "https://dtd.example/p.dtd">
<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>123</PMID><Article>
<Journal><JournalIssue><Volume>3</Volume><Issue>2</Issue>
<PubDate><Year>2020</Year><Month>Apr</Month><Day>20</Day></PubDate></JournalIssue>
<Title>Annals of sand : the journal</Title></Journal>
<ArticleTitle>Growth of <i>S. lumpii</i>
   in CO<sub>2</sub>.</ArticleTitle>
<Pagination><MedlinePgn>345-7</MedlinePgn></Pagination>
<ELocationID EIdType="doi">10.1000/lumps.1</ELocationID>
<Abstract><AbstractText Label="METHODS">Lumps &lt; 3.</AbstractText></Abstract>
<AuthorList><Author><LastName>Rossi</LastName><ForeName>Ada</ForeName><Suffix>Jr</Suffix>
<Identifier Source="ORCID">0000-0002-1825-0097</Identifier></Author>
<Author><CollectiveName>NOVUM Group</CollectiveName></Author></AuthorList>
<PublicationTypeList><PublicationType>Journal Article</PublicationType></PublicationTypeList>
</Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"""


class TestXML:
    def test_an_article(self):
        entry = only(pubmed.read(XML))
        assert entry.title == "Growth of *S. lumpii* in CO~2~"
        assert (names_of(entry), entry.orcids) == (
            *(["Rossi, Jr, Ada", "{NOVUM Group}"], ("0000-0002-1825-0097", "")),
        )
        assert (entry.venue, entry.volume, entry.number) == (
            *("Annals of sand : the journal", "3", "2"),
        )
        assert (entry.pages, entry.when, entry.doi) == ("345–347", "2020-04-20", "10.1000/lumps.1")
        assert entry.abstract == "**Methods.** Lumps < 3."

    @pytest.mark.parametrize("data", [b"", b"<eSearchResult/>", XML[:500], b"{}"])
    def test_other_answers_are_refused(self, data):
        with pytest.raises(UnreadableError):
            pubmed.read(data)
