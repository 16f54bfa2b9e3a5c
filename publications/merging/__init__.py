"""A preprint and its published version: finding the two papers, and making them one."""
