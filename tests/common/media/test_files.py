"""Every upload is stored under its own name."""

import pytest

from common.media.files import StoredIn, is_never_used_again


@pytest.mark.parametrize(
    ("upload", "begin", "end"),
    [
        ("GEC final (2).PDF", "papers/gec-final-2-", ".pdf"),
        ("Müller.pdf", "papers/muller-", ".pdf"),
        ("熊伟.pdf", "papers/熊伟-", ".pdf"),
        ("???.pdf", "papers/file-", ".pdf"),
        ("slides", "papers/slides-", ""),
        (".pdf", "papers/pdf-", ""),
        ("x" * 90 + ".pdf", "papers/" + "x" * 50 + "-", ".pdf"),
    ],
)
def test_it_keeps_what_can_be_kept_of_the_name(upload, begin, end):
    name = StoredIn("papers")(None, upload)
    assert name.startswith(begin)
    assert name.endswith(end)
    assert len(name) == len(begin) + 16 + len(end) <= 100


def test_two_files_of_one_name_are_stored_under_two_names():
    stored_in = StoredIn("papers")
    assert stored_in(None, "a.pdf") != stored_in(None, "a.pdf")


def test_the_name_may_be_given():
    assert StoredIn("photos", "portrait")(None, "IMG_1.JPG").startswith("photos/portrait-")


@pytest.mark.parametrize("upload", ["a.pdf", "a b.PDF", "熊.jpg", "x" * 90 + ".webp"])
def test_a_new_name_never_replaces_another_file(upload):
    assert is_never_used_again(StoredIn("papers")(None, upload))
