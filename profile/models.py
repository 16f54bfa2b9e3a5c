"""The person whose site this is, and the lists of the CV that are about the person."""

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

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


class ProfileManager(models.Manager["Profile"]):
    """The one profile there is."""

    def current(self) -> "Profile":
        """Return the profile; an empty one, not saved, while the owner has not written it."""
        return self.first() or Profile()


class Profile(models.Model):
    """The person: one row, whose key is always 1."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = TextLineField(max_length=200, help_text="Such as: Wei Xiong")
    native_name = TextLineField(
        "name in native script", max_length=100, blank=True, help_text="Such as: 熊伟"
    )
    native_language = TextLineField(
        "its language",
        max_length=20,
        blank=True,
        validators=[
            RegexValidator(
                r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
                "This is not the code of a language. Write it like zh or zh-Hant.",
            )
        ],
        help_text="The code of that language, for readers by ear, such as: zh, ja, ko, ar, el",
    )
    position = TextLineField(max_length=200, blank=True, help_text="Such as: PhD student")
    department = TextLineField(max_length=200, blank=True, help_text="Such as: Computer Science")
    institution = TextLineField(
        max_length=200, blank=True, help_text="Such as: University of Illinois Urbana-Champaign"
    )
    institution_url = WebAddressField(
        "institution's address", blank=True, help_text="Such as: https://cs.illinois.edu"
    )
    email = TextLineEmailField(blank=True, help_text="Such as: wx13@illinois.edu")
    photo = PictureField(
        upload_to=StoredIn("photos", "portrait"),
        widths=(160, 320, 480),
        blank=True,
        help_text=ACCEPTED,
    )
    photo_width = models.PositiveIntegerField(null=True, editable=False)
    photo_height = models.PositiveIntegerField(null=True, editable=False)
    interests = MarkdownField(
        "research interests",
        blank=True,
        help_text="One or two sentences. Markdown, such as: Alignment for large language "
        "models and machine learning theory.",
    )
    biography = MarkdownField(
        blank=True,
        help_text="A few paragraphs. Markdown, such as: I am a PhD student at UIUC, advised by "
        "[Tong Zhang](https://tongzhang-ml.org/).",
    )
    publications_note = MarkdownField(
        "note on the publications",
        blank=True,
        help_text="Stands above the list of papers, such as: See full list in [Google "
        "Scholar](https://scholar.google.com/...).",
    )

    objects = ProfileManager()

    class Meta:
        verbose_name_plural = "profile"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_profile")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the home page, which is about the person."""
        return reverse("home")

    @property
    def portrait(self) -> PictureFile | None:
        """The photo; None where there is none, or its file was not there when it was saved."""
        photo: Any = self.photo
        return photo if photo.dimensions else None

    @property
    def affiliation(self) -> str:
        """Department and institution in one line."""
        return ", ".join(filter(None, [self.department, self.institution]))


class ProfileLink(Link):
    """A place on the web where the person is found."""

    class Kind(models.TextChoices):
        WEBSITE = "website", "Website"
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
        OTHER = "other", "Link"

    kind = models.CharField(
        max_length=20,
        choices=Kind,
        default=Kind.WEBSITE,
        help_text="What the link says where no label is given, such as: GitHub",
    )


class Education(Ordered):
    """A degree or a stay at a place of learning."""

    institution = TextLineField(
        max_length=200, help_text="Such as: University of Science and Technology of China"
    )
    place = TextLineField(max_length=200, blank=True, help_text="Such as: Hefei, China")
    degree = TextLineField(max_length=200, blank=True, help_text="Such as: Bachelor of Science")
    departments = LinesField(help_text="One a line, such as: Department of Mathematics")
    when = CVDateField(blank=True, help_text="Such as: 2023.8 - present")
    advisors = TextLineField(
        max_length=300, blank=True, help_text="Such as: Prof. Tong Zhang and Prof. Nan Jiang"
    )
    note = MarkdownField(
        blank=True, help_text="Rankings, honours, the thesis. Markdown, such as: Ranking: 1/72"
    )

    class Meta(Ordered.Meta):
        verbose_name_plural = "education"

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.degree, self.institution]))


class Experience(Ordered):
    """A post, an internship, a research visit."""

    organisation = TextLineField(
        max_length=200, help_text="Such as: Microsoft Research Asia (MSRA)"
    )
    when = CVDateField(blank=True, help_text="Such as: Spring 2021")
    role = TextLineField(max_length=200, blank=True, help_text="Such as: Research Assistant")
    advisors = TextLineField(
        max_length=300, blank=True, help_text="Such as: Dr. Wenxue Cheng and Dr. Li Zhao"
    )
    description = MarkdownField(
        blank=True,
        help_text="What the work was. Markdown, such as: Worked on the mathematical "
        "foundation of reinforcement learning.",
    )

    class Meta(Ordered.Meta):
        verbose_name_plural = "experience"

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.role, self.organisation]))


class Award(Ordered):
    """An award, a fellowship, a distinction."""

    title = TextLineField(max_length=300, help_text="Such as: Hong Kong PhD Fellowship")
    awarded_by = TextLineField(max_length=200, blank=True, help_text="Such as: HKUST")
    when = CVDateField(blank=True, help_text="Such as: June 2022, 2023")
    note = MarkdownField(
        blank=True, help_text="Markdown, such as: 1/72 in statistics, highest honor of USTC"
    )

    def __str__(self) -> str:
        return self.title


class Teaching(Ordered):
    """Courses taught at one institution."""

    institution = TextLineField(
        max_length=200,
        help_text="Such as: The Hong Kong University of Science and Technology",
    )
    role = TextLineField(max_length=200, blank=True, help_text="Such as: Teaching Assistant")
    when = CVDateField(blank=True, help_text="Such as: 2021.9-2023.6")
    courses = MarkdownField(
        blank=True, help_text="Markdown, such as: MATH 2421 - Probability, MATH 2121 - ..."
    )
    note = MarkdownField(
        blank=True, help_text="Markdown, such as: Best Teaching Assistant Award in 2022"
    )

    class Meta(Ordered.Meta):
        verbose_name_plural = "teaching"

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.role, self.institution]))


class Service(Ordered):
    """What one gives to the profession: reviewing, organising."""

    class Category(models.TextChoices):
        CONFERENCE_REVIEWER = "conference-reviewer", "Conference Reviewer"
        JOURNAL_REVIEWER = "journal-reviewer", "Journal Reviewer"
        ORGANISER = "organiser", "Organiser"
        AREA_CHAIR = "area-chair", "Area Chair"
        COMMITTEE = "committee", "Committee"
        OTHER = "other", "Other"

    category = models.CharField(
        max_length=30,
        choices=Category,
        default=Category.CONFERENCE_REVIEWER,
        help_text="Services of one kind stand together, such as: Conference Reviewer",
    )
    venue = TextLineField(max_length=200, help_text="Such as: ICML")
    years = CVDateField(blank=True, help_text="Such as: 2022, 2023")
    distinction = TextLineField(max_length=200, blank=True, help_text="Such as: Top Reviewer Award")

    class Meta(Ordered.Meta):
        verbose_name_plural = "service"

    def __str__(self) -> str:
        return f"{self.get_category_display()}: {self.venue}"


class Section(Ordered):
    """A titled part of the CV for anything else: grants, students, software, press."""

    title = TextLineField(max_length=200, help_text="Such as: Grants")
    text = MarkdownField(
        blank=True, help_text="Markdown, such as: a list with a line for each grant."
    )

    def __str__(self) -> str:
        return self.title

    @property
    def anchor(self) -> str:
        """The place of the section on the CV's page, whatever its title."""
        return f"section-{self.pk}"
