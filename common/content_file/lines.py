"""The line numbers of a content file, for error messages."""

import re
from collections import defaultdict

from common.content_file.report import FileLocation

# Comments and strings, in which brackets and equals signs have no meaning.
_TEXTS = re.compile(
    r'#[^\n]*|"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'', re.DOTALL
)
_HEAD = re.compile(r"\s*+\[{1,2}+\s*+[\"']?+([^\"'\]]++)[\"']?+\s*+\]")
_KEY = re.compile(r"\s*+[\"']?+([^\"'=]++)[\"']?+\s*+=")


class Lines:
    """The lines of a content file, numbered from 1. Multi-line strings are blanked out."""

    def __init__(self, text: str) -> None:
        # Blanking keeps the number of lines. A string in one line stays, as it may be a key.
        self._lines = _TEXTS.sub(_blank_out, text).split("\n")
        self._heads: dict[str, list[int]] = defaultdict(list)
        in_table = False  # before the first table, keys are sections too
        for number, line in enumerate(self._lines):
            head = _HEAD.match(line)
            if head or (head := None if in_table else _KEY.match(line)):
                self._heads[head[1].strip()].append(number)
            in_table = in_table or line.lstrip().startswith("[")

    def number_of(self, place: FileLocation) -> int:
        """Return the line of a location: that of its key, or else that of its table's header."""
        heads = self._heads.get(place.section)
        if not heads:
            return 1
        start = heads[min(max(place.number, 1), len(heads)) - 1]
        key = re.compile(rf"\s*[\"']?{re.escape(place.key)}[\"']?\s*=")
        for number in range(start + 1, len(self._lines)):
            if self._lines[number].lstrip().startswith("["):
                break
            if place.key and key.match(self._lines[number]):
                return number + 1
        return start + 1


def _blank_out(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n") if "\n" in found[0] or found[0][0] == "#" else found[0]
