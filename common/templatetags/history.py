"""Template tags for the pages of the history."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def days_to_keep_deleted_files() -> int:
    """Return for how many days the history can bring back files."""
    days: int = settings.KEEP_DELETED_FILES
    return days
