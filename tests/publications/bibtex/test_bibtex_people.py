from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publications.bibtex.people.reading import PeopleError, read_people
from publications.citations.bibtex import write_author_list
from publications.names import author_line
from publications.names.author_line import AuthorLine, Credit
from publications.names.name import Name, name_key


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
        ("{Rossi, A. B.}", "A. B.", "Rossi", ""),
        ("{Lo Conte}, Ugo", "Ugo", "Lo Conte", ""),
        ("{van der Berg}, Ada", "Ada", "van der Berg", ""),
        ("{King Jr.}", "", "King", "Jr."),
        ("{山田 太郎}", "太郎", "山田", ""),
        ("Ada ``the heap'' Rossi", "Ada “the heap”", "Rossi", ""),
        ("d'Alembert, Jean", "Jean", "d'Alembert", ""),
        ("ten Cate, Ugo", "Ugo", "ten Cate", ""),
        ("محمد الخوارزمي", "محمد", "الخوارزمي", ""),
        ("राम कुमार", "राम", "कुमार", ""),
        ("Aristotle", "", "Aristotle", ""),
        ("熊伟", "", "熊伟", ""),
        ("山田 太郎", "太郎", "山田", ""),
        ("鈴木　花子", "花子", "鈴木", ""),
        ("김 철수", "철수", "김", ""),
        ("山田, 太郎", "太郎", "山田", ""),
        ("Wei Xiong (熊伟)", "Wei", "Xiong (熊伟)", ""),
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
    assert bylines(tex) == ["Ludwig van Beethoven", "{OpenAI Team}", "Wei Xiong"]


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
def test_and_others_is_not_an_author(ending):
    people = read_people(f"Xiong, Wei and {ending}")
    assert people.names == (Name("Wei", "Xiong"),)
    assert people.more
    assert "add the missing names" in people.warnings[0]


def test_an_and_inside_a_name_or_in_braces_divides_nothing():
    assert bylines("Anand Rand and Ferdinand, Sandra") == ["Anand Rand", "Sandra Ferdinand"]
    assert bylines("{Barnes and Noble}") == ["{Barnes and Noble}"]


def test_an_and_without_a_name_beside_it_is_named():
    for tex in ("Wei Xiong and", "and Wei Xiong", "Wei Xiong and and"):
        people = read_people(tex)
        assert [str(credit) for credit in people.credits] == ["Wei Xiong"]
        assert people.warnings == ('a name is missing before or after an "and"',)


def test_an_empty_field_names_nobody():
    assert read_people(" \n ").credits == ()


@pytest.mark.parametrize(
    ("tex", "reason"),
    [
        ("Xiong, Dong, Jiang, Zhang", 'with "and" between two people'),
        ("Wei Xi{ong", "is not one name"),
        ("Wei Xiong" + " Jr." * 5_000, "a name has at most 200 characters"),
        ("{" + "Heap " * 50 + "}", "is not one name"),
        ("Wei" + " (Xiong)" * 5_000, "a name has at most 200 characters"),
        ("{" * 50_000, "a name has at most 200 characters"),
        ("a" * 90_000, "a name has at most 200 characters"),
    ],
)
def test_names_that_would_be_lost_or_misread_are_refused(tex, reason):
    assert reason in refusal(tex)


@pytest.mark.parametrize(
    ("tex", "name"),
    [
        ("{Institute and Faculty of Lumps}", "Institute and Faculty of Lumps"),
        ("{Lump 2.0 Contributors}", "Lump 2.0 Contributors"),
        (r"{Heap \& Sons, Inc.}", "Heap & Sons, Inc."),
        ("{NORTH/SOUTH Collaboration}", "NORTH/SOUTH Collaboration"),
        ("{(NORTH Collaboration)}", "NORTH Collaboration"),
        ("{on behalf of the NORTH Collaboration}", "NORTH Collaboration"),
        ("{Google Inc.}", "Google Inc."),
        ("{HeapAI}", "HeapAI"),
        ("{{Rossi, Ada}}", "Rossi, Ada"),
        (r"{{The {\LaTeX} Project}}", "The LaTeX Project"),
        ("{情報処理学会}", "情報処理学会"),
    ],
)
def test_anything_in_braces_is_the_name_of_one_group(tex, name):
    people = read_people(f"Verdi, Pia and {tex}")
    assert people.names == (Name("Pia", "Verdi"), Name.from_group(name))
    assert people.credits[1] == Credit(name, is_group=True)


@pytest.mark.parametrize("tex", ["GPT-4 Team", "NORTH Collaboration", r"Heap \& Sons", "A/B Lab"])
def test_without_braces_what_can_only_be_a_group_is_taken_for_one_with_a_note(tex):
    people = read_people(tex)
    assert [name.is_group for name in people.names] == [True]
    assert "is read as the name of a group" in people.warnings[0]


@pytest.mark.parametrize(
    "tex",
    [
        "Rossi, A. and Bianchi, U. on behalf of the NORTH Collaboration",
        "Rossi, A. and Bianchi, U. for the NORTH Collaboration",
        "A. Rossi and U. Bianchi (for the NORTH Collaboration)",
        "Rossi, A. and Bianchi, U. and the NORTH Collaboration",
        "Rossi, A. and Bianchi, U. (NORTH Collaboration)",
    ],
)
def test_the_group_on_whose_behalf_people_wrote_comes_last(tex):
    assert bylines(tex) == ["A. Rossi", "U. Bianchi", "{NORTH Collaboration}"]


@pytest.mark.parametrize(
    ("tex", "collaboration", "groups"),
    [
        ("Rossi, A. and others", "NORTH", ["NORTH Collaboration"]),
        ("Rossi, A. and others", "the NORTH Collaboration", ["NORTH Collaboration"]),
        ("Rossi, A. and {NORTH Collaboration}", "NORTH", ["NORTH Collaboration"]),
        ("Rossi, A.", "NORTH and SOUTH", ["NORTH Collaboration", "SOUTH Collaboration"]),
        ("", "{NORTH Consortium}", ["NORTH Consortium"]),
    ],
)
def test_a_field_for_the_collaboration_names_groups_behind_the_people(tex, collaboration, groups):
    people = read_people(tex, collaboration)
    assert [name.family for name in people.names if name.is_group] == groups
    assert people.more == ("others" in tex)


@pytest.mark.parametrize(
    "tex",
    [
        "Ada Rossi, Ugo Bianchi, Pia Verdi",
        "Ada Rossi, Ugo Bianchi and Pia Verdi",
        "Ada Rossi, and Ugo Bianchi, and Pia Verdi",
        "Rossi, Ada; Bianchi, Ugo; Verdi, Pia",
        "Rossi, Ada and Bianchi, Ugo, and Verdi, Pia,",
        "{Rossi, Ada and Bianchi, Ugo and Verdi, Pia}",
    ],
)
def test_people_between_commas_and_semicolons_are_read_with_a_note(tex):
    people = read_people(tex)
    assert [str(name) for name in people.names] == ["Ada Rossi", "Ugo Bianchi", "Pia Verdi"]
    assert people.warnings


@pytest.mark.parametrize(
    "tex",
    ["Rossi E, Bianchi G, Verdi KA", "Rossi E and Bianchi G and Verdi KA",
     "Rossi, E., Bianchi, G., Verdi, K. A.", "Rossi E.; Bianchi G.; Verdi K.A."],
)  # fmt: skip
def test_initials_behind_are_put_in_front_with_a_note(tex):
    people = read_people(tex)
    assert [str(name) for name in people.names] == ["E. Rossi", "G. Bianchi", "K. A. Verdi"]
    assert people.warnings


@pytest.mark.parametrize(
    ("tex", "name"),
    [
        ("Rossi, Ada", Name("Ada", "Rossi")),
        ("von Last, Jr, First", Name("First", "von Last", "Jr")),
        ("King, Martin Luther, Jr.", Name("Martin Luther", "King", "Jr.")),
        ("Ford, 2nd, Henry", Name("Henry", "Ford", "II")),
        ("García Márquez, Gabriel J.", Name("Gabriel J.", "García Márquez")),
        ("de la Cruz, Juan Carlos", Name("Juan Carlos", "de la Cruz")),
    ],
)
def test_one_person_with_commas_stays_one(tex, name):
    assert read_people(tex).names == (name,)
    assert not read_people(tex).warnings


@pytest.mark.parametrize("sign", [r"\&", "&", "/", "|", "•", "·"])
def test_a_sign_between_people_is_read_as_and_with_a_note(sign):
    people = read_people(f"Mia Olsen {sign} Jun Kato")
    assert [credit.name for credit in people.credits] == ["Mia Olsen", "Jun Kato"]
    assert people.warnings[0].endswith('between people is read as "and"')


def test_chinese_names_in_an_enumeration_are_several_people():
    assert bylines("王小明、李华") == ["王小明", "李华"]


@pytest.mark.parametrize(
    ("tex", "names", "more"),
    [
        ("Olsen, M. and Kato, J., on behalf of PIER", ["M. Olsen", "J. Kato", "PIER"], False),
        ("Olsen, M. and others on behalf of the PIER Team", ["M. Olsen", "PIER Team"], True),
        ("Mia Olsen et al. on behalf of the PIER Team", ["Mia Olsen", "PIER Team"], True),
    ],
)
def test_a_group_is_found_behind_commas_and_behind_others(tex, names, more):
    people = read_people(tex)
    assert ([credit.name for credit in people.credits], people.more) == (names, more)


@pytest.mark.parametrize("tex", [r"Nu\~nez, Jos\'e", r"Jos\'e Nu\~{n}ez", r"Nu{\~n}ez, Jos{\'e}"])
def test_a_tilde_over_a_letter_divides_no_name(tex):
    assert read_people(tex).names == (Name("José", "Nuñez"),)


@pytest.mark.parametrize(
    ("tex", "name"),
    [
        ('Mia {"}the pier{"} Olsen', 'Mia "the pier" Olsen'),
        ("Mia `Pier' Olsen", "Mia ‘Pier' Olsen"),
    ],
)
def test_a_nickname_in_quotation_marks_stays(tex, name):
    assert [str(credit.name) for credit in read_people(tex).credits] == [name]


def test_if_others_have_their_family_name_first_four_words_are_one_person():
    assert bylines("Brinch Hansen, Per Anders and Rossi, Ada") == [
        *("Per Anders Brinch Hansen", "Ada Rossi"),
    ]
    assert bylines("Ada Rossi, Ugo Bianchi") == ["Ada Rossi", "Ugo Bianchi"]
    assert "if this is one person" in read_people("Ada Rossi, Ugo Bianchi").warnings[0]


@pytest.mark.parametrize(
    ("tex", "left_out"),
    [
        ("Ada Rossi 0001", "0001"),
        ("Rossi 0001, Ada", "0001"),
        ("Rossi, Ada (1933-2001)", "(1933-2001)"),
        ("Prof. Dr. Ada Rossi", "Prof. Dr."),
        ("Rossi, Ada, 1933-2001", "1933-2001"),
        ("Rossi, Ada, 1933-", "1933-"),
        ("Ada Rossi1,2", "1 2"),
        ("Ada Rossi¹", "¹"),
        ("Rossi, Ada (HEAP)", "(HEAP)"),
        ("Rossi, Ada [ada-rossi-2]", "[ada-rossi-2]"),
        ("Ada Rossi <ada@example.org>", "<ada@example.org>"),
        (r"Ada{\~{}}Rossi", "~"),
        ("Ada_Rossi", "_"),
        ("Rossi?, Ada", "?"),
        ("Rossi, Ada, Ph.D.", "Ph.D"),
    ],
)
def test_what_is_no_part_of_a_name_is_left_out_with_a_note(tex, left_out):
    people = read_people(f"{tex} and Ugo Bianchi")
    assert people.names == (Name("Ada", "Rossi"), Name("Ugo", "Bianchi"))
    assert people.warnings[-1].startswith(f'"{left_out}') or f'"{left_out}' in str(people.warnings)
    assert "left out of the name of Ada Rossi" in " ".join(people.warnings)


def test_invisible_characters_are_left_out_with_a_note_but_not_those_of_persian_spelling():
    people = read_people("A\u00adda Ros\u200bsi\u200e and \ufeffعلی\u200cرضا رضایی")
    assert [str(name) for name in people.names] == ["Ada Rossi", "علی\u200cرضا رضایی"]
    assert people.warnings == ("invisible characters in the names are left out",)


def test_two_people_of_one_name_are_two_with_a_note():
    people = read_people("Wang, Wei and Kim, Min and Wei Wang")
    assert [str(name) for name in people.names] == ["Wei Wang", "Min Kim", "Wei Wang"]
    assert people.warnings == (
        "two authors are called Wei Wang; merge them, or tell them apart, under Authors",
    )


def test_et_al_behind_a_name_says_that_there_are_more():
    people = read_people("R. Adami et al. (NORTH Collaboration)")
    assert [str(credit) for credit in people.credits] == ["R. Adami", "{NORTH Collaboration}"]
    assert people.more


PARTS = st.text("abcdeéöłşñ", min_size=2, max_size=8).map(str.capitalize)
GIVEN = st.lists(
    PARTS | st.sampled_from(["J.", "É.", "K. A.", "Jean-Paul"]), min_size=1, max_size=3
)
PARTICLES = st.sampled_from(["", "van der ", "de la ", "Brinch ", "al-", "d’"])
PERSONS = st.builds(
    Name,
    GIVEN.map(" ".join),
    st.tuples(PARTICLES, PARTS).map("".join),
    st.sampled_from(["", "", "", "Jr.", "III"]),
)  # fmt: skip
CHARACTERS = st.text("山田太郎鈴木花子王小明김철수이영희やまだ", min_size=1, max_size=2)
EAST_ASIANS = st.builds(Name, st.just("") | CHARACTERS, CHARACTERS)
SINGLE = st.sampled_from(
    [
        *(Name("", word) for word in ("Platon", "O’Neil", "van Gogh", "Brinch Hansen")),
        *(Name("", "King", "Jr."), Name("", "阿尔伯特·爱因斯坦"), Name("Wei", "Xiong (熊伟)")),
        *(Name("Ada “the Heap”", "Rossi"), Name("X", "Malcolm")),
    ]
)
GROUP_NAMES = st.text("aBé1 &/,;.()@_#%'\"and", min_size=1, max_size=20) | st.sampled_from(
    ["Rossi, Ada", "others", "et al.", "山田 太郎", "King Jr.", "a and b", "1"]
)
GROUPS = GROUP_NAMES.filter(lambda text: any(map(str.isalnum, text))).map(Name.from_group)


@given(st.lists(PERSONS | EAST_ASIANS | SINGLE | GROUPS, min_size=1, max_size=6), st.booleans())
def test_any_list_of_names_that_we_write_is_read_back_the_same(names, more):
    people = read_people(write_author_list(names, more=more))
    assert list(people.names) == names
    assert people.more == more
    assert [credit.is_group for credit in people.credits] == [name.is_group for name in names]


def test_three_thousand_names_are_read_at_once():
    letters = str.maketrans("0123456789", "abcdefghij")
    names = [Name("Ada", f"Rossi{n}".translate(letters)) for n in range(3_000)]
    started = process_time()
    assert len(read_people(write_author_list(names)).names) == 3_000
    assert process_time() - started < 6


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
    if len({(name_key(credit.name)) for credit in line.credits}) == len(line.credits):
        assert author_line.read(author_line.write(line)) == line
    assert [str(name) for name in people.names] == [credit.name for credit in people.credits]
