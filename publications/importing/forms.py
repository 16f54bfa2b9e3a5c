"""The box for what is to be imported: identifiers, entries or a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publications import bibtex
from publications.bibtex.grammar.reading import get_text
from publications.importing.finding import NothingFoundError, find


class ImportForm(forms.Form):
    """A text, or a file. The cleaned data has the ``search`` for it, and its text as ``source``."""

    text = forms.CharField(
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        label=gettext_lazy("What to import"),
        help_text=gettext_lazy(
            "DOIs, arXiv ids, PubMed ids (such as PMID 31789841), your ORCID iD, URLs of papers, "
            "several at once; or entries in BibTeX, RIS or CSL-JSON."
        ),
    )
    file = forms.FileField(
        required=False,
        label=gettext_lazy("or a file"),
        help_text=gettext_lazy("BibTeX, RIS, CSL-JSON, PubMed, EndNote (.enw) or JSON Resume."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "import_%s"  # the box may be on a page with another form

    def clean(self) -> dict[str, Any]:
        """Use the file if there is one, otherwise the text."""
        cleaned = super().clean() or self.cleaned_data
        file = cleaned.get("file")
        data = file.read() if file else cleaned.get("text", "")
        try:
            cleaned["source"] = get_text(data)
            if not self.errors and not cleaned["source"].strip():
                sentence = _("Choose a file, or paste identifiers or entries.")
                raise forms.ValidationError(sentence)
            cleaned["search"] = find(data)
        except (bibtex.FileTooLargeError, NothingFoundError) as error:
            raise forms.ValidationError(list(error.args)) from error
        return cleaned
