"""The form of a paper in the admin."""

from typing import Any

from publications.admin.paper_form.author_line import AuthorLineForm
from publications.admin.paper_form.link_lines import LinkLinesForm
from publications.admin.paper_form.same_paper import SamePaperForm
from publications.admin.paper_form.status import StatusForm
from publications.admin.paper_form.venue import VenueForm


class PublicationForm(SamePaperForm, StatusForm, VenueForm, LinkLinesForm, AuthorLineForm):
    """A paper, with a field for pasting its authors as the paper prints them."""

    def clean(self) -> dict[str, Any]:
        """Tick the boxes that a pasted line implies, and keep those the editor has just ticked."""
        cleaned = super().clean() or self.cleaned_data
        if line := cleaned.get("author_line"):
            flags = {"is_alphabetical": line.alphabetical, "has_more_authors": line.more}
            for name, said in flags.items():
                ticked = name in self.changed_data and cleaned[name]
                cleaned[name] = said or ticked
        return cleaned
