"""``manage.py setup``: prepare a new site; on a prepared one it changes nothing."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from common.urls.slugs import free_slug
from common.write_lock import write_lock
from website import content_file
from website.config.checks import SERVERS
from website.models import User

OWNER = "owner"


class Command(BaseCommand):
    """Updates database and static files; the first time, loads content and makes an account."""

    help = "Prepare the site: database, sample content where it is empty, the owner's account."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--sample", default="", metavar="FILE", help="content file to load on the first start"
        )

    def handle(self, *args: Any, sample: str, **options: Any) -> None:
        """Do what is missing, and print what was done."""
        self._ask_the_servers()
        call_command("migrate", verbosity=0)
        if settings.SITE:
            call_command("collectstatic", interactive=False, verbosity=0)
        if sample and not User.objects.exists() and content_file.is_empty():
            call_command("load", sample, stdout=self.stdout)
        self._create_owner()

    def _ask_the_servers(self) -> None:
        """Stop if the database or the storage of uploads cannot be used."""
        found = run_checks(tags=[SERVERS], include_deployment_checks=True)
        if serious := [check.msg for check in found if check.is_serious()]:
            raise CommandError("\n".join(serious))
        for check in found:
            self.stdout.write(check.msg)

    @write_lock()
    def _create_owner(self) -> None:
        if User.objects.filter(is_superuser=True).exists():
            return
        password = secrets.token_urlsafe(12)
        taken = set(User.objects.values_list("username", flat=True))
        name = free_slug(OWNER, taken)
        owner = User(username=name, is_staff=True, is_superuser=True)
        owner.set_password(password)
        owner.must_choose_password = True
        owner.save()
        self.stdout.write(
            "\nYour account was made. Sign in at /admin/ and choose a password of your own:\n"
            f"  user name          {name}\n"
            f"  one-time password  {password}\n"
        )
