"""Export: the public site as static files, for web hosts that run no programs."""
