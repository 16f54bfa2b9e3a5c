"""Drafts and published rows: the only rule about what the public may see."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.contrib.auth import get_permission_codename
from django.db import models
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

_Row = TypeVar("_Row", bound=models.Model, covariant=True)

if TYPE_CHECKING:
    _DateTimeField = models.DateTimeField[datetime | None, datetime | None]
else:
    _DateTimeField = models.DateTimeField


def may_see_drafts(user: Any, model: type[models.Model]) -> bool:
    """Return whether this visitor may open the pages and files of the drafts of a model.

    Editors may: staff who may view or change the rows in the admin.
    """
    meta = model._meta
    codes = (get_permission_codename(action, meta) for action in ("view", "change"))
    return user.is_staff and any(user.has_perm(f"{meta.app_label}.{code}") for code in codes)


class PublishableQuerySet(models.QuerySet[_Row]):
    """Rows that may be drafts."""

    def published(self) -> Self:
        """Return the rows that the public may see. Every page, feed and export starts here."""
        return self.filter(is_draft=False)

    def visible_to(self, user: Any) -> Self:
        """Return the rows whose pages this visitor may open: editors see drafts too."""
        return self.all() if may_see_drafts(user, self.model) else self.published()

    def publish(self) -> int:
        """Publish the rows and return their number."""
        now = timezone.now()
        first = Coalesce("published_at", Value(now, models.DateTimeField()))
        return self.update(is_draft=False, published_at=first, changed_at=now)

    def withdraw(self) -> int:
        """Make the rows drafts and return their number."""
        return self.update(is_draft=True, changed_at=timezone.now())


class FirstPublishedField(_DateTimeField):
    """The time when the row was first saved as published. It never changes after that."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"null": True, "editable": False, **kwargs})

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        if not model_instance.is_draft and getattr(model_instance, self.attname) is None:
            setattr(model_instance, self.attname, timezone.now())
        return super().pre_save(model_instance, add)


class Publishable(models.Model):
    """A row that is either a draft or published."""

    is_draft = models.BooleanField(
        "draft", default=False, help_text=_("Visible only to signed-in editors.")
    )
    published_at = FirstPublishedField()
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def note_change(self) -> None:
        """Record that something belonging to the row has changed, such as its authors or links."""
        self.save(update_fields=["changed_at"])
