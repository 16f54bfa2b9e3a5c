"""``manage.py unlock``: let somebody sign in whose account is locked by too many attempts."""

from typing import Any

from django.utils import timezone

from website.accounts.commands import AccountCommand
from website.accounts.throttle import UNLOCKED_FOR, Step
from website.models import User


class Command(AccountCommand):
    """Forgets what failed so far, and keeps the door open for the owner for some minutes."""

    help = "Let an account be signed in to that is locked by too many failed attempts."

    def handle_account(self, account: User, **options: Any) -> None:
        """Count from now on."""
        account.unlocked_at = timezone.now()
        account.save(update_fields=["unlocked_at"])
        minutes = UNLOCKED_FOR.seconds // 60
        self.stdout.write(
            f"{account} is unlocked. Sign in within {minutes} minutes: for so long nobody else's "
            "attempts count against you. Then this browser has attempts of its own."
        )
        if account.failed_sign_ins.exclude(step=Step.PASSWORD).exists():
            self.stdout.write(
                "There were wrong codes too. If they were not yours, somebody knows the password: "
                f"choose another one first, with manage.py changepassword {account}."
            )
