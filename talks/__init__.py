"""Talks, and where they were given."""
