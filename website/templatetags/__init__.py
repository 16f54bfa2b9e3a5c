"""The site's template tags."""
