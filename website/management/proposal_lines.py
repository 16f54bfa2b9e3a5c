"""What an import would do to a paper, as lines for the terminal."""

from collections.abc import Iterator

from publications.importing.proposal import Proposal


def list_lines(proposal: Proposal) -> Iterator[str]:
    """Yield what importing one entry would do."""
    entry = proposal.entry
    outcome = "left out" if proposal.doubt else proposal.outcome
    place = f"line {entry.line}:" if entry.type else f"{entry.line}:"
    head = " ".join(filter(None, [place, entry.key, outcome]))
    yield f"{head}: {proposal.refused or entry.title}"
    if proposal.doubt:
        yield f"  {proposal.doubt} (--all imports it)"
    if about := ", ".join(filter(None, [proposal.byline, entry.venue, proposal.date])):
        yield f"  {about}"
    if proposal.new_authors:
        yield f"  new authors: {', '.join(proposal.new_authors)}"
    for note in proposal.notes:
        yield f"  note: {note}"
    for other in proposal.like:
        yield f"  possible duplicate of: {other} ({other.venue_line})"
    for difference in proposal.differences:
        is_kept = not (difference.fills or proposal.replace)
        on_site = difference.on_site or "nothing"
        line = f"  {difference.label}: {on_site} -> {difference.in_file}"
        yield f"{line} (kept; --replace replaces it)" if is_kept else line
