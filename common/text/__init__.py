"""Text: Markdown, TeX formulas, and search."""
