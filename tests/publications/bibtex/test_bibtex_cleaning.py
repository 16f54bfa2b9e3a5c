"""BibTeX fields are cleaned of what registries and programs leave in them; the rest is noted."""

import pytest

from common.text.markdown import render, render_plain
from publications.bibtex import read
from publications.bibtex.entries import LONGEST
from publications.bibtex.links import FIELDS
from publications.models import Publication, PublicationLink

NO_WARNING = ()


def entry_of(fields: str, entry_type: str = "article"):
    source = f"@{entry_type}{{key, title = {{A Title}}, author = {{Ada Rossi}}, {fields}}}"
    result = read(source)
    assert not result.refused
    return result.entries[0]


def title_of(tex: str) -> str:
    return read(f"@misc{{a, title = {{{tex}}}}}").entries[0].title


class TestHTML:
    @pytest.mark.parametrize(
        ("tex", "text"),
        [
            (
                "Sand &amp; lumps: is 3 &lt; 5? Caf&eacute; &#8211; yes &#x3b1;",
                "Sand & lumps: is 3 < 5? Café – yes α",
            ),
            ("Sand &amp;amp; &amp;lt; lumps", "Sand & < lumps"),
            (r"Sand {\&}amp$\mathsemicolon$ \&amp; lumps", "Sand & & lumps"),
            (r"A $\less$i$\greater$fine$\less$/i$\greater$ pile", "A *fine* pile"),
            (r"A {\textless}i{\textgreater}fine{\textless}/i{\textgreater} pile", "A *fine* pile"),
            ("A &lt;i&gt;fine&lt;/i&gt; pile", "A *fine* pile"),
            ("<scp>L</scp>-sand of <b>H<sub>2</sub>O</b>", "L-sand of H~2~O"),
            ("10<sup>-3</sup> of T<sub>max</sub>", "10^-3^ of T~max~"),
            (
                "<mml:math><mml:msup><mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:msup></mml:math> "
                "sand",
                "$x^{2}$ sand",
            ),
            ("<mml:math><mml:mi>x</mml:math> sand", "x sand"),
        ],
    )
    def test_a_title_is_clean_and_the_note_names_it(self, tex, text):
        (entry,) = read(f"@misc{{a, title = {{{tex}}}}}").entries
        assert entry.title == text
        assert entry.warnings == ("HTML becomes plain text (title)",)

    @pytest.mark.parametrize(
        "text",
        [
            *(
                "A < B and C > D",
                "$a<b$ and $c>d$",
                "a<b>c",
                "AT&T; R&D &copy",
                "<script>x</script>",
            ),
            *("if <b and c> holds", "x <y@z.example>", "&nosuchname; <i> alone"),
        ],
    )
    def test_text_that_is_not_html_stays(self, text):
        assert title_of(text) == text

    def test_venues_names_and_links_are_clean_too(self):
        entry = entry_of("journal = {Sand &amp; Lumps}, url = {https://a.example/?b&amp;c}")
        assert (entry.venue, entry.url) == ("Sand & Lumps", "https://a.example/?b&c")
        names = read("@misc{a, title = {T}, author = {M&uuml;ller, Jan and O&#39;Neil, Tara}}")
        assert [credit.name for credit in names.entries[0].credits] == ["Jan Müller", "Tara O'Neil"]

    def test_an_abstract_keeps_paragraphs_italics_and_formulas(self):
        abstract = entry_of(
            "abstract = {<jats:title>Abstract</jats:title><jats:p>Of <jats:italic>S. lumpii "
            "</jats:italic>in 2*3*4.</jats:p><jats:p>Two <jats:inline-formula><jats:alternatives>"
            r"<jats:tex-math>\documentclass{x}\begin{document}$$\alpha$$\end{document}"
            "</jats:tex-math><mml:math><mml:mi>α</mml:mi></mml:math></jats:alternatives>"
            "</jats:inline-formula>.</jats:p>}"
        ).abstract
        assert render(abstract).startswith("<p>Of <em>S. lumpii</em> in 2*3*4.</p>\n<p>Two <math")
        assert render_plain(abstract) == "Of S. lumpii in 2*3*4. Two α."


def test_an_abstract_is_shown_as_it_is_written():
    entry = entry_of("abstract = {With x*y*z and __init__.\n\n1. First\n\n# Second\n\n[a](b) <c>}")
    assert render_plain(entry.abstract) == "With x*y*z and __init__. 1. First # Second [a](b) <c>"


@pytest.mark.parametrize(
    ("fields", "venue"),
    [
        (r"journal = {\apj}", "The Astrophysical Journal"),
        (r"journal = {{\mnras}}", "Monthly Notices of the Royal Astronomical Society"),
        (r"journal = {accepted to \aap}", "Astronomy & Astrophysics"),
        (r"journal = {\prd Letters}", "Physical Review D Letters"),
    ],
)
def test_journal_macros_of_astronomy_become_journals(fields, venue):
    assert entry_of(fields).venue == venue


@pytest.mark.parametrize(
    "note",
    [
        *("Number: 1 Publisher: Sand House", "Cited by: 3; All Open Access", "cited By 12"),
        *(
            "[Online; accessed 1-May-2020]",
            "Accessed: 2020-01-01",
            "Place: Rome",
            "ISSN: 1234-5678",
        ),
        *(r"\_eprint: https://a.example/x", "tex.ids= rossi", "Publisher Copyright: © 2020 Sand"),
        *("Query date: 2020-01-01 10:00:00", "Section: Articles", "Online", "[PubMed:1234]"),
    ],
)
def test_notes_of_programs_are_left_out_and_named(note):
    entry = entry_of(f"note = {{{note}}}")
    assert entry.note == ""
    assert "was written by a program, and is left out" in entry.warnings[0]


@pytest.mark.parametrize(
    ("note", "kept"),
    [
        ("Best paper. Accessed: 2020-01-01", "Best paper."),
        ("Cited by: 3; Oral presentation", "Oral presentation"),
        ("Publisher Copyright: © 2020 Sand, Inc.; 12th Meeting on Sand", "12th Meeting on Sand"),
        ("Place your bets: a survey", "Place your bets: a survey"),
        ("Invited talk", "Invited talk"),
    ],
)
def test_notes_of_people_stay(note, kept):
    assert entry_of(f"note = {{{note}}}").note == kept


class TestLinks:
    @pytest.mark.parametrize(
        ("url", "why"),
        [
            (f"https://a.example/{'a' * 500}", "has more than 500 characters"),
            ("https://me:secret@a.example/", "has a user name or password"),
            ("http://a", "is not a web address"),
            ("https://a.example:port/", "is not a web address"),
            ("javascript:alert(1)", "is not a web address"),
        ],
    )
    @pytest.mark.parametrize("name", ["url", "howpublished"])
    def test_one_that_the_form_refuses_is_left_out_and_named(self, name, url, why):
        entry = entry_of(f"{name} = {{{url}}}", "misc")
        assert entry.url == ""
        assert name == "howpublished" or why in entry.warnings[0]

    @pytest.mark.parametrize("url", ["sand.example/a", "<https://sand.example/a>"])
    def test_one_without_a_scheme_or_in_angle_brackets_is_read(self, url):
        assert entry_of(f"url = {{{url}}}", "misc").url == "https://sand.example/a"

    def test_one_is_read_in_the_form_in_which_it_is_stored(self):
        assert entry_of("url = {https://sand.example/cafe\u0301}", "misc").url.endswith("/café")

    def test_each_field_of_al_folio_becomes_a_link(self):
        values = ", ".join(f"{name} = {{https://{name}.example/x}}" for name in FIELDS)
        entry = entry_of(values)
        assert {link.url for link in entry.links} == {f"https://{n}.example/x" for n in FIELDS}
        assert {link.kind for link in entry.links} <= set(PublicationLink.Kind.values)
        assert entry.warnings == NO_WARNING

    def test_a_file_name_is_no_link_and_is_named(self):
        entry = entry_of("slides = {sand_slides.pdf}")
        assert entry.links == ()
        assert [(file.field, file.name) for file in entry.files] == [("slides", "sand_slides.pdf")]

    def test_the_text_of_a_link_goes_to_the_note_where_it_says_something(self):
        href = r"howpublished = {\href{https://a.example/b}{%s}}"
        telling, empty = (entry_of(href % text, "misc") for text in ("Invited essay", "Web page"))
        assert (telling.url, telling.note) == ("https://a.example/b", "Invited essay")
        assert (empty.url, empty.note, empty.venue) == ("https://a.example/b", "", "")
        entry = entry_of(
            r"note = {See the \href{https://a.example/c}{erratum}}, url = {https://a.example/b}"
        )
        assert entry.note == "See the erratum"
        assert [(link.url, link.label) for link in entry.links] == [
            ("https://a.example/c", "erratum")
        ]

    def test_a_second_link_in_a_field_is_kept(self):
        entry = entry_of("url = {https://a.example/b https://a.example/c}")
        assert (entry.url, entry.links[0].url) == ("https://a.example/b", "https://a.example/c")

    def test_of_two_dois_the_first_counts_and_the_other_is_named(self):
        for glue in (", ", "; ", " ", " and ", " https://doi.org/"):
            entry = entry_of(f"doi = {{10.1000/first.1{glue}10.1000/second.2}}")
            assert entry.doi == "10.1000/first.1"
            assert entry.warnings == ("a paper has one DOI; 10.1000/second.2 is left out",)


class TestWhatIsLost:
    def test_what_has_no_field_is_named_with_what_it_says(self):
        entry = entry_of("chapter = {Notes}, pmid = {12}, version = 2", "book")
        assert entry.warnings == (
            'left out, as the site has no field for it: the chapter "Notes", the PubMed id "12" '
            'and the version "2"',
        )

    def test_a_number_with_a_wrong_digit_is_named(self):
        assert entry_of("isbn = {978-0-262-03924-5}", "book").warnings == (
            '"978-0-262-03924-5" is not an ISBN, and is left out',
        )

    def test_what_programs_keep_is_named_in_short(self):
        entry = entry_of("timestamp = {2020}, biburl = {x}, mendeley-groups = {y}")
        assert entry.warnings == (
            "not needed here and left out: timestamp, biburl, mendeley-groups",
        )

    def test_what_another_field_says_already_is_not_lost(self):
        entry = entry_of(
            "journal = {CoRR}, volume = {abs/2001.00001}, eprint = {2001.00001}, "
            "eprinttype = {arXiv}, publisher = {arXiv}, type = {Journal Article}, "
            "url = {https://arxiv.org/abs/2001.00001}"
        )
        assert entry.warnings == NO_WARNING

    @pytest.mark.parametrize("name", ["oddity", "collection-title", "x", "eventtitle", "abbr"])
    def test_no_field_is_lost_unseen(self, name):
        assert any(
            "Grains" in warning for warning in entry_of(f"{name} = {{Grains}}").warnings
        ) or (entry_of(f"{name} = {{Grains}}").venue == "Grains")

    @pytest.mark.parametrize(
        ("fields", "lost"),
        [
            (r"abstract = {See \href{https://a.example/b}{this}.}", "https://a.example/b"),
            ("arxiv = {not known}", "not known"),
            ("year = 1999, date = {2020}", "1999"),
            ("month = may", "May"),
            ("number = 1, issue = {two}", "two"),
            ("eid = 1, articleno = {e15}", "e15"),
            ("keywords = {a}, keyword = {lumps}", "lumps"),
        ],
    )
    def test_what_gives_way_to_another_field_is_named(self, fields, lost):
        assert any(lost in warning for warning in entry_of(fields).warnings)

    def test_marks_of_a_list_of_papers_are_taken_over(self):
        entry = entry_of(
            "journal = {Journal of Sand}, abbr = {JS}, selected = {true}, award = {Best paper}, "
            "keywords = {sand, lumps; sand}"
        )
        assert (entry.venue_short, entry.is_selected) == ("JS", True)
        assert entry.awards == ("Best paper",)
        assert entry.topics == ("sand", "lumps")

    def test_the_long_text_about_an_award_is_named(self):
        entry = entry_of("award = {Chosen out of 9}, award_name = {Best}")
        assert entry.awards == ("Best",)
        assert entry.warnings == (
            'left out, as the site has no field for it: the award "Chosen out of 9"',
        )


class TestLongFields:
    def test_the_limits_are_those_of_the_columns(self):
        assert {n: Publication._meta.get_field(n).max_length for n in LONGEST} == LONGEST

    def test_a_text_is_cut_between_words_and_named(self):
        entry = entry_of(f"note = {{{'sand ' * 240}}}, volume = {{{'x' * 150}}}")
        assert len(entry.note) <= 1000
        assert entry.note.endswith("sand…")
        assert entry.volume == f"{'x' * 99}…"
        assert len(entry.warnings) == 2
        assert "is cut to the 1,000 that fit" in entry.warnings[0]

    def test_a_long_abstract_is_cut_and_named(self):
        entry = entry_of(f"abstract = {{{'sand ' * 10_000}}}")
        assert len(entry.abstract) <= 20_000
        assert "the abstract has 49,999 characters" in entry.warnings[0]


def test_a_date_counts_more_than_a_year():
    assert entry_of("date = {2023}, year = 1999").when == "2023"


def test_a_day_of_its_own_belongs_to_the_date():
    assert entry_of("year = 2020, month = may, day = 3").when == "2020-05-03"
    assert entry_of("year = 2020, month = 5, day = {03}").when == "2020-05-03"
    entry = entry_of("year = 2020, month = may, day = {Monday}")
    assert (entry.when, "Monday" in entry.warnings[0]) == ("2020-05", True)


def test_entries_that_others_refer_to_are_known():
    entries = read("@misc{a, title = {A}, crossref = {B}}\n@proceedings{b, title = {B}}").entries
    assert [entry.is_parent for entry in entries] == [False, True]


PIECES = [
    *(
        r"\(a",
        r"\[a",
        "$a",
        r"\href{a",
        r"\href{a}{b",
        r"\url{",
        r"\ensuremath{a",
        "<i>",
        "<",
        "&amp;",
    ),
    *(
        "<mml:math>",
        "<jats:tex-math>",
        r"\begin{document}",
        " ",
        "\n",
        ",",
        "[online",
        "10.1000/a, ",
    ),
    *("<a b='c' ", r"\textsubscript{a", "https://a.example/x ", r"{\textless}", "(", "Publisher "),
]
LONG = ("title", "abstract", "note", "url", "doi", "journal", "howpublished", "keywords", "month")


@pytest.mark.slow
@pytest.mark.parametrize("piece", PIECES)
def test_a_file_of_openings_is_read_to_its_end(piece):
    """A search for the end of each opening would never finish."""
    many = piece * (40_000 // len(piece))
    last = "\n@misc{last, title = {Last}}"
    for name in LONG:
        assert (
            read(f"@misc{{a, title = {{T}}, {name} = {{{many}\n}}}}{last}").entries[-1].key
            == "last"
        )
    for opening in ("@misc{", "@misc{a, title = {T}, ", "@comment{"):
        assert read(f"{opening}{many}{last}").entries[-1].key == "last"
