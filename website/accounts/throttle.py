"""Sign-ins that failed, and how many may fail before one has to wait.

A guess is counted before it is checked, and taken back when it was right. So guesses that come at
the same moment see each other, and none slips past a limit while another is still being checked.

Strangers are limited by what they guess at and by where they come from. A browser from which the
account was signed in before has a count of its own (``website/accounts/known_browsers.py``), so
that no stranger can keep the owner out; ``manage.py unlock`` opens the door for a new one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address
from math import ceil

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from website.accounts import known_browsers

QUARTER_HOUR = timedelta(minutes=15)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
# How long a failed sign-in is kept: those at an account are shown to its owner.
KEPT = timedelta(days=30)
KEPT_WITHOUT_ACCOUNT = DAY
# For so long after ``manage.py unlock`` other people's guesses keep nobody out.
UNLOCKED_FOR = QUARTER_HOUR
# So far may the clocks of several machines that serve the site be apart.
CLOCKS_DIFFER = timedelta(minutes=1)
PREVIOUS_SIGN_IN = "previous_sign_in"


class Step(models.TextChoices):
    """What was asked for, and wrong."""

    PASSWORD = "password", "password"
    CODE = "code", "code from the phone"
    RECOVERY_CODE = "recovery-code", "recovery code"


@dataclass(frozen=True)
class Limit:
    """At most so many failures within a time, of those that are alike in the fields ``by``.

    ``others_fill_it`` says that guesses from elsewhere alone can reach it.
    """

    by: tuple[str, ...]
    most: int
    within: timedelta
    others_fill_it: bool = False


LIMITS_OF_PASSWORDS = (
    Limit(("name_digest", "address"), 5, QUARTER_HOUR),
    Limit(("address",), 20, QUARTER_HOUR),
    Limit(("name_digest",), 50, HOUR, others_fill_it=True),
    Limit((), 500, HOUR, others_fill_it=True),
)
# Six digits are few, and who is asked for them has the password: ten a day find one in a century.
# A hundred stop everybody, even while the account is unlocked.
LIMITS_OF_CODES = (
    Limit(("name_digest", "address"), 10, DAY),
    Limit(("name_digest",), 10, DAY, others_fill_it=True),
    Limit(("name_digest",), 100, DAY),
)
LIMITS_OF_KNOWN_BROWSERS = (Limit(("browser",), 10, QUARTER_HOUR),)


class LockedError(Exception):
    """There were too many failures; nothing is checked before ``until``."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"Locked until {until}.")
        self.seconds = max(1, ceil((until - timezone.now()).total_seconds()))

    @property
    def wait(self) -> str:
        """How long from now, rounded up: "12 minutes", "23 hours"."""
        minutes = ceil(self.seconds / 60)
        number, unit = (minutes, "minute") if minutes <= 90 else (ceil(minutes / 60), "hour")
        return f"{number} {unit}{'' if number == 1 else 's'}"


class FailedSignIn(models.Model):
    """A guess that was wrong, or that is being checked at this moment.

    The name that was typed is kept as a digest alone: people type passwords there by mistake.
    """

    at = models.DateTimeField("when", default=timezone.now, db_index=True)
    step = models.CharField("what was wrong", max_length=20, choices=Step)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.CASCADE,
        related_name="failed_sign_ins",
    )
    name_digest = models.CharField(max_length=64)
    address = models.CharField("from the address", max_length=50, blank=True)
    browser = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ["-at"]
        verbose_name = "failed sign-in"

    def __str__(self) -> str:
        return f"{self.get_step_display()} for {self.account or 'no account'}"

    @property
    def limits(self) -> Iterable[Limit]:
        """The limits that hold for this guess."""
        if self.browser:
            return LIMITS_OF_KNOWN_BROWSERS
        limits = LIMITS_OF_PASSWORDS if self.step == Step.PASSWORD else LIMITS_OF_CODES
        if self._unlocked_at and self.at < self._unlocked_at + UNLOCKED_FOR:
            return [limit for limit in limits if not limit.others_fill_it]
        return limits

    @property
    def _unlocked_at(self) -> datetime | None:
        """When the account was unlocked; None where that is not yet, as the clock was wrong."""
        unlocked_at = self.account.unlocked_at if self.account else None
        return unlocked_at if unlocked_at and unlocked_at <= self.at + CLOCKS_DIFFER else None

    def hold_to_limits(self) -> None:
        """Raise LockedError when there were as many failures like this one as there may be."""
        until = [end for limit in self.limits if (end := self._locked_until(limit))]
        if until:
            raise LockedError(max(until))

    def _locked_until(self, limit: Limit) -> datetime | None:
        """Return when the oldest failure that counts is forgotten, or None below the limit."""
        since = self.at - limit.within
        if self._unlocked_at:
            since = max(since, self._unlocked_at)
        alike = {field: getattr(self, field) for field in limit.by}
        # What seems to lie ahead failed while the clock was wrong, and would count for too long.
        alike |= {"step": self.step, "at__gt": since, "at__lte": timezone.now() + CLOCKS_DIFFER}
        if not self.browser:
            alike["browser"] = ""
        others = FailedSignIn.objects.filter(**alike).exclude(pk=self.pk).order_by("-at")
        times = list(others.values_list("at", flat=True)[: limit.most])
        return times[-1] + limit.within if len(times) == limit.most else None


def count(request: HttpRequest, name: str, step: Step) -> FailedSignIn:
    """Count a guess at the account of that name as failed; call before it is checked.

    Returns what was counted: delete it when the guess turns out to be right. It must be committed
    by itself, outside any transaction, for others to see it.
    Raises LockedError when the guess must not be checked at all; it does not count then.
    """
    account = get_user_model().objects.filter(username=name).first()
    guess = FailedSignIn(
        step=step,
        account=account,
        name_digest=salted_hmac("website.accounts.throttle", name).hexdigest(),
        address=network_of(request.META.get("REMOTE_ADDR", "")),
        browser=known_browsers.identity(request, account) if account else "",
    )
    guess.hold_to_limits()
    guess.save()
    try:
        guess.hold_to_limits()  # with those that came at the same moment
    except LockedError:
        guess.delete()
        raise
    _forget_old()
    return guess


def network_of(remote_address: str) -> str:
    """Return the address by which a visitor is counted; "" where there is none.

    Of IPv6 it is the network of 64 bits: a household has all the addresses in it.
    """
    try:
        address = ip_address(remote_address)
    except ValueError:
        return ""
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or IPv6Network((int(address), 64), strict=False))


def failed_since_last_sign_in(request: HttpRequest) -> models.QuerySet[FailedSignIn]:
    """Return what failed at the account of the signed-in user since the sign-in before this one.

    The newest first; at most of the last 30 days, which is as long as they are kept.
    """
    failures = FailedSignIn.objects.filter(account=request.user.pk)
    previous = request.session.get(PREVIOUS_SIGN_IN)
    return failures.filter(at__gt=datetime.fromisoformat(previous)) if previous else failures


def _forget_old() -> None:
    now = timezone.now()
    old = Q(at__lt=now - KEPT) | Q(at__lt=now - KEPT_WITHOUT_ACCOUNT, account=None)
    FailedSignIn.objects.filter(old).delete()
