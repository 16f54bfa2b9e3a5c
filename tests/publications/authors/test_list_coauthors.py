"""``manage.py list_coauthors`` writes the list for conflict-of-interest forms."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests import cast

pytestmark = pytest.mark.django_db


def run(*arguments: object) -> tuple[str, str]:
    """Return what the command writes, and what it says beside that."""
    out, err = StringIO(), StringIO()
    call_command("list_coauthors", *map(str, arguments), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.fixture(autouse=True)
def papers() -> None:
    cast.author("Han Zhong", affiliation="Peking University")
    cast.paper("GEC", "Han Zhong, {ATLAS Collaboration}, Wei Xiong, et al.")
    cast.paper("Secret", "Nan Jiang, Wei Xiong", is_draft=True)
    cast.paper("Old", "Tong Zhang, Wei Xiong", when="2001")


@pytest.mark.parametrize(
    ("options", "names"),
    [
        ([], ["Jiang", "Zhong"]),
        (["--drafts"], ["Jiang", "Zhong"]),
        (["--no-drafts"], ["Zhong"]),
        (["--months", "1200"], ["Jiang", "Zhang", "Zhong"]),
        (["--months", "all", "--no-drafts"], ["Zhang", "Zhong"]),
    ],
)
def test_it_lists_those_of_48_months_and_of_drafts_unless_told_otherwise(options, names):
    text, _ = run("--format", "tsv", *options)
    assert [line.split("\t")[1].split(",")[0] for line in text.splitlines()] == names


def test_it_says_what_is_missing_but_not_in_the_list():
    text, said = run()
    assert text.startswith("\ufeff4,Name:,")
    assert said.splitlines() == [
        "Groups are left out; add members you worked with: ATLAS Collaboration.",
        "Papers that do not name all their authors: GEC.",
        "Without an affiliation: 1 of 2.",
    ]


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_it_writes_a_file(form: str, tmp_path: Path):
    file = tmp_path / "coauthors"
    text, _ = run(file, "--format", form)
    assert text == f"Wrote {file}.\n"
    assert file.read_bytes().decode() == run("--format", form)[0]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(CommandError, match="No such file"):
        run(tmp_path / "nowhere" / "list.csv")


@pytest.mark.parametrize("months", ["0", "-1", "1201", "four", "1.5", "9" * 5000, "٤٨", ""])
def test_a_period_that_is_none_is_refused_with_a_sentence(months: str):
    with pytest.raises(CommandError, match='is not a number from 1 to 1200, nor "all"'):
        run(f"--months={months}")
