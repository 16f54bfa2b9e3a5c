"""Measures how fast the site is: ``make bench``, docs/speed.md."""
