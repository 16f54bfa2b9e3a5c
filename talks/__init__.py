"""Talks and the places where they were given."""
