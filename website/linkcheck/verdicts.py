"""What the answer of a host, or its silence, says of an address."""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass
from http import HTTPStatus

from urllib3 import exceptions

from website.linkcheck.models import LinkCheck

Outcome = LinkCheck.Outcome
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
_UNKNOWN_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


@dataclass(frozen=True)
class Verdict:
    """What became of an address, with the last status and, where it moved for good, whereto."""

    outcome: str
    status: int | None = None
    detail: str = ""
    moved_to: str = ""


class NoAnswerError(Exception):
    """No answer to judge by; the message says why. ``may_pass``: asking again may help."""

    def __init__(
        self, why: str, *, may_pass: bool = False, outcome: str = Outcome.UNREACHABLE
    ) -> None:
        super().__init__(why)
        self.may_pass = may_pass
        self.outcome = outcome


def verdict_of(status: int, route: list[str], moved_to: str) -> Verdict:
    """Judge the last status; ``route`` are the addresses on the way, the asked one first.

    ``moved_to`` is where permanent redirects led. Hosts that shut out programs or strangers say
    so with many numbers of the 400s, and LinkedIn with 999: nothing follows for a reader.
    """
    detail = _named(status)
    if len(route) > 1:
        detail += f" after a redirect to {route[-1]}"
    if status in _GONE:
        return Verdict(Outcome.GONE, status, detail)
    if 500 <= status < 600:
        return Verdict(Outcome.UNREACHABLE, status, detail)
    if status >= 400:
        return Verdict(Outcome.NOT_CHECKABLE, status, detail)
    if moved_to.rstrip("/") not in {"", route[0].rstrip("/")}:
        return Verdict(Outcome.MOVED, status, moved_to=moved_to)
    return Verdict(Outcome.WORKS, status)


def _named(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def no_answer(error: Exception) -> NoAnswerError:
    """Say in words why a request failed."""
    if isinstance(error, exceptions.NameResolutionError):
        number = getattr(error.__cause__, "errno", None)
        if number in _UNKNOWN_NAME:
            return NoAnswerError("there is no host of this name", outcome=Outcome.GONE)
        return NoAnswerError("the host's name could not be looked up", may_pass=True)
    if isinstance(error, exceptions.SSLError):
        return NoAnswerError(_tls_trouble(error))
    if isinstance(error, exceptions.NewConnectionError):
        return NoAnswerError("the host does not take connections", may_pass=True)
    if isinstance(error, exceptions.TimeoutError):
        return NoAnswerError("the host does not answer in time", may_pass=True)
    if isinstance(error, ValueError):
        return NoAnswerError("this is not an address of the web")
    return NoAnswerError("the connection broke off", may_pass=True)


def _tls_trouble(error: exceptions.SSLError) -> str:
    cause = error.__cause__ or (error.args[0] if error.args else None)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"the host's certificate is not valid: {cause.verify_message}"
    reason = getattr(cause, "reason", None) or "it failed"
    return f"no secure connection: {str(reason).replace('_', ' ').lower()}"
