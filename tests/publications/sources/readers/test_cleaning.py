"""What all readers do with titles, abstracts, names and dates."""

import pytest

from common.text.markdown import render_plain
from publications.sources.readers.cleaning.abstracts import clean_abstract
from publications.sources.readers.cleaning.dates import read_date
from publications.sources.readers.cleaning.numbers import (
    complete_range,
    read_arxiv_id,
    read_isbn,
    read_licence,
)
from publications.sources.readers.cleaning.people import gather, read_whole
from publications.sources.readers.cleaning.titles import clean_line, clean_title


class TestTitles:
    @pytest.mark.parametrize(
        ("given", "title"),
        [
            ("Growth of <i>E. coli</i> in CO<sub>2</sub>", "Growth of *E. coli* in CO~2~"),
            ("A <jats:italic>fine</jats:italic> pile", "A *fine* pile"),
            ("Ca<sup>2+</sup> in sand", "Ca^2+^ in sand"),
            ("<b>Bold</b> <scp>L</scp>umps", "Bold Lumps"),
            ("Lumps\n            <i>and sand</i>\n        .", "Lumps *and sand*"),
            ("&lt;scp&gt;L&lt;/scp&gt;umps &amp;amp; sand", "Lumps & sand"),
            ("R&amp;D of &#x3B1;-lumps", "R&D of α-lumps"),
            ("Lumps&lt;subtitle&gt;A study&lt;/subtitle&gt;", "Lumps: A study"),
            ("For p &lt; 0.05 and q > 2", "For p < 0.05 and q > 2"),
            ("Costs of $5 and $10", r"Costs of \$5 and \$10"),
            (r"The $\ell_2$ norm", r"The $\ell_2$ norm"),
            ("for<math alttext='$d$'><mi>d</mi></math>-lumps in", "for $d$-lumps in"),
            ("the<mml:math><mml:mi>N</mml:mi></mml:math>nucleus", "the $N$ nucleus"),
            ("Base Strengths of Amines<sup>1</sup>", "Base Strengths of Amines"),
            ("The Pricing of Lumps*", "The Pricing of Lumps"),
            ("Search with A*", "Search with A*"),
            ("Lumps.", "Lumps"),
            ("The Chinese<i>Hukou</i>System at 50", "The Chinese *Hukou* System at 50"),
            ("A CO<sub>2</sub>vent and H<sub>2</sub>O", "A CO~2~ vent and H~2~O"),
            ("The <i>S</i>-matrix", "The *S*-matrix"),
            ("Lumps and/or", "Lumps and/or"),
            ("Lumps 9/", "Lumps 9/"),
            ("Lumps of Sand Inc.", "Lumps of Sand Inc."),
            ("CellML 2.0.", "CellML 2.0"),
            ("Lumps /", "Lumps"),
            ("SchrÃ¶\u0064inger", "SchrÃ¶dinger"),
            ("Sand â\x80\x93 lumps", "Sand – lumps"),
            ("A < B and <unknown> C", "A < B and <unknown> C"),
            ("<i>open", "open"),
            ("a</i>b", "ab"),
        ],
    )
    def test_markup_becomes_the_sites_own(self, given, title):
        assert clean_title(given) == title

    def test_the_name_of_a_journal_is_plain_text(self):
        assert clean_line("Archives of <i>Sand</i> &amp; Lumps") == "Archives of Sand & Lumps"


class TestAbstracts:
    def test_jats_becomes_markdown(self):
        abstract = clean_abstract(
            "<jats:title>Abstract</jats:title><jats:sec><jats:title>Methods</jats:title>\n"
            "   <jats:p>Of <jats:italic>S. lumpii</jats:italic> in 2*3*4 CO<jats:sub>2</jats:sub>."
            "</jats:p></jats:sec><jats:p>Two <jats:inline-formula><jats:alternatives>"
            "<jats:tex-math>$$\\alpha$$</jats:tex-math><mml:math><mml:mi>α</mml:mi></mml:math>"
            "</jats:alternatives></jats:inline-formula>.</jats:p>"
        )
        assert abstract == "**Methods.** Of *S. lumpii* in 2\\*3\\*4 CO₂.\n\nTwo $\\alpha$."

    @pytest.mark.parametrize(
        "nothing", ["", "<jats:p/>", "<jats:title>Abstract</jats:title>", "Abstract", "<p> </p>"]
    )
    def test_an_abstract_that_says_nothing_is_none(self, nothing):
        assert clean_abstract(nothing) == ""

    def test_the_word_abstract_in_front_is_dropped(self):
        assert clean_abstract("Abstract. Lumps are fine.") == "Lumps are fine."

    def test_plain_text_keeps_its_paragraphs_and_its_signs(self):
        abstract = clean_abstract("1. Lumps\nand __sand__.\n\n# 2 of <them>")
        assert render_plain(abstract) == "1. Lumps and __sand__. # 2 of <them>"

    def test_html_of_datacite(self):
        assert clean_abstract("A<br><br><b>B</b> &amp; C") == "A\n\n**B** & C"

    def test_a_list(self):
        abstract = clean_abstract(
            "<jats:p>Two:</jats:p><jats:list><jats:list-item><jats:p>One</jats:p></jats:list-item>"
            "<jats:list-item><jats:p>Two</jats:p></jats:list-item></jats:list>"
        )
        assert abstract == "Two:\n\n- One\n\n- Two"

    def test_a_very_long_abstract_is_cut(self):
        assert len(clean_abstract("<i>sand</i> and lumps " * 5_000)) < 50_000


class TestPeople:
    @pytest.mark.parametrize(
        ("given", "name"),
        [
            ("Ada Rossi", "Rossi, Ada"),
            ("Rossi, Ada", "Rossi, Ada"),
            ("Rossi,Ada", "Rossi, Ada"),
            ("Ludwig van der Sand", "van der Sand, Ludwig"),
            ("Rossi, Ada B Jr", "Rossi, Jr, Ada B"),
            ("Rossi, Jr., Ada", "Rossi, Jr., Ada"),
            ("Ugo Bianchi III", "Bianchi, III, Ugo"),
            ("Wei Wang 0001", "Wang, Wei"),
            ("Ada Rossi (Lump State University)", "Rossi, Ada"),
            ("William H. Press", "Press, William H."),
            ("for the NOVUM Collaboration", "{NOVUM Collaboration}"),
            ("Department of Sand", "{Department of Sand}"),
            ("The Sand Staff", "{The Sand Staff}"),
            ("山田 太郎", "山田, 太郎"),
        ],
    )
    def test_an_undivided_name(self, given, name):
        person = read_whole(given)
        assert person is not None
        read = person.name
        assert (f"{{{read.family}}}" if read.is_group else read.sorted_form) == name

    @pytest.mark.parametrize("nobody", ["", "-", "(:unav)", "None", "N/A", "Anonymous"])
    def test_words_for_nobody(self, nobody):
        assert read_whole(nobody) is None

    def test_what_no_author_line_can_hold_becomes_a_group(self):
        crowd = gather([read_whole("R2-D2 <lump>")])
        assert [one.name.is_group for one in crowd.people] == [True]

    def test_who_writes_for_a_group_is_a_person_and_a_group(self):
        crowd = gather([read_whole("Ada Rossi on behalf of the NOVUM Collaboration")])
        assert [str(one.name) for one in crowd.people] == ["Ada Rossi", "NOVUM Collaboration"]
        assert [one.name.is_group for one in crowd.people] == [False, True]

    def test_namesakes_are_two_people_if_their_orcid_ids_differ(self):
        ids = ["0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1825-0097", ""]
        crowd = gather([read_whole("Wei Wang", orcid) for orcid in ids])
        assert [one.orcid for one in crowd.people] == ids[:2]
        assert crowd.notes[0] == "two authors are called Wei Wang"

    def test_et_al_means_that_there_are_more(self):
        crowd = gather([read_whole("Ada Rossi"), read_whole("et al.")])
        assert (len(crowd.people), crowd.more) == (1, True)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2017/08//", "2017-08"),
        ("2011///", "2011"),
        ("2018/4/25", "2018-04-25"),
        ("2019///Spring", "2019-21"),
        ("2019/Spring", "2019-21"),
        ("2020 Mar-Apr", "2020-03"),
        ("2020 Apr 5", "2020-04-05"),
        ("2006 JUN 14", "2006-06-14"),
        ("2021-05-03T10:00:00Z", "2021-05-03"),
        ("June 2012", "2012-06"),
        ("c. 1999 or so", "1999"),
        ("none", ""),
        ("2014-02-31", "2014-02"),
    ],
)
def test_dates_as_programs_write_them(text, when):
    assert read_date(text) == when


@pytest.mark.parametrize(
    ("pages", "whole"),
    [("345-7", "345-347"), ("12-19", "12-19"), ("e1-e9", "e1-e9"), ("98-101", "98-101")],
)
def test_an_abbreviated_range_is_completed(pages, whole):
    assert complete_range(pages) == whole


@pytest.mark.parametrize(
    ("text", "arxiv_id"),
    [
        ("10.48550/arXiv.2101.00001", "2101.00001"),
        ("arXiv:2101.00001v2 [cs]", "2101.00001"),
        ("https://arxiv.org/abs/hep-th/9901001v3", "hep-th/9901001"),
        ("10.1000/2101.00001", ""),
        ("1234567", ""),
    ],
)
def test_arxiv_ids(text, arxiv_id):
    assert read_arxiv_id(text) == arxiv_id


def test_the_longer_of_several_isbns_counts_and_wrong_ones_do_not():
    assert read_isbn(["0-262-03924-9", "978-0-262-03924-6 (print)", "9780262039240"]) == (
        "9780262039246"
    )


@pytest.mark.parametrize(
    ("text", "licence"),
    [
        ("https://creativecommons.org/licenses/by-nc-sa/4.0/legalcode", "CC-BY-NC-SA-4.0"),
        ("cc-by-4.0", "CC-BY-4.0"),
        ("http://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
        ("https://creativecommons.org/licenses/by/3.0/", ""),
        ("Open Access", ""),
    ],
)
def test_licences(text, licence):
    assert read_licence([text]) == licence
