"""The links of a paper."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.links import Link
from common.media.file_content import validate_content
from common.media.files import StoredIn
from common.media.names import validate_name


class PublicationLink(Link):
    """A link from a paper to its preprint, code or slides."""

    class Kind(models.TextChoices):
        PAPER = "paper", _("Paper")
        PREPRINT = "preprint", _("Preprint")
        CODE = "code", _("Code")
        DATA = "data", _("Data")
        SLIDES = "slides", _("Slides")
        POSTER = "poster", _("Poster")
        VIDEO = "video", _("Video")
        PROJECT = "project", _("Project page")
        BLOG = "blog", _("Blog post")
        OTHER = "other", _("Link")

    ordered_within = "publication"

    publication = models.ForeignKey(
        "publications.Publication", on_delete=models.CASCADE, related_name="links"
    )
    kind = models.CharField(
        max_length=20,
        choices=Kind,
        default=Kind.PAPER,
        help_text=_("Label of the button, unless you enter your own, such as: Slides"),
    )
    file = models.FileField(
        upload_to=StoredIn("papers"),
        blank=True,
        validators=[validate_name, validate_content],
        help_text=_("Instead of a link, such as the slides as a PDF."),
    )

    class Meta(Link.Meta):
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def clean(self) -> None:
        """Refuse a button with two targets or none."""
        super().clean()
        if self.url and self.file:
            raise ValidationError(_("Enter a link or a file, not both."))

    @property
    def href(self) -> str:
        """The URL of the link or of the hosted file."""
        return self.file.url if self.file else self.url
