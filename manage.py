#!/usr/bin/env python
"""Run one of the site's commands: ``python manage.py help`` lists them."""

import os
import sys


def main() -> None:
    """Hand the command line to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "website.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is not installed here. Run `make run` once, or use .venv/bin/python.")
    try:
        execute_from_command_line(sys.argv)
    except Exception as error:
        explain(error)
        raise


def explain(error: Exception) -> None:
    """Leave with one sentence where a setting is wrong, or the disk or the database has failed."""
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    if isinstance(error, ImproperlyConfigured):
        sys.exit(str(error))
    if settings.configured:
        from website.errors.storage_errors import explain

        if said := explain(error):
            sys.exit(f"{said} Nothing was saved by half.")


if __name__ == "__main__":
    main()
