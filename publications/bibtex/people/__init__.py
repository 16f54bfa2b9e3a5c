"""The names of authors and editors in BibTeX."""
