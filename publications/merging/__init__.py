"""Possible duplicates, such as a preprint and its published version, and making them one."""
