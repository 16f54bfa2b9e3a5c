"""How the CV is printed, and how it lists the papers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CVSettings(models.Model):
    """The settings of the CV, which are part of the profile. The defaults change nothing."""

    class Paper(models.TextChoices):
        """The size of the pages."""

        A4 = "a4", "A4"
        LETTER = "letter", "US Letter"

    class Groups(models.TextChoices):
        """What the headings among the papers are."""

        NONE = "none", _("None: one list")
        KIND = "kind", _("By kind: journal articles, conference papers, preprints, theses …")
        STATUS = "status", _("By status: published, accepted, submitted, preprints …")

    class Order(models.TextChoices):
        """How papers are sorted, within their group if there are groups."""

        OWNER = "owner", _("The order of your list")
        NEWEST = "newest", _("Newest first")
        OLDEST = "oldest", _("Oldest first")

    class Numbers(models.TextChoices):
        """Where the numbers of the papers begin at 1."""

        THROUGH = "through", _("From 1 to the last paper")
        GROUP = "group", _("From 1 in each group")

    cv_paper = models.CharField(
        _("paper size"),
        max_length=10,
        choices=Paper,
        default=Paper.A4,
        help_text=_("Of the PDFs."),
    )
    cv_groups = models.CharField(
        _("groups of papers"),
        max_length=10,
        choices=Groups,
        default=Groups.NONE,
        help_text=_("Headings among the papers. An article belongs to the kind of its venue."),
    )
    cv_order = models.CharField(
        _("order of papers"),
        max_length=10,
        choices=Order,
        default=Order.OWNER,
        help_text=_("On the CV; if there are groups, within each of them."),
    )
    cv_numbers = models.CharField(
        _("numbers of papers"),
        max_length=10,
        choices=Numbers,
        default=Numbers.THROUGH,
        help_text=_("Such as [1], [2], [3]."),
    )
    cv_totals = models.BooleanField(
        _("totals"),
        default=False,
        help_text=_("Shows after each heading how many papers follow: Journal articles (12)."),
    )

    class Meta:
        abstract = True
