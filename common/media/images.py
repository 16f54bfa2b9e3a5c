"""Pictures by their content: uploads checked and made anew, and made in smaller sizes.

Nothing here knows of models or storage; ``common/media/pictures.py`` keeps the pictures of a row.
"""

from __future__ import annotations

from io import BytesIO
from math import ceil
from typing import IO, Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2000
# These are in memory several times, or as a whole in another form, while they are decoded.
MOST_PIXELS_OF_PROGRESSIVE = 25_000_000
MOST_PIXELS_OF_WEBP = 12_500_000
_METADATA = ("exif", "icc_profile", "xmp", "XML:com.adobe.xmp", "Raw profile type exif")
_ROWS_AT_ONCE = 16  # of the smaller picture
_TOO_MANY_PIXELS = "This picture has more than 50 million pixels. Make it smaller."
READ = ("JPEG", "PNG", "WEBP", "GIF")
ACCEPTED = (
    "A JPEG, PNG, WebP or GIF of up to 20 MB. The site makes its own copies, without the place and "
    "time that a camera adds; of an animation it keeps the first picture."
)
# As what each format is stored, where nothing is transparent; what is, becomes a PNG. MPO is the
# JPEG of phones with several lenses.
STORED = {"JPEG": "jpg", "MPO": "jpg", "WEBP": "jpg", "PNG": "png", "GIF": "png"}
# How each format is written, by the extension of its files: beyond this, a large picture costs
# seconds for a few per cent.
WRITTEN: dict[str, tuple[str, dict[str, Any]]] = {
    "avif": ("AVIF", {"quality": 60, "speed": 8}),
    "webp": ("WEBP", {"quality": 80}),
    "jpg": ("JPEG", {"quality": 88, "optimize": True, "progressive": True}),
    "png": ("PNG", {"compress_level": 4}),
}


class Picture(NamedTuple):
    """A picture made anew, and the extension that its file should have."""

    file: ContentFile[bytes]
    extension: str


def reencode(file: Any) -> Picture:
    """Return the uploaded picture, upright, in sRGB, without metadata, at most 2000 pixels a side.

    Raises ValidationError, with a sentence for the owner, for whatever is not a sound JPEG, PNG,
    WebP or GIF of a reasonable size.
    """
    if file.size > MOST_BYTES:
        raise ValidationError("This file is larger than 20 MB. Make the picture smaller.")
    image = opened(file)
    try:
        drawn = rotate_upright(image)
    except (OSError, SyntaxError, ValueError) as error:
        raise ValidationError("This picture is damaged. Export it again and retry.") from error
    extension = "png" if drawn.mode == "RGBA" else STORED[image.format or ""]
    return Picture(ContentFile(written(drawn, extension)), extension)


def opened(file: IO[bytes]) -> Image.Image:
    """Return the picture in a file, not decoded yet. Raises ValidationError where there is none."""
    try:
        image = Image.open(file, formats=READ)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ValidationError("This is not a JPEG, PNG, WebP or GIF picture.") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(_TOO_MANY_PIXELS) from error
    _refuse_too_many_pixels(image)
    return image


def _refuse_too_many_pixels(image: Image.Image) -> None:
    """Refuse what would take more than 300 MB of memory to decode, by what its decoder needs."""
    pixels = image.width * image.height
    if pixels > MOST_PIXELS:
        raise ValidationError(_TOO_MANY_PIXELS)
    kind = "WebP" if image.format == "WEBP" else "progressive JPEG"
    is_kept_whole = kind == "WebP" or "progressive" in image.info
    most = MOST_PIXELS_OF_WEBP if kind == "WebP" else MOST_PIXELS_OF_PROGRESSIVE
    if is_kept_whole and pixels > most:
        raise ValidationError(
            f"This {kind} has more than {most / 1_000_000:g} million pixels. Make it smaller, or "
            "save it as a plain JPEG."
        )


def rotate_upright(image: Image.Image) -> Image.Image:
    """Return the opened picture as it is meant to be seen, in RGB or RGBA of sRGB.

    It is turned as the camera was held, at most 2000 pixels a side, and carries no metadata. What
    was opened is closed. Raises OSError, SyntaxError or ValueError where the data is damaged.
    """
    smaller = _reduced(image)
    smaller.info = {name: image.info[name] for name in _METADATA if name in image.info}
    if smaller is not image:
        image.close()
    smaller.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    drawn = _in_srgb(ImageOps.exif_transpose(smaller))
    drawn.info = {}
    return drawn


def _reduced(image: Image.Image) -> Image.Image:
    """Return the picture decoded, in RGB, RGBA, CMYK or L, and not much larger than is wanted.

    A copy of all its pixels would take hundreds of megabytes, so that it is made smaller in strips.
    A JPEG is not even decoded in its full size.
    """
    times = max(image.size) / LONGEST_SIDE
    if times > 1:
        image.draft(None, (ceil(image.width / times), ceil(image.height / times)))
    image.load()
    mode = _mode_of(image)
    step = max(1, round(max(image.size) / (1.4 * LONGEST_SIDE)))
    if step == 1:
        return _converted(image, mode)
    smaller = Image.new(mode, (ceil(image.width / step), ceil(image.height / step)))
    for top in range(0, smaller.height, _ROWS_AT_ONCE):
        end = min(image.height, (top + _ROWS_AT_ONCE) * step)
        strip = image.crop((0, top * step, image.width, end))
        smaller.paste(_converted(strip, mode).reduce(step), (0, top))
    return smaller


def _mode_of(image: Image.Image) -> str:
    """Return the simplest mode in which nothing of a decoded picture is lost."""
    if image.mode.startswith("I"):  # grey of 16 bits
        return "L"
    if image.has_transparency_data:
        return "RGBA"
    return image.mode if image.mode in {"RGB", "CMYK", "L"} else "RGB"


def _converted(image: Image.Image, mode: str) -> Image.Image:
    if image.mode.startswith("I"):  # a plain conversion would blow it out
        return image.convert("I").point(lambda grey: grey / 256, "L")
    return image if image.mode == mode else image.convert(mode)


def resize(image: Image.Image, width: int) -> Image.Image:
    """Return the picture in this width, in pixels; its height follows."""
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def written(image: Image.Image, extension: str) -> bytes:
    """Return the file of a picture in RGB or RGBA: "avif", "webp", "jpg" or "png"."""
    kind, options = WRITTEN[extension]
    output = BytesIO()
    (image.convert("RGB") if extension == "jpg" else image).save(output, kind, **options)
    return output.getvalue()


def _in_srgb(image: Image.Image) -> Image.Image:
    """Return the picture in RGB or RGBA, with the colours that its ICC profile means."""
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    opaque = image.convert("RGB") if alpha else image
    profile = image.info.get("icc_profile")
    drawn = (profile and _from_profile(opaque, profile)) or opaque.convert("RGB")
    if alpha:
        drawn.putalpha(alpha)
    return drawn


def _from_profile(image: Image.Image, profile: bytes) -> Image.Image | None:
    """Return the picture in sRGB; None where the profile is broken, or for other colours."""
    try:
        return ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB",
        )
    except (ImageCms.PyCMSError, OSError):
        return None
