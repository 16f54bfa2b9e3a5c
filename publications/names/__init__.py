"""Names of people and groups, and the author line."""
