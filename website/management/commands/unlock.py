"""``manage.py unlock``: unlock an account after too many attempts to sign in."""

from typing import Any

from django.core.cache import cache
from django.utils import timezone

from website.accounts.adapter import UNLOCKED_FOR
from website.accounts.commands import AccountCommand
from website.models import User


class Command(AccountCommand):
    """Forgets all attempts, and ignores those from elsewhere for some minutes."""

    help = "Open an account that is locked by too many failed attempts to sign in."

    def handle_account(self, account: User, **options: Any) -> None:
        account.unlocked_at = timezone.now()
        account.save(update_fields=["unlocked_at"])
        # Everything that is counted, as an account is also locked by the limits of its IP address.
        cache.clear()
        minutes = UNLOCKED_FOR.seconds // 60
        self.stdout.write(
            f"{account} is unlocked. Sign in within {minutes} minutes: until then, attempts from "
            "other IP addresses do not count against you."
        )
