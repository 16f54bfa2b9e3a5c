"""Links in an order that the owner chooses, shown as buttons."""

from typing import Any, NamedTuple

from django.core.exceptions import ValidationError

from common.fields import TextLineField, WebAddressField
from common.ordering.models import Ordered


class Button(NamedTuple):
    """What a page shows of a link; without an address (``href``) the label stands alone.

    ``kind`` is one of those of ``Link``, or "cite"; a small drawing beside the label shows it.
    """

    label: str
    href: str = ""
    note: str = ""
    kind: str = ""


class Link(Ordered):
    """A link of something. A subclass adds what it belongs to, and its ``kind`` with choices."""

    label = TextLineField(
        max_length=120, blank=True, help_text="What the button says; empty: the kind."
    )
    url = WebAddressField(
        "address",
        max_length=500,
        blank=True,
        help_text="Such as: https://arxiv.org/abs/2304.06767. Without one the label stands alone.",
    )
    note = TextLineField(
        max_length=200,
        blank=True,
        help_text="What a reader should know before following it, such as: login needed",
    )

    class Meta(Ordered.Meta):
        abstract = True

    def __str__(self) -> str:
        this: Any = self
        return self.label or this.get_kind_display()

    def clean(self) -> None:
        """Refuse a link that says nothing and leads nowhere."""
        if not (self.label or self.href):
            raise ValidationError("Give an address, or a label that stands alone.")

    @property
    def href(self) -> str:
        """Where it leads."""
        return self.url

    @property
    def button(self) -> Button:
        """What a page shows."""
        this: Any = self
        return Button(str(self), self.href, self.note, this.kind)
