"""Importing BibTeX: previewing what would change, and applying it."""
