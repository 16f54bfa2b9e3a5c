r"""Reads additional links: al-folio's fields for code, slides etc., and ``\href`` in texts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from publications.bibtex.identifiers import HREF, check_links
from publications.bibtex.text.latex import to_plain, to_verbatim

# For each field, a ``PublicationLink.Kind``, and a label if the kind is not specific enough.
FIELDS: dict[str, tuple[str, str]] = {
    "pdf": ("paper", ""),
    "html": ("other", "HTML"),
    **dict.fromkeys(("code", "github", "repository", "codeurl"), ("code", "")),
    **dict.fromkeys(("data", "dataset"), ("data", "")),
    **dict.fromkeys(("slides", "presentation"), ("slides", "")),
    "poster": ("poster", ""),
    **dict.fromkeys(("video", "talk", "youtube"), ("video", "")),
    **dict.fromkeys(("website", "project", "projectpage", "webpage"), ("project", "")),
    **dict.fromkeys(("blog", "blogpost"), ("blog", "")),
    **dict.fromkeys(("supp", "supplement", "supplementary"), ("other", "Supplement")),
    "demo": ("other", "Demo"),
    "press": ("other", "Press"),
    "preprint": ("preprint", ""),
}
# Link texts that carry no information.
_SAYS_NOTHING = re.compile(
    r"(?:the |this |a )?(?:(?:available )?(?:online|here)|web ?(?:page|site|link)|link|url|pdf"
    r"|html|full text|homepage|click here|https?://\S*)?[.:]?",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(r"[^\s/][^\s]*\.\w{2,5}|/\S+")
_TEXTS = ("title", "howpublished", "note", "addendum", "journal", "booktitle")
_LONGEST_LABEL = 120
_LONGEST_FILE_NAME = 200
_MOST = 50  # of an entry


@dataclass(frozen=True)
class EntryLink:
    """A link shown as a button; ``kind`` is one of ``PublicationLink.Kind``."""

    kind: str
    url: str
    label: str = ""


@dataclass(frozen=True)
class EntryFile:
    """A file that an entry names but does not contain; ``field`` is the name in BibTeX."""

    field: str
    name: str


@dataclass
class Links:
    """The links of an entry, the files that it names, and warnings about them."""

    links: list[EntryLink] = field(default_factory=list)
    files: list[EntryFile] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def add(self, kind: str, url: str, label: str = "") -> None:
        """Add a link if it is valid and new."""
        if len(self.links) >= _MOST:
            self.warnings = [
                *self.warnings[:_MOST],
                _("only the first %(most)s links are used") % {"most": _MOST},
            ]
            return
        urls, warnings = check_links([url])
        self.warnings += warnings
        if urls and url not in {link.url for link in self.links}:
            self.links.append(EntryLink(kind, urls[0], label[:_LONGEST_LABEL]))


def read_links(fields: Mapping[str, str]) -> Links:
    """Return the links in the fields of al-folio and similar programs."""
    found = Links()
    for name, (kind, label) in FIELDS.items():
        written = "".join(to_verbatim(HREF.sub(r"\1", fields.get(name, ""))).split())
        if re.match(r"https?://", written, re.IGNORECASE):
            found.add(kind, written, label)
        elif _FILE_NAME.fullmatch(written):
            found.files.append(EntryFile(name, written[:_LONGEST_FILE_NAME]))
        elif written:
            found.warnings.append(
                _('"%(written)s" (%(name)s) is not a link, and is left out')
                % {"written": written[:60], "name": name}
            )
    if preview := to_verbatim(fields.get("preview", "")).strip():
        found.files.append(EntryFile("preview", preview[:_LONGEST_FILE_NAME]))
    eprint = to_verbatim(fields.get("eprint", ""))
    if eprint.lower().startswith("http") and "arxiv.org" not in eprint.lower():
        found.add("preprint", eprint)
    return found


def take_links_out(fields: dict[str, str]) -> list[tuple[str, str]]:
    r"""Replace each ``\href`` in the texts of an entry by its text; return the URLs and texts.

    A text that says nothing, such as "link", is removed too, except in the title. If
    ``howpublished`` has a link, its remaining text becomes the note, as it is not a venue.
    """
    found: list[tuple[str, str]] = []
    for name in _TEXTS:
        here = HREF.findall(fields.get(name, ""))
        if not here:
            continue
        found += [(to_verbatim(url), to_plain(text)) for url, text in here]
        text_of = _use_any_text if name == "title" else _use_telling_text
        rest = HREF.sub(text_of, fields[name]).strip()
        if name == "howpublished" and not fields.get("note", "").strip():
            fields["note"], rest = rest, ""
        fields[name] = rest
    return found


def _use_any_text(match: re.Match[str]) -> str:
    return match[2]


def _use_telling_text(match: re.Match[str]) -> str:
    return "" if _SAYS_NOTHING.fullmatch(to_plain(match[2])) else match[2]
