"""Writes Django's log of the admin, whose latest entries the dashboard shows."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils.text import capfirst


def log_change(row: Model, user: Any, comment: str) -> None:
    """Log what a page other than the form of a row has changed in it."""
    _log(type(row), user, comment, str(row.pk), str(row))


def log_change_of_list(model: type[Model], user: Any, comment: str) -> None:
    """Log once what was done to many rows."""
    _log(model, user, comment, "", capfirst(str(model._meta.verbose_name_plural)))


def _log(model: type[Model], user: Any, comment: str, key: str, name: str) -> None:
    LogEntry.objects.create(
        user_id=user.pk,
        content_type=ContentType.objects.get_for_model(model),
        object_id=key,
        object_repr=name[:200],
        action_flag=CHANGE,
        change_message=comment,
    )
