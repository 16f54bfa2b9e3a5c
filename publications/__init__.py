"""Papers: what was written, with whom, where it appeared."""
