"""Where readers of a paper may want to go."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models

from common.links import Link
from common.media.file_content import validate_content
from common.media.files import StoredIn


class PublicationLink(Link):
    """Somewhere a reader of the paper may want to go: the preprint, the code, the slides."""

    class Kind(models.TextChoices):
        PAPER = "paper", "Paper"
        PREPRINT = "preprint", "Preprint"
        CODE = "code", "Code"
        DATA = "data", "Data"
        SLIDES = "slides", "Slides"
        POSTER = "poster", "Poster"
        VIDEO = "video", "Video"
        PROJECT = "project", "Project page"
        BLOG = "blog", "Blog post"
        OTHER = "other", "Link"

    ordered_within = "publication"

    publication = models.ForeignKey(
        "publications.Publication", on_delete=models.CASCADE, related_name="links"
    )
    kind = models.CharField(
        max_length=20,
        choices=Kind,
        default=Kind.PAPER,
        help_text="What the button says where no label is given, such as: Slides",
    )
    file = models.FileField(
        upload_to=StoredIn("papers"),
        blank=True,
        validators=[validate_content],
        help_text="Instead of an address, such as the slides as a PDF.",
    )

    def clean(self) -> None:
        """Refuse two targets for one button, and none."""
        super().clean()
        if self.url and self.file:
            raise ValidationError("Give either an address or a file, not both.")

    @property
    def href(self) -> str:
        """Where it leads: the address, or the hosted file."""
        return self.file.url if self.file else self.url
