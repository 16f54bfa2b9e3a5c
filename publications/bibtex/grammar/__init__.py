"""The grammar of BibTeX: dividing a file into entries and their fields."""
