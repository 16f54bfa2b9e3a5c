"""``manage.py two_factor_off``: the way back for who lost the phone and the recovery codes."""

from typing import Any

from website.accounts import two_factor
from website.accounts.commands import AccountCommand
from website.models import User


class Command(AccountCommand):
    """Switches two-step sign-in off for an account, and signs it out everywhere."""

    help = "Switch off two-step sign-in for an account whose phone and recovery codes are lost."

    def handle_account(self, account: User, **options: Any) -> None:
        """Forget the phone."""
        if not two_factor.is_on(account):
            self.stdout.write(f"Two-step sign-in was not on for {account}.")
            return
        two_factor.switch_off(account)
        self.stdout.write(f"Two-step sign-in is off for {account}: the password is enough.")
