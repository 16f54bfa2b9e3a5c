"""Every fact of the owner's CV is on the page of the CV or in the list of papers, links and all.

The list has the summaries of papers and their links; the CV's PDF has everything.
"""

import re

import pytest

from publications.models import Publication
from tests.page import Page

pytestmark = pytest.mark.database

FACTS = (
    """
Wei Xiong
Computer Science, University of Illinois Urbana-Champaign
wx13@illinois.edu
Alignment for large language model and machine learning theory.
University of Illinois Urbana-Champaign, Urbana, USA
PhD student, Department of Computer Science
Aug 2023 – present
Advisor: Prof. Tong Zhang and Prof. Nan Jiang
The Hong Kong University of Science and Technology, Hong Kong, China
Master of Philosophy, Department of Mathematics
Aug 2023
University of Science and Technology of China, Hefei, China
Bachelor of Science, Department of Mathematics, Department of Electronic Engineering
Jun 2021
Ranking: 1/72 in Statistics; 2/352 in EE.
Shanghai Jiao Tong University, Shanghai, China
Exchange student at School of Electronic Information and Electrical Engineering
2018
Jan 2023 – present
Worked as a core founding member of the LMFlow project, which is a framework that allows
The project received 7K+ star in github and ranked 2nd in the github trend.
Spring 2022
Virtual visit with Prof. Zhuoran Yang
Worked on the mathematical foundation of reinforcement learning.
Microsoft Research Asia (MSRA)
Advisor: Dr. Wenxue Cheng and Dr. Li Zhao
Intern: Networking Research and Machine Learning Group
Worked on bandwidth estimation for real-time communications with reinforcement learning.
University of Virginia
Aug – Nov 2019
Advisor: Prof. Cong Shen
worked on multi-player multi-armed bandit (MPMAB).
2021–2023
Hong Kong PhD Fellowship
Jun 2022, Jun 2023
Best Teaching Assistant Award at HKUST
Outstanding graduate (USTC and Anhui province)
Nov 2020
Nomination for Guo Moruo scholarship (1/72 in statistics, highest honor of USTC)
See full list in Google Scholar.
(α, β) denotes random/alphabetical order and * denotes equal contribution
On-going project
Wei Xiong*, Hanze Dong*, Chenlu Ye*, Han Zhong, Nan Jiang, and Tong Zhang
(α, β) Chenlu Ye*, Wei Xiong*, Yuheng Zhang*, Nan Jiang, and Tong Zhang
(α, β) Yong Lin*, Hangyu Lin*, Wei Xiong*, Shizhe Diao*, Jianmeng Liu, Jipeng Zhang, Rui Pan, \
Haoxiang Wang, Wenbin Hu, Hanning Zhang, Hanze Dong, Renjie Pi, Han Zhao, Nan Jiang, Yuan Yao, \
Heng Ji, and Tong Zhang
data replay, reawrd regularization, and model averaging
Jipeng Zhang, Kashun Shum, and Tong Zhang
Shizhe Diao*, Rui Pan*, Hanze Dong*, KaShun Shen, Jipeng Zhang, Wei Xiong, and Tong Zhang
Submitted to JMLR
Submitted to Mathematical Operation Research (MOR)
Contextual Banit, MDP and POMDP problems
Master Thesis
ICLR 2023
An application of weighted regression by using the variance information to achieve a sharper bound.
ICML 2022
NeurIPS 2021
Chengshuai Shi, Wei Xiong, Cong Shen, and Jing Yang
Sep 2021 – Jun 2023
MATH 2421 - Probability, MATH 2121 - Linear Algebra, MATH 6913W - Reading Course: Statistical \
Learning Theory, MATH 2023 - Multivariable Calculus (Best TA Award for all courses).
2018–2021
Mathematical Statistics, Data Structures and Databases, Algorithms and Data Structures.
ICLR 2024
Neurips 2022, 2023 (Top Reviewer Award)
AISTATS 2023, 2024
Machine Learning
Alignment for Foundation Language Models: Mathematical Principle and Algorithmic Designs
Mar 2024
Yale University, host: Zhuoran Yang
University of California, Los Angeles, host: Quanquan Gu
Microsoft Research Asia, host: Chuheng Zhang
Hong Kong University, host: Qi Xiaojuan
University of Toronto, host: Qiang Sun
Stanford University, host: Mert Pilanci
May 2023
""".replace("\\\n", "")
    .strip()
    .splitlines()
)

LINKS = {
    "Website": "https://weixiongust.github.io/WeiXiongUST/index.html",
    "GitHub": "https://github.com/WeiXiongUST",
    "Google Scholar": "https://scholar.google.com/citations?user=m2-OwQEAAAAJ",
    "LMFlow": "https://github.com/OptimalScale/LMFlow",
    "Paper: RAFT": "https://openreview.net/forum?id=m7p5O7zblY",
    "Code: RAFT": "https://github.com/OptimalScale/LMFlow",
    "Preprint: LM-Flow": "https://arxiv.org/abs/2306.12420",
    "Slide: GEC": "https://weixiongust.github.io/WeiXiongUST/slideonlinegfa.pdf",
    "Paper: Nearly Minimax": "https://openreview.net/forum?id=UP_GHHPw7rP",
    "Code: Heterogeneous": "https://github.com/ShenGroup/MPMAB_BEACON",
}


@pytest.fixture
def cv(sample_page) -> Page:
    return sample_page("/cv/")


@pytest.fixture
def papers(sample_page) -> Page:
    return sample_page("/publications/")


@pytest.mark.parametrize("fact", FACTS)
def test_the_cv_and_the_list_of_papers_have(cv, papers, fact):
    assert fact in cv.text or fact in papers.text


@pytest.mark.parametrize(("label", "url"), LINKS.items())
def test_a_link_leads_to_its_confirmed_url(cv, papers, label, url):
    links = cv.links() | papers.links()
    assert {href for text, href in links.items() if text.startswith(label)} == {url}


def test_a_label_without_a_confirmed_url_is_not_a_link(papers):
    assert "Slide" in papers.texts("span", class_="button")
    assert not any(text.startswith("Slide: Pessimistic") for text in papers.links())


def test_the_papers_are_numbered_in_the_order_of_the_cv(cv):
    titles = [re.sub(r"\W+", " ", title) for title in cv.texts("h3", class_="title")]
    assert titles[0].startswith("Arithmetic Control")
    assert titles[11].startswith("Heterogeneous Multi player")
    assert cv.texts("span", class_="number") == [f"[{number}]" for number in range(1, 13)]


@pytest.mark.usefixtures("sample")
def test_every_paper_has_a_page_with_its_authors():
    for paper in Publication.objects.all():
        page = Page(paper.get_absolute_url())
        for row in paper.authorships.select_related("author"):
            assert row.printed_name in page.text
