"""The check of outgoing links."""
