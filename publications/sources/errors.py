"""Why a service gave no usable answer, in sentences that say what to do."""

from __future__ import annotations

import math
import socket

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from urllib3 import exceptions


class SourceError(Exception):
    """There is no usable answer. The message is a sentence for the owner."""


class NotKnownError(SourceError):
    """The service does not know what it was asked for."""


class UnavailableError(SourceError):
    """The service cannot be asked now, for anything."""


class TooLargeError(SourceError):
    """The answer is too large. It may help to ask for less at once."""


def explain_turned_off() -> SourceError:
    return UnavailableError(
        _(
            "This site does not ask other services (its setting SOURCES is off). Give a file, or "
            "paste BibTeX."
        )
    )


def explain_status(name: str, status: int, retry_after: float | None) -> SourceError:
    """Return the error for a status that is not a success."""
    service = {"service": name, "status": status}
    if status in {404, 410}:
        return NotKnownError(_("%(service)s does not know it.") % service)
    if status in {204, 406}:
        return explain_no_data(name)
    if status in {429, 503}:
        return _explain_busy(name, retry_after)
    if status in {401, 403}:
        sentence = _(
            "%(service)s refuses to answer this site (status %(status)s). Paste BibTeX instead."
        )
        return SourceError(sentence % service)
    if status >= 500:
        sentence = _("%(service)s has a fault (status %(status)s). Try again later.")
        return SourceError(sentence % service)
    sentence = _("%(service)s did not accept the question (status %(status)s).")
    return SourceError(sentence % service)


def _explain_busy(name: str, retry_after: float | None) -> SourceError:
    if retry_after is None:
        return UnavailableError(
            _("%(service)s is busy. Try again in a few minutes.") % {"service": name}
        )
    minutes = max(1, math.ceil(retry_after / 60))
    sentence = ngettext(
        "%(service)s is busy. Try again in %(minutes)s minute.",
        "%(service)s is busy. Try again in %(minutes)s minutes.",
        minutes,
    )
    return UnavailableError(sentence % {"service": name, "minutes": minutes})


def explain_no_data(name: str) -> SourceError:
    """Return the error for an answer that is not in a form that Vita reads, such as a web page."""
    sentence = _("%(service)s gives no data in a form that Vita can read. Paste BibTeX instead.")
    return SourceError(sentence % {"service": name})


def explain_redirect(name: str) -> SourceError:
    sentence = _(
        "%(service)s sent Vita on to an address that is not open to the public or not encrypted. "
        "Vita does not go there. Paste BibTeX instead."
    )
    return SourceError(sentence % {"service": name})


def explain_too_many_redirects(name: str) -> SourceError:
    sentence = _("%(service)s sends Vita from one page to the next. Paste BibTeX instead.")
    return SourceError(sentence % {"service": name})


def explain_too_large(name: str, megabytes: int) -> SourceError:
    sentence = _("The answer of %(service)s has more than %(size)s MB, and was not read.")
    return TooLargeError(sentence % {"service": name, "size": megabytes})


def explain_slow(name: str) -> SourceError:
    sentence = _(
        "%(service)s did not answer in time. Try again later; files and pasted BibTeX work always."
    )
    return UnavailableError(sentence % {"service": name})


def ask_about_network() -> str:
    """Return what to check if a service is not reached."""
    return _("Is this machine connected to the internet? Files and pasted BibTeX work without.")


def explain_failure(name: str, error: Exception) -> SourceError:
    """Return the error for a request that failed."""
    service = {"service": name}
    if isinstance(error, exceptions.TimeoutError) and not isinstance(
        error, exceptions.NewConnectionError
    ):
        return explain_slow(name)
    if isinstance(error, exceptions.SSLError):
        sentence = _("There is no secure connection to %(service)s. Try again later.")
        return UnavailableError(sentence % service)
    if isinstance(error, exceptions.NewConnectionError | socket.gaierror):
        sentence = _("%(service)s was not reached.") % service
        return UnavailableError(f"{sentence} {ask_about_network()}")
    sentence = _("The answer of %(service)s was cut off. Try again.")
    return SourceError(sentence % service)
