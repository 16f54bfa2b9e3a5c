"""The page cache: public pages ready to send, and never stale."""
