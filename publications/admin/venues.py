"""Venues and topics in the admin."""

from django.contrib import admin

from common.admin import FoldedSearchAdmin
from publications.models import Topic, Venue


@admin.register(Venue)
class VenueAdmin(FoldedSearchAdmin):
    """Conferences, journals, workshops."""

    list_display = ["short_name", "name", "kind"]
    list_filter = ["kind"]
    search_fields = ["short_name", "name"]


@admin.register(Topic)
class TopicAdmin(FoldedSearchAdmin):
    """Subjects that papers are filed under."""

    list_display = ["name", "slug"]
    search_fields = ["name"]
