"""Papers, authors and venues in the admin."""

from publications.admin import papers  # noqa: F401 (registers them)
