"""The profile and the lists of the CV in the admin."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common.admin import MarkdownAdmin, OrderedAdmin
from common.forms.link_lines import LinkLinesField, leave_out_known
from common.history.recording import note
from profile.link_kinds import SIGNS
from profile.models import (
    Award,
    Education,
    Experience,
    Profile,
    ProfileLink,
    Section,
    Service,
    Teaching,
)


class ProfileForm(forms.ModelForm):
    """The profile, with a field for links to the owner's pages elsewhere."""

    link_lines = LinkLinesField(
        ProfileLink,
        SIGNS,
        label=_("Add links"),
        help_text=_(
            "Your pages elsewhere, a web address in each line: what each is, is seen from it. They "
            "are changed, sorted and removed in the list of profile links."
        ),
    )


@admin.register(Profile)
class ProfileAdmin(MarkdownAdmin):
    """The profile. As there is only one, its form takes the place of the list."""

    form = ProfileForm
    fieldsets = [
        (None, {"fields": ["name", ("native_name", "native_language"), "photo"]}),
        (
            _("Position"),
            {"fields": ["position", "department", "institution", "institution_url", "email"]},
        ),
        (_("Links"), {"fields": ["link_lines"]}),
        (_("About you"), {"fields": ["interests", "biography"]}),
        (_("Publications"), {"fields": ["publications_note"]}),
        (
            _("The CV"),
            {"fields": ["cv_paper", ("cv_groups", "cv_order"), ("cv_numbers", "cv_totals")]},
        ),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Leave out the links for those who may not add any."""
        may_add = request.user.has_perm("profile.add_profilelink")
        fieldsets = super().get_fieldsets(request, obj)
        return [part for part in fieldsets if may_add or part[1]["fields"] != ["link_lines"]]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Add the pasted links after those that are there."""
        super().save_related(request, form, formsets, change)
        links = form.cleaned_data.get("link_lines") or ()
        for link in leave_out_known(links, ProfileLink.objects.all()):
            link.save()
            note([link])

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Allow only one profile."""
        return super().has_add_permission(request) and not Profile.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Profile | None = None) -> bool:
        """Never delete the profile: it can only be emptied."""
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Redirect to the form."""
        if Profile.objects.exists():
            return HttpResponseRedirect(reverse("admin:profile_profile_change", args=[1]))
        return HttpResponseRedirect(reverse("admin:profile_profile_add"))


@admin.register(ProfileLink)
class ProfileLinkAdmin(OrderedAdmin):
    """Links to the owner's pages elsewhere."""

    list_display = ["__str__", "kind", "label", "url", "position"]
    list_editable = ["kind", "label", "url", "position"]
    list_filter = ["kind"]
    search_fields = ["label", "url"]
    fields = ["kind", "label", "url", "note", "position"]


@admin.register(Education)
class EducationAdmin(OrderedAdmin):
    """Education."""

    list_display = ["__str__", "shown_when", "place", "position"]
    search_fields = ["institution", "degree", "advisors"]
    fields = [
        *("institution", "place", "degree", "departments", "when", "advisors", "note"),
        "position",
    ]


@admin.register(Experience)
class ExperienceAdmin(OrderedAdmin):
    """Jobs, internships and visits."""

    list_display = ["__str__", "shown_when", "position"]
    search_fields = ["organisation", "role", "description"]
    fields = ["organisation", "when", "role", "advisors", "description", "position"]


@admin.register(Award)
class AwardAdmin(OrderedAdmin):
    """Awards and fellowships."""

    list_display = ["__str__", "awarded_by", "shown_when", "position"]
    search_fields = ["title", "awarded_by"]
    fields = ["title", "awarded_by", "when", "note", "position"]


@admin.register(Teaching)
class TeachingAdmin(OrderedAdmin):
    """Courses taught."""

    list_display = ["__str__", "shown_when", "position"]
    search_fields = ["institution", "role", "courses"]
    fields = ["institution", "role", "when", "courses", "note", "position"]


@admin.register(Service)
class ServiceAdmin(OrderedAdmin):
    """Service."""

    list_display = ["__str__", "shown_years", "distinction", "position"]
    list_filter = ["category"]
    search_fields = ["venue", "distinction"]
    fields = ["category", "venue", "years", "distinction", "position"]

    @admin.display(description=_("years"))
    def shown_years(self, service: Service) -> str:
        return service.years.display() if service.years else ""


@admin.register(Section)
class SectionAdmin(OrderedAdmin):
    """The owner's own sections of the CV."""

    list_display = ["__str__", "position"]
    search_fields = ["title", "text"]
    fields = ["title", "text", "position"]
