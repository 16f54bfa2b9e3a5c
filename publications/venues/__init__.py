"""Finds, merges and names venues, one behind all its spellings."""
