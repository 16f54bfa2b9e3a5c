"""What can be wrong with a backup."""


class BackupError(Exception):
    """A backup that cannot be made or restored; the message says why, and what to do."""

    def __str__(self) -> str:
        return printable(super().__str__())


class UploadsMissingError(BackupError):
    """The rows of a backup are the site's now, but not all of its uploads could be stored."""


def printable(text: object) -> str:
    r"""Return the text with what a terminal would act on, or hide, written as ``\u202e``.

    A backup may come from anybody, and its names with it.
    """
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape", "surrogatepass").decode()
        for sign in str(text)
    )
