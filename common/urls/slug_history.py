"""Addresses keep their promise: a page that moved is found under its former addresses."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_unicode_slug
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import reverse

from common.fields import LinesField
from common.publishing import Publishable
from common.urls.slugs import Slugged

View = Callable[..., HttpResponseBase]


def validate_slugs(slugs: Iterable[str]) -> None:
    """Refuse what cannot be the last part of an address."""
    for slug in slugs:
        try:
            validate_unicode_slug(slug)
        except ValidationError as error:
            message = f'"{slug}" is not the last part of an address: {error.messages[0]}'
            raise ValidationError(message) from error


class HasSlugHistory(Slugged):
    """A row with a page of its own, which is still found when its address has changed."""

    former_slugs = LinesField(
        "former addresses",
        validators=[validate_slugs],
        help_text="Earlier last parts of its address, one a line. They lead to the present one.",
    )

    class Meta:
        abstract = True

    @property
    def url_was_public(self) -> bool:
        """Whether somebody may know the address that the row has, so that it is to be kept."""
        return self.pk is not None

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and remember the slug that the row had until now."""
        self.slug = self.slug or self.free_slug()
        if self.pk and self.url_was_public and kwargs.get("update_fields") is None:
            self._remember_slug()
        super().save(*args, **kwargs)

    def take_over_slugs(self, other: Any) -> None:
        """Let the addresses of another row, or of this one before, lead to this row too."""
        if other.url_was_public:
            slugs = dict.fromkeys([*self.former_slugs, *other.former_slugs, other.slug])
            self.former_slugs = [slug for slug in slugs if slug != self.slug]

    def take_over_public_state(self, before: Any) -> None:
        """Take over what goes back to no earlier version: the addresses."""
        self.take_over_slugs(before)

    def _remember_slug(self) -> None:
        rows: Any = type(self)._default_manager.all()
        before = rows.filter(pk=self.pk).values_list("slug", flat=True).first()
        if before is None or before == self.slug:
            return
        slugs = dict.fromkeys([*self.former_slugs, before])
        self.former_slugs = [slug for slug in slugs if slug != self.slug]
        # Who left an address last is the one whom it leads to.
        for row in rows.exclude(pk=self.pk).filter(former_slugs__contains=before):
            others = [slug for slug in row.former_slugs if slug != before]
            rows.filter(pk=row.pk).update(former_slugs=others)


class HasPermanentURL(Publishable, HasSlugHistory):
    """A row that is a draft at first: what has never been published has promised no address."""

    class Meta:
        abstract = True

    @property
    def url_was_public(self) -> bool:
        """Whether the row has ever been published."""
        return self.published_at is not None

    def take_over_public_state(self, before: Any) -> None:
        """Take over the addresses, and whether it is public."""
        super().take_over_public_state(before)
        self.is_draft = before.is_draft
        self.published_at = before.published_at


def find_by_former_slug(rows: models.QuerySet[Any], slug: str) -> Any | None:
    """Return the row that had this slug and has another now; None where a row has it still."""
    known = rows.filter(Q(slug=slug) | Q(former_slugs__contains=slug))
    found = [row for row in known if slug in (row.slug, *row.former_slugs)]
    return None if any(row.slug == slug for row in found) else next(iter(found), None)


def pop_by_slug(known: dict[str, Any], slugs: Iterable[str]) -> Any | None:
    """Take the row with the first of these slugs that is known out of ``known``."""
    return next((known.pop(slug) for slug in slugs if slug in known), None)


def redirect_former_slugs(model: Any) -> Callable[[View], View]:
    """Redirect for good where the view finds nothing under ``slug`` but a row once had it.

    For every view whose address has a slug: the same address with the new slug is where it leads.
    A row that the visitor may not see leads nowhere.
    """

    def decorated(view: View) -> View:
        @wraps(view)
        def following(request: HttpRequest, *, slug: str, **others: Any) -> HttpResponseBase:
            try:
                return view(request, slug=slug, **others)
            except Http404:
                row = find_by_former_slug(model.objects.visible_to(request.user), slug)
                if row is None or request.resolver_match is None:
                    raise
                name = request.resolver_match.view_name
                address = reverse(name, kwargs={**others, "slug": row.slug})
                query = request.META.get("QUERY_STRING", "")
                return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)

        return following

    return decorated
