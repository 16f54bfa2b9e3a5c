"""What the three apps share: dates, Markdown and math, search text, ordering, the content file."""
