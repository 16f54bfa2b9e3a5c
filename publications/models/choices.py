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
    PROCEEDINGS = "proceedings", _("Edited volume")
    CHAPTER = "chapter", _("Book chapter")
    REVIEW = "review", _("Review")
    TRANSLATION = "translation", _("Translation")
    POSTER = "poster", _("Poster")
    REPORT = "report", _("Technical report")
    PATENT = "patent", _("Patent")
    DATASET = "dataset", _("Dataset")
    SOFTWARE = "software", _("Software")
    OTHER = "other", _("Other")


class PublicationStatus(models.TextChoices):
    """How far a paper has come, in order."""

    IN_PREPARATION = "in-preparation", _("On-going project")
    PREPRINT = "preprint", _("Preprint")
    SUBMITTED = "submitted", _("Submitted")
    ACCEPTED = "accepted", _("Accepted")
    IN_PRESS = "in-press", _("In press")
    PUBLISHED = "published", _("Published")


class Licence(models.TextChoices):
    """The licences under which papers are published, by their SPDX names."""

    CC_BY = "CC-BY-4.0", "CC BY 4.0"
    CC_BY_SA = "CC-BY-SA-4.0", "CC BY-SA 4.0"
    CC_BY_ND = "CC-BY-ND-4.0", "CC BY-ND 4.0"
    CC_BY_NC = "CC-BY-NC-4.0", "CC BY-NC 4.0"
    CC_BY_NC_SA = "CC-BY-NC-SA-4.0", "CC BY-NC-SA 4.0"
    CC_BY_NC_ND = "CC-BY-NC-ND-4.0", "CC BY-NC-ND 4.0"
    CC0 = "CC0-1.0", "CC0 1.0"


class Role(models.TextChoices):
    """What a person did for a paper."""

    AUTHOR = "author", _("Author")
    EDITOR = "editor", _("Editor")
    TRANSLATOR = "translator", _("Translator")


# The stages of papers that are published, or sure to be.
APPEARED = frozenset(
    {PublicationStatus.ACCEPTED, PublicationStatus.IN_PRESS, PublicationStatus.PUBLISHED}
)
# While a paper is at these stages, readers are not told of its venue.
HIDES_VENUE = frozenset({PublicationStatus.IN_PREPARATION, PublicationStatus.PREPRINT})
