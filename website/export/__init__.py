"""The static copy: every public address of the site as a file, for hosts that run no program."""
