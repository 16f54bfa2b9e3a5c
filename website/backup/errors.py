"""What can be wrong with a backup."""


class BackupError(Exception):
    """A backup that cannot be made or restored; the message says why, and what to do."""
