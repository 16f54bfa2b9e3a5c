"""What a bibliography says of a paper beside its title, authors, venue and date."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.fields import TextLineField
from publications.identifiers import (
    IdentifierField,
    make_arxiv_url,
    make_doi_url,
    strip_arxiv_id,
    strip_doi,
    strip_isbn,
    validate_isbn,
)
from publications.models.choices import Licence
from publications.models.references.licences import make_licence_url


class Reference(models.Model):
    """The fields of a paper's reference. They are plain text; unknown ones are empty."""

    arxiv_id = IdentifierField(
        _("arXiv id"),
        bare=strip_arxiv_id,
        max_length=40,
        blank=True,
        validators=[
            RegexValidator(
                r"^(\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?/\d{7})(v\d+)?$",
                _("This is not an arXiv id. Write it like 2304.06767."),
            )
        ],
        help_text=_("Such as: 2304.06767"),
    )
    doi = IdentifierField(
        _("DOI"),
        bare=strip_doi,
        max_length=200,
        blank=True,
        validators=[
            RegexValidator(
                r"^10\.\d{4,9}/\S+$", _("This is not a DOI. Write it like 10.1287/moor.1.")
            )
        ],
        help_text=_("Such as: 10.1287/moor.2023.0195"),
    )
    volume = TextLineField(max_length=100, blank=True, help_text=_("Such as: 162"))
    number = TextLineField(_("issue"), max_length=100, blank=True, help_text=_("Such as: 3"))
    pages = TextLineField(max_length=100, blank=True, help_text=_("Such as: 24496–24523"))
    article_number = TextLineField(
        max_length=100,
        blank=True,
        help_text=_("Where the journal numbers its articles, not the pages, such as: e1004923"),
    )
    publisher = TextLineField(
        max_length=200, blank=True, help_text=_("Such as: Cambridge University Press")
    )
    place = TextLineField(
        max_length=200, blank=True, help_text=_("Where it was published, such as: Cambridge")
    )
    series = TextLineField(
        max_length=300,
        blank=True,
        help_text=_("Such as: Lecture Notes in Computer Science"),
    )
    edition = TextLineField(max_length=50, blank=True, help_text=_("Such as: 2nd"))
    isbn = IdentifierField(
        _("ISBN"),
        bare=strip_isbn,
        max_length=20,
        blank=True,
        validators=[validate_isbn],
        help_text=_("With or without hyphens, such as: 978-0-262-03924-6"),
    )
    report_number = TextLineField(
        max_length=100,
        blank=True,
        help_text=_("Of a technical report or patent, such as: MSR-TR-2020-12"),
    )
    institution = TextLineField(
        max_length=300,
        blank=True,
        help_text=_(
            "Of a thesis or a technical report, such as: University of Illinois Urbana-Champaign"
        ),
    )
    licence = models.CharField(
        max_length=20,
        choices=Licence,
        blank=True,
        help_text=_("What readers may do with the paper, such as: CC BY 4.0"),
    )

    class Meta:
        abstract = True

    @property
    def doi_url(self) -> str:
        """Where its DOI leads."""
        return make_doi_url(self.doi)

    @property
    def licence_url(self) -> str:
        """Where its licence is explained."""
        return make_licence_url(self.licence)

    @property
    def arxiv_url(self) -> str:
        """Where it is on arXiv."""
        return make_arxiv_url(self.arxiv_id)
