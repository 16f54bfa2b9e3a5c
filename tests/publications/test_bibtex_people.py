import pytest
from hypothesis import given
from hypothesis import strategies as st

from publications import author_line
from publications.author_line import AuthorLine, Credit
from publications.bibtex.people import PeopleError, read_people
from publications.names import Name, name_key


def bylines(tex: str) -> list[str]:
    return [str(credit) for credit in read_people(tex).credits]


def refusal(tex: str) -> str:
    with pytest.raises(PeopleError) as caught:
        read_people(tex)
    return str(caught.value)


@pytest.mark.parametrize(
    ("tex", "given", "family", "suffix"),
    [
        # The three forms, with particles and suffixes.
        ("Wei Xiong", "Wei", "Xiong", ""),
        ("Xiong, Wei", "Wei", "Xiong", ""),
        ("Ludwig van Beethoven", "Ludwig", "van Beethoven", ""),
        ("van Beethoven, Ludwig", "Ludwig", "van Beethoven", ""),
        ("van Gogh", "", "van Gogh", ""),
        ("King, Jr., Martin Luther", "Martin Luther", "King", "Jr."),
        ("Martin Luther King Jr.", "Martin Luther", "King", "Jr."),
        ("King Jr., Martin Luther", "Martin Luther", "King", "Jr."),
        ("de la Vall{\\'e}e~Poussin, Charles", "Charles", "de la Vallée Poussin", ""),
        ("Charles Louis Xavier de la Vall{\\'e}e Poussin", *("Charles Louis Xavier",), None, ""),
        ("Brinch Hansen, Per", "Per", "Brinch Hansen", ""),
        ('J.-P. M{\\"u}ller', "J.-P.", "Müller", ""),
        # Braces and accents.
        (r"\'Elie Cartan", "Élie", "Cartan", ""),
        (r"{\L}ukasz Kaiser", "Łukasz", "Kaiser", ""),
        ('{\\"O}zg{\\"u}r, Ali', "Ali", "Özgür", ""),
        ("{OpenAI Team}", "", "OpenAI Team", ""),
        ("{{The {\\LaTeX} Project}}", "", "The LaTeX Project", ""),
        ("{Google Inc.}", "", "Google Inc", ""),
        ("Aristotle", "", "Aristotle", ""),
        ("熊伟", "", "熊伟", ""),
        ("Xiong, Wei (熊伟)", "Wei (熊伟)", "Xiong", ""),
        # biblatex's parts.
        ("family=Gogh, given=Vincent, prefix=van", "Vincent", "van Gogh", ""),
        ('given={Jean}, family="Dupont", suffix=III', "Jean", "Dupont", "III"),
    ],
)
def test_a_name_is_divided_as_bibtex_divides_it(tex, given, family, suffix):
    family = "de la Vallée Poussin" if family is None else family
    assert read_people(tex).names == (Name(given, family, suffix),)


def test_credits_print_the_names_in_order():
    tex = "van Beethoven, Ludwig\n   and {OpenAI Team} AND Xiong, Wei"
    assert bylines(tex) == ["Ludwig van Beethoven", "OpenAI Team", "Wei Xiong"]


@pytest.mark.parametrize(
    ("tex", "byline"),
    [
        ("Xiong*, Wei", "Wei Xiong*"),
        ("Xiong, Wei*", "Wei Xiong*"),
        ("Wei Xiong$^*$", "Wei Xiong*"),
        (r"Wei Xiong$^\dagger$", "Wei Xiong†"),
        (r"Wei Xiong$^{*,\ddagger}$", "Wei Xiong*‡"),
        (r"Wei Xiong{$^{\ast}$}", "Wei Xiong*"),
        (r"Xiong\textsuperscript{*}, Wei", "Wei Xiong*"),
        (r"Xiong\textsuperscript{$\dagger$}, Wei", "Wei Xiong†"),
        (r"Xiong{\textdagger}, Wei", "Wei Xiong†"),
        ("{Xiong}*†, Wei", "Wei Xiong*†"),
        (r"Wei Xiong\thanks{Equal contribution}", "Wei Xiong*"),
        (r"Wei Xiong\footnote{Corresponding author}", "Wei Xiong†"),
        ("Wei Xiong＊", "Wei Xiong*"),
    ],
)
def test_marks_typed_into_a_name_become_flags(tex, byline):
    assert bylines(tex) == [byline]


def test_a_mark_that_says_nothing_known_is_left_out_with_a_warning():
    people = read_people("Wei Xiong$^{1,*}$ and Nan Jiang")
    assert [str(credit) for credit in people.credits] == ["Wei Xiong*", "Nan Jiang"]
    assert people.warnings == ('the mark "1" after Wei Xiong is left out',)


@pytest.mark.parametrize("ending", ["others", "{others}", "et al.", "et~al"])
def test_and_others_is_no_author(ending):
    people = read_people(f"Xiong, Wei and {ending}")
    assert people.names == (Name("Wei", "Xiong"),)
    assert people.more
    assert "add those who are missing" in people.warnings[0]


def test_an_and_inside_a_name_or_in_braces_divides_nothing():
    assert bylines("Anand Rand and Ferdinand, Sandra") == ["Anand Rand", "Sandra Ferdinand"]
    assert '"Barnes and Noble" is not one name' in refusal("{Barnes and Noble}")


def test_no_names_are_no_people():
    assert read_people(" \n ").credits == ()


@pytest.mark.parametrize(
    ("tex", "reason"),
    [
        ("Wei Xiong, Hanze Dong, Nan Jiang, Tong Zhang", 'with "and" between two people'),
        ("Xiong, Wei; Dong, Hanze", 'with "and" between two people'),
        ("Xiong,", 'write "Given Family" or "Family, Given"'),
        ("Wei Xiong and", 'a name is missing before or after an "and"'),
        ("Wei Xiong and and Nan Jiang", 'a name is missing before or after an "and"'),
        ("{GPT-4 Team}", 'a name cannot contain "4"'),
        ("Xiong, Wei and Wei Xiong", '"Wei Xiong" is named twice'),
        ("Wei Xiong et al. and Nan Jiang", "every author must be named"),
        ("Wei Xi{ong", "is not one name"),
        ("Wei Xiong" + " Jr." * 5_000, "a name has at most 200 characters"),
        ("Xiong, Wei [wei-xiong-2]", "mend the name in the file"),
    ],
)
def test_who_would_be_lost_or_misread_is_refused(tex, reason):
    assert reason in refusal(tex)


WORDS = st.text(alphabet="abcdeéöłşñ", min_size=2, max_size=8).map(str.capitalize)
MARKS = {
    "equal_contribution": ["*", "$^*$", r"\textsuperscript{*}", r"$^{\ast}$"],
    "corresponding": ["†", r"$^\dagger$", r"\textsuperscript{\dag}"],
    "equal_advising": ["‡", r"$^{\ddagger}$"],
}


@st.composite
def written_people(draw):
    """A list of authors as BibTeX, and the credits that it should give."""
    names = draw(
        st.lists(
            st.tuples(WORDS, WORDS),
            min_size=1,
            max_size=6,
            unique_by=lambda n: name_key(" ".join(n)),
        )
    )
    written, credits_ = [], []
    for first, last in names:
        flags = draw(st.sets(st.sampled_from(sorted(MARKS))))
        marks = "".join(draw(st.sampled_from(MARKS[flag])) for flag in sorted(flags))
        written.append(draw(st.sampled_from([f"{first} {last}{marks}", f"{last}{marks}, {first}"])))
        credits_.append(Credit(f"{first} {last}", **dict.fromkeys(flags, True)))
    separator = draw(st.sampled_from([" and ", "\n  and\n", " AND "]))
    return separator.join(written), tuple(credits_)


@given(written_people())
def test_flagged_authors_come_back_in_order_however_they_are_written(case):
    tex, credits_ = case
    assert read_people(tex).credits == credits_


PIECES = [*"ABcd éł.,;{}\\'\"$^*†~-=()[]1熊", " and ", "Xiong", ", Wei"]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_text_is_read_or_refused_and_what_is_read_can_be_credited(tex):
    try:
        people = read_people(tex)
    except PeopleError:
        return
    line = AuthorLine(people.credits)
    assert author_line.read(author_line.write(line)) == line
    assert [str(name) for name in people.names] == [credit.name for credit in people.credits]
