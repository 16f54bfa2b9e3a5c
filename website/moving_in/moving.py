"""Puts a moved site on this one, in one transaction. What the owner wrote here stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from common.content_file.report import LoadReport, Problem
from common.history.recording import note, record_revision
from common.media.file_content import MOST_BYTES
from common.write_lock import write_lock
from profile.models import Profile
from publications.bibtex import Entry
from publications.bibtex.links import FIELDS, EntryFile
from publications.importing import applying
from publications.importing.applying import Proposal
from publications.models import Publication, PublicationLink
from website import content_file
from website.moving_in import hugo, jekyll
from website.moving_in.archive import ArchiveError, SiteArchive
from website.moving_in.papers import LINKS
from website.moving_in.site import MovedSite

# The keys by any of which a row is on the site already.
_IDENTITIES: dict[str, tuple[tuple[str, ...], ...]] = {
    "links": (("url",), ("kind", "label")),
    "education": (("institution", "degree"),),
    "experience": (("organisation", "role"),),
    "authors": (("name",), ("is_owner",)),
    "topics": (("name",),),
    "talks": (("title",),),
    "sections": (("title",),),
}


@dataclass
class Move:
    """What moving in did or would do: the sections, the papers, and what was left out."""

    site: MovedSite
    report: LoadReport = field(default_factory=LoadReport)
    proposals: list[Proposal] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


def read_site(file: Path) -> MovedSite:
    """Read the zip of a site. Raises ArchiveError if it is none of the known ones."""
    site = MovedSite(SiteArchive(file))
    if jekyll.is_jekyll(site):
        jekyll.read(site)
    elif hugo.is_hugo(site):
        hugo.read(site)
    else:
        sentence = _(
            "%(file)s is no al-folio, academicpages or HugoBlox site: it has neither "
            "_bibliography/*.bib nor _publications/*.md nor content/publication/*/index.md. Zip "
            "the folder with the sources of your site, not the pages that were built."
        )
        raise ArchiveError(sentence % {"file": file})
    site.add_topics()
    return site


@write_lock()
def move_in(site: MovedSite, *, dry_run: bool = False) -> Move:
    """Add what the site has and this one has not. A dry run reports the same, and adds nothing."""
    move = Move(site)
    _keep_present(site)
    move.report = _load(site)
    entries = [_without_given_files(site, entry) for entry in site.entries]
    move.proposals = applying.propose(entries)
    wanted = [proposal for proposal in move.proposals if proposal.is_suggested]
    if not dry_run:
        applying.apply(wanted)
    with record_revision(_("Moved in.")):
        for proposal, entry in zip(move.proposals, site.entries, strict=True):
            if proposal.is_suggested and proposal.is_new:
                move.files += _attach_files(site, proposal.publication, entry, dry_run=dry_run)
        move.files += _set_photo(site, dry_run=dry_run)
    if dry_run:
        transaction.set_rollback(True)
    return move


def _keep_present(site: MovedSite) -> None:
    """Take out of the content what is on this site already."""
    content, left = site.content, Counter[str]()
    profile = content.pop("profile", {}) | content_file.dump_profile()
    if profile.get("name"):
        content["profile"] = profile
    elif profile:
        site.notes.append(_("Nothing is read for the profile, as the site does not say your name."))
    for section, identities in _IDENTITIES.items():
        present = content_file.dump_section(section)
        known = {_identify(row, keys) for row in present for keys in identities} - {None}
        tables = content.get(section, [])
        content[section] = [
            t for t in tables if known.isdisjoint(_identify(t, keys) for keys in identities)
        ]
        left[section] = len(tables) - len(content[section])
    if names := ", ".join(f"{section} ({count})" for section, count in left.items() if count):
        sentence = _("On the site already, and left as they are: %(names)s.")
        site.notes.append(sentence % {"names": names})


def _identify(row: dict[str, Any], keys: tuple[str, ...]) -> tuple[Any, ...] | None:
    values = tuple(row.get(key, "") for key in keys)
    return (keys, *values) if any(values) else None


def _load(site: MovedSite) -> LoadReport:
    """Load the content; whatever the site refuses is left out and noted."""
    while True:
        report = content_file.load_content(site.content, _("Moved in."))
        if not report.problems:
            return report
        for problem in report.problems:
            _leave_out(site, problem)
        for section, tables in list(site.content.items()):
            if isinstance(tables, list):
                site.content[section] = [table for table in tables if table]
                for table in site.content[section]:
                    _drop_empty_entries(table)
            elif not tables:
                del site.content[section]


def _leave_out(site: MovedSite, problem: Problem) -> None:
    """Empty the refused value, entry of a list or table, and note it."""
    place = problem.place
    section = site.content[place.section]
    table = section if isinstance(section, dict) else section[place.number - 1]
    name = table.get("title") or table.get("name") or f"{place.section} {place.number or ''}"
    sentence = _("Left out of %(name)s: %(key)s %(value)s. %(why)s")
    value: Any
    if problem.entry:
        entry = table[place.key][problem.entry - 1] if place.key in table else {}
        value = dict(entry)
        entry.clear()
        if not value:  # it has another mistake, and is left out already
            return
    else:
        value = table.pop(place.key, "") if place.key else ""
    shown = _show(value)
    parts = {"name": name.strip(), "key": place.key, "value": shown, "why": problem.message}
    site.notes.append(" ".join((sentence % parts).split()))
    if not value:
        table.clear()


def _show(value: Any) -> str:
    """Return a value of the content as words, without the signs of lists and tables."""
    if isinstance(value, dict):
        value = list(value.values())
    return ", ".join(map(_show, value)) if isinstance(value, list) else str(value)


def _drop_empty_entries(table: dict[str, Any]) -> None:
    for key, value in table.items():
        if isinstance(value, list):
            table[key] = [entry for entry in value if entry]


def _without_given_files(site: MovedSite, entry: Entry) -> Entry:
    return replace(entry, files=tuple(f for f in entry.files if f.name not in site.archive))


def _attach_files(
    site: MovedSite, paper: Publication, entry: Entry, *, dry_run: bool
) -> Iterable[str]:
    """Store the files of a new paper; yield their paths."""
    if paper.pk:
        paper.refresh_from_db()  # it has a citation key and its place by now
    for file in entry.files:
        if file.name in site.archive:
            site.archive.used.add(file.name)
            try:
                if not dry_run and paper.pk:
                    _attach(paper, file, _read_upload(site, file.name))
                    note([paper])
                yield file.name
            except (ValidationError, ArchiveError) as error:
                _note_refused(site, file.name, error)
                if paper.pk:
                    paper.refresh_from_db()


def _attach(paper: Publication, file: EntryFile, content: ContentFile[bytes]) -> None:
    if file.field == "preview":
        paper.thumbnail = content
        paper.thumbnail_alt = paper.thumbnail_alt or _("Picture of the paper")
    elif file.field in {"pdf", "paper"} and not paper.pdf:
        paper.pdf = content
    else:
        kind, label = (FIELDS | LINKS).get(file.field, ("other", file.field))
        link = PublicationLink(publication=paper, kind=kind, label=label, file=content)
        link.full_clean(exclude={"publication", "position"})
        link.save()
        return
    paper.clean_fields()
    paper.save()


def _set_photo(site: MovedSite, *, dry_run: bool) -> Iterable[str]:
    profile = Profile.objects.current()
    if not site.photo or profile.photo or not profile.name:
        return
    site.archive.used.add(site.photo)
    try:
        if not dry_run:
            profile.photo = _read_upload(site, site.photo)
            profile.clean_fields()
            profile.save()
            note([profile])
        yield site.photo
    except (ValidationError, ArchiveError) as error:
        _note_refused(site, site.photo, error)


def _read_upload(site: MovedSite, name: str) -> ContentFile[bytes]:
    return ContentFile(site.archive.read(name, MOST_BYTES), PurePosixPath(name).name)


def _note_refused(site: MovedSite, name: str, error: Exception) -> None:
    why = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
    site.notes.append(_("%(name)s is left out: %(why)s") % {"name": name, "why": why})
