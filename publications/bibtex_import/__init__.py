"""BibTeX onto the site: what an import would change, and applying it."""
