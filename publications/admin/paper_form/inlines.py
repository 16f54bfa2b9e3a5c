"""The links and awards of a paper as rows of its form."""

from common.ordering.admin import OrderedTabularInline
from publications.admin.paper_form.sections import LINKS, PICTURE
from publications.models import PublicationAward, PublicationLink


class PublicationLinkInline(OrderedTabularInline):
    """The links of a paper, in order."""

    model = PublicationLink
    verbose_name = "link"
    comes_after = LINKS
    fields = ["position", "kind", "label", "url", "file", "note"]


class PublicationAwardInline(OrderedTabularInline):
    """The awards of a paper, in order."""

    model = PublicationAward
    verbose_name = "award"
    comes_after = PICTURE
    fields = ["position", "title", "year"]
