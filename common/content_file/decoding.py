"""The text of a content file that was read as bytes."""

import codecs


class DecodeError(ValueError):
    """The bytes are not UTF-8; ``line`` is where, or 0 if everywhere."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


def decode(data: bytes) -> str:
    """Return the text, with Unix line endings. Raises DecodeError."""
    # UTF-16 and UTF-32 files start with a byte order mark, or contain zero bytes.
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data:
        raise DecodeError("is not plain UTF-8; it may be UTF-16. Save the file as UTF-8.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"byte {error.start + 1} is not UTF-8. Save the file as UTF-8."
        raise DecodeError(message, line) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")
