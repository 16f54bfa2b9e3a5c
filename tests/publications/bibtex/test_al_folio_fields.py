"""The fields that al-folio adds to BibTeX become what they mean."""

import pytest

from publications import bibtex
from publications.bibtex import Entry


def read(fields: str, authors: str = "Dong, Hanze and Xiong, Wei") -> Entry:
    (entry,) = bibtex.read(
        f"@inproceedings{{raft, title={{RAFT}}, author={{{authors}}}, year=2023,"
        f" booktitle={{Transactions on Machine Learning Research}}, {fields}}}"
    ).entries
    return entry


def authors_of(names: str, annotation: str) -> str:
    return ", ".join(map(str, read(f"annotation={{{annotation}}}", names).credits))


@pytest.mark.parametrize(
    ("field", "kind", "label"),
    [
        ("pdf", "paper", ""),
        ("code", "code", ""),
        ("slides", "slides", ""),
        ("poster", "poster", ""),
        ("video", "video", ""),
        ("website", "project", ""),
        ("blog", "blog", ""),
        ("supp", "other", "Supplement"),
        ("html", "other", "HTML"),
    ],
)
def test_links_become_buttons(field, kind, label):
    entry = read(f"{field}={{https://example.org/raft}}")
    assert [(link.kind, link.url, link.label) for link in entry.links] == [
        (kind, "https://example.org/raft", label)
    ]
    assert entry.warnings == ()


def test_files_are_named_with_the_field_that_wants_them():
    entry = read("pdf={raft.pdf}, slides={/assets/pdf/slides.pdf}, preview={raft.png}")
    assert {(file.field, file.name) for file in entry.files} == {
        ("pdf", "raft.pdf"),
        ("slides", "/assets/pdf/slides.pdf"),
        ("preview", "raft.png"),
    }


def test_selected_the_short_name_of_the_venue_and_keywords():
    entry = read("selected={true}, abbr={TMLR}, keywords={RLHF, alignment}")
    assert entry.is_selected
    assert entry.venue_short == "TMLR"
    assert entry.topics == ("RLHF", "alignment")


@pytest.mark.parametrize(
    ("abbr", "short"), [("CIKM 2020", "CIKM"), ("NeurIPS'23", "NeurIPS"), ("F1000", "F1000")]
)
def test_the_short_name_of_a_venue_has_no_year(abbr, short):
    assert read(f"abbr={{{abbr}}}").venue_short == short


def test_a_link_that_only_repeats_the_doi_is_no_button_but_a_pdf_is():
    doi = "doi={10.1145/3340531}, html={https://doi.org/10.1145/3340531}"
    assert read(doi).links == ()
    (link,) = read(f"{doi}, pdf={{https://dl.acm.org/doi/pdf/10.1145/3340531}}").links
    assert link.kind == "paper"


class TestAnAnnotation:
    def test_says_what_the_marks_mean(self):
        names = r"Dong†, Hanze and Xiong†*, Wei and Zhang\$^\ddagger\$, Tong".replace("\\$", "$")
        said = "† Equal contribution<br>* Corresponding author<br>‡ Jointly supervised"
        assert authors_of(names, said) == "Hanze Dong*, Wei Xiong*†, Tong Zhang‡"

    def test_may_use_numbers_and_letters(self):
        names = "Dong$^{1}$, Hanze and Xiong$^{a,1}$, Wei"
        said = "1 Equal contribution; a: corresponding author"
        assert authors_of(names, said) == "Hanze Dong*, Wei Xiong*†"

    def test_that_gives_a_mark_another_meaning_takes_the_usual_one_away(self):
        entry = read("annotation={* Work done at MSRA}", "Dong*, Hanze and Xiong, Wei")
        assert ", ".join(map(str, entry.credits)) == "Hanze Dong, Wei Xiong"
        assert any('the mark "*" after Hanze Dong is left out' in one for one in entry.warnings)
        assert any("Work done at MSRA" in one for one in entry.warnings)

    def test_that_is_understood_is_not_named_as_left_out(self):
        entry = read("annotation={* Equal contribution}", "Dong*, Hanze and Xiong*, Wei")
        assert entry.warnings == ()

    def test_of_other_words_is_named_as_left_out(self):
        (warning,) = read("annotation={Spotlight, top 5 percent}").warnings
        assert 'the annotation "Spotlight, top 5 percent"' in warning


def test_what_has_no_place_is_named():
    (warning,) = read(
        "additional_info={(Oral)}, bibtex_show={true}, google_scholar_id={x}"
    ).warnings[:1]
    assert "(Oral)" in warning
