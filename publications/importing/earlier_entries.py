"""Finds entries that are twice in a file, or share an identifier there."""

from __future__ import annotations

from itertools import islice

from django.utils.translation import gettext as _

from publications.bibtex import Entry
from publications.importing.matching import Marks, MarksIndex
from publications.importing.proposal import Proposal

_PROCEEDINGS = {"proceedings", "mvproceedings"}
_MOST_ALIKE = 50  # earlier entries of the file that an entry is compared with


def compare_with_earlier_entries(proposals: list[Proposal]) -> None:
    """Find duplicate entries in the file, and entries that share an identifier."""
    earlier = MarksIndex()
    for proposal in proposals:
        marks = Marks.from_entry(proposal.entry)
        if proposal.is_new:
            _note_doubtful_volumes(proposal)
            alike = earlier.find_similar(marks, "title", "key", "doi", "arxiv_id")
            for number in islice(alike, _MOST_ALIKE):
                if not proposal.doubt:
                    _compare_with_earlier_entry(proposal, marks, earlier.marks[number])
        earlier.add(marks)


def _note_doubtful_volumes(proposal: Proposal) -> None:
    if proposal.entry.is_parent and proposal.entry.type in _PROCEEDINGS:
        proposal.doubt = _("This is the volume in which other entries of the file appeared.")


def _compare_with_earlier_entry(proposal: Proposal, marks: Marks, other: Marks) -> None:
    entry: Entry = other.source
    if marks.title == other.title:
        sentence = _("%(place)s has a paper with the same title: %(title)s") % {
            "place": _name_place(entry),
            "title": entry.key or entry.title,
        }
        if marks.is_same_by_title(other) or marks.is_same_by_key(other):
            proposal.doubt = sentence
        else:
            proposal.notes.append(_("%(clause)s. They stay two papers.") % {"clause": sentence})
    elif marks.shares_identifier(other):
        proposal.notes.append(_describe_shared_with_entry(marks, other))
    elif proposal.key:
        proposal.notes.append(
            _("%(place)s uses the key “%(key)s” for another paper. The site will create a new key.")
            % {"place": _name_place(entry), "key": proposal.key}
        )


def _name_place(entry: Entry) -> str:
    """Return the line of an entry in its file, or the number of one that was looked up."""
    place = _("Line %(number)s") if entry.type else _("No. %(number)s")
    return place % {"number": entry.line}


def _describe_shared_with_entry(marks: Marks, other: Marks) -> str:
    sentences = _(
        "%(place)s has the same %(what)s: “%(title)s”. They stay two papers. If they are one "
        "paper, such as a preprint and its published version, keep one of the two entries."
    )
    entry: Entry = other.source
    return sentences % {
        "place": _name_place(entry),
        "what": name_shared(marks, other),
        "title": entry.title,
    }


def name_shared(marks: Marks, other: Marks) -> str:
    return _("DOI") if marks.doi and marks.doi == other.doi else _("arXiv id")
