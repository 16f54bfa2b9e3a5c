"""Template tags for the history pages."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def days_to_keep_deleted_files() -> int:
    days: int = settings.KEEP_DELETED_FILES
    return days
