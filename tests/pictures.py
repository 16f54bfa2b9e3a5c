"""Small pictures, sound and hostile, as owners and strangers upload them."""

import struct
import zlib
from io import BytesIO
from typing import Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

RED, GREEN, BLUE = (255, 0, 0), (0, 128, 0), (0, 0, 255)
ORIENTATION, CAMERA, GPS = 0x0112, 0x010F, 0x8825


def flag(size: tuple[int, int] = (60, 40), mode: str = "RGB") -> Image.Image:
    """Return a picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", size, RED)
    ImageDraw.Draw(image).rectangle((size[0] // 2, 0, *size), BLUE)
    return image.convert(mode)


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """Return the file of a picture."""
    output = BytesIO()
    image.save(output, kind, **options)
    return output.getvalue()


def jpeg(size: tuple[int, int] = (60, 40), **options: Any) -> bytes:
    """Return the file of a sound JPEG."""
    return encoded(flag(size), **options)


def from_a_camera(size: tuple[int, int] = (60, 40)) -> bytes:
    """Return a JPEG taken on its side (red half up), with its author and place as metadata."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[CAMERA] = 6, "where I live"
    exif.get_ifd(GPS)[1] = "N"
    return jpeg(size, exif=exif, comment=b"where I live")


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """Return a PNG of a few hundred bytes that claims to have so many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def upload(data: bytes, name: str = "a.jpg", kind: str = "image/jpeg") -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, data, kind)


def stored(name: str) -> Image.Image:
    """Return the picture that is stored under a name, decoded."""
    with default_storage.open(name) as file:
        image = Image.open(BytesIO(file.read()))
    image.load()
    return image


def colour(image: Image.Image, place: str) -> str:
    """Return which primary colour is at the middle of a side ("left", "top", ...)."""
    width, height = image.size
    x, y = {
        "left": (0, height // 2),
        "right": (width - 1, height // 2),
        "top": (width // 2, 0),
        "bottom": (width // 2, height - 1),
    }[place]
    red, green, blue = image.convert("RGB").getpixel((x, y))
    return max((red, "red"), (green, "green"), (blue, "blue"))[1]
