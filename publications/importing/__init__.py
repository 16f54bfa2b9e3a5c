"""Importing papers: previewing what would change, and applying it."""
