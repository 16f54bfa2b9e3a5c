"""URLs of the site: slugs, their history, and absolute URLs."""
