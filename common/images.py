"""Pictures that somebody uploads: checked by their content and made anew, never stored as sent."""

from __future__ import annotations

from io import BytesIO
from typing import IO, Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageOps, UnidentifiedImageError

MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2000
READ = ("JPEG", "PNG", "WEBP", "GIF")
# As what each format is stored. MPO is the JPEG of phones with several lenses.
STORED = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "png"}


class Picture(NamedTuple):
    """A picture made anew, and the extension that its file should have."""

    file: ContentFile[bytes]
    extension: str


def reencoded(file: Any) -> Picture:
    """Return the uploaded picture, upright, without metadata, at most 2000 pixels a side.

    Raises ValidationError, with a sentence for the owner, for whatever is not a sound JPEG, PNG,
    WebP or GIF of a reasonable size.
    """
    if file.size > MOST_BYTES:
        raise ValidationError("This file is larger than 20 MB. Make the picture smaller.")
    image = _opened(file)
    kind = image.format or ""
    try:
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        extension = STORED[kind]
        mode = "RGBA" if extension != "jpg" and upright.has_transparency_data else "RGB"
        output = BytesIO()
        target = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP"}[extension]
        upright.convert(mode).save(output, target, quality=88, optimize=True)
    except (OSError, SyntaxError, ValueError) as error:
        raise ValidationError("This picture is damaged. Export it again and retry.") from error
    return Picture(ContentFile(output.getvalue()), extension)


def _opened(file: IO[bytes]) -> Image.Image:
    try:
        image = Image.open(file, formats=READ)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ValidationError("This is not a JPEG, PNG, WebP or GIF picture.") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(_TOO_MANY_PIXELS) from error
    if image.width * image.height > MOST_PIXELS:
        raise ValidationError(_TOO_MANY_PIXELS)
    return image


_TOO_MANY_PIXELS = "This picture has more than 50 million pixels. Make it smaller."
