r"""Recognizes notes that programs write for their own use and that readers do not need.

Zotero puts values that have no field into the note ("Number: 1 Publisher: ..."), Scopus adds
citation counts, Pure repeats the publisher's copyright, and many programs add an access date.
"""

import re

from publications.bibtex.text.latex import to_plain

# The labels that Zotero, Mendeley and Pure put at the start of a line.
_KEYS = (
    r"Number|Issue|Volume|Pages|Num(?:ber of)? Pages|Section|Series(?: (?:Title|Number))?|Edition"
    r"|(?:Backup )?Publisher(?: Copyright| Place)?|Place|event-place|original-\w+|Company"
    r"|Distributor|Institution|Label|Medium|Genre|Type|Version(?: Number)?|Library Catalog"
    r"|Archive(?: Location|ID)?|Call Number|(?:Conference|Book|Proceedings|Publication|Journal) "
    r"(?:Name|Title|date|Abbreviation)|ADS Bibcode|Citation Key|ISBN|ISSN|PMID|PMCID|OCLC|DOI|LCCN"
    r"|MAG ID|Google-Books-ID|WOS|ZSCC|tex\.[\w:-]+|tex\[\w+\]|\\?_\w+|Copyright"
    r"|Funding Information|Exported? [Dd]ate|Query date|Access(?:ion)? (?:Number|Date)"
    r"|Cited [Bb]y(?: \w+)?|Times Cited|Citations|Artwork Size"
)
_BEGINS = re.compile(rf"(?:{_KEYS})\s*(?:\([^()]*\))?[:=]")
_COUNTS = re.compile(
    r"(?:\[(?:PubMed|DOI|PMC)\b[^\[\]]*\]\s*)+|"
    r"(?:cited by|times cited|citations?)\s*+:?+\s*+\d+.*"
    r"|(?:all|gold|green|hybrid|bronze) open access.*"
    r"|(?:query|export) date\b.*|place:.*",
    re.IGNORECASE | re.DOTALL,
)
_LOOKED_AT = re.compile(
    r"[\[(]?\s*+(?:online\s*+[\])]?+\s*+[;,.:]?+\s*+)?(?:date\s+)?(?:last\s+)?"
    r"(?:accessed|retrieved|visited|checked)\b(?:[^\[\]\d]{0,30}\d[^\[\]]{0,40})?[\])]?\.?"
    r"|[\[(]?\s*+online\s*+[\])]?\.?",
    re.IGNORECASE | re.DOTALL,
)
_CLAUSE = re.compile(r"(?<=;)\s+")
_SENTENCE = re.compile(r"(?<=[.;])\s+|(?<!\s)\s++(?=[\[(](?i:online|accessed|last accessed)\b)")


def remove_program_notes(tex: str) -> tuple[str, str]:
    """Return a note without the parts that programs wrote, and those parts as plain text."""
    kept: list[str] = []
    left_out: list[str] = []
    for line in tex.splitlines():
        for clause in _CLAUSE.split(line.strip()):
            if not clause:
                continue
            if _is_program_note(clause):
                left_out.append(clause)
                continue
            for sentence in _SENTENCE.split(clause):
                is_mark = _LOOKED_AT.fullmatch(sentence.rstrip(";, "))
                (left_out if is_mark else kept).append(sentence)
    if not left_out:
        return tex, ""
    return " ".join(kept).rstrip("; "), to_plain(" ".join(left_out))


def says_when_looked_at(text: str) -> bool:
    """Return whether a text only gives an access date, or holds only notes by programs."""
    return not remove_program_notes(text)[0].strip(" .,;:")


def _is_program_note(clause: str) -> bool:
    return bool(_BEGINS.match(clause) or _COUNTS.fullmatch(clause.rstrip("; ")))
