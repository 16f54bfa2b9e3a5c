"""What the site has promised to be."""

from publications.listing.pagination import PER_PAGE, WHOLE

BASE_MS, MS_A_PAPER = 10.0, 0.15
ON_HOME = 5


def allowed_ms(path: str, papers: int) -> float:
    """Return the CPU time in milliseconds that a page may take on a site of so many papers."""
    on_a_page = papers if papers <= WHOLE else PER_PAGE
    listed = {"/": ON_HOME, "/publications/": on_a_page}.get(path, 1)
    return BASE_MS + MS_A_PAPER * min(listed, papers)


def verdict(is_good: bool) -> str:
    """Return the mark that stands beside a figure."""
    return "ok" if is_good else "MISS"
