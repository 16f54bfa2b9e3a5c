"""The URLs of papers, and of their citations beside them."""

from django.urls import path, register_converter

from publications import views
from publications.citations import FORMATS, Format


class CitationFormat:
    """The end of a URL that names a format of citations: ``bib``, ``ris`` or ``json``."""

    regex = "|".join(FORMATS)

    def to_python(self, value: str) -> Format:
        """Return the format of that name."""
        return FORMATS[value]

    def to_url(self, value: Format) -> str:
        """Return the name of the format."""
        return value.extension


register_converter(CitationFormat, "citation_format")

app_name = "publications"
urlpatterns = [
    path("publications/", views.publication_list, name="list"),
    path("publications.<citation_format:form>", views.citations_of_list, name="citations"),
    path("publications/with/", views.author_list, name="authors"),
    path("publications/with/<str:slug>/", views.author_detail, name="author"),
    path("publications/<str:slug>/", views.publication_detail, name="detail"),
    path("publications/<str:slug>/paper.pdf", views.publication_pdf, name="pdf"),
    path(
        "publications/<str:slug>.<citation_format:form>",
        views.citation_of_publication,
        name="citation",
    ),
]
