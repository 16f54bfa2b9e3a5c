"""Links in the owner's order, shown as buttons."""

from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.fields import TextLineField, WebAddressField
from common.ordering.models import Ordered


class Button(NamedTuple):
    """A link as a page shows it. Without ``href`` it is only a label.

    ``kind`` is one of the kinds of ``Link``, or "cite". It selects the icon beside the label.
    """

    label: str
    href: str = ""
    note: str = ""
    kind: str = ""


class Link(Ordered):
    """A link. Subclasses add the foreign key to its owner, and ``kind`` with its choices."""

    label = TextLineField(
        max_length=120,
        blank=True,
        help_text=_("The text of the button. If empty, the kind of link."),
    )
    url = WebAddressField(
        _("link"),
        max_length=500,
        blank=True,
        help_text=_(
            "For example https://arxiv.org/abs/2304.06767. If empty, only the label is shown."
        ),
    )
    note = TextLineField(
        max_length=200,
        blank=True,
        help_text=_("What a reader should know first, for example: login needed"),
    )

    class Meta(Ordered.Meta):
        abstract = True

    def __str__(self) -> str:
        this: Any = self
        return self.label or this.get_kind_display()

    def clean(self) -> None:
        """Require a URL or a label."""
        if not (self.label or self.href):
            raise ValidationError(_("Enter a web address, or only a label."))

    @property
    def href(self) -> str:
        """The target. Subclasses may have other targets than ``url``."""
        return self.url

    @property
    def button(self) -> Button:
        this: Any = self
        return Button(str(self), self.href, self.note, this.kind)
