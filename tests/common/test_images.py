"""Uploaded pictures are made anew: upright, in sRGB, without what is hidden in them."""

from io import BytesIO

import pytest
from PIL import Image, ImageCms

from common.images import LONGEST_SIDE, reencoded
from tests.pictures import BLUE, RED, colour, encoded, flag, from_a_camera, jpeg, upload


def made_of(data: bytes) -> tuple[Image.Image, str]:
    """Return what is stored for an upload, and its extension."""
    picture = reencoded(upload(data))
    image = Image.open(BytesIO(picture.file.read()))
    image.load()
    return image, picture.extension


def test_it_is_turned_as_the_camera_was_held():
    image, _ = made_of(from_a_camera())
    assert image.size == (40, 60)
    assert (colour(image, "top"), colour(image, "bottom")) == ("red", "blue")


def test_nothing_that_a_camera_adds_is_left():
    picture = reencoded(upload(from_a_camera()))
    data = picture.file.read()
    assert b"where I live" not in data
    assert not Image.open(BytesIO(data)).getexif()


def test_what_hides_behind_the_picture_is_gone():
    assert b"script" not in reencoded(upload(jpeg() + b"<script>alert(1)</script>")).file.read()


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
def test_what_is_transparent_stays_so(kind):
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
