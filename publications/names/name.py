"""A person's name in parts, and the key under which two spellings of a name are equal."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from common.text.characters import normalize

# Lower-case words that begin a family name. With a capital ("Robert De Niro") such a word might
# also be a given name, so only the person can say where it belongs.
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
# "V" and "I" are left out: at the end of a name they are usually initials.
ROMAN_NUMERALS = frozenset({"II", "III", "IV"})

# Han, kana and Hangul: the family name comes first, and spaces are optional.
_CHARACTER = (
    r"\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9d"
    r"\U00020000-\U000323af"
)
_EAST_ASIAN = re.compile(rf"[\s·{_CHARACTER}]+")
_SPACE_BETWEEN_CHARACTERS = re.compile(rf"(?<=[{_CHARACTER}])\s+(?=[{_CHARACTER}])")
# They separate the parts of foreign names, where the given name comes first: 阿尔伯特·爱因斯坦.
_MIDDLE_DOTS = frozenset("·・･")
_MOST_WORDS = 3  # a text in these scripts with more words is not a person's name

_BRACKET_AT_END = re.compile(r" \([^()]*\)$")

# A word; the last one includes the brackets after it: "Xiong (熊伟)".
_WORD = re.compile(r"\S+(?: \([^()]*\)$)?")

_ONE_APOSTROPHE_ONE_HYPHEN = str.maketrans(
    dict.fromkeys("’‘ʼʻ′´`＇", "'") | dict.fromkeys("‐‑‒–—−﹣－", "-")
)


def tidy(text: str) -> str:
    """Return the text in Unicode's composed form (NFC), with single spaces and none around it."""
    return " ".join(normalize(text).split())


def name_key(text: str) -> str:
    """Return a key that is the same for two spellings of one name.

    Letter case, the number of spaces, the kind of apostrophe or hyphen, and spaces between
    Chinese, Japanese or Korean characters make no difference. Accents and initials do: "Erdos" is
    not "Erdős", and "W. Xiong" may be someone else.
    """
    text = _SPACE_BETWEEN_CHARACTERS.sub("", tidy(text))
    # Unicode defines caseless matching on the decomposed form.
    folded = normalize(text, "NFD").casefold()
    return tidy(folded.translate(_ONE_APOSTROPHE_ONE_HYPHEN))


def is_suffix(word: str) -> bool:
    """Whether a word is a suffix of a name: "Jr.", "Sr", "III"."""
    return word in ROMAN_NUMERALS or word.casefold() in JUNIOR_AND_SENIOR


def is_east_asian(text: str) -> bool:
    """Whether a text is entirely in Han, kana or Hangul."""
    return not text.isspace() and _EAST_ASIAN.fullmatch(text) is not None


@lru_cache(maxsize=8192)
def normalise(text: str) -> str:
    """Return a person's name as bylines print it: 山田太郎 for "山田 太郎"."""
    return str(Name.read(text))


def name_on_paper(credited_as: str, name: Name) -> Name:
    """Return the name that a paper prints, in parts: ``credited_as``, or else the author's."""
    if not credited_as:
        return name
    return Name.from_group(credited_as) if name.is_group else Name.read(credited_as)


@dataclass(frozen=True)
class Name:
    """A person's name: given name, family name with its particle ("van Beethoven"), suffix.

    The name of a group, such as a collaboration, is not divided: all of it is in ``family``.
    """

    given: str = ""
    family: str = ""
    suffix: str = ""
    is_group: bool = False

    @classmethod
    def from_group(cls, text: str) -> Self:
        """Return the name of a group, undivided."""
        return cls(family=tidy(text), is_group=True)

    @classmethod
    def read(cls, text: str) -> Self:
        """Divide a printed name into its parts; no text is rejected.

        It can be "Ludwig van Beethoven", "Sammy Davis, Jr.", or in BibTeX's order "van Beethoven,
        Ludwig" or "King, Jr., Martin Luther". In Chinese, Japanese or Korean script the family
        name comes first: "山田 太郎". A name without spaces is all family name.
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
        if is_east_asian(text):
            return cls._read_east_asian(text, suffix)
        words = _WORD.findall(text)
        if len(words) > 1 and is_east_asian(_BRACKET_AT_END.sub("", text)):
            return cls(family=text, suffix=suffix)  # 山田 太郎 (Taro Yamada)
        family_start = len(words) - 1
        for index, word in enumerate(words[:-1]):
            if word in PARTICLES or word.startswith(PARTICLE_PREFIXES):
                family_start = index
                break
        return cls(" ".join(words[:family_start]), " ".join(words[family_start:]), suffix)

    @classmethod
    def _read_east_asian(cls, text: str, suffix: str) -> Self:
        family, *given = text.split()
        if len(given) >= _MOST_WORDS or _MIDDLE_DOTS & set(text):
            return cls(family=text, suffix=suffix)
        return cls("".join(given), family, suffix)

    def __str__(self) -> str:
        """Return the name as displayed in a byline: "Martin Luther King Jr.", "熊伟"."""
        if self.is_group:
            return self.family
        if is_east_asian(self.family + self.given):
            parts = ["".join(f"{self.family} {self.given}".split()), self.suffix]
        else:
            parts = [self.given, self.family, self.suffix]
        return " ".join(filter(None, parts))

    @property
    def sorted_form(self) -> str:
        """The name in BibTeX's order, family name first: "King, Jr., Martin Luther"."""
        return ", ".join(filter(None, (self.family, self.suffix, self.given)))


def _divide_suffix(text: str) -> tuple[str, str]:
    """Divide "King Jr." into "King" and "Jr."; the suffix is empty if there is none."""
    name, _, last_word = text.rpartition(" ")
    return (name, last_word) if name and is_suffix(last_word) else (text, "")
