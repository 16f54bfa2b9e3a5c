"""Former slugs: old URLs of a page redirect to the current one."""

import re
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_unicode_slug
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.fields import LinesField
from common.publishing import Publishable
from common.urls.slugs import Slugged

View = Callable[..., HttpResponseBase]


def validate_slugs(slugs: Iterable[str]) -> None:
    """Refuse texts that cannot be the last part of a URL."""
    for slug in slugs:
        try:
            validate_unicode_slug(slug)
        except ValidationError as error:
            message = _('"%(slug)s" cannot be the last part of a web address: %(reason)s')
            params = {"slug": slug, "reason": error.messages[0]}
            raise ValidationError(message, params=params) from error


class HasSlugHistory(Slugged):
    """A row with its own page, whose old URLs redirect after its slug has changed."""

    former_slugs = LinesField(
        _("former URLs"),
        validators=[validate_slugs],
        help_text=_("Old addresses (last parts only, one per line) that redirect here."),
    )

    class Meta:
        abstract = True

    @property
    def url_was_public(self) -> bool:
        """Whether somebody may know the current URL, so that it must go on working."""
        return self.pk is not None

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the row, and remember the previous slug."""
        self.slug = self.slug or self.free_slug()
        if self.pk and self.url_was_public and kwargs.get("update_fields") is None:
            self._remember_slug()
        super().save(*args, **kwargs)

    def take_over_slugs(self, other: Any) -> None:
        """Let the URLs of another row, or of an earlier version, redirect to this row too."""
        if other.url_was_public:
            slugs = dict.fromkeys([*self.former_slugs, *other.former_slugs, other.slug])
            self.former_slugs = [slug for slug in slugs if slug != self.slug]

    def take_over_public_state(self, before: Any) -> None:
        """Keep what must not change when an earlier version is restored: the URLs."""
        self.take_over_slugs(before)

    def _remember_slug(self) -> None:
        rows: Any = type(self)._default_manager.all()
        before = rows.filter(pk=self.pk).values_list("slug", flat=True).first()
        if before is None or before == self.slug:
            return
        slugs = dict.fromkeys([*self.former_slugs, before])
        self.former_slugs = [slug for slug in slugs if slug != self.slug]
        # A URL redirects to the row that had it last.
        for row in rows.exclude(pk=self.pk).filter(former_slugs__contains=before):
            others = [slug for slug in row.former_slugs if slug != before]
            rows.filter(pk=row.pk).update(former_slugs=others)


class HasPermanentURL(Publishable, HasSlugHistory):
    """A row that may be a draft. Its URLs only have to go on working once it was published."""

    class Meta:
        abstract = True

    @property
    def url_was_public(self) -> bool:
        return self.published_at is not None

    def free_slug(self) -> str:
        """Return a slug for the row; a draft that never was public gives its own to a public row.

        So a number in a URL never tells visitors that there is a draft.
        """
        slug = super().free_slug()
        is_plain = slug == self.slug_of(str(getattr(self, self.slug_source)))
        if self.is_draft or is_plain:  # the usual case: no other row has it
            return slug
        rows: Any = type(self)._default_manager.all()
        secret = {"is_draft": True, "published_at": None}
        slug = self._free_slug_among(rows.exclude(pk=self.pk).exclude(**secret))
        for draft in rows.exclude(pk=self.pk).filter(slug=slug):
            rows.filter(pk=draft.pk).update(slug=draft._free_slug_among(rows))
        return slug

    def drop_slug_number(self) -> None:
        """Give a row that is about to be public the slug that it would get without other drafts.

        A longer number is a year, which the owner wrote.
        """
        plain = self.slug_of(str(getattr(self, self.slug_source)))
        if not self.url_was_public and re.fullmatch(rf"{re.escape(plain)}-\d\d?", self.slug):
            self.slug = self.free_slug()

    def give_way(self) -> None:
        """Return from the history with another slug if another row has this one by now."""
        rows: Any = type(self)._default_manager.exclude(pk=self.pk)
        if not self.url_was_public and rows.filter(slug=self.slug).exists():
            self.slug = super().free_slug()

    def take_over_public_state(self, before: Any) -> None:
        """Keep the URLs, and whether the row is public."""
        super().take_over_public_state(before)
        self.is_draft = before.is_draft
        self.published_at = before.published_at


def find_by_former_slug(rows: models.QuerySet[Any], slug: str) -> Any | None:
    """Return the row that used to have this slug, or None if a row has it now."""
    known = rows.filter(Q(slug=slug) | Q(former_slugs__contains=slug))
    matching = [row for row in known if slug in (row.slug, *row.former_slugs)]
    return None if any(row.slug == slug for row in matching) else next(iter(matching), None)


def pop_by_slug(known: dict[str, Any], slugs: Iterable[str]) -> Any | None:
    """Remove the row with the first of these slugs in ``known``, and return it."""
    return next((known.pop(slug) for slug in slugs if slug in known), None)


def redirect_former_slugs(model: Any) -> Callable[[View], View]:
    """Redirect permanently if the view raises Http404 and a row used to have this slug.

    The target is the same view with the new slug. Rows that the visitor may not see do not
    redirect.
    """

    def decorator(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, *, slug: str, **others: Any) -> HttpResponseBase:
            try:
                return view(request, slug=slug, **others)
            except Http404:
                row = find_by_former_slug(model.objects.visible_to(request.user), slug)
                if row is None or request.resolver_match is None:
                    raise
                name = request.resolver_match.view_name
                url = reverse(name, kwargs={**others, "slug": row.slug})
                query = request.META.get("QUERY_STRING", "")
                return HttpResponsePermanentRedirect(f"{url}?{query}" if query else url)

        return wrapper

    return decorator
