"""Errors about backups."""


class BackupError(Exception):
    """A backup cannot be made or restored; the message says why and what to do."""

    def __str__(self) -> str:
        return printable(super().__str__())


class UploadsMissingError(BackupError):
    """The rows of a backup were restored, but not all of its uploads could be stored."""


def printable(text: object) -> str:
    r"""Return the text with control and invisible characters escaped, such as ``\u202e``.

    A backup may come from anyone, so its names cannot be trusted.
    """
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape", "surrogatepass").decode()
        for sign in str(text)
    )
