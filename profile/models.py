"""The owner's profile, and the lists of the CV that belong to it."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.dates.fields import CVDateField
from common.fields import (
    LinesField,
    MarkdownField,
    TextLineEmailField,
    TextLineField,
    WebAddressField,
)
from common.links import Link
from common.media.files import StoredIn
from common.media.images import ACCEPTED
from common.media.pictures import PictureField, PictureFile
from common.ordering.models import Ordered
from profile.cv_settings import CVSettings


class ProfileManager(models.Manager["Profile"]):
    """Finds the only profile."""

    def current(self) -> "Profile":
        """Return the profile, or an empty unsaved one if the owner has not filled it in yet."""
        return self.first() or Profile()


class Profile(CVSettings):
    """The owner of the site: a single row, whose primary key is always 1."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = TextLineField(max_length=200, help_text=_("Such as: Wei Xiong"))
    native_name = TextLineField(
        _("name in native script"), max_length=100, blank=True, help_text=_("Such as: 熊伟")
    )
    native_language = TextLineField(
        _("language of that name"),
        max_length=20,
        blank=True,
        validators=[
            RegexValidator(
                r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
                _("This is not a language code. Write one like zh or zh-Hant."),
            )
        ],
        help_text=_("A language code, which screen readers need, such as: zh, ja, ko, ar, el"),
    )
    position = TextLineField(max_length=200, blank=True, help_text=_("Such as: PhD student"))
    department = TextLineField(max_length=200, blank=True, help_text=_("Such as: Computer Science"))
    institution = TextLineField(
        max_length=200, blank=True, help_text=_("Such as: University of Illinois Urbana-Champaign")
    )
    institution_url = WebAddressField(
        _("institution's website"), blank=True, help_text=_("Such as: https://cs.illinois.edu")
    )
    email = TextLineEmailField(blank=True, help_text=_("Such as: wx13@illinois.edu"))
    photo = PictureField(
        upload_to=StoredIn("photos", "portrait"),
        widths=(160, 320, 480),
        blank=True,
        help_text=ACCEPTED,
    )
    photo_width = models.PositiveIntegerField(null=True, editable=False)
    photo_height = models.PositiveIntegerField(null=True, editable=False)
    interests = MarkdownField(
        _("research interests"),
        blank=True,
        help_text=_(
            "One or two sentences. Markdown, such as: Alignment for large language "
            "models and machine learning theory."
        ),
    )
    biography = MarkdownField(
        blank=True,
        help_text=_(
            "A few paragraphs. Markdown, such as: I am a PhD student at UIUC, advised by "
            "[Tong Zhang](https://tongzhang-ml.org/)."
        ),
    )
    publications_note = MarkdownField(
        _("note on the publications"),
        blank=True,
        help_text=_(
            "Shown above the list of papers, such as: See full list in [Google "
            "Scholar](https://scholar.google.com/...)."
        ),
    )

    objects = ProfileManager()

    class Meta:
        verbose_name_plural = _("profile")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_profile")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("home")

    @property
    def portrait(self) -> PictureFile | None:
        """The photo, or None if there is none or its file was missing when it was saved."""
        photo: Any = self.photo
        return photo if photo.dimensions else None

    @property
    def affiliation(self) -> str:
        return ", ".join(filter(None, [self.department, self.institution]))


class ProfileLink(Link):
    """A link to one of the owner's pages elsewhere on the web."""

    class Kind(models.TextChoices):
        WEBSITE = "website", _("Website")
        GITHUB = "github", "GitHub"
        SCHOLAR = "google-scholar", "Google Scholar"
        ORCID = "orcid", "ORCID"
        OPENREVIEW = "openreview", "OpenReview"
        DBLP = "dblp", "DBLP"
        SEMANTIC_SCHOLAR = "semantic-scholar", "Semantic Scholar"
        HUGGING_FACE = "hugging-face", "Hugging Face"
        LINKEDIN = "linkedin", "LinkedIn"
        MASTODON = "mastodon", "Mastodon"
        BLUESKY = "bluesky", "Bluesky"
        OTHER = "other", _("Link")

    kind = models.CharField(
        max_length=20,
        choices=Kind,
        default=Kind.WEBSITE,
        help_text=_("The text of the link if you give no label, such as: GitHub"),
    )


class Education(Ordered):
    """A degree, or a stay at a university or school."""

    institution = TextLineField(
        max_length=200, help_text=_("Such as: University of Science and Technology of China")
    )
    place = TextLineField(max_length=200, blank=True, help_text=_("Such as: Hefei, China"))
    degree = TextLineField(max_length=200, blank=True, help_text=_("Such as: Bachelor of Science"))
    departments = LinesField(help_text=_("One per line, such as: Department of Mathematics"))
    when = CVDateField(
        blank=True, help_text=_("Such as: 2023.8 - present, or 2023 - May 2027 (expected)")
    )
    advisors = TextLineField(
        max_length=300, blank=True, help_text=_("Such as: Prof. Tong Zhang and Prof. Nan Jiang")
    )
    note = MarkdownField(
        blank=True, help_text=_("Rankings, honours, the thesis. Markdown, such as: Ranking: 1/72")
    )

    class Meta(Ordered.Meta):
        verbose_name_plural = _("education")

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.degree, self.institution]))


class Experience(Ordered):
    """A job, an internship or a research visit."""

    organisation = TextLineField(
        max_length=200, help_text=_("Such as: Microsoft Research Asia (MSRA)")
    )
    when = CVDateField(blank=True, help_text=_("Such as: Spring 2021"))
    role = TextLineField(max_length=200, blank=True, help_text=_("Such as: Research Assistant"))
    advisors = TextLineField(
        max_length=300, blank=True, help_text=_("Such as: Dr. Wenxue Cheng and Dr. Li Zhao")
    )
    description = MarkdownField(
        blank=True,
        help_text=_(
            "What you worked on. Markdown, such as: Worked on the mathematical "
            "foundation of reinforcement learning."
        ),
    )

    class Meta(Ordered.Meta):
        verbose_name_plural = _("experience")

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.role, self.organisation]))


class Award(Ordered):
    """An award, a fellowship or another distinction."""

    title = TextLineField(max_length=300, help_text=_("Such as: Hong Kong PhD Fellowship"))
    awarded_by = TextLineField(max_length=200, blank=True, help_text=_("Such as: HKUST"))
    when = CVDateField(blank=True, help_text=_("Such as: June 2022, 2023"))
    note = MarkdownField(
        blank=True, help_text=_("Markdown, such as: 1/72 in statistics, highest honor of USTC")
    )

    def __str__(self) -> str:
        return self.title


class Teaching(Ordered):
    """Courses taught at one institution."""

    institution = TextLineField(
        max_length=200,
        help_text=_("Such as: The Hong Kong University of Science and Technology"),
    )
    role = TextLineField(max_length=200, blank=True, help_text=_("Such as: Teaching Assistant"))
    when = CVDateField(blank=True, help_text=_("Such as: 2021.9-2023.6 or WS 2023/24"))
    courses = MarkdownField(
        blank=True, help_text=_("Markdown, such as: MATH 2421 - Probability, MATH 2121 - ...")
    )
    note = MarkdownField(
        blank=True, help_text=_("Markdown, such as: Best Teaching Assistant Award in 2022")
    )

    class Meta(Ordered.Meta):
        verbose_name_plural = _("teaching")

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.role, self.institution]))


class Service(Ordered):
    """Service to the profession: reviewing, organising."""

    class Category(models.TextChoices):
        CONFERENCE_REVIEWER = "conference-reviewer", _("Conference Reviewer")
        JOURNAL_REVIEWER = "journal-reviewer", _("Journal Reviewer")
        ORGANISER = "organiser", _("Organiser")
        AREA_CHAIR = "area-chair", _("Area Chair")
        COMMITTEE = "committee", _("Committee")
        OTHER = "other", _("Other")

    category = models.CharField(
        max_length=30,
        choices=Category,
        default=Category.CONFERENCE_REVIEWER,
        help_text=_("The CV groups service by category, such as: Conference Reviewer"),
    )
    venue = TextLineField(max_length=200, help_text=_("Such as: ICML"))
    years = CVDateField(blank=True, help_text=_("Such as: 2022, 2023"))
    distinction = TextLineField(
        max_length=200, blank=True, help_text=_("Such as: Top Reviewer Award")
    )

    class Meta(Ordered.Meta):
        verbose_name_plural = _("service")

    def __str__(self) -> str:
        return f"{self.get_category_display()}: {self.venue}"


class Section(Ordered):
    """A section of the CV for anything else: grants, students, software, press."""

    title = TextLineField(max_length=200, unique=True, help_text=_("Such as: Grants"))
    text = MarkdownField(
        blank=True, help_text=_("Markdown, such as: a list with a line for each grant.")
    )

    def __str__(self) -> str:
        return self.title

    @property
    def anchor(self) -> str:
        """The section's id on the CV page, which does not depend on its title."""
        return f"section-{self.pk}"
