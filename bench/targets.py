"""What the site has promised to be."""

BASE_MS, MS_A_PAPER = 10.0, 0.15
ON_A_PAGE = 200  # a longer list is sent in pages of fewer papers
ON_HOME = 5


def allowed_ms(path: str, papers: int) -> float:
    """Return the CPU time in milliseconds that a page may take on a site of so many papers."""
    listed = {"/": ON_HOME, "/publications/": papers}.get(path, 1)
    return BASE_MS + MS_A_PAPER * min(listed, papers)


def verdict(is_good: bool) -> str:
    """Return the mark that stands beside a figure."""
    return "ok" if is_good else "MISS"
