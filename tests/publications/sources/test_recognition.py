"""What a pasted text is taken for."""

import pytest

from publications.sources.recognition import recognise


def identifiers(text: str) -> list[tuple[str, str]]:
    return [(str(kind), value) for kind, value in recognise(text).identifiers]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("10.1287/moor.2023.0195", "doi", "10.1287/moor.2023.0195"),
        ("doi: 10.1287/moor.2023.0195.", "doi", "10.1287/moor.2023.0195"),
        ("https://doi.org/10.1287%2Fmoor.2023.0195", "doi", "10.1287/moor.2023.0195"),
        ("(10.1016/0002-9610(77)90552-9)", "doi", "10.1016/0002-9610(77)90552-9"),
        ("10.1007/JHEP10(2020)005", "doi", "10.1007/JHEP10(2020)005"),
        ("https://dl.acm.org/doi/abs/10.1145/3448016.3452841", "doi", "10.1145/3448016.3452841"),
        (
            "https://www.biorxiv.org/content/10.1101/2020.01.30.927871v1.full.pdf",
            "doi",
            "10.1101/2020.01.30.927871",
        ),
        (
            "https://link.springer.com/article/10.1007/s10533-010-9510-x?utm=1#Sec2",
            "doi",
            "10.1007/s10533-010-9510-x",
        ),
        (
            "https://www.frontiersin.org/articles/10.3389/fpsyg.2020.00001/full",
            "doi",
            "10.3389/fpsyg.2020.00001",
        ),
        (
            "https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0000001",
            "doi",
            "10.1371/journal.pone.0000001",
        ),
        ("https://zenodo.org/records/8242099", "doi", "10.5281/zenodo.8242099"),
        ("10/fqd6hj", "short-doi", "10/fqd6hj"),
        ("https://doi.org/fqd6hj", "short-doi", "10/fqd6hj"),
        ("2304.06767", "arxiv", "2304.06767"),
        ("arXiv: 2304.06767v2 [cs.LG]", "arxiv", "2304.06767v2"),
        ("math.GT/0309136", "arxiv", "math.GT/0309136"),
        ("https://arxiv.org/pdf/2304.06767v1.pdf", "arxiv", "2304.06767v1"),
        ("https://huggingface.co/papers/2304.06767", "arxiv", "2304.06767"),
        ("10.48550/arXiv.2304.06767", "arxiv", "2304.06767"),
        ("PMID: 31789841", "pubmed", "31789841"),
        ("https://pubmed.ncbi.nlm.nih.gov/31789841/", "pubmed", "31789841"),
        ("pmc5832410", "pmc", "PMC5832410"),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC5832410/", "pmc", "PMC5832410"),
        ("https://orcid.org/0000-0002-1825-0097", "orcid", "0000-0002-1825-0097"),
        ("0000-0002-1694-233x", "orcid", "0000-0002-1694-233X"),
        ("https://inspirehep.net/literature/1868018", "inspire", "1868018"),
        ("https://openalex.org/W2741809807", "openalex", "W2741809807"),
    ],
)
def test_an_identifier_is_found_however_it_is_written(text, kind, value):
    assert identifiers(text) == [(kind, value)]
    assert recognise(text).unknown == []


def test_several_come_at_once_and_each_once():
    text = "10.1145/3448016.3452841, arXiv:2304.06767\n10.1145/3448016.3452841; PMID 12"
    found = identifiers(text)
    assert found == [
        ("doi", "10.1145/3448016.3452841"),
        ("arxiv", "2304.06767"),
        ("pubmed", "12"),
    ]
    assert recognise(text).unknown == []
    assert len(identifiers("10.1145/3448016.3452841,10.7717/peerj.3162")) == 2


def test_what_is_not_recognised_is_named():
    (sentence,) = recognise("Attention is all you need").unknown
    assert "Attention is all you need" in sentence
    (sentence,) = recognise("see 10.7717/peerj.3162").unknown
    assert "“see”" in sentence
    (sentence,) = recognise("31789841").unknown
    assert "PMID" in sentence


def test_an_orcid_id_with_a_wrong_digit_is_named():
    assert identifiers("0000-0002-1825-0098") == []
    (sentence,) = recognise("0000-0002-1825-0098").unknown
    assert "0000-0002-1825-0098" in sentence
    assert "wrong digit" in sentence


@pytest.mark.parametrize(
    ("url", "advice"),
    [
        ("https://dblp.org/pid/43/6353.html", "https://dblp.org/pid/43/6353.bib?param=1"),
        ("https://openreview.net/forum?id=abc", "OpenReview does not let programs read"),
        ("https://example.org/my/paper", "Paste the DOI"),
    ],
)
def test_a_page_without_an_identifier_gets_advice(url, advice):
    assert identifiers(url) == []
    assert advice in recognise(url).unknown[0]
