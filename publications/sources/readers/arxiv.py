"""Reads the Atom feed with which arXiv's API answers."""

import re
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from publications.bibtex import Refused
from publications.bibtex.grammar.reading import make_sentence
from publications.bibtex.preparing import read_abstract
from publications.bibtex.text.latex import to_title
from publications.bibtex.text.shortening import shorten
from publications.identifiers import ARXIV_ID
from publications.sources.readers.answer import Answer, UnreadableError
from publications.sources.readers.cleaning.dates import read_date
from publications.sources.readers.cleaning.json_data import refuse_many
from publications.sources.readers.cleaning.numbers import read_doi
from publications.sources.readers.cleaning.people import MOST_PEOPLE, gather, read_whole
from publications.sources.readers.cleaning.titles import clean_line
from publications.sources.readers.cleaning.xml_data import get_child_text, parse_xml
from publications.sources.readers.draft import Draft, collect

_ID = re.compile(rf"/abs/({ARXIV_ID})(?:v\d+)?$")
_ERROR = "/api/errors"
_LONGEST = 50_000  # of a title or summary; arXiv allows 1,920 characters


def read(data: bytes) -> Answer:
    """Return the papers of a feed; an id that arXiv refuses is a Refused with it as key.

    Raises UnreadableError if the data are no Atom feed.
    """
    feed = parse_xml(data)
    if feed.tag != "feed":
        raise UnreadableError(_("This is no answer of arXiv."))
    entries = feed.findall("entry")
    refuse_many(len(entries))
    drafts: list[Draft] = []
    refused: list[Refused] = []
    for number, entry in enumerate(entries, start=1):
        identifier = get_child_text(entry, "id")
        found = _ID.search(identifier)
        if found is None or _ERROR in identifier:
            refused.append(_read_error(entry, number))
        else:
            drafts.append(_read_entry(entry, number, found[1]))
    answer = collect(drafts)
    return Answer(answer.entries, sorted([*refused, *answer.refused], key=lambda one: one.line))


def _read_error(entry: Element, number: int) -> Refused:
    said = shorten(clean_line(get_child_text(entry, "summary")), 200)
    reason = _('arXiv says: "%(said)s"') % {"said": said}
    return Refused(number, said.rpartition(" ")[2], make_sentence(reason), "")


def _read_entry(entry: Element, number: int, arxiv_id: str) -> Draft:
    names = [get_child_text(one, "name") for one in entry.findall("author")[: MOST_PEOPLE + 1]]
    abstract, notes = read_abstract(_get_raw(entry, "summary"))
    draft = Draft(
        number,
        type="arxiv",
        title=to_title(_get_raw(entry, "title")),
        authors=gather(map(read_whole, names)),
        kind="preprint",
        when=read_date(get_child_text(entry, "published")[:10]),
        arxiv_id=arxiv_id,
        abstract=abstract,
        published_as=read_doi(get_child_text(entry, "doi")),
        warnings=notes,
    )
    if reference := clean_line(get_child_text(entry, "journal_ref")):
        clause = _('arXiv says that it was published as "%(reference)s"')
        draft.warnings.append(clause % {"reference": shorten(reference, 200)})
    if comment := clean_line(get_child_text(entry, "comment")):
        clause = _('the comment at arXiv is left out: "%(comment)s"')
        draft.warnings.append(clause % {"comment": shorten(comment, 200)})
    return draft


def _get_raw(entry: Element, name: str) -> str:
    """Return the text of a child with its line breaks: an empty line ends a paragraph."""
    child = entry.find(name)
    return "" if child is None else "".join(child.itertext())[:_LONGEST]
