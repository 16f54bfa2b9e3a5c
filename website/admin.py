"""The accounts and the sections of the CV in the admin."""

import logging
from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.admin import OrderedAdmin, PublishableAdmin
from common.forms.resuming import ShowsResumedForms
from common.ordering.admin import OrderedTabularInline
from common.ordering.forms import OrderedInlineFormSet
from common.urls.site_url import make_absolute
from website.cv import pdf
from website.cv.document import CV
from website.cv.rows import describe
from website.cv.versions import CVVersion
from website.models import CVSection, CVVariant, User, VariantSection

logger = logging.getLogger(__name__)


class SuperusersOnly:
    """Only superusers add, change and delete: whoever changes accounts could take every right."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser


@admin.register(User)
class AccountAdmin(SuperusersOnly, ShowsResumedForms, UserAdmin):
    """The admin of accounts. What a single owner never needs is folded."""

    change_list_template = "admin/website/user/change_list.html"
    readonly_fields = ["last_login", "date_joined"]
    fieldsets: ClassVar[Any] = [
        (name, {**options, "classes": ["collapse"]} if "is_staff" in options["fields"] else options)
        for name, options in UserAdmin.fieldsets or ()
    ]

    def user_change_password(
        self,
        request: HttpRequest,
        id: str,  # noqa: A002 - Django's name
        form_url: str = "",
    ) -> HttpResponse:
        """Set somebody else's password. Your own has another page, which asks for the old one."""
        if self.get_object(request, unquote(id)) == request.user:
            return redirect("account_change_password")
        return super().user_change_password(request, id, form_url)


admin.site.unregister(Group)


@admin.register(Group)
class RightsAdmin(SuperusersOnly, GroupAdmin):
    """The admin of groups, which give rights to accounts."""


# These would show everybody's secrets and sessions. Each account has its own pages for them.
admin.site.unregister([Authenticator, EmailAddress, UserSession])


@admin.register(CVSection)
class CVSectionAdmin(OrderedAdmin):
    """Which sections the CV has, in which order, and how much of each fits on one page.

    There is a row for each kind of section. Only places of the owner's sections are added.
    """

    list_display = ["__str__", "heading", "shown", "most", "position"]
    list_editable = ["heading", "shown", "most", "position"]
    list_select_related = ["own_section"]

    def get_fields(self, request: HttpRequest, obj: CVSection | None = None) -> Any:
        if obj is None or obj.own_section_id:
            return ["own_section", "shown", "position"]
        return ["heading", "shown", "most", "position"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Require a section: a row without one is that of a kind, which is never added."""
        return super().formfield_for_foreignkey(db_field, request, **{"required": True, **kwargs})

    def has_delete_permission(self, request: HttpRequest, obj: CVSection | None = None) -> bool:
        """Keep the rows of the kinds: ``shown`` can leave a section out."""
        is_of_kind = obj is not None and obj.own_section_id is None
        return not is_of_kind and super().has_delete_permission(request, obj)


class VariantSectionFormSet(OrderedInlineFormSet):
    """The sections of a variant, each once."""

    def clean(self) -> None:
        super().clean()
        rows = [form.instance for form in self._list_forms_to_save()]
        kept = [(row.kind, row.own_section_id) for row in rows if row.kind]
        for row in rows:
            if kept.count((row.kind, row.own_section_id)) > 1:
                sentence = _("%(section)s is there twice. Delete one of the two rows.")
                raise ValidationError(sentence % {"section": row})


class VariantSectionInline(OrderedTabularInline):
    """The sections of a variant, in order."""

    model = VariantSection
    formset = VariantSectionFormSet
    fields = ["position", "kind", "own_section", "heading", "most"]
    verbose_name_plural = gettext_lazy("sections (without any: those of the full CV)")

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Leave out the buttons that add and edit the owner's sections: the row has no room."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name == "own_section":
            field.widget = field.widget.widget
        return field


@admin.register(CVVariant)
class CVVariantAdmin(PublishableAdmin):
    """Further CVs, each with a page and a PDF of its own."""

    list_display = ["name", "shown_url", "most_pages", "is_draft"]
    list_filter = ["is_draft"]
    search_fields = ["name"]
    inlines = [VariantSectionInline]
    fieldsets = [
        (None, {"fields": ["name", "is_draft"]}),
        (gettext_lazy("How much"), {"fields": ["only_selected", "is_compact", "most_pages"]}),
        (gettext_lazy("URL"), {"fields": ["slug", "former_slugs"], "classes": ["collapse"]}),
    ]

    @admin.display(description=gettext_lazy("URL"))
    def shown_url(self, variant: CVVariant) -> str:
        return variant.get_absolute_url()

    def response_add(self, request: HttpRequest, obj: CVVariant, *args: Any) -> HttpResponse:
        _warn_of_what_is_left_out(request, obj)
        return super().response_add(request, obj, *args)

    def response_change(self, request: HttpRequest, obj: CVVariant) -> HttpResponse:
        _warn_of_what_is_left_out(request, obj)
        return super().response_change(request, obj)


def _warn_of_what_is_left_out(request: HttpRequest, variant: CVVariant) -> None:
    """Say how much of a variant does not fit on as many pages as it may have."""
    if not variant.most_pages:
        return
    base = make_absolute(request, reverse("home"))
    data = describe(CVVersion.of(variant, CV.fetch()), base)
    try:
        counts = pdf.count_left_out(data)
    except pdf.TypesettingError as error:
        logger.warning("What does not fit into a CV could not be counted: %s", error)
        return
    of_sections = [
        _("%(count)d of “%(section)s”") % {"count": count, "section": section["heading"]}
        for count, section in zip(counts, data["sections"], strict=True)
        if count
    ]
    if of_sections:
        sentence = ngettext(
            "Not all entries fit on %(pages)d page. The PDF leaves out %(entries)s.",
            "Not all entries fit on %(pages)d pages. The PDF leaves out %(entries)s.",
            variant.most_pages,
        )
        entries = get_text_list(of_sections, _("and"))
        messages.warning(request, sentence % {"pages": variant.most_pages, "entries": entries})
