"""Code that the three apps share: dates, text, history, media, ordering, the content file."""
