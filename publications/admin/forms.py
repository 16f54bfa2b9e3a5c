"""The form of a paper in the admin."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from publications.admin.same_paper import SamePaperForm
from publications.admin.status import StatusForm
from publications.authors import assigning
from publications.authors.index import AuthorIndex, CreditError
from publications.names.author_line import AuthorLine, AuthorLineError
from publications.names.author_line import read as read_authors


class PublicationForm(SamePaperForm, StatusForm):
    """A paper, with a field for pasting its authors as the paper prints them."""

    author_line = forms.CharField(
        label=gettext_lazy("Authors, in one line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text=gettext_lazy(
            "Paste them as a paper prints them, with * for equal contribution, † for "
            "corresponding and ‡ for equal advising: (α, β) Chenlu Ye*, Wei Xiong*, "
            "Nan Jiang. A group goes in braces, and the line may end in et al.: Wei "
            "Xiong, {GPT-4 Team}, et al. This replaces the rows below."
        ),
    )

    def clean_author_line(self) -> AuthorLine | None:
        """Return the line as read; None if it is blank."""
        text = self.cleaned_data["author_line"]
        if not text.strip():
            return None
        try:
            line = read_authors(text)
            assigning.check(line, AuthorIndex())
        except (AuthorLineError, CreditError) as error:
            sentence = str(error)
            raise ValidationError(f"{sentence[0].upper()}{sentence[1:]}.") from error
        return line

    def clean(self) -> dict[str, Any]:
        """Tick the boxes that a pasted line implies, and keep those the editor has just ticked."""
        cleaned = super().clean() or self.cleaned_data
        if line := cleaned.get("author_line"):
            flags = {"is_alphabetical": line.alphabetical, "has_more_authors": line.more}
            for name, said in flags.items():
                ticked = name in self.changed_data and cleaned[name]
                cleaned[name] = said or ticked
        return cleaned
