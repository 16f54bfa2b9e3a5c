"""What a status, or a failure to connect, says about a link."""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass
from http import HTTPStatus

from django.utils.translation import gettext as _
from urllib3 import exceptions

from website.linkcheck.models import LinkCheck

Outcome = LinkCheck.Outcome
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
_UNKNOWN_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


@dataclass(frozen=True)
class Verdict:
    """The outcome for a URL, with the last status and, if it has moved permanently, the new URL."""

    outcome: str
    status: int | None = None
    detail: str = ""
    moved_to: str = ""


class NoAnswerError(Exception):
    """There is no usable answer; the message says why. ``may_pass``: it may be temporary."""

    def __init__(
        self, why: str, *, may_pass: bool = False, outcome: str = Outcome.UNREACHABLE
    ) -> None:
        super().__init__(why)
        self.may_pass = may_pass
        self.outcome = outcome


def judge_status(status: int, urls: list[str], moved_to: str) -> Verdict:
    """Judge the last status of a link and its redirects; ``urls`` begins with the link.

    ``moved_to`` is where permanent redirects led. Hosts that block programs answer with many
    different statuses from 400 up (LinkedIn: 999), which say nothing about the link.
    """
    detail = _describe_status(status)
    if len(urls) > 1:
        sentence = _("%(status)s after a redirect to %(url)s")
        detail = sentence % {"status": detail, "url": urls[-1]}
    if status in _GONE:
        return Verdict(Outcome.GONE, status, detail)
    if 500 <= status < 600:
        return Verdict(Outcome.UNREACHABLE, status, detail)
    if status >= 400:
        return Verdict(Outcome.NOT_CHECKABLE, status, detail)
    if moved_to.rstrip("/") not in {"", urls[0].rstrip("/")}:
        return Verdict(Outcome.MOVED, status, moved_to=moved_to)
    return Verdict(Outcome.WORKS, status)


def _describe_status(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def explain_failure(error: Exception) -> NoAnswerError:
    """Return the reason, in words, why a request failed."""
    if isinstance(error, socket.gaierror):
        if error.errno in _UNKNOWN_NAME:
            return NoAnswerError(_("there is no host of this name"), outcome=Outcome.GONE)
        return NoAnswerError(_("the host's name could not be looked up"), may_pass=True)
    if isinstance(error, exceptions.SSLError):
        return NoAnswerError(_explain_ssl_error(error))
    if isinstance(error, exceptions.NewConnectionError):
        return NoAnswerError(_("the host does not accept connections"), may_pass=True)
    if isinstance(error, exceptions.TimeoutError):
        return NoAnswerError(_("the host does not answer in time"), may_pass=True)
    if isinstance(error, ValueError):
        return NoAnswerError(_("this is not a web URL"))
    return NoAnswerError(_("the connection was lost"), may_pass=True)


def _explain_ssl_error(error: exceptions.SSLError) -> str:
    cause = error.__cause__ or (error.args[0] if error.args else None)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return _("the host's certificate is not valid: %(reason)s") % {
            "reason": cause.verify_message
        }
    reason = getattr(cause, "reason", None) or _("it failed")
    return _("no secure connection: %(reason)s") % {"reason": str(reason).replace("_", " ").lower()}
