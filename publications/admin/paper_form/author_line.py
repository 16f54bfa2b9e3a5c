"""The field of a paper's form into which its authors are pasted, in any form of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publications.admin.paper_form.same_paper import AnswerField
from publications.authors import assigning
from publications.authors.index import AuthorIndex, CreditError, name_of
from publications.models import Author
from publications.names.author_line import AuthorLine, AuthorLineError, Credit, read, write
from publications.names.copied_line import CopiedLine, read_copied

READ = "_read_authors"  # the button that shows how the line is read, and saves nothing


@dataclass(frozen=True)
class ReadAuthor:
    """An author as read from the line, and who else it may be: any if new, else the owner."""

    credit: Credit
    author: Author | None
    similar: Sequence[Author] = ()


class AuthorLineInput(forms.Textarea):
    """A text area that shows below it how its text is read."""

    reading: dict[str, Any] | None = None

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        field = super().render(name, value, attrs, renderer)
        if self.reading is None:
            return field
        template = "admin/publications/publication/_authors_read.html"
        return field + render_to_string(template, self.reading)


class AuthorLineForm(forms.ModelForm):
    """A form with a field for the authors in one line.

    A line that is not surely understood comes back once, in its standard form and with the authors
    as rows. Saved again as it is, or changed, it is taken.
    """

    author_line = forms.CharField(
        label=gettext_lazy("Authors"),
        required=False,
        widget=AuthorLineInput(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text=gettext_lazy(
            "Paste them from anywhere: Chenlu Ye*, Wei Xiong*†, {GPT-4 Team}, et al. * equal "
            "contribution, † corresponding, ‡ equal advising, (α, β) in front: alphabetical or "
            "random order, {a group}. This replaces the authors that are there."
        ),
    )
    author_line_read = AnswerField()

    def clean_author_line(self) -> AuthorLine | None:
        """Return the line as read; None if it is blank."""
        text = self.cleaned_data["author_line"]
        is_asked = READ in self.data
        if not text.strip():
            if is_asked:
                raise ValidationError(_("Paste the authors here first."))
            return None
        is_checked = text.strip() == self.data.get(self.add_prefix("author_line_read"))
        index = AuthorIndex()
        try:
            copied = CopiedLine(read(text)) if is_checked else read_copied(text, index.has)
            people = assigning.check(copied.line, index)
        except (AuthorLineError, CreditError) as error:
            sentence = str(error)
            raise ValidationError(f"{sentence[0].upper()}{sentence[1:]}.") from error
        if not copied.line.credits:
            raise ValidationError(_("No author is named here."))
        if is_asked or not copied.is_sure:
            self._show(
                copied,
                [_describe(*pair, index) for pair in zip(copied.line.credits, people, strict=True)],
            )
        return copied.line

    def _show(self, copied: CopiedLine, authors: list[ReadAuthor]) -> None:
        """Return the form with the line in its standard form and the authors as rows."""
        text = write(copied.line)
        again: Any = self.data.copy()  # type: ignore[attr-defined]
        again[self.add_prefix("author_line")] = text
        again[self.add_prefix("author_line_read")] = text
        self.data = again
        widget: Any = self.fields["author_line"].widget
        widget.reading = {"copied": copied, "authors": authors}
        raise ValidationError(
            _("Nothing is saved yet. Check below how the authors are read, then save again.")
        )


def _describe(credit: Credit, author: Author | None, index: AuthorIndex) -> ReadAuthor:
    if author is not None:
        alike = [] if credit.key else index.find_similar(author)
        return ReadAuthor(credit, author, [other for other in alike if other.is_owner])
    return ReadAuthor(credit, None, index.find_similar(Author.from_printed(name_of(credit))))
