"""Checking, re-encoding and resizing pictures.

This module knows nothing about models or storage, which are in ``common/media/pictures.py``.
"""

from __future__ import annotations

from io import BytesIO
from math import ceil
from pathlib import Path
from typing import IO, Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from common.files.file_lock import one_at_a_time

MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 2000
# Decoding these formats takes several times as much memory.
MOST_PIXELS_OF_PROGRESSIVE = 25_000_000
MOST_PIXELS_OF_WEBP = 12_500_000
_METADATA = ("exif", "icc_profile", "xmp", "XML:com.adobe.xmp", "Raw profile type exif")
_PIXELS_AT_ONCE = 500_000
_TOO_MANY_PIXELS = _("This picture has more than 50 million pixels. Make it smaller.")
READ = ("JPEG", "PNG", "WEBP", "GIF")
ACCEPTED = _(
    "A JPEG, PNG, WebP or GIF of up to 20 MB. The site makes its own copies, without the place and "
    "time that a camera adds. Only the first picture of an animation is used."
)
# The stored format of each upload without transparency; otherwise it is PNG. MPO is the JPEG of
# phones with several lenses.
STORED = {"JPEG": "jpg", "MPO": "jpg", "WEBP": "jpg", "PNG": "png", "GIF": "png"}
# How each format is written, by file extension. Better compression would take seconds more for a
# large picture, and save a few per cent.
WRITE_OPTIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "avif": ("AVIF", {"quality": 60, "speed": 8}),
    "webp": ("WEBP", {"quality": 80}),
    "jpg": ("JPEG", {"quality": 88, "optimize": True, "progressive": True}),
    "png": ("PNG", {"compress_level": 4}),
}


class Picture(NamedTuple):
    """A re-encoded picture, and the extension for its file."""

    file: ContentFile[bytes]
    extension: str


def reencode(file: Any) -> Picture:
    """Return the uploaded picture, upright, in sRGB, without metadata, at most 2000 pixels a side.

    Raises ValidationError, with a sentence for the owner, unless it is an undamaged JPEG, PNG, WebP
    or GIF of a reasonable size.
    """
    if file.size > MOST_BYTES:
        raise ValidationError(_("This file is larger than 20 MB. Make the picture smaller."))
    image = open_image(file)
    try:
        upright = rotate_upright(image)
    except (OSError, SyntaxError, ValueError) as error:
        raise ValidationError(_("This picture is damaged. Export it again and retry.")) from error
    extension = "png" if upright.mode == "RGBA" else STORED[image.format or ""]
    return Picture(ContentFile(encode(upright, extension)), extension)


def open_image(file: IO[bytes]) -> Image.Image:
    """Open a picture without decoding it. Raises ValidationError if it is not one."""
    try:
        image = Image.open(file, formats=READ)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise ValidationError(_("This is not a JPEG, PNG, WebP or GIF picture.")) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(_TOO_MANY_PIXELS) from error
    _refuse_too_many_pixels(image)
    return image


def _refuse_too_many_pixels(image: Image.Image) -> None:
    """Refuse pictures whose decoder would need more than 300 MB of memory."""
    pixels = image.width * image.height
    if pixels > MOST_PIXELS:
        raise ValidationError(_TOO_MANY_PIXELS)
    is_webp = image.format == "WEBP"
    kind = "WebP" if is_webp else _("progressive JPEG")
    is_decoded_whole = is_webp or "progressive" in image.info
    most = MOST_PIXELS_OF_WEBP if is_webp else MOST_PIXELS_OF_PROGRESSIVE
    if is_decoded_whole and pixels > most:
        message = _(
            "This %(kind)s has more than %(most)g million pixels. Make it smaller, or save it as a "
            "plain JPEG."
        )
        raise ValidationError(message, params={"kind": kind, "most": most / 1_000_000})


def rotate_upright(image: Image.Image) -> Image.Image:
    """Return an opened picture upright, in sRGB (RGB or RGBA), at most 2000 pixels a side.

    The result has no metadata, and the opened picture is closed. One picture is decoded at a time
    on this machine, as a large one takes much memory. Raises OSError, SyntaxError or ValueError if
    the data is damaged.
    """
    with one_at_a_time(Path(settings.DATA_DIR) / "cache" / "picture.lock"):
        smaller = _reduce(image)
        smaller.info = {name: image.info[name] for name in _METADATA if name in image.info}
        if smaller is not image:
            image.close()
        smaller.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright = _to_srgb(ImageOps.exif_transpose(smaller))
    upright.info = {}
    return upright


def _reduce(image: Image.Image) -> Image.Image:
    """Return the decoded picture in RGB, RGBA, CMYK or L, not much larger than necessary.

    A full copy would take hundreds of megabytes, so the picture is reduced in strips. A JPEG is not
    even decoded in its full size.
    """
    times = max(image.size) / LONGEST_SIDE
    if times > 1:
        image.draft(None, (ceil(image.width / times), ceil(image.height / times)))
    image.load()
    mode = _choose_mode(image)
    step = max(1, round(max(image.size) / (1.4 * LONGEST_SIDE)))
    if step == 1:
        return _convert(image, mode)
    smaller = Image.new(mode, (ceil(image.width / step), ceil(image.height / step)))
    rows = max(1, _PIXELS_AT_ONCE // (step * image.width))  # of the smaller picture
    for top in range(0, smaller.height, rows):
        end = min(image.height, (top + rows) * step)
        strip = image.crop((0, top * step, image.width, end))
        smaller.paste(_convert(strip, mode).reduce(step), (0, top))
    return smaller


def _choose_mode(image: Image.Image) -> str:
    """Return the simplest mode that loses nothing of a decoded picture."""
    if image.mode.startswith("I"):  # 16-bit greyscale
        return "L"
    if image.has_transparency_data:
        return "RGBA"
    return image.mode if image.mode in {"RGB", "CMYK", "L"} else "RGB"


def _convert(image: Image.Image, mode: str) -> Image.Image:
    if image.mode.startswith("I"):  # a plain conversion would overexpose it
        return image.convert("I").point(lambda grey: grey / 256, "L")
    return image if image.mode == mode else image.convert(mode)


def resize(image: Image.Image, width: int) -> Image.Image:
    """Return the picture with this width in pixels and the same proportions."""
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def encode(image: Image.Image, extension: str) -> bytes:
    """Encode a picture in RGB or RGBA as "avif", "webp", "jpg" or "png"."""
    kind, options = WRITE_OPTIONS[extension]
    output = BytesIO()
    (image.convert("RGB") if extension == "jpg" else image).save(output, kind, **options)
    return output.getvalue()


def _to_srgb(image: Image.Image) -> Image.Image:
    """Convert the colours of the picture's ICC profile to sRGB, in RGB or RGBA."""
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    opaque = image.convert("RGB") if alpha else image
    profile = image.info.get("icc_profile")
    result = (profile and _apply_profile(opaque, profile)) or opaque.convert("RGB")
    if alpha:
        result.putalpha(alpha)
    return result


def _apply_profile(image: Image.Image, profile: bytes) -> Image.Image | None:
    """Return the picture in sRGB; None if the profile is broken or does not fit the picture."""
    try:
        return ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB",
        )
    except (ImageCms.PyCMSError, OSError):
        return None
