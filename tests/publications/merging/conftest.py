"""A preprint and its published version."""

import pytest

from publications.models import Publication, Topic
from tests import cast

Status = Publication.Status


@pytest.fixture
def preprint():
    paper = cast.paper(
        "RAFT: Ranked Finetuning",
        "Hanze Dong*, Wei Xiong*",
        slug="raft",
        arxiv_id="2304.06767",
        citation_key="dong2023raft",
        summary="Finetuning on ranked samples.",
        when="2023-04",
        is_selected=True,
    )
    paper.links.create(kind="code", url="https://example.org/code")
    paper.topics.add(Topic.objects.create(name="Alignment"))
    return paper


@pytest.fixture
def published():
    paper = cast.paper(
        "RAFT: Reward Ranked Finetuning",
        "Hanze Dong, Wei Xiong, Tong Zhang",
        slug="reward-ranked",
        status=Status.PUBLISHED,
        venue=cast.venue("TMLR", kind="journal"),
        citation_key="tmlr2023",
        doi="10.1000/tmlr.7",
        when="2023-11",
        volume="7",
    )
    paper.links.create(kind="code", url="https://example.org/code")
    paper.links.create(kind="slides", url="https://example.org/slides")
    paper.topics.add(Topic.objects.create(name="Language models"))
    return paper
