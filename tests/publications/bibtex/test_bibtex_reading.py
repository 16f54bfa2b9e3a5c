from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.dates.cv_date import CVDate
from common.text.markdown import render, render_plain
from common.text.plain_math import write_in_unicode
from common.text.title_markup import render_title
from publications.bibtex import FileTooLargeError, read
from publications.bibtex.grammar import reading

FILES = Path(__file__).parent / "files"
READABLE, BROKEN = ((FILES / f"{name}.bib").read_bytes() for name in ("readable", "broken"))


def entry_of(text: str):
    result = read(text)
    assert not result.refused
    (entry,) = result.entries
    return entry


def titles(text: str | bytes) -> list[str]:
    return [entry.title for entry in read(text).entries]


def reason(text: str) -> str:
    (refused,) = read(text).refused
    return refused.reason


def test_all_that_bibtex_and_its_users_write_is_read():
    result = read(READABLE)
    assert not result.refused
    assert [entry.key for entry in result.entries] == [
        *("dong2023raft", "xiong2024iterative", "child", "parent", "arxiv1", "dblp", "scholar"),
        *("biblatex", "forthcoming", "toappear", "submitted", "phd", "master", "book", "chapter"),
        *("report", "software", "data", "unpublished", "newline", "spaces", "twice", "nocomma"),
    ]


def test_entries_know_their_lines():
    lines = READABLE.decode("utf-8-sig").splitlines()
    for entry in read(READABLE).entries:
        assert lines[entry.line - 1].startswith("@")
    assert [
        entry.line for entry in read("\n\n@misc{a, title={A}}\n\n@misc{b, title={B}}").entries
    ] == [3, 5]


def test_a_file_is_refused_entry_by_entry_with_line_and_reason():
    result = read(BROKEN)
    assert [entry.key for entry in result.entries] == [
        *("good1", "good2", "noend", "toomany", "good3", "", "", "no comma", "nobraces", "commas"),
        *("good1", "dangling", "good4"),
    ]
    assert [(refused.line, refused.key, refused.reason) for refused in result.refused] == [
        (
            3,
            "unclosed",
            'The value of "title" that begins on line 4 is not closed; add the missing }.',
        ),
        (
            11,
            "quote",
            'The value of "title" that begins on line 12 is not closed; add the missing ".',
        ),
        (
            *(17, "balanced"),
            'The value of "title" on line 18 contains the field "author"; '
            "close it before that field.",
        ),
        (40, "empty", "The title is missing; write title = {...}."),
        (41, "none", "The title is missing; write title = {...}."),
        (
            *(44, "list"),
            'The authors cannot be read: "Xiong, Dong, Jiang, Zhang" is not one name; '
            'write "Given Family" or "Family, Given", with "and" between two people.',
        ),
        (45, "", "What follows @article must be in braces."),
        (
            47,
            "last",
            'The value of "title" that begins on line 47 is not closed; add the missing }.',
        ),
    ]


def test_a_refusal_shows_the_source():
    (refused,) = read("@misc{a, title = {}}\n").refused
    assert refused.source == "@misc{a, title = {}}"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_make_no_difference(encoding, line_end):
    text = "@misc{a,\n title = {Über\n Ökonomie}\n}\n\n@misc{b, title = {é}}\n"
    result = read(text.replace("\n", line_end).encode(encoding))
    assert [(e.line, e.title) for e in result.entries] == [(1, "Über Ökonomie"), (6, "é")]


def test_a_file_put_together_from_two_encodings_is_read_line_by_line():
    parts = (
        "@misc{a, title = {Müller}}\n".encode(),
        "@misc{b, title = {Dvořák’s ß}}".encode("cp1250"),
    )
    assert titles(parts[0] + "@misc{b, title = {“ß”}}".encode("cp1252")) == ["Müller", "“ß”"]
    assert len(titles(b"".join(parts))) == 2


def test_macros_and_months_are_replaced_and_joined():
    text = """@misc{a, title = Both # " and " # {more}, month = JAN # "~15", year = 2020}
@string{one = "One"} @string{two = {T}#{wo}} @string(both = one # { } # TWO)"""
    assert (entry_of(text).title, entry_of(text).when) == ("One Two and more", "2020-01-15")


def test_an_undefined_macro_is_taken_as_text_with_a_warning():
    entry = entry_of("@article{a, title = {A}, journal = jmlr, year = 2020}")
    assert entry.venue == "jmlr"
    assert entry.warnings == ('no @string defines "jmlr" (journal); it is read as text',)


def test_a_missing_comma_is_put_in_with_a_warning():
    entry = entry_of('@misc{a,\n title = {A}\n year = 2020\n volume = "3" # {4}\n number = {5}}')
    assert (entry.title, entry.when, entry.volume, entry.number) == ("A", "2020", "34", "5")
    assert len(entry.warnings) == 3


def test_of_a_field_given_twice_the_first_counts():
    entry = entry_of("@misc{a, title = {First}, Title = {Second}}")
    assert entry.title == "First"
    assert entry.warnings == (
        'the field "title" appears twice; the first one is used, not "Second"',
    )


def test_a_field_given_many_times_is_named_once_and_not_at_all_where_nothing_is_lost():
    source = (
        "@misc{a, title = {T}, year = 2020, note = {a}, note = {b}, note = {c}, year = {2020}, "
    )
    warnings = entry_of(f"{source} keywords = {{x}}, keywords = {{y}}, volume = {{}}, volume = 3}}")
    assert [w for w in warnings.warnings if "appears twice" in w] == [
        'the field "note" appears twice; the first one is used, not "b"'
    ]
    assert warnings.volume == "3"


@pytest.mark.parametrize(
    ("source", "key", "fault"),
    [
        ("@misc{a, title = {T}, year = 2020", "a", "the brace that closes the entry is missing"),
        ("@misc{a, title = {T}}, year = 2020}", "a", "one closing brace too many"),
        ("@misc{a title = {T}, year = 2020}", "a", "a comma is missing after the citation key"),
        ("@misc{a key\n title = {T}, year = 2020}", "a key", "a comma is missing after the"),
        ("@misc{a, title = {T},, year = 2020}", "a", "two commas follow one another"),
        ("@misc{a, title = T, year = the 2020 of it}", "a", "is not in braces"),
        ("@misc{a, title = {T}, year = 2020, a b = {c}}", "a", "is not a field name"),
        ("@misc{title = {T}, year = 2020}", "", ""),
    ],
)
def test_what_a_reader_understands_is_read_and_named(source, key, fault):
    for text in (source, f"{source}\n@misc{{last, title = {{Last}}}}"):
        result = read(text)
        entry = result.entries[0]
        assert (entry.key, entry.title, entry.when, result.refused) == (key, "T", "2020", ())
        assert any(fault in warning for warning in entry.warnings) or not fault
    assert titles(text)[-1] == "Last"


@pytest.mark.parametrize(
    "key", ["", "two words", "a#b", "a%b", "a{b", 'a"b', "a}b", "ключ", "a'b", "\\a"]
)
def test_a_key_is_read_as_it_is_written(key):
    assert entry_of(f"@misc{{{key}, title = {{T}}}}").key == key


def test_two_entries_of_one_key_are_both_read():
    assert titles("@misc{a, title = {One}}\n@misc{A, title = {Two}}") == ["One", "Two"]
    twins = "@misc{a, title = {First}}\n@misc{a, title = {Second}}\n"
    child = "@misc{b, title = {B}, crossref = {a}}"
    assert read(twins + child).entries[-1].venue == "First"


@pytest.mark.parametrize(
    "value",
    ['"the {"}first heap{"} of all"', '"the {"}first {heap"} of all"', '{the "first heap" of all}'],
)
def test_quotation_marks_in_braces_do_not_end_a_value(value):
    entry = entry_of(f"@misc{{a, title = {value}, year = 2020}}")
    assert (entry.title.replace('"', ""), entry.when) == ("the first heap of all", "2020")


def test_signs_in_a_value_begin_and_end_no_entry():
    text = """@misc{a, title = {Ask
  @home (or write)
@work {now}}, year = 2020}
@comment{ a brace } too many { }
@misc{b, title = "{"}"}
@misc{c, title = {C}}"""
    result = read(text)
    assert [entry.key for entry in result.entries] == ["a", "c"]
    assert result.entries[0].title == "Ask @home (or write) @work now"


def test_a_declared_encoding_is_believed():
    text = "% Encoding: windows-1251\n@misc{a, title = {Куча камней}}"
    assert titles(text.encode("cp1251")) == ["Куча камней"]
    assert titles(text.encode()) == ["Куча камней"]
    assert titles(text.replace("windows-1251", "no-such").encode()) == ["Куча камней"]
    assert titles("@misc{a, title = {Ü}}".encode("utf-16-le")) == ["Ü"]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("堆的理论", "gbk"), ("山の理論", "shift-jis"), ("더미 이론", "euc-kr"), ("Müller", "cp1252")],
)
def test_letters_that_are_a_guess_are_named_with_their_entry_alone(text, encoding):
    good = "@misc{a, title = {Plain}}\n"
    entries = read(f"{good}@misc{{b, title = {{T}}, note = {{{text}}}}}".encode(encoding)).entries
    assert not entries[0].warnings
    assert any("save the file as UTF-8" in warning for warning in entries[1].warnings)


def test_letters_that_were_lost_or_encoded_twice_are_named():
    for title in ("M\ufffdller", "MÃ¼ller"):
        warnings = entry_of(f"@misc{{a, title = {{{title}}}}}").warnings
        assert "save the file as UTF-8" in warnings[0]
    assert not entry_of("@misc{a, title = {São Ângelo à Ávila}}").warnings


def test_a_refusal_speaks_of_the_encoding_where_that_is_the_fault():
    assert "save the file as UTF-8" in reason("@misc{a, title = {\ufffd\ufffd}}")


@pytest.mark.parametrize(
    "text",
    [
        "@misc{a, title = {A {brace} B}}",
        '@misc{a, title = "A {brace} B"}',
        "@misc(a, title = {A {brace} B})",
        '@MISC ( a , TITLE = "A " # {{brace} B} , )',
        "@misc\n{a, title\n=\n{A\n{brace} B}\n,}",
        "text @misc{a, title = {A {brace} B}} text",
        "@comment{x{y}} @misc{a, title = {A {brace} B}} @preamble{'x'}",
        "@misc{a, % a comment\n title = {A {brace} B} % another\n}",
        '@misc{a, title = "A {brace} B", note = "he said {"}hello{"}"}',
    ],
)
def test_every_way_to_delimit_is_read(text):
    assert titles(text) == ["A brace B"]


def test_what_is_commented_out_is_passed_over():
    text = """
@comment{
  @misc{a, title = {Old {A}}}
  @misc{x, title = {Old X}}
}
% @misc{a, title = {Older}}
  %@misc{y,
  %  title = {Oldest},
  %}
@misc{a, title = {New},
  % note = {not this},
  year = 2020}
"""
    assert entry_of(text).title == "New"
    assert (entry_of(text).line, entry_of(text).note) == (10, "")


def test_a_file_that_is_too_large_says_so(monkeypatch):
    with pytest.raises(FileTooLargeError, match="5 MB"):
        read(" " * (reading.LARGEST_FILE + 1))
    with pytest.raises(FileTooLargeError, match="10,000 entries"):
        read("@misc{a}\n" * (reading.MOST_ENTRIES + 1))
    monkeypatch.setattr(reading, "MOST_TEXT", 1_000)
    with pytest.raises(FileTooLargeError, match="With its macros replaced"):
        read(
            "@string{s = {"
            + "x" * 100
            + "}}"
            + "".join(f"@misc{{k{i}, title = s}}" for i in range(20))
        )


def test_a_macro_cannot_grow_without_end():
    doubling = "".join(f"@string{{m{i + 1} = m{i} # m{i}}}\n" for i in range(60))
    entry = entry_of(f"@string{{m0 = {{text}}}}\n{doubling}@misc{{a, title = m60}}")
    assert entry.title == "m60"


SNIPPETS = st.sampled_from(
    [
        *(
            "@misc{a,",
            "@article(b,",
            "@string{s = ",
            "@comment{",
            "@preamble{",
            "@",
            "title = ",
            "author = ",
        ),
        *(
            "year = ",
            "month = ",
            "{",
            "}",
            "(",
            ")",
            '"',
            ",",
            "#",
            "=",
            "\n",
            " ",
            "%",
            "\\",
            "$",
            "~",
            "--",
        ),
        *(
            "jan",
            "2020",
            "Wei Xiong",
            " and ",
            "others",
            "crossref = {a}",
            "doi = {10.1000/x}",
            "\\'e",
            "熊",
        ),
        *(
            *(r"\(", r"\[", r"\href{javascript:x}{y}", r"\input{x}", "&lt;", "&#0;", "<i>", "</i>"),
            *("<mml:math>", "</mml:math>", r"$\less$", "abstract = {", "10.1000%2Fa", "\ufdd5"),
            "\x00",
            "\ufeff",
            "\ud800",
            "{\\",
            "note = {to appear}",
            "url = {",
            "eprint = {2304.06767}",
            "date = ",
        ),
    ]
)


@given(st.lists(SNIPPETS, max_size=40).map("".join) | st.text() | st.binary())
def test_any_input_gives_a_result(data):
    result = read(data)
    for entry in result.entries:
        assert entry.title
        assert not entry.when or CVDate.from_edtf(entry.when)
        assert render_title(entry.title)
        assert write_in_unicode(entry.title)
        assert render(entry.abstract) or not render_plain(entry.abstract)
    for refused in result.refused:
        assert refused.line >= 1
        assert refused.reason.endswith(".")


@given(st.integers(0, 200), st.sampled_from([*'{}"@=,#()%\\ \n', ""]), st.integers(0, 9))
def test_one_broken_entry_never_spoils_the_rest(place, inserted, removed):
    middle = (
        '@article{x,\n title = {A {B} C},\n author = "Wei Xiong",\n year = 2020,\n note = {d}\n}'
    )
    broken = middle[:place] + inserted + middle[place + removed :]
    text = f"@book{{first, title = {{First}}}}\n{broken}\n@book{{last, title = {{Last}}}}\n"
    keys = [entry.key for entry in read(text).entries]
    assert keys[0] == "first"
    assert keys[-1] == "last"


@given(
    st.lists(st.text(alphabet="ab éß熊,=%#@").filter(lambda t: t.strip(" ,=%#@")), max_size=5),
    st.sampled_from(["{%s}", '"%s"', "{%s} # {}", '"" # {%s}']),
    st.sampled_from(["@misc{%s, %s}", "@Misc(%s, %s)", "@misc{%s,\n%s,\n}"]),
)
def test_what_is_written_is_read_back(written, value, entry):
    source = "\n".join(
        entry % (f"key{i}", f"title = {value % text}") for i, text in enumerate(written)
    )
    result = read(source)
    assert not result.refused
    assert [entry.title for entry in result.entries] == [" ".join(text.split()) for text in written]
