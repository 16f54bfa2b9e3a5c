"""What the admin pages of the apps share."""

from typing import Any

from django.contrib import admin
from markdownx.widgets import AdminMarkdownxWidget

from common.fields import MarkdownField


class MarkdownAdmin(admin.ModelAdmin):
    """An admin page whose Markdown fields show a preview."""

    formfield_overrides = {MarkdownField: {"widget": AdminMarkdownxWidget}}

    class Media:
        css = {"all": ["css/admin.css"]}
        js = ["js/markdown-editor.js"]


class OrderedAdmin(MarkdownAdmin):
    """Rows of a list of the CV, in the owner's order, which can be typed in the list."""

    list_editable = ["position"]
    list_display_links = ["__str__"]
    ordering = ["position", "pk"]

    @admin.display(description="when")
    def shown_when(self, row: Any) -> str:
        """The date as the CV shows it."""
        return row.when.display() if row.when else ""
