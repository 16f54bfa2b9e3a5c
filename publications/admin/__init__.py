"""Papers, authors and venues in the admin."""

from publications.admin import authors, papers, venues  # noqa: F401 (registers them)
