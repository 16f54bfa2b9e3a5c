import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publications.names.author_line import (
    LONGEST_NAME,
    MARKS,
    AuthorLine,
    AuthorLineError,
    Credit,
    read,
    write,
)
from publications.names.name import name_key, tidy

# The author lines of a real CV, exactly as printed: with and without a notice, "and" or its comma.
# After each: is the order alphabetical, how many authors, who contributed equally.
CV_LINES = [
    (
        "Wei Xiong*, Hanze Dong*, Chenlu Ye*, Han Zhong, Nan Jiang, Tong Zhang",
        (False, 6, "Wei Xiong, Hanze Dong, Chenlu Ye"),
    ),
    (
        "(α, β) Chenlu Ye*, Wei Xiong*, Yuheng Zhang*, Nan Jiang, Tong Zhang",
        (True, 5, "Chenlu Ye, Wei Xiong, Yuheng Zhang"),
    ),
    (
        "(α, β) Yong Lin*, Hangyu Lin*, Wei Xiong*, Shizhe Diao*, Jianmeng Liu, Jipeng Zhang, "
        "Rui Pan, Haoxiang Wang, Wenbin Hu, Hanning Zhang, Hanze Dong, Renjie Pi, Han Zhao, "
        "Nan Jiang, Yuan Yao, Heng Ji, and Tong Zhang",
        (True, 17, "Yong Lin, Hangyu Lin, Wei Xiong, Shizhe Diao"),
    ),
    (
        "(α, β) Hanze Dong*, Wei Xiong*, Deepanshu Goyal, Rui Pan, Shizhe Diao, Jipeng Zhang, "
        "Kashun Shum and Tong Zhang",
        (True, 8, "Hanze Dong, Wei Xiong"),
    ),
    (
        "Shizhe Diao*, Rui Pan*, Hanze Dong*, KaShun Shen, Jipeng Zhang, Wei Xiong, and Tong Zhang",
        (False, 7, "Shizhe Diao, Rui Pan, Hanze Dong"),
    ),
    (
        "(α, β) Han Zhong*, Wei Xiong*, Sirui Zheng, Liwei Wang, Zhaoran Wang, Zhuoran Yang, "
        "and Tong Zhang",
        (True, 7, "Han Zhong, Wei Xiong"),
    ),
    ("Wei Xiong", (False, 1, "")),
    (
        "Wei Xiong*, Han Zhong*, Chengshuai Shi, Cong Shen, Liwei Wang, and Tong Zhang",
        (False, 6, "Wei Xiong, Han Zhong"),
    ),
    ("Wei Xiong, Han Zhong, Chengshuai Shi, Cong Shen, and Tong Zhang", (False, 5, "")),
    (
        "Han Zhong*, Wei Xiong*, Jiyuan Tan*, Liwei Wang, Tong Zhang, Zhaoran Wang, "
        "and Zhuoran Yang",
        (False, 7, "Han Zhong, Wei Xiong, Jiyuan Tan"),
    ),
    ("Chengshuai Shi, Wei Xiong, Cong Shen, and Jing Yang", (False, 4, "")),
]


def names(text: str) -> list[str]:
    return [credit.name for credit in read(text).credits]


def refusal(text: str) -> AuthorLineError:
    with pytest.raises(AuthorLineError) as caught:
        read(text)
    return caught.value


@pytest.mark.parametrize(("text", "expected"), CV_LINES)
def test_every_author_line_of_the_cv_is_read(text, expected):
    alphabetical, count, equal_contributors = expected
    line = read(text)
    assert line.alphabetical is alphabetical
    assert len(line.credits) == count
    equal = [credit.name for credit in line.credits if credit.equal_contribution]
    assert ", ".join(equal) == equal_contributors
    assert ("Wei Xiong" in equal) == ("Wei Xiong*" in text)
    assert not any(credit.corresponding or credit.equal_advising for credit in line.credits)


def test_the_authors_keep_their_order():
    assert names(CV_LINES[3][0]) == [
        *("Hanze Dong", "Wei Xiong", "Deepanshu Goyal", "Rui Pan", "Shizhe Diao", "Jipeng Zhang"),
        *("Kashun Shum", "Tong Zhang"),
    ]


@pytest.mark.parametrize("text", ["", "  ", "\n\t\u00a0"])
def test_a_blank_line_has_no_authors(text):
    assert read(text) == AuthorLine()
    assert write(AuthorLine()) == ""


# Marks and keys


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("Wei Xiong*", Credit("Wei Xiong", equal_contribution=True)),
        ("Wei Xiong †", Credit("Wei Xiong", corresponding=True)),
        ("Wei Xiong‡", Credit("Wei Xiong", equal_advising=True)),
        ("Wei Xiong†*", Credit("Wei Xiong", equal_contribution=True, corresponding=True)),
        ("Wei Xiong * ‡ †", Credit("Wei Xiong", True, True, True)),
        ("Wei Wang* [wei-wang-2]", Credit("Wei Wang", True, key="wei-wang-2")),
        ("Wei Wang [wei-wang-2]*", Credit("Wei Wang", True, key="wei-wang-2")),
        ("Wei Wang†[王伟_2]*", Credit("Wei Wang", True, True, key="王伟_2")),
    ],
)
def test_marks_and_a_key_follow_a_name_in_any_order(text, credit):
    assert read(text).credits == (credit,)


@pytest.mark.parametrize("asterisk", "*∗＊⁎")
def test_every_asterisk_means_equal_contribution(asterisk):
    assert write(read(f"Wei Xiong{asterisk}")) == "Wei Xiong*"


def test_every_flag_has_its_mark():
    for flag, mark in MARKS.items():
        assert read(f"Wei Xiong{mark}").credits == (Credit("Wei Xiong", **{flag: True}),)


def test_a_key_tells_two_people_of_one_name_apart():
    text = "Wei Wang and Wei Wang [wei-wang-2]"
    assert [credit.key for credit in read(text).credits] == ["", "wei-wang-2"]
    assert write(read(text)) == text


# The notice


@pytest.mark.parametrize(
    "notice",
    [
        *("(α, β)", "(α,β)", "(α-β)", "(α – β)", " ( Α , Β ) ", "(𝛼, 𝛽)", "（α，β）"),
        *("(alpha, beta)", "(alphabetical)", "(Alphabetical Order)", "(random order)", "(RANDOM)"),
    ],
)
def test_a_notice_of_the_order_is_written_back_in_one_way(notice):
    assert write(read(f"{notice} Wei Xiong and Tong Zhang")) == "(α, β) Wei Xiong and Tong Zhang"


# Separators


@pytest.mark.parametrize(
    "text",
    [
        "Wei Xiong, Nan Jiang, Tong Zhang",
        "Wei Xiong, Nan Jiang and Tong Zhang",
        "Wei Xiong, Nan Jiang, and Tong Zhang.",
        "Wei Xiong,Nan Jiang,\nand\tTong Zhang",
        "Wei Xiong and Nan Jiang and Tong Zhang",
        "Wei Xiong AND Nan Jiang, Tong Zhang",
        "Wei Xiong, Nan Jiang & Tong Zhang",
        "Wei Xiong&Nan Jiang, & Tong Zhang",
        "Wei Xiong，Nan Jiang、Tong Zhang",
        "Wei Xiong; Nan Jiang; and Tong Zhang",
        "Xiong, Wei; Jiang, Nan and Zhang, Tong",
        "Wei Xiong；Nan Jiang; Zhang, Tong.",
    ],
)
def test_commas_semicolons_and_the_word_and_separate_authors(text):
    assert names(text) == ["Wei Xiong", "Nan Jiang", "Tong Zhang"]


@pytest.mark.parametrize("name", ["Ferdinand Rand", "Andrew Anderson", "Al-and-Sons", "Wei And’"])
def test_and_inside_a_word_separates_nothing(name):
    assert names(f"{name} and Wei Xiong") == [name, "Wei Xiong"]


@pytest.mark.parametrize(
    "text",
    [
        "Sammy Davis, Jr., and Wei Xiong",
        "Sammy Davis,Jr. and Wei Xiong",
        "Davis, Jr., Sammy; Wei Xiong",
        "Davis Jr., Sammy; Xiong, Wei",
    ],
)
def test_a_suffix_after_a_comma_belongs_to_the_name_before_it(text):
    assert names(text) == ["Sammy Davis Jr.", "Wei Xiong"]


def test_a_mark_after_a_suffix_belongs_to_the_whole_name():
    assert write(read("Sammy Davis, Jr.*, Wei Xiong")) == "Sammy Davis Jr.* and Wei Xiong"


@pytest.mark.parametrize("name", ["Krishna V.", "Wei J.-P.", "Sammy Davis Jr.", "E\u0301."])
def test_the_full_stop_of_an_initial_or_suffix_is_kept(name):
    assert names(f"Wei Xiong, {name}")[1] == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize("end", ["Zhang.", "Zhang. ", "Zhang*.", "Zhang [tong]."])
def test_the_full_stop_of_a_sentence_is_dropped(end):
    assert names(f"Wei Xiong and Tong {end}") == ["Wei Xiong", "Tong Zhang"]


# Names

PRINTED_NAMES = [
    *("Wei Xiong", "Björn Þór", "Paul Erdős", "Ngô Bảo Châu", "Gabriel D'Angelo", "Conan O’Brien"),
    *("J. R. R. Tolkien", "J.-P. Serre", "Jean-Baptiste Poquelin", "Ludwig van Beethoven"),
    *("Gerard 't Hooft", "Sammy Davis Jr.", "John Smith III", "熊伟", "山田 太郎", "김철수"),
    *("Александр Пушкин", "Wei Xiong (熊伟)", "Wei Xiong（熊伟）", "阿尔伯特·爱因斯坦", "Madonna"),
    *("علی رضایی", "राम कुमार", "Αλέξανδρος Β.", "Ferdinand Rand", "Muhammad al-Khwarizmi"),
    *(
        "William “Bill” Gates",
        'William "Bill" Gates',
        "דוד כהן",
        "محمد الخوارزمي",
        "Jean d’Alembert",
    ),
]


@pytest.mark.parametrize("name", PRINTED_NAMES)
def test_a_name_is_kept_as_printed(name):
    assert names(name) == [name]
    assert names(f"(α, β) {name}*, Nan Jiang") == [name, "Nan Jiang"]


def test_spaces_in_a_name_are_collapsed_and_accents_composed():
    assert names("Paul \u00a0\tErdo\u030bs") == ["Paul Erdős"]


# Groups

GROUPS = [
    *("GPT-4 Team", "Bell & Howe, Inc.", "ALPHA/BETA Collaboration", "Institute and Faculty of X"),
    *("A* (and B) [c]; d", "et al.", "Jr.", "Heaps @ Home?", "王小明"),
]


@pytest.mark.parametrize("name", GROUPS)
@pytest.mark.parametrize("key", ["", "group-2"])
def test_what_is_in_braces_is_the_name_of_a_group_whatever_signs_it_has(name, key):
    credit = Credit(name, equal_contribution=True, key=key, is_group=True)
    line = f"Wei Xiong, {credit}, and Nan Jiang"
    assert read(line).credits == (Credit("Wei Xiong"), credit, Credit("Nan Jiang"))
    assert write(read(line)) == line


@pytest.mark.parametrize(
    "text",
    [
        "A. Rossi and U. Bianchi on behalf of the NOVUM Collaboration",
        "A. Rossi, U. Bianchi, on behalf of the NOVUM Collaboration",
        "A. Rossi, U. Bianchi (for the NOVUM Collaboration)",
        "A. Rossi, U. Bianchi for the NOVUM Collaboration",
        "A. Rossi, U. Bianchi (NOVUM Collaboration)",
        "A. Rossi, U. Bianchi, and the NOVUM Collaboration",
    ],
)
def test_the_group_on_whose_behalf_people_wrote_is_an_author_behind_them(text):
    assert write(read(text)) == "A. Rossi, U. Bianchi, and {NOVUM Collaboration}"


# More authors than are named


@pytest.mark.parametrize(
    "end", [" et al.", ", et al.", " et al", " and others", ", and others", " & others", "; et al."]
)
def test_et_al_at_the_end_says_that_there_are_more_authors(end):
    assert read(f"(α, β) Wei Xiong{end}") == AuthorLine((Credit("Wei Xiong"),), True, more=True)
    assert write(read(f"Wei Xiong{end}")) == "Wei Xiong et al."


def test_et_al_is_written_behind_a_comma_where_several_are_named():
    assert write(read("Wei Xiong and Nan Jiang and others")) == "Wei Xiong, Nan Jiang, et al."


def test_a_group_in_brackets_behind_et_al_is_an_author():
    line = read("R. Adami et al. (NOVUM Collaboration)")
    assert line.credits == (Credit("R. Adami"), Credit("NOVUM Collaboration", is_group=True))
    assert line.more
    assert write(line) == "R. Adami, {NOVUM Collaboration}, et al."


# Lists in which the family name comes first


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rossi E, Bianchi G, Verdi KA", ["E. Rossi", "G. Bianchi", "K. A. Verdi"]),
        ("Rossi E*; van der Berg J.-P.", ["E. Rossi", "J.-P. van der Berg"]),
        ("Rossi, E., Bianchi, G., & Verdi, K. A.", ["E. Rossi", "G. Bianchi", "K. A. Verdi"]),
        ("Rossi, E.", ["E. Rossi"]),
        ("Wei LI, Min WU", ["Wei LI", "Min WU"]),
        ("Ada Rossi, Krishna V.", ["Ada Rossi", "Krishna V."]),
        ("Malcolm X and Rossi E", ["Malcolm X", "Rossi E"]),
    ],
)
def test_initials_behind_family_names_between_commas_are_put_in_front(text, expected):
    assert names(text) == expected


# Refusals


@pytest.mark.parametrize(
    ("text", "position", "reason"),
    [
        ("Wei Xiong, , Tong Zhang", 12, "an author is missing between two commas"),
        (", Wei Xiong", 1, 'an author is missing before ","'),
        ("Wei Xiong,", 10, 'an author is missing after ","'),
        ("Wei Xiong and", 13, 'an author is missing after "and"'),
        ("Wei Xiong and , Nan Jiang", 15, 'an author is missing between "and" and ","'),
        ("(α, β)", 1, "no author is named"),
        ("Wei Xiong et al., Nan Jiang", 1, "every author must be named"),
        ("Wei Xiong, others, Nan Jiang", 12, "every author must be named"),
        ("Wei Xiong others", 1, "every author must be named"),
        ("et al.", 1, "no author is named"),
        ("Wei Xiong, , et al.", 10, 'an author is missing after ","'),
        ("Wei Xiong, {}", 12, "the name of a group is missing in the braces"),
        ("Wei {Max} Xiong", 5, "the name of a group goes in braces"),
        ("Wei Xiong, {GPT-4 Team", 12, "the name of a group goes in braces"),
        ("Nan Jiang, Wei Xiong1", 21, 'a name cannot contain "1"; marks are *, † and ‡'),
        ("Nan Jiang, Wei Xiong¹", 21, 'a name cannot contain "¹"; marks are *, † and ‡'),
        ("wei@example.edu", 4, 'a name cannot contain "@"'),
        ("Wei “Max Xiong", 5, "a quotation mark in this name is not closed"),
        ("*Wei Xiong", 1, "marks and keys go after a name"),
        ("Nan Jiang, Wei* Xiong", 15, "marks and keys go after a name"),
        ("Sammy Davis*, Jr.", 12, "marks and keys go after a name"),
        ("Wei Xiong*†*", 12, 'the mark "*" is given twice'),
        ("Wei Xiong*∗", 11, 'the mark "∗" is given twice'),
        ("Wei Xiong, *", 12, "a name is missing"),
        ("[wei]", 1, "a name is missing"),
        ("Wei Xiong, ...", 12, "a name is missing"),
        ("Wei Wang [two", 10, "one key may follow a name in square brackets"),
        ("Wei Wang two]", 13, "one key may follow a name in square brackets"),
        ("Wei Wang [a] [b]", 14, "one key may follow a name in square brackets"),
        ("Wei Wang []", 11, "a key in square brackets has letters"),
        ("Wei Wang [wei wang]", 11, "a key in square brackets has letters"),
        ("(by age) Wei Xiong", 1, 'the notice in front must be "(α, β)"'),
        (" (α, β Wei Xiong", 2, 'the notice in front must be "(α, β)"'),
        ("Wei Xiong, (random) Nan Jiang", 12, "a name cannot begin with a bracket"),
        ("Wei Xiong (熊伟, Nan Jiang", 1, "a bracket in this name is not closed"),
        ("Nan Jiang, Wei Xiong 熊伟)", 12, "a bracket in this name is not closed"),
        ("Jr., Wei Xiong", 1, "a suffix needs the name"),
        ("Wei Xiong and Jr.", 15, "a suffix needs the name"),
        ("Nan Jiang, Wei Xiong, Jr., III", 12, 'written "Given Family" or "Family, Given"'),
        ("Nan Jiang; Xiong, Wei, Tong", 12, 'written "Given Family" or "Family, Given"'),
        ("Nan Jiang; Xiong,", 12, 'written "Given Family" or "Family, Given"'),
        ("Wei Xiong., Nan Jiang", 1, "a full stop at the end of a name"),
        ("Wei Xiong, Nan Jiang, WEI XIONG", 23, "this author is named twice"),
        ("Wei Wang [two], Wei Wang [two]", 17, "this author is named twice"),
        ("Wei\u200bXiong", 4, "the invisible character U+200B"),
        ("Wei Xiong\x00", 10, "the invisible character U+0000"),
        ("Nan Jiang, " + "x" * (LONGEST_NAME + 1), 12, "a name has at most 200 characters"),
    ],
)
def test_what_is_not_surely_understood_is_refused_with_its_place(text, position, reason):
    error = refusal(text)
    assert error.position == position
    assert str(error).startswith(f"at character {position}")
    assert reason in str(error)


@pytest.mark.parametrize("char", '0²<>{}\\|/=@#%^_"“”!?:~$+')
def test_a_character_that_names_do_not_have_is_refused(char):
    assert refusal(f"Wei X{char}iong").position == 6


def test_the_name_is_quoted_with_what_is_wrong_in_it():
    assert str(refusal("Wei Xiong1")) == (
        'at character 10, "Wei Xiong1": a name cannot contain "1"; marks are *, † and ‡, and the '
        "name of a group goes in braces: {GPT-4 Team}"
    )


def test_the_place_counts_from_the_start_of_the_text_as_given():
    assert refusal("  (α, β)  Wei  Xiong1").position == 21


def test_a_very_long_name_is_not_quoted_whole():
    assert len(str(refusal("x" * 10_000))) < 200


# Writing, and there and back


@pytest.mark.parametrize(
    ("authors", "text"),
    [
        (1, "Wei Xiong*"),
        (2, "Wei Xiong* and Nan Jiang"),
        (3, "Wei Xiong*, Nan Jiang, and Tong Zhang†"),
    ],
)
def test_the_last_of_several_authors_follows_and(authors, text):
    credits_ = (Credit("Wei Xiong", True), Credit("Nan Jiang"), Credit("Tong Zhang", False, True))
    assert write(AuthorLine(credits_[:authors])) == text
    assert write(AuthorLine(credits_[:authors], alphabetical=True)) == f"(α, β) {text}"


WORDS = st.text("abcdefgzABCDEFGZéőßþØ熊伟山김ВαβšÅ'’·", min_size=1, max_size=6).filter(
    lambda word: word.lower() not in {"and", "others"} and any(map(str.isalpha, word))
)
INITIALS = st.sampled_from("ABWXÉ").map("{}.".format)
NATIVE = st.sampled_from(["", "", "", " (熊伟)", " (Xiong Wei)"])
MADE_NAMES = st.builds(
    lambda given, family, suffix: " ".join([*given, family]) + suffix,
    st.lists(WORDS | INITIALS | st.sampled_from(["van", "de la", "Jean-Paul"]), max_size=3),
    WORDS,
    st.sampled_from(["", "", " Jr.", " III"]) | NATIVE,
)
KEYS = st.just("") | st.text("abcxyz012-_王é", min_size=1, max_size=8)
FLAGS = st.booleans()
HARD_NAMES = st.sampled_from(["Rossi E", "Verdi KA", "Malcolm X", "山田 太郎", "E."])
MADE_GROUPS = st.sampled_from(GROUPS) | st.text("aB1 &/,;.*†[]()éand", min_size=1, max_size=20).map(
    tidy
).filter(lambda name: any(map(str.isalnum, name)))
CREDITS = st.builds(
    Credit, st.sampled_from(PRINTED_NAMES) | HARD_NAMES | MADE_NAMES, FLAGS, FLAGS, FLAGS, KEYS
) | st.builds(Credit, MADE_GROUPS, FLAGS, FLAGS, FLAGS, KEYS, is_group=st.just(True))
ONE_EACH = st.lists(
    CREDITS, min_size=1, max_size=6, unique_by=lambda credit: (name_key(credit.name), credit.key)
)
AUTHOR_LINES = st.builds(AuthorLine, ONE_EACH.map(tuple), FLAGS, FLAGS)


@given(AUTHOR_LINES)
def test_every_author_line_is_read_back_as_it_was_written(line):
    assert read(write(line)) == line


CRUMBS = [
    *("{", "}", "{GPT-4}", " et al. (", " on behalf of ", "for the ", "Team", "“", "”", "K. A."),
    *" ,;*†‡∗[]().&αβ，；（）1-\u0301\u00a0\t\u200b",
    *("(α, β) ", ", ", ", and ", " and ", "and", "; ", "et", " al", "others", "Jr.", "III"),
    *("Wei", "Xiong", "熊伟", "E"),
]


@given(st.text() | st.lists(st.sampled_from(CRUMBS)).map("".join))
def test_any_text_is_read_or_refused_and_what_is_read_is_written_back_the_same(text):
    line, position = AuthorLine(), 1
    try:
        line = read(text)
    except AuthorLineError as error:
        position = error.position
    assert 1 <= position <= max(len(text), 1)
    assert read(write(line)) == line


def test_a_long_hostile_line_is_refused_quickly():
    refusal("a" + " " * 200_000 + "*b")
    refusal(", " * 100_000)
    refusal("a [" * 50_000)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("The ATLAS Collaboration", ["The ATLAS Collaboration"]),
        ("Wei Xiong, ATLAS Collaboration", ["ATLAS Collaboration"]),
        ("Wei Xiong and The Working Group*", ["The Working Group"]),
        ("{2nd 3D-LAB Consortium}", ["2nd 3D-LAB Consortium"]),
        ("Wei Xiong, {Air and Ground Research Team}", ["Air and Ground Research Team"]),
        ("Wei Team", []),
        ("The Anh", []),
    ],
)
def test_a_name_that_only_a_group_has_needs_no_braces(line, names):
    assert [credit.name for credit in read(line).credits if credit.is_group] == names
