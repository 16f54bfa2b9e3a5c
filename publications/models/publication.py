"""Papers."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from common.dates.expressions import extract_year
from common.dates.fields import CVDateField
from common.fields import MarkdownField, TextLineField
from common.links import Button
from common.media.file_content import validate_content
from common.media.files import StoredIn
from common.media.images import ACCEPTED
from common.media.names import validate_name
from common.media.pictures import PictureField
from common.ordering.models import Ordered
from common.text.plain_math import write_in_unicode
from common.text.search import SearchTextField
from common.text.title_markup import remove_title_markup
from common.urls.site_url import reverse_slug
from publications.models.awards import PublicationAward
from publications.models.buttons import find_hosted_pdf, list_buttons, list_page_buttons
from publications.models.bylines import HasByline
from publications.models.choices import (
    APPEARED,
    HIDES_VENUE,
    PublicationKind,
    PublicationStatus,
)
from publications.models.links import PublicationLink
from publications.models.querysets import PublicationQuerySet
from publications.models.reference import Reference
from publications.models.references.venue import format_margin_venue, format_venue_line
from publications.models.venues import Topic, Venue
from publications.models.versions import NOT_ITS_OWN_PREPRINT, HasVersions


class Publication(Reference, HasVersions, HasByline, Ordered):
    """A paper at any stage, from an on-going project to a published article."""

    Kind = PublicationKind
    Status = PublicationStatus
    new_rows_come_first = True
    reserved_slugs = frozenset({"with"})  # the pages of the co-authors

    title = TextLineField(
        max_length=500,
        help_text=_(
            "With *italics*, CO~2~, 10^6^ and TeX formulas between dollar signs: $\\ell_2$"
        ),
    )
    kind = models.CharField(
        max_length=20,
        choices=Kind,
        default=Kind.ARTICLE,
        help_text=_("A conference or journal article, a thesis, a book."),
    )
    status = models.CharField(
        max_length=20,
        choices=Status,
        default=Status.PREPRINT,
        help_text=_("The venue is shown once the paper is submitted."),
    )
    venue = models.ForeignKey(
        Venue,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="publications",
        help_text=_("Where it appeared or was submitted to, such as: TMLR"),
    )
    when = CVDateField(blank=True, help_text=_("When it appeared, such as: 2023 or May 2023"))
    year = models.GeneratedField(
        expression=extract_year("when"),
        output_field=models.IntegerField(null=True),
        db_persist=True,
    )
    is_alphabetical = models.BooleanField(
        _("alphabetical or random order"),
        default=False,
        help_text=_("Shows (α, β) before the authors: their order means nothing."),
    )
    has_more_authors = models.BooleanField(
        _("more authors than are named"),
        default=False,
        help_text=_("The authors end in “et al.”, such as: Ada Lovelace, Charles Babbage, et al."),
    )
    summary = MarkdownField(
        blank=True,
        help_text=_(
            "One or two sentences for the list. Markdown, with TeX formulas, such as: "
            "An application of weighted regression to achieve a sharper bound."
        ),
    )
    abstract = MarkdownField(
        blank=True,
        help_text=_(
            "The abstract of the paper. Markdown, with TeX formulas: a bound of $O(n^{-1})$"
        ),
    )
    note = TextLineField(
        max_length=1000,
        blank=True,
        help_text=_("Shown after the venue, such as: Oral presentation"),
    )
    citation_key = TextLineField(
        max_length=200,
        blank=True,
        validators=[
            RegexValidator(
                r"^[^\s,{}\\%#~^\"]+$",
                _(
                    "A citation key is one word without commas, quotation marks, braces or other "
                    "special TeX characters. Write it like dong2023raft."
                ),
            )
        ],
        help_text=_(
            "The paper's name in BibTeX files, such as: dong2023raft. "
            "Leave it empty to have one created."
        ),
    )
    pdf = models.FileField(
        _("PDF"),
        upload_to=StoredIn("papers"),
        blank=True,
        validators=[validate_name, FileExtensionValidator(["pdf"]), validate_content],
        help_text=_("Only if the publisher allows you to share it."),
    )
    thumbnail = PictureField(
        _("picture"),
        upload_to=StoredIn("thumbnails", "paper"),
        widths=(160, 320, 640, 960),
        blank=True,
        help_text=format_lazy("{} {}", _("Shown small beside the paper."), ACCEPTED),
    )
    thumbnail_width = models.PositiveIntegerField(null=True, editable=False)
    thumbnail_height = models.PositiveIntegerField(null=True, editable=False)
    thumbnail_alt = TextLineField(
        _("what the picture shows"),
        max_length=300,
        blank=True,
        help_text=_("In words, for readers who cannot see it, such as: Reward rises, then falls"),
    )
    topics = models.ManyToManyField(
        Topic,
        blank=True,
        related_name="publications",
        help_text=_("Readers filter by them, such as: Machine learning theory"),
    )
    is_selected = models.BooleanField(
        _("selected"), default=False, help_text=_("Shown on the home page.")
    )
    search_text = SearchTextField(
        sources=[
            *("bare_title", "summary", "abstract", "note"),
            *("publisher", "series", "institution", "report_number", "isbn"),
        ]
    )

    objects = PublicationQuerySet.as_manager()

    class Meta(Ordered.Meta):
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        indexes = [
            models.Index(fields=["is_draft", "position"], name="publication_list"),
            models.Index(fields=["year"], name="publication_year"),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("citation_key"),  # BibTeX knows no difference between letters in its case
                condition=~Q(citation_key=""),
                name="one_paper_a_citation_key",
                violation_error_message=_("Another paper has this citation key."),
            ),
            models.CheckConstraint(
                condition=Q(thumbnail="") | ~Q(thumbnail_alt=""), name="thumbnail_is_described"
            ),
            models.CheckConstraint(
                condition=~Q(published_as=F("id")),
                name="no_paper_is_its_own_preprint",
                violation_error_message=NOT_ITS_OWN_PREPRINT,
            ),
        ]

    def __str__(self) -> str:
        return write_in_unicode(self.title)

    @property
    def bare_title(self) -> str:
        """The title without markup, as readers search it; formulas are TeX."""
        return remove_title_markup(self.title)

    def get_absolute_url(self) -> str:
        """Return the path of the paper's page."""
        return reverse_slug("publications:detail", self.slug)

    def clean(self) -> None:
        """Refuse a picture without a description."""
        super().clean()
        if self.thumbnail and not self.thumbnail_alt:
            sentence = _("Describe the picture for readers who cannot see it.")
            raise ValidationError({"thumbnail_alt": sentence})

    def take_over_public_state(self, before: Publication) -> None:
        """Keep the present citation key if the earlier version has none."""
        super().take_over_public_state(before)
        self.citation_key = self.citation_key or before.citation_key

    @cached_property
    def links_in_order(self) -> list[PublicationLink]:
        """The owner's links; ``list_with_bylines`` fetches those of a list."""
        return list(self.links.all())

    @cached_property
    def awards_in_order(self) -> list[PublicationAward]:
        """The awards; ``list_with_bylines`` fetches those of a list."""
        return list(self.awards.all())

    @property
    def venue_line(self) -> str:
        """What a reader sees of status and venue: "ICLR 2023", "Submitted to JMLR", "Preprint"."""
        return format_venue_line(self)

    @property
    def named_venue(self) -> Venue | None:
        """The venue, if the status lets readers know of it."""
        return None if self.status in HIDES_VENUE else self.venue

    @property
    def separate_year(self) -> str:
        """The year, unless the venue line already says it."""
        year = str(self.when.year or "") if self.when else ""
        return "" if year in self.venue_line else year

    @property
    def margin_venue(self) -> str:
        """The venue in a margin, where the year has a line of its own: "ICLR", "Preprint"."""
        return format_margin_venue(self)

    @property
    def separate_date(self) -> str:
        """The date as HTML, unless the venue line already says all of it."""
        return "" if not self.when or self.when.display() in self.venue_line else self.when.html()

    @property
    def has_appeared(self) -> bool:
        """Whether it is published, or sure to be."""
        return self.status in APPEARED

    @property
    def is_bare(self) -> bool:
        """Whether it is only a title yet, and the owner has not selected it."""
        return not (self.leading_names or self.buttons or self.is_selected)

    @property
    def cited_as(self) -> str:
        """The citation key, or the slug while there is none."""
        return self.citation_key or self.slug

    @property
    def hosted_pdf(self) -> str:
        """The name of the uploaded PDF, the paper's own or a link's to the paper; or empty."""
        return find_hosted_pdf(self)

    @property
    def is_open_access(self) -> bool:
        """Whether everybody may read it: here, on arXiv, or by its licence."""
        return bool(self.hosted_pdf or self.arxiv_id or self.licence)

    @property
    def buttons(self) -> list[Button]:
        """The buttons under the paper, labelled as the owner wrote them."""
        return list_buttons(self)

    @property
    def page_buttons(self) -> list[Button]:
        """The buttons on a page, where the venue is beside them."""
        return list_page_buttons(self)
