"""The kinds and stages of papers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PublicationKind(models.TextChoices):
    """What a paper is."""

    ARTICLE = "article", _("Article")
    PREPRINT = "preprint", _("Preprint")
    MASTER_THESIS = "master-thesis", _("Master Thesis")
    PHD_THESIS = "phd-thesis", _("PhD Thesis")
    BOOK = "book", _("Book")
    CHAPTER = "chapter", _("Book chapter")
    REPORT = "report", _("Technical report")
    DATASET = "dataset", _("Dataset")
    SOFTWARE = "software", _("Software")
    OTHER = "other", _("Other")


class PublicationStatus(models.TextChoices):
    """How far a paper has come, in order."""

    IN_PREPARATION = "in-preparation", _("On-going project")
    PREPRINT = "preprint", _("Preprint")
    SUBMITTED = "submitted", _("Submitted")
    ACCEPTED = "accepted", _("Accepted")
    PUBLISHED = "published", _("Published")


# While a paper is at these stages, readers are not told of its venue.
HIDES_VENUE = frozenset({PublicationStatus.IN_PREPARATION, PublicationStatus.PREPRINT})
