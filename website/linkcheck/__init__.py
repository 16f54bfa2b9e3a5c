"""The check of outgoing links: which links there are, how they are requested and judged."""
