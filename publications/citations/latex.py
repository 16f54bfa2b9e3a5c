r"""Converts text to LaTeX for use between the braces of a BibTeX value.

Letters are not changed; the output is for UTF-8. Characters with a meaning in LaTeX are escaped in
a way that keeps braces balanced, because BibTeX counts ``\{`` as a brace too.
"""

import re
import unicodedata
from itertools import groupby
from urllib.parse import quote

from common.text.math import FORMULA, get_tex, is_mathematics
from common.text.title_markup import Piece, parse_title
from publications.bibtex.text.latex import ACCENTS

_ESCAPES = str.maketrans(
    {sign: f"\\{sign}" for sign in "&%$#_"}
    | {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
# LaTeX makes ligatures of these: two hyphens would be printed as a dash.
_JOINED = re.compile(r"-(?=-)|`(?=`)|'(?=')")
_PER_CENT = re.compile(r"(?<!\\)((?:\\\\)*)%")

_INITIAL = re.compile(r"\b[^\W\d_]")
_COMMANDS = {mark: command for command, mark in ACCENTS.items()}

_SCRIPTS = {"sub": "subscript", "sup": "superscript"}

_WORD = re.compile(r"([^\W_]+(?:['’][^\W_]+)*)")
_SECOND_PART = re.compile(r"(?<=\w)[-‐–]\w+")  # "Multi-armed" is title case
_SENTENCE_END = (":", "?", "!", ".")
_OPENING = " \"'“„‘«([-–—"

# Long words that may be in lower case in a title in English title case.
_SMALL_WORDS = frozenset(
    (
        *("about", "above", "across", "after", "against", "along", "among", "around", "before"),
        *("behind", "below", "beneath", "beside", "between", "beyond", "during", "inside"),
        *("outside", "since", "through", "toward", "towards", "under", "until", "using", "versus"),
        *("where", "which", "while", "whose", "within", "without"),
    )
)
# Words that show that a title is German, where nouns always have capitals.
_GERMAN_WORDS = frozenset(
    (
        *("der", "die", "das", "des", "dem", "den", "und", "für", "über", "auf", "bei", "mit"),
        *("im", "am", "zur", "zum", "ein", "eine", "einer"),
    )
)
# Names that must keep their capitals in titles in title case, where most words have one.
_PROPER_NAMES = frozenset(
    (
        *("Banach", "Bayes", "Bayesian", "Bellman", "Bernoulli", "Boltzmann", "Boolean", "Borel"),
        *("Brownian", "Carlo", "Cauchy", "Chebyshev", "Chinese", "Dirichlet", "English"),
        *("Euclidean", "Euler", "Fisher", "Fourier", "French", "Frobenius", "Galois", "Gauss"),
        *("Gaussian", "German", "Gibbs", "Hamiltonian", "Hermitian", "Hessian", "Hilbert"),
        *("Hoeffding", "Jacobian", "Japanese", "Kalman", "Kullback", "Lagrange", "Lagrangian"),
        *("Langevin", "Laplace", "Laplacian", "Lebesgue", "Leibler", "Lipschitz", "Lyapunov"),
        *("Markov", "Markovian", "Monte", "Nash", "Newton", "Newtonian", "Pareto", "Poisson"),
        *("Python", "Rademacher", "Riemann", "Riemannian", "Shannon", "Shapley", "Sobolev"),
        *("Stackelberg", "Stein", "Thompson", "Turing", "Wasserstein", "Wiener"),
    )
)


def escape_text(plain: str) -> str:
    r"""Return a text with LaTeX's special characters escaped.

    >>> text("R&D for 5 % of {x}")
    'R\\&D for 5 \\% of \\textbraceleft{}x\\textbraceright{}'
    """
    return _JOINED.sub(r"\g<0>{}", plain.translate(_ESCAPES))


def escape_title(plain: str) -> str:
    """Return a title with markup as commands, and braces around words that must keep capitals.

    BibTeX styles put titles in lower case. Braces protect words with a capital after the first
    letter, and names. In a title in title case, only the names in ``_PROPER_NAMES`` count as names;
    in any other title, every capitalised word that does not begin a sentence.

    >>> title("RAFT: A Markov Model in $O(N)$ Steps")
    '{RAFT}: A {Markov} Model in {$O(N)$} Steps'
    """
    pieces = parse_title(plain)
    prose = "".join(" " if piece.form == "math" else piece.text for piece in pieces)
    all_capitals_count = not _is_title_case(prose)
    parts: list[str] = []
    for is_italic, run in groupby(pieces, lambda piece: piece.is_italic):
        written = "".join(
            # What is italic is often a name, such as that of a species.
            _write_piece(piece, all_capitals_count or is_italic, piece is pieces[0])
            for piece in run
        )
        parts.append(rf"\emph{{{written}}}" if is_italic else written)
    return "".join(parts)


def _write_piece(piece: Piece, all_capitals_count: bool, begins_title: bool) -> str:
    match piece.form:
        case "math":
            return _write_formula(piece.text)
        case "sub" | "sup":
            return rf"\text{_SCRIPTS[piece.form]}{{{escape_text(piece.text)}}}"
    return _write_prose(piece.text, all_capitals_count, begins_title and not piece.is_italic)


def escape_given_name(plain: str) -> str:
    r"""Return a given name with accents on initials as commands: {\'E}lodie for Élodie.

    Classical BibTeX works with bytes, and would cut an accented initial in two when abbreviating.
    """
    return _INITIAL.sub(lambda match: _write_accented(match[0]), escape_text(plain))


def _write_accented(letter: str) -> str:
    decomposed = unicodedata.normalize("NFD", letter)
    base, command = decomposed[0], _COMMANDS.get(decomposed[1:])
    if not command or not base.isascii():
        return letter
    return f"{{\\{command}{' ' * command.isalpha()}{base}}}"


def escape_verbatim(url: str) -> str:
    """Return a DOI or URL; only braces, backslashes and spaces need encoding in these fields.

    So does "^^", by which TeX writes any character.
    """
    return re.sub(r"[{}\\\s]|\^(?=\^)", lambda match: quote(match[0]), url)


def _is_title_case(prose: str) -> bool:
    return not any(
        word in _GERMAN_WORDS or (len(word) > 4 and word.islower() and word not in _SMALL_WORDS)
        for word in _WORD.findall(_SECOND_PART.sub("", prose))
    )


def _write_prose(plain: str, all_capitals_count: bool, begins_title: bool) -> str:
    """Return the LaTeX for a part of a title without formulas."""
    parts: list[str] = []
    begins_sentence = begins_title
    for index, piece in enumerate(_WORD.split(plain)):
        if index % 2:
            counts = all_capitals_count or piece.partition("'")[0] in _PROPER_NAMES
            keeps = _keeps_capitals(piece, counts and not begins_sentence, begins_sentence)
            parts.append(f"{{{piece}}}" if keeps else piece)
            begins_sentence = False
        else:
            parts.append(escape_text(piece))
            begins_sentence |= piece.rstrip(_OPENING).endswith(_SENTENCE_END)
    return "".join(parts)


def _keeps_capitals(word: str, is_name: bool, begins_sentence: bool) -> bool:
    if any(letter.isupper() for letter in word[1:]):
        return True
    if not word[0].isupper():
        return False
    is_symbol = (len(word) == 1 and word != "A") or any(letter.isdigit() for letter in word)
    return is_name or (is_symbol and not begins_sentence)


def _write_formula(source: str) -> str:
    r"""Return a formula in braces; if its own are unbalanced, ``\lbrace`` replaces ``\{``.

    Per cent signs are escaped, as they would turn the rest, with the closing brace, into a comment.
    A formula with anything but mathematics in it becomes plain text.
    """
    written = _PER_CENT.sub(r"\1\%", source)
    if not _is_balanced(written):
        written = re.sub(r"\\\{ ?", r"\\lbrace ", written)
        written = re.sub(r"\\\} ?", r"\\rbrace ", written)
    formula = FORMULA.fullmatch(written)
    is_safe = formula and is_mathematics(get_tex(formula)) and _is_balanced(written)
    return f"{{{written}}}" if is_safe else escape_text(source)


def _is_balanced(source: str) -> bool:
    """Whether the braces match both for BibTeX and for TeX, which does not count escaped ones."""
    for counted in (source, re.sub(r"\\.", "", source)):
        depth = 0
        for brace in re.findall(r"[{}]", counted):
            depth += 1 if brace == "{" else -1
            if depth < 0:
                return False
        if depth:
            return False
    return True
