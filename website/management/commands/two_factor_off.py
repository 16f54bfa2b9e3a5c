"""``manage.py two_factor_off``: for an owner who lost the phone and the recovery codes."""

from typing import Any

from allauth.mfa.models import Authenticator

from website.accounts.commands import AccountCommand
from website.models import User


class Command(AccountCommand):
    """Switches two-step sign-in off for an account, and signs it out everywhere."""

    help = "Switch off two-step sign-in for an account whose phone and recovery codes are lost."

    def handle_account(self, account: User, **options: Any) -> None:
        """Delete the account's authenticator app, passkeys and recovery codes."""
        found = Authenticator.objects.filter(user=account)
        if not found.exists():
            self.stdout.write(f"Two-step sign-in was not on for {account}.")
            return
        found.delete()
        account.end_sessions()
        self.stdout.write(f"Two-step sign-in is off for {account}: the password is enough.")
