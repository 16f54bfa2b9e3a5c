"""The form of a paper in the admin."""
