r"""Converts the LaTeX of a BibTeX value to Unicode text: ``{\"U}ber {RLHF}`` to "Über RLHF".

The symbols (``\o``, ``\ss``, ``\alpha`` and 800 more) come from pylatexenc. Its converter is not
used: it takes 7 ms per abstract, drops the text after a bare ``%``, and fails on ``\href`` and on
deeply nested braces. A BibTeX value is not a document, only text with accents, fonts and formulas,
so one pass over its tokens is enough, and no input makes it fail.
"""

import re
from functools import lru_cache

from pylatexenc.latex2text import get_default_latex_context_db

from common.text.characters import normalize
from common.text.title_markup import END_SUB, END_SUP, ITALIC, SUB, SUP, UPRIGHT, read_marks
from publications.bibtex.text.journals import JOURNALS

ACCENTS = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "G": "\u030f",
    "d": "\u0323",
    "textcommabelow": "\u0326",
    "c": "\u0327",
    "k": "\u0328",
    "b": "\u0331",
    "t": "\u0361",
}
# Unicode combines accents with the dotted i and j, so \'{\i} and \'i are the same letter.
_WITH_DOT = {"ı": "i", "ȷ": "j"}

# Symbols that pylatexenc's table lacks or defines in a way that does not fit here.
_SYMBOLS = {
    "S": "§",
    "P": "¶",
    "ddag": "‡",
    "copyright": "©",
    "pounds": "£",
    "SS": "ẞ",
    "euro": "€",
    "textgreater": ">",
    "textless": "<",
    "textbar": "|",
    "textquotedbl": '"',
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "slash": "/",
    "textunderscore": "_",
    "textdollar": "$",
    "textasteriskcentered": "*",
    "hyphen": "-",
    "LaTeX": "LaTeX",
    "TeX": "TeX",
    "BibTeX": "BibTeX",
    "%": "%",
    "par": "\n\n",
    **dict.fromkeys("-/!@", ""),
    **dict.fromkeys(
        (*",;:> \n\t\\", "quad", "qquad", "enspace", "thinspace", "newline", "item"), " "
    ),
    **dict.fromkeys(("rm", "bf", "it", "sl", "sc", "tt", "sf", "em", "bfseries", "itshape"), ""),
    **dict.fromkeys(("scshape", "slshape", "upshape", "rmfamily", "sffamily", "ttfamily"), ""),
    **dict.fromkeys(("mdseries", "normalfont", "boldmath", "small", "large", "Large"), ""),
    **dict.fromkeys(("protect", "relax", "noindent", "ignorespaces", "unskip", "xspace"), ""),
}
_QUOTING = {"enquote", "mkbibquote"}
# The commands of titles that have an argument, with the marks around it.
_MARKS = {
    **dict.fromkeys(("emph", "textit", "textsl", "mkbibemph", "mkbibitalic"), (ITALIC, UPRIGHT)),
    "textsubscript": (SUB, END_SUB),
    "textsuperscript": (SUP, END_SUP),
}
_ITALIC_UNTIL_BRACE = {"em", "it", "sl", "itshape", "slshape"}
_CHEMICAL_SUB = re.compile(r"(?<=[A-Za-z)\]])(\d+)")
_CHEMICAL_SUP = re.compile(r"\^(?:\{([^{}]*)\}|(\d*[+-]|\d+))|(?<=[A-Za-z\d)\]])([+-])$")
_SCRIPT_SIGNS = "0123456789+-−=()n"
_SUPERSCRIPTS = str.maketrans(_SCRIPT_SIGNS, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_SUBSCRIPTS = str.maketrans(_SCRIPT_SIGNS, "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₙ")
_MOST_ACCENTS = 30  # on one letter; the others are dropped
_LIGATURES = {"---": "—", "--": "–", "``": "“", "''": "”", "~": " "}

# Two dollars enclose a formula if there is a space inside both or neither, and no digit follows:
# "$5 and $10" is money. The site's pages use the same rule.
_TOKEN = re.compile(
    r"""
      (?P<formula> \$\$(?:\\.|[^$\\])+\$\$
                 | \$(?:(?!\s)(?:\\.|[^$\\])+(?<!\s)|\s(?:\\.|[^$\\])+(?<=\s))\$(?!\d)
                 | \\\((?:\\[^()]|[^\\])++\\\) | \\\[(?:\\[^\[\]]|[^\\])++\\\] )
    | \\ensuremath\s*\{(?P<ensured>(?:[^{}$]|\{[^{}$]*\})+)\}
    | \\(?:url|path|nolinkurl)\s*\{(?P<url>[^{}]*)\}
    | \\ce\s*\{(?P<chemical>(?:[^{}]|\{[^{}]*\})*)\}
    | \\textsuperscript\s*\{(?P<superscript>[0-9+−=()n-]+)\}
    | \\textsubscript\s*\{(?P<subscript>[0-9+−=()n-]+)\}
    | \\textsubscript\s*\{(?P<lowered>[A-Za-z0-9 ,+=−-]+)\}
    | (?P<unprinted> \\(?:href|begin|end|textcolor|color|noopsort|label|[hv]space)\*?\s*\{[^{}]*\} )
    | \\(?P<word>[A-Za-z]+\s*)
    | \\(?P<sign>.)
    | (?P<brace>[{}])
    | (?P<ligature> -{2,3} | `` | '' | ~ )
    | (?P<text> [^\\${}~`'-]+ | . )
    """,
    re.VERBOSE | re.DOTALL,
)
_FORMULA_SIGNS = re.compile(r"(?<!\\)\$|\\[()\[\]]|\\ensuremath\b")
_URL_ESCAPES = re.compile(
    r"\\(?:url|path|nolinkurl|href)\b\s*|\\([_%&#$~^{}])(?:\{\})?|\\(\w+)(?:\{\}|\s)?|[{}$]"
)
_URL_SIGNS = {"textasciitilde": "~", "sim": "~", "textunderscore": "_", "textless": "<"}
_URL_SIGNS |= {"textgreater": ">", "textasciicircum": "^", "textbackslash": "\\"}


def to_text(tex: str) -> str:
    r"""Return a value as text with formulas as TeX between dollars, as the site stores titles.

    A dollar outside a formula becomes ``\$`` and braces are removed. An unknown command is kept
    unless it has an argument: "\ourmethod: faster". An empty line separates paragraphs; other
    white space becomes one space. Never raises.
    """
    return _tidy(_TextWriter(keeps_formulas=True).write(tex))


def to_title(tex: str) -> str:
    r"""Return a title as the site stores it: "\emph{E. coli} in \ce{CO2}" is "*E. coli* in CO~2~".

    Signs that would be markup by accident are escaped. Never raises.
    """
    marked = _TextWriter(keeps_formulas=True, keeps_marks=True).write(tex)
    return read_marks(" ".join(marked.split()))


@lru_cache(maxsize=4096)
def to_plain(tex: str) -> str:
    """Return a value as one line, formulas without dollars: "L$^2$" becomes "L^2". Never raises."""
    text = _TextWriter(keeps_formulas=False).write(_FORMULA_SIGNS.sub("", tex))
    return " ".join(text.split())


def to_verbatim(tex: str) -> str:
    r"""Return a DOI or URL without its TeX escapes and commands, such as ``\_`` and ``\url``."""
    text = _URL_ESCAPES.sub(lambda m: m[1] or _URL_SIGNS.get(m[2], ""), tex)
    return text.strip()


def _tidy(text: str) -> str:
    paragraphs = re.split(r"\n[ \t]*\n", text)
    return "\n\n".join(filter(None, (" ".join(paragraph.split()) for paragraph in paragraphs)))


@lru_cache(maxsize=1)
def _load_symbols() -> dict[str, str]:
    """Map the name of each command, without the backslash, to the text that it prints."""
    specs = get_default_latex_context_db().iter_macro_specs()
    texts = {spec.macroname: spec.simplify_repl for spec in specs}
    del texts["today"]
    # "%s" marks an argument; texts such as "<ref>" are placeholders.
    printed = {
        name: text
        for name, text in texts.items()
        if isinstance(text, str) and "%" not in text and not text.startswith(("<", "(<"))
    }
    return printed | _SYMBOLS


class _TextWriter:
    """Writes tokens as text, and applies each accent to the next letter, in braces or not."""

    def __init__(self, *, keeps_formulas: bool, keeps_marks: bool = False) -> None:
        self._keeps_formulas = keeps_formulas
        self._keeps_marks = keeps_marks
        self._dollar = r"\$" if keeps_formulas else "$"
        self._parts: list[str] = []
        self._accents = ""
        self._next_end, self._ends = "", list[str]()

    def write(self, tex: str) -> str:
        """Return the text of a value, in Unicode's composed form."""
        for token in _TOKEN.finditer(tex):
            self._write_token(token)
        return normalize("".join(self._parts))

    def _write_token(self, token: re.Match[str]) -> None:
        kind = token.lastgroup or ""
        content = token[kind]
        match kind:
            case "text":
                self._print(self._dollar if content == "$" else content)
            case "brace":
                self._write_brace(content)
            case "word":
                self._write_command(
                    content.rstrip(), content, before=token.string[token.end() :][:1]
                )
            case "sign":
                self._write_command(content, content)
            case "ligature":
                self._print(_LIGATURES[content])
            case "formula" | "ensured":
                self._print(_write_formula(content))
            case "superscript" | "subscript" | "lowered":
                self._print(self._write_script(kind, content))
            case "chemical":
                self._print(_mark_chemical(content) if self._keeps_marks else content)
            case "url":
                self._print(to_verbatim(content).replace("$", self._dollar))

    def _write_command(self, name: str, source: str, before: str = "") -> None:
        if self._keeps_marks and name in _MARKS and before == "{":
            start, self._next_end = _MARKS[name]
            self._parts.append(start)
        elif self._keeps_marks and name in _ITALIC_UNTIL_BRACE and self._ends:
            self._parts.append(ITALIC)
            self._ends[-1] = UPRIGHT + self._ends[-1]
        elif name in ACCENTS:
            self._accents = (ACCENTS[name] + self._accents)[:_MOST_ACCENTS]
        elif name in ("$", "textdollar"):
            self._print(self._dollar)
        elif name in _QUOTING and before == "{":
            self._print("“")
            self._next_end = "”"
        elif name in JOURNALS:
            # TeX drops the space after a command, but the author wants it here.
            self._print(JOURNALS[name] + source[len(name) :][:1])
        elif name in _load_symbols():
            self._print(_load_symbols()[name])
        elif before != "{" and not self._accents:
            self._print(f"\\{source}")

    def _write_script(self, kind: str, text: str) -> str:
        if self._keeps_marks:
            return text.join(_MARKS[f"text{kind}" if kind != "lowered" else "textsubscript"])
        if kind != "lowered":
            return text.translate(_SUPERSCRIPTS if kind == "superscript" else _SUBSCRIPTS)
        # Unicode has no subscripts for most letters.
        return rf"$_{{\mathrm{{{text}}}}}$" if self._keeps_formulas else text

    def _print(self, text: str) -> None:
        if self._accents:
            text = text.lstrip()
            if not text:
                return
            letter = _WITH_DOT.get(text[0], text[0])
            text = f"{letter}{self._accents}{text[1:]}"
            self._accents = ""
        self._parts.append(text)

    def _write_brace(self, brace: str) -> None:
        r"""Handle a brace, which may end a quotation or leave an accent without a letter.

        In TeX, \~{} and \^{} print the characters "~" and "^".
        """
        if brace == "{":
            self._ends.append(self._next_end)
            self._next_end = ""
            return
        if self._accents:
            self._parts += [sign for sign in "~^" if ACCENTS[sign] == self._accents]
            self._accents = ""
        if self._ends:
            self._parts.append(self._ends.pop())


def _mark_chemical(formula: str) -> str:
    """Mark the numbers and charges of a chemical formula: CO2, SO4^2-, Na+."""
    raised = _CHEMICAL_SUP.sub(
        lambda match: "".join(filter(None, match.groups())).join((SUP, END_SUP)), formula
    )
    return _CHEMICAL_SUB.sub(rf"{SUB}\1{END_SUB}", raised)


def _write_formula(source: str) -> str:
    """Return a formula between dollars, on one line with single spaces."""
    doubled = source.startswith(("$$", r"\["))
    inner = " ".join(source.strip("$").split())
    if source.startswith((r"\(", r"\[")):
        inner = " ".join(source[2:-2].split())
    dollars = "$$" if doubled else "$"
    return f"{dollars}{inner}{dollars}" if inner else ""
