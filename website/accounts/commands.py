"""The base class of commands that act on one account."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from website.accounts.models import User


class AccountCommand(BaseCommand):
    """A command that takes the user name of an account."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="user name of the account")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        """Find the account; if it does not exist, list the accounts that do."""
        account = User.objects.filter(username=name).first()
        if account is None:
            names = ", ".join(User.objects.order_by("username").values_list("username", flat=True))
            raise CommandError(f'There is no account "{name}". There are: {names or "none"}.')
        self.handle_account(account, **options)

    def handle_account(self, account: User, **options: Any) -> None:
        raise NotImplementedError
