"""Authors, and their places on papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.fields import LinesField, TextLineField, WebAddressField
from common.ordering.models import Ordered
from common.text.search import SearchTextField
from common.urls.site_url import reverse_slug
from common.urls.slug_history import HasSlugHistory
from publications.identifiers import IdentifierField, strip_orcid, validate_orcid
from publications.models.choices import Role
from publications.models.querysets import AuthorQuerySet, AuthorshipQuerySet
from publications.names import author_line
from publications.names.author_line import MARKS, Credit
from publications.names.name import Name, name_on_paper, normalise

if TYPE_CHECKING:
    from publications.models.publication import Publication


def validate_printed_name(name: str, *, is_group: bool = False) -> None:
    """Refuse a name that an author line would not read back, such as one with a comma or digits.

    The name of a group may have any signs but braces.
    """
    credit = Credit(name, is_group=is_group)
    try:
        credits_ = author_line.read(str(credit)).credits
    except author_line.AuthorLineError as error:
        raise ValidationError(
            _("This name cannot be in a list of authors: %(reason)s.") % {"reason": error}
        ) from error
    if not is_group and any(one.is_group for one in credits_):
        raise ValidationError(_("This is the name of a group. Tick “group”."))
    if credits_ != (credit,):
        raise ValidationError(
            _("Enter one name as papers print it, without marks or spaces around it.")
        )


class Author(HasSlugHistory):
    """A person or group that writes papers: the owner or a co-author."""

    slug_source = "name"

    given_name = TextLineField(max_length=100, blank=True, help_text=_("Such as: Ludwig"))
    family_name = TextLineField(
        max_length=200,
        help_text=_("With its particle, such as: van Beethoven. A single name goes here."),
    )
    suffix = TextLineField(max_length=20, blank=True, help_text=_("Such as: Jr."))
    is_group = models.BooleanField(
        _("group"),
        default=False,
        help_text=_(
            "A collaboration, team or institute. Enter its whole name as the family name, "
            "such as: ATLAS Collaboration"
        ),
    )
    variants = LinesField(
        _("name variants"),
        help_text=_("Other forms of the name on papers, one per line, such as: W. Xiong"),
    )
    homepage = WebAddressField(blank=True, help_text=_("Such as: https://nanjiang.cs.illinois.edu"))
    orcid = IdentifierField(
        _("ORCID"),
        bare=strip_orcid,
        max_length=19,
        blank=True,
        validators=[validate_orcid],
        help_text=_("Such as: 0000-0002-1825-0097"),
    )
    affiliation = TextLineField(
        max_length=300,
        blank=True,
        help_text=_(
            "Where the person works now, such as: University of Virginia. Only for the list of "
            "co-authors in the admin; no page shows it."
        ),
    )
    is_owner = models.BooleanField(
        _("owner of this site"),
        default=False,
        help_text=_("Emphasised in every list of authors. At most one person."),
    )
    search_text = SearchTextField(sources=["given_name", "family_name", "suffix", "variants"])
    # Apart from the names, because readers search those.
    affiliation_search_text = SearchTextField(sources=["affiliation"])

    objects = AuthorQuerySet.as_manager()

    class Meta:
        ordering = ["family_name", "given_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_owner"],
                condition=Q(is_owner=True),
                name="at_most_one_owner",
                violation_error_message=_("Another author is already the owner of this site."),
            )
        ]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """Return the page of papers with this author; for the owner, the list of all papers."""
        if self.is_owner:
            return reverse("publications:list")
        return reverse_slug("publications:author", self.slug)

    def clean(self) -> None:
        """Refuse names that no author line could hold, and groups with a given name."""
        super().clean()
        if self.is_group and (self.given_name or self.suffix):
            sentence = _("A group has no given name or suffix: enter its whole name here.")
            raise ValidationError({"family_name": sentence})
        if self.is_group and self.is_owner:
            raise ValidationError(
                {"is_group": _("The owner of this site is a person, not a group.")}
            )
        if self.family_name:
            validate_printed_name(str(self), is_group=self.is_group)
        for variant in self.variants:
            try:
                validate_printed_name(variant, is_group=self.is_group)
            except ValidationError as error:
                raise ValidationError({"variants": error.messages}) from error

    def give_way(self) -> None:
        """Return from the history as a co-author if somebody else is the owner now."""
        if Author.objects.filter(is_owner=True).exclude(pk=self.pk).exists():
            self.is_owner = False

    @property
    def name(self) -> Name:
        """The name in its parts; as text, the name as a byline prints it."""
        return Name(self.given_name, self.family_name, self.suffix, self.is_group)

    @classmethod
    def from_printed(cls, printed: str | Name, **fields: Any) -> Self:
        """Return an author, not saved, of a name: in parts, or as a paper prints it."""
        name = Name.read(printed) if isinstance(printed, str) else printed
        parts = {"given_name": name.given, "family_name": name.family, "suffix": name.suffix}
        return cls(**parts, is_group=name.is_group, **fields)

    def become_group(self) -> None:
        """Take the whole name for that of a group."""
        self.family_name = str(self)
        self.given_name = self.suffix = ""
        self.is_group = True


class Authorship(Ordered):
    """One author's place on one paper, or an editor's or translator's."""

    Role = Role
    ordered_within = "publication"

    publication = models.ForeignKey(
        "publications.Publication", on_delete=models.CASCADE, related_name="authorships"
    )
    author = models.ForeignKey(
        Author,
        on_delete=models.PROTECT,
        related_name="authorships",
        help_text=_("Type a few letters of the name, such as: Zhang"),
    )
    role = models.CharField(
        max_length=20,
        choices=Role,
        default=Role.AUTHOR,
        help_text=_("An edited volume has only editors; those of a chapter edited its book."),
    )
    equal_contribution = models.BooleanField(
        _("equal contribution *"),
        default=False,
        help_text=_("Such as: Hanze Dong*, Wei Xiong*"),
    )
    corresponding = models.BooleanField(
        _("corresponding †"),
        default=False,
        help_text=_("The author to contact, such as: Wei Xiong†"),
    )
    equal_advising = models.BooleanField(
        _("equal advising ‡"),
        default=False,
        help_text=_("Authors who led the work together, such as: Nan Jiang‡, Tong Zhang‡"),
    )
    credited_as = TextLineField(
        max_length=200,
        blank=True,
        help_text=_("The name as printed on this paper, if different, such as: W. Xiong"),
    )
    search_text = SearchTextField(sources=["credited_as"])

    objects = AuthorshipQuerySet.as_manager()

    class Meta(Ordered.Meta):
        verbose_name = _("credited author")  # an author is a row of another table
        verbose_name_plural = _("authors")
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "position"], name="one_author_a_position"
            ),
            models.UniqueConstraint(
                fields=["publication", "author", "role"],
                name="each_author_once_a_paper_and_role",
                violation_error_message=_("This person already has this role on the paper."),
            ),
        ]

    def __str__(self) -> str:
        name = f"{self.printed_name}{self.marks}"
        return name if self.role == Role.AUTHOR else f"{name} ({self.get_role_display()})"

    def clean(self) -> None:
        """Refuse a printed name that no author line could hold."""
        super().clean()
        if not self.credited_as or self.author_id is None:
            return
        try:
            validate_printed_name(self.credited_as, is_group=self.author.is_group)
        except ValidationError as error:
            raise ValidationError({"credited_as": error.messages}) from error

    @classmethod
    def from_credit(
        cls,
        credit: Credit,
        publication: Publication,
        author: Author,
        position: int,
        role: str = Role.AUTHOR,
    ) -> Authorship:
        """Return the row, not saved, for one credit of an author line."""
        printed = credit.name if author.is_group else normalise(credit.name)
        return cls(
            publication=publication,
            author=author,
            role=role,
            position=position,
            credited_as="" if printed == str(author) else printed,
            **{flag: getattr(credit, flag) for flag in MARKS},
        )

    def credit(self, key: str = "") -> Credit:
        """Return this place as one credit of an author line."""
        flags = {flag: getattr(self, flag) for flag in MARKS}
        return Credit(self.printed_name, key=key, is_group=self.author.is_group, **flags)

    @property
    def printed_name(self) -> str:
        """The name as this paper prints it."""
        return str(self.name)

    @property
    def name(self) -> Name:
        """The name that this paper prints, in parts."""
        return name_on_paper(self.credited_as, self.author.name)

    @property
    def marks(self) -> str:
        """The marks behind the name, such as ``*†``."""
        return "".join(mark for flag, mark in MARKS.items() if getattr(self, flag))
