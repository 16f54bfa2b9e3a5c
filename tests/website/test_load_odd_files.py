"""Files of another encoding or size, and values that do not fit, are refused with a sentence."""

import pytest
from django.core.management import CommandError, call_command

from profile.models import Profile
from tests.timing import SECONDS, seconds
from tests.website.test_load import PAPER, refusals
from website import content_file

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_a_file_in_utf_16_is_refused_with_a_sentence(tmp_path, encoding):
    file = tmp_path / "site.toml"
    file.write_bytes("[profile]\nname = 'Zoë'\n".encode(encoding))
    with pytest.raises(CommandError, match=r"it may be UTF-16\. Save the file as UTF-8\."):
        call_command("load", file)


def test_a_letter_in_a_windows_encoding_is_named_with_its_line(tmp_path):
    file = tmp_path / "site.toml"
    file.write_bytes("[profile]\nname = 'Zoë'\n".encode("cp1252"))
    with pytest.raises(CommandError, match=r"site\.toml, line 2: byte 21 is not UTF-8\."):
        call_command("load", file)


def test_a_file_that_is_larger_than_any_text_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr("website.management.commands.load.MOST_MEGABYTES", 0)
    file = tmp_path / "site.toml"
    file.write_text("[profile]")
    with pytest.raises(CommandError, match="more than 0 MB"):
        call_command("load", file)


def test_an_empty_file_changes_nothing(tmp_path, capsys):
    file = tmp_path / "site.toml"
    file.write_bytes(b"")
    call_command("load", file)
    assert "is empty" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[profile]\nname = "A"\nbiography = """\n[[awards]]\n"""\n[[awards]]\ntitel = 1', 7),
        ("[profile]\nname = 'A'\nbiography = '''\n[[awards]]'''\n[[awards]]\ntitel = 1", 6),
        ("# [[awards]]\n[[awards]]\ntitel = 1", 3),
        ('[profile]\nname = "a\u2028b"\n[[awards]]\ntitel = 1', 4),
        (PAPER.format(authors="A B") + "links = []\n[[links]]\nlabl = 1", 6),
    ],
)
def test_the_line_of_a_mistake_is_right_whatever_the_texts_before_it(text, line):
    assert f"line {line}: " in " ".join(refusals(text))


def test_a_text_in_one_line_is_tidied_as_in_a_form():
    name = " Zoe\\u0308\\n\\t Rossi\\u0085"
    content_file.load(f'[profile]\nname = "{name}"\ninstitution_url = "example.org"')
    profile = Profile.objects.get()
    assert (profile.name, profile.institution_url) == ("Zoë Rossi", "https://example.org")


def test_a_name_of_an_upload_that_no_row_could_hold_is_refused():
    (problem,) = refusals(f"[profile]\nname = 'A'\nphoto = 'photos/{'a' * 100}.jpg'")
    assert problem == "line 3: profile, photo: the name of an upload has at most 100 characters"


def test_a_text_that_is_too_long_is_refused_with_its_excess():
    (problem,) = refusals(f"[[awards]]\ntitle = '{'W' * 301}'")
    sentence = "This text has 301 characters; at most 300 are allowed. Shorten it."
    assert problem == f"line 2: awards 1, title: {sentence}"


@pytest.mark.parametrize(("section", "key"), [("venues", "short_name"), ("topics", "name")])
def test_a_name_that_two_rows_of_the_file_have_is_refused(section, key):
    problem = refusals(2 * f'[[{section}]]\n{key} = "Bandits"\n')[0]
    assert problem.startswith(f"line 4: {section} 2, {key}: ")


def test_a_text_that_is_too_long_is_refused_with_its_place_and_length():
    (told,) = refusals(f'[[awards]]\ntitle = "A"\nnote = "{"W" * 50_001}"')
    assert told == (
        "line 3: awards 1, note: This text has 50001 characters; at most 50000 are allowed. "
        "Shorten it."
    )


@pytest.mark.parametrize("value", ["0x" + "f" * 6_000, "[" * 60 + "1" * 4_000 + "]" * 60])
def test_a_value_of_any_length_is_refused_in_a_sentence(value):
    (told,) = refusals(f'[[awards]]\ntitle = "A"\nwhen = {value}')
    assert told.startswith('line 3: awards 1, when: write it in quotes, like when = "')
    assert len(told) < 400


def test_only_the_first_of_very_many_mistakes_are_reported():
    keys = "\n".join(f"k{number} = 1" for number in range(3_000))
    told = refusals(f'[[awards]]\ntitle = "A"\n{keys}')
    assert len(told) == 101
    assert told[-1] == "and 2,900 more mistakes"


def test_the_line_of_a_mistake_is_soon_found_behind_a_long_gap():
    text = f"{' ' * 200_000}\n[profile]\nnme = 1"
    assert refusals(text)[0].startswith("line 3: profile, nme: ")
    assert seconds(refusals, text) < SECONDS
