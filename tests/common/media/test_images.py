"""Uploaded pictures are re-encoded: upright, in sRGB, without hidden data."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageCms

from common.media.images import LONGEST_SIDE, reencode
from tests.pictures import BLUE, RED, colour, encoded, flag, from_a_camera, jpeg, upload
from website.operations.serving import environment

ROOT = Path(__file__).parents[3]


def made_of(data: bytes) -> tuple[Image.Image, str]:
    """Return what is stored for an upload, and its extension."""
    picture = reencode(upload(data))
    image = Image.open(BytesIO(picture.file.read()))
    image.load()
    return image, picture.extension


def test_it_is_turned_upright():
    image, _ = made_of(from_a_camera())
    assert image.size == (40, 60)
    assert (colour(image, "top"), colour(image, "bottom")) == ("red", "blue")


def test_metadata_of_the_camera_is_removed():
    picture = reencode(upload(from_a_camera()))
    data = picture.file.read()
    assert b"where I live" not in data
    assert not Image.open(BytesIO(data)).getexif()


def test_data_after_the_picture_is_removed():
    assert b"script" not in reencode(upload(jpeg() + b"<script>alert(1)</script>")).file.read()


@pytest.mark.parametrize(
    ("data", "extension"),
    [
        (jpeg(), "jpg"),
        (encoded(flag(mode="CMYK")), "jpg"),
        (encoded(flag(mode="L")), "jpg"),
        (encoded(flag(), "WEBP"), "jpg"),
        (encoded(flag(), "WEBP", save_all=True, append_images=[flag()]), "jpg"),
        (encoded(flag(), "PNG"), "png"),
        (encoded(flag(mode="P"), "PNG"), "png"),
        (encoded(flag(mode="1"), "PNG"), "png"),
        (encoded(flag(mode="LA"), "PNG"), "png"),
        (encoded(flag(), "GIF", save_all=True, append_images=[flag(mode="L")]), "png"),
    ],
    ids=["jpeg", "cmyk", "grey", "webp", "moving-webp", "png", "palette", "1-bit", "la", "gif"],
)
def test_every_kind_of_picture_becomes_a_still_jpeg_or_png(data, extension):
    image, made = made_of(data)
    assert made == extension
    assert image.format == {"jpg": "JPEG", "png": "PNG"}[extension]
    assert image.size == (60, 40)
    assert getattr(image, "n_frames", 1) == 1


@pytest.mark.parametrize(
    "data",
    [
        encoded(flag(mode="CMYK")),
        encoded(flag(mode="P"), "PNG"),
        encoded(flag(mode="RGBA"), "WEBP"),
        encoded(flag(), "GIF"),
    ],
    ids=["cmyk", "palette", "webp", "gif"],
)
def test_colours_stay(data):
    image, _ = made_of(data)
    assert (colour(image, "left"), colour(image, "right")) == ("red", "blue")


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_transparent_parts_stay_transparent(kind):
    image = flag(mode="RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size).point(lambda a: 255 * (a > 99)))
    made, extension = made_of(encoded(image, kind))
    assert extension == "png"
    assert made.convert("RGBA").getchannel("A").getextrema() == (0, 255)


def test_grey_of_16_bits_is_not_blown_out():
    made, _ = made_of(encoded(Image.new("I;16", (60, 40), 0x8000), "PNG"))
    assert made.convert("L").getpixel((5, 5)) == 0x80


def test_a_colour_profile_is_applied_then_dropped():
    profile = _profile_with_red_and_green_exchanged()
    made, _ = made_of(encoded(flag(), "PNG", icc_profile=profile))
    assert "icc_profile" not in made.info
    red, green, _ = made.getpixel((5, 20))
    assert green > red


def _profile_with_red_and_green_exchanged() -> bytes:
    """Return sRGB's profile with the names of two of its colours exchanged."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return srgb.replace(b"rXYZ", b"tXYZ").replace(b"gXYZ", b"rXYZ").replace(b"tXYZ", b"gXYZ")


@pytest.mark.parametrize("profile", [b"nonsense", b"\0" * 200])
def test_a_broken_colour_profile_does_no_harm(profile):
    made, _ = made_of(jpeg(icc_profile=profile))
    assert colour(made, "left") == "red"


def test_a_profile_for_grey_on_a_picture_in_colour_does_no_harm():
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    made, _ = made_of(encoded(flag(mode="L"), icc_profile=srgb))
    assert made.mode == "RGB"


@pytest.mark.parametrize(
    ("size", "made"),
    [
        ((4000, 3000), (LONGEST_SIDE, 1500)),
        ((3000, 4000), (1500, LONGEST_SIDE)),
        ((30_000, 5), (LONGEST_SIDE, 1)),
        ((5, 30_000), (1, LONGEST_SIDE)),
        ((1, 1), (1, 1)),
    ],
)
def test_no_side_is_longer_than_2000_pixels(size, made):
    assert made_of(encoded(Image.new("RGB", size, RED)))[0].size == made


def test_a_small_one_is_not_enlarged():
    assert made_of(encoded(Image.new("RGB", (30, 20), BLUE), "PNG"))[0].size == (30, 20)


on_linux = pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for the memory")
BIG = (7000, 7000)  # 49 million pixels


def peak_of(picture: Path, at_once: int = 1) -> int:
    """Return the peak memory, in megabytes, of a process that re-encodes a picture."""
    program = """
import sys
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from common.media import images

class Upload(BytesIO):
    size = 1

def make(file):
    picture = images.reencode(Upload(open(file, "rb").read()))
    again = images.rotate_upright(images.open_image(picture.file))
    for kind in ("avif", "webp", picture.extension):
        images.encode(images.resize(again, 1280), kind)

at_once = int(sys.argv[2])
with ThreadPoolExecutor(at_once) as pool:
    list(pool.map(make, [sys.argv[1]] * at_once))
(peak,) = (line for line in open("/proc/self/status") if line.startswith("VmHWM:"))
print(int(peak.split()[1]) // 1024)
"""
    settings = {**environment(), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-c", program, str(picture), str(at_once)]
    return int(subprocess.check_output(command, env=settings, cwd=ROOT, text=True))


def large(kind: str, mode: str, size: tuple[int, int], **options: object) -> bytes:
    return encoded(Image.new(mode, size, 255), kind, **options)


@pytest.mark.slow
@on_linux
@pytest.mark.parametrize(
    "kind",
    [
        "rgba-png",
        "wide-png",
        "la-png",
        "palette-png",
        "16-bit-png",
        "cmyk-jpeg",
        "gif",
        "webp",
        "progressive",
    ],
)
def test_a_large_picture_takes_less_than_300_megabytes(kind, tmp_path):
    made = {
        "rgba-png": lambda: large("PNG", "RGBA", BIG, compress_level=1),
        "wide-png": lambda: large("PNG", "RGB", (50_000, 1000), compress_level=1),
        "la-png": lambda: large("PNG", "LA", BIG, compress_level=1),
        "palette-png": lambda: large("PNG", "P", BIG, transparency=b"\0\x99" * 128),
        "16-bit-png": lambda: large("PNG", "I;16", BIG, compress_level=1),
        "cmyk-jpeg": lambda: large("JPEG", "CMYK", BIG),
        "gif": lambda: large("GIF", "P", BIG),
        "webp": lambda: large("WEBP", "RGBA", (4032, 3024), method=0),
        "progressive": lambda: large("JPEG", "CMYK", (5000, 5000), progressive=True),
    }
    (tmp_path / "picture").write_bytes(made[kind]())
    assert 20 < peak_of(tmp_path / "picture") < 300


@pytest.mark.slow
@on_linux
def test_several_at_once_take_little_more_memory_than_one(tmp_path):
    file = tmp_path / "picture"
    file.write_bytes(large("PNG", "RGBA", BIG, compress_level=1))
    assert peak_of(file, at_once=4) < 400


@pytest.mark.slow
@on_linux
def test_a_photo_of_fifty_million_pixels_is_turned_and_takes_even_less(tmp_path):
    (tmp_path / "photo.jpg").write_bytes(from_a_camera((8160, 6120)))
    assert peak_of(tmp_path / "photo.jpg") < 200
    image, _ = made_of((tmp_path / "photo.jpg").read_bytes())
    assert image.size == (1500, 2000)
    assert (colour(image, "top"), colour(image, "bottom")) == ("red", "blue")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (
            lambda: large("WEBP", "RGB", (4000, 3200), method=0),
            "This WebP has more than 12.5 million",
        ),
        (
            lambda: large("JPEG", "RGB", (5100, 5000), progressive=True),
            "This progressive JPEG has more than 25 million",
        ),
    ],
    ids=["webp", "progressive"],
)
def test_formats_that_take_more_memory_may_have_fewer_pixels(make, sentence):
    with pytest.raises(ValidationError, match=sentence):
        reencode(upload(make()))


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P", "1", "CMYK", "I;16"])
@pytest.mark.parametrize("size", [(4200, 30), (30, 4200), (4301, 77), (6001, 48)])
def test_a_picture_made_smaller_in_strips_has_no_seams(mode, size):
    """White and transparent parts stay so to the last row and column."""
    white = {"CMYK": (0, 0, 0, 0), "RGBA": (255, 255, 255, 99), "LA": (255, 99), "I;16": 65535}
    kind = "JPEG" if mode == "CMYK" else "PNG"
    picture = Image.new(mode, size, white.get(mode, 1 if mode == "1" else "white"))
    image, _ = made_of(encoded(picture, kind))
    assert max(image.size) == LONGEST_SIDE
    wanted = (255, 255, 255, 99) if mode in {"RGBA", "LA"} else (255, 255, 255)
    assert image.getcolors(1) == [(image.width * image.height, wanted)]


def test_the_colour_of_transparent_parts_does_not_bleed_at_edges():
    """Invisible red does not bleed into white when the picture is made smaller."""
    picture = Image.new("RGBA", (4500, 600), (255, 0, 0, 0))
    picture.paste((255, 255, 255, 255), (0, 0, 2251, 301))
    image, _ = made_of(encoded(picture, "PNG"))
    seen = [image.getpixel((x, 10)) for x in range(image.width)]
    assert all(min(green, blue) > 250 for _, green, blue, alpha in seen if alpha > 20)
