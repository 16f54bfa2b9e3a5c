"""A person's name in parts, and the form under which two writings of it are the same."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Self

# Lower-case words with which a family name begins. Written with a capital ("Robert De Niro") such
# a word may as well be a given name, so only its owner can say where it belongs.
PARTICLES = frozenset(
    (
        *("von", "vom", "zu", "zum", "zur", "und", "af", "av"),
        *("van", "der", "den", "de", "'t", "’t", "ter", "ten", "te"),
        *("du", "des", "le", "la", "las", "los", "lo", "el", "do", "dos", "das"),
        *("di", "da", "del", "della", "delle", "dei", "degli"),
        *("al", "bin", "ibn", "ben", "bint", "binti", "abu"),
    )
)
PARTICLE_PREFIXES = ("al-", "el-", "d'", "d’")

JUNIOR_AND_SENIOR = frozenset({"jr", "jr.", "sr", "sr."})
# "V" and "I" are left out: at the end of a name they are more often an initial.
ROMAN_NUMERALS = frozenset({"II", "III", "IV"})

# Han, kana and Hangul, in which the family name comes first and no space is needed.
_EAST_ASIAN = re.compile(
    r"[\s·\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    r"\U00020000-\U000323af]+"
)

# A word, and with the last one what follows it in brackets: "Xiong (熊伟)".
_WORD = re.compile(r"\S+(?: \([^()]*\)$)?")

_ONE_APOSTROPHE_ONE_HYPHEN = str.maketrans(
    dict.fromkeys("’‘ʼʻ′´`＇", "'") | dict.fromkeys("‐‑‒–—−﹣－", "-")
)


def tidy(text: str) -> str:
    """Return the text in Unicode's composed form (NFC), with single spaces and none around it."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def name_key(text: str) -> str:
    """Return the form under which two writings of one name are equal.

    Letter case, spaces, the kind of apostrophe and the kind of hyphen make no difference.
    Accents and initials do: "Erdos" is not "Erdős", and "W. Xiong" may be someone else.
    """
    # Unicode's caseless matching folds the decomposed form.
    folded = unicodedata.normalize("NFD", text).casefold()
    return tidy(folded.translate(_ONE_APOSTROPHE_ONE_HYPHEN))


def is_suffix(word: str) -> bool:
    """Say whether a word is one that follows a family name: "Jr.", "Sr", "III"."""
    return word in ROMAN_NUMERALS or word.casefold() in JUNIOR_AND_SENIOR


@dataclass(frozen=True)
class Name:
    """A person's name: given name, family name with its particle ("van Beethoven"), suffix."""

    given: str = ""
    family: str = ""
    suffix: str = ""

    @classmethod
    def read(cls, text: str) -> Self:
        """Divide a name as printed into its parts; every text is read, none is refused.

        "Ludwig van Beethoven", "Sammy Davis, Jr.", and BibTeX's orders "van Beethoven, Ludwig" and
        "King, Jr., Martin Luther" are understood. A single word is a family name, and so is a name
        in Chinese, Japanese or Korean script, where nothing shows its division.
        """
        parts = [part.strip() for part in tidy(text).split(",") if part.strip()]
        match parts:
            case []:
                return cls()
            case [name]:
                return cls._read_display_order(name)
            case [name, suffix] if is_suffix(suffix):
                return cls._read_display_order(f"{name} {suffix}")
            case [family, given]:
                family, suffix = _divide_suffix(family)
                return cls(given, family, suffix)
            case [family, given, suffix] if is_suffix(suffix):
                return cls(given, family, suffix)
        family, suffix, *more = parts
        return cls(" ".join(more), family, suffix)

    @classmethod
    def _read_display_order(cls, text: str) -> Self:
        text, suffix = _divide_suffix(text)
        if _EAST_ASIAN.fullmatch(text):
            return cls(family=text, suffix=suffix)
        words = _WORD.findall(text)
        family_start = len(words) - 1
        for index, word in enumerate(words[:-1]):
            if word in PARTICLES or word.startswith(PARTICLE_PREFIXES):
                family_start = index
                break
        return cls(" ".join(words[:family_start]), " ".join(words[family_start:]), suffix)

    def __str__(self) -> str:
        """Return the name as displayed in a byline: "Martin Luther King Jr.", "熊伟"."""
        if self.given and self.family and _EAST_ASIAN.fullmatch(self.given + self.family):
            parts = [self.family + self.given, self.suffix]
        else:
            parts = [self.given, self.family, self.suffix]
        return " ".join(filter(None, parts))

    @property
    def sorted_form(self) -> str:
        """The name in BibTeX's order, family name first: "King, Jr., Martin Luther"."""
        return ", ".join(filter(None, (self.family, self.suffix, self.given)))


def _divide_suffix(text: str) -> tuple[str, str]:
    """Divide "King Jr." into "King" and "Jr."; the second part is empty where there is none."""
    name, _, last_word = text.rpartition(" ")
    return (name, last_word) if name and is_suffix(last_word) else (text, "")
