"""A picture is stored in several sizes and formats; showing it does not access the storage."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import IntegrityError

from common.media.pictures import PictureFormField
from profile.models import Profile
from publications.models import Publication
from tests import cast
from tests.page import Page
from tests.pictures import colour, encoded, flag, from_a_camera, jpeg, stored, upload
from website import content_file

pytestmark = pytest.mark.django_db

ALT = "Half red, half blue"


@pytest.fixture(autouse=True)
def uploads(uploads):
    return uploads


def with_photo(data: bytes) -> Profile:
    """Return the profile, saved with a photo as if uploaded in its form."""
    profile = Profile(name="Wei Xiong", photo=PictureFormField().clean(upload(data)))
    profile.save()
    return Profile.objects.get()


def with_thumbnail(data: bytes, **fields) -> Publication:
    """Return a paper, saved with a picture as if uploaded in its form."""
    picture = PictureFormField().clean(upload(data))
    paper = cast.paper(thumbnail=picture, thumbnail_alt=ALT, slug="nash", **fields)
    return Publication.objects.get(pk=paper.pk)


def test_it_is_stored_in_several_widths_and_formats(uploads):
    photo = with_photo(jpeg((1200, 900))).photo
    expected = {
        f"sizes/{photo.name}-{width}.{extension}": (width, kind)
        for width in (160, 320, 480)
        for extension, kind in {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}.items()
    }
    assert uploads() == {photo.name, *expected}
    for name, (width, kind) in expected.items():
        image = stored(name)
        assert (image.size, image.format) == ((width, width * 3 // 4), kind)
        assert (colour(image, "left"), colour(image, "right")) == ("red", "blue")


@pytest.mark.parametrize(
    ("width", "widths"),
    [(1, [1]), (100, [100]), (160, [160]), (161, [160, 161]), (400, [160, 320, 400])],
)
def test_none_is_larger_than_the_upload(uploads, width, widths):
    photo = with_photo(encoded(flag((width, 50)), "PNG")).photo
    assert {stored(name).width for name in uploads()} == set(widths)
    assert uploads() == {photo.name, *photo.names_of_sizes}


def test_all_are_upright_and_without_metadata():
    photo = with_photo(from_a_camera((400, 300))).photo
    assert photo.dimensions == (300, 400)
    for name in (photo.name, *photo.names_of_sizes):
        image = stored(name)
        assert image.height > image.width
        assert (colour(image, "top"), colour(image, "bottom")) == ("red", "blue")
        assert not image.getexif()
        assert b"where I live" not in default_storage.open(name).read()


def test_transparent_parts_stay_transparent_in_each():
    image = flag((300, 200), "RGBA")
    image.putpixel((0, 0), (0, 0, 0, 0))
    image.paste((0, 0, 0, 0), (0, 0, 150, 200))
    paper = with_thumbnail(encoded(image, "PNG"))
    assert {name.rpartition(".")[2] for name in paper.thumbnail.names_of_sizes} == {
        *("avif", "webp", "png")
    }
    for name in paper.thumbnail.names_of_sizes:
        assert stored(name).convert("RGBA").getchannel("A").getextrema() == (0, 255)


def test_the_page_offers_each_format_in_each_width():
    photo = with_photo(jpeg((1200, 1600))).photo
    page = Page("/")
    path = f"/uploads/sizes/{photo.name}"
    avif, webp = page.all("source")
    assert (avif.get("type"), webp.get("type")) == ("image/avif", "image/webp")
    assert avif.get("srcset") == ", ".join(f"{path}-{w}.avif {w}w" for w in (160, 320, 480))
    (shown,) = page.all("img", class_="photo")
    assert shown.get("srcset") == ", ".join(f"{path}-{w}.jpg {w}w" for w in (160, 320, 480))
    assert shown.get("src") == f"{path}-320.jpg"
    assert {source.get("sizes") for source in (avif, webp, shown)} == {"165px"}


def test_the_photo_has_its_size_and_a_description_and_is_loaded_eagerly():
    with_photo(jpeg((1200, 1600)))
    (shown,) = Page("/").all("img", class_="photo")
    assert (shown.get("width"), shown.get("height"), shown.get("alt")) == (
        "165",
        "220",
        "Wei Xiong",
    )
    assert shown.get("loading") is None


@pytest.mark.parametrize(
    ("size", "box"),
    [
        ((800, 600), ("149", "112")),
        ((600, 800), ("84", "112")),
        ((2000, 10), ("152", "1")),
        ((60, 40), ("60", "40")),
    ],
)
def test_a_thumbnail_fits_into_the_margin_whatever_its_form(size, box):
    with_thumbnail(encoded(flag(size), "PNG"))
    (shown,) = Page("/publications/").all("img", class_="thumbnail")
    assert (shown.get("width"), shown.get("height")) == box


@pytest.mark.parametrize(
    "path", ["/publications/", "/publications/?by=year", "/publications/nash/", "/"]
)
def test_a_thumbnail_is_described_and_loaded_lazily(path):
    Profile(name="Wei Xiong").save()
    with_thumbnail(jpeg((800, 600)))
    (shown,) = Page(path).all("img")
    assert shown.get("alt") == ALT
    assert (shown.get("loading"), shown.get("decoding")) == ("lazy", "async")


@pytest.mark.parametrize("path", ["/publications/", "/publications/nash/", "/"])
def test_a_paper_without_a_picture_has_none(path):
    Profile(name="Wei Xiong").save()
    cast.paper(slug="nash")
    assert Page(path).all("picture") == []


def test_the_cv_has_no_pictures():
    with_photo(jpeg())
    with_thumbnail(jpeg())
    assert Page("/cv/").all("img") == []


def test_the_picture_of_a_draft_is_on_no_page():
    with_thumbnail(jpeg(), is_draft=True)
    assert Page("/publications/").all("img") == []


def test_a_page_does_not_access_the_storage(monkeypatch):
    with_photo(jpeg((1200, 900)))
    with_thumbnail(jpeg((800, 600)))
    for method in ("open", "exists", "size", "listdir", "get_modified_time"):
        monkeypatch.setattr(type(default_storage._wrapped), method, None)
    for path in ("/", "/publications/", "/publications/nash/"):
        assert Page(path).all("img")


def test_a_picture_without_a_description_is_refused():
    paper = cast.paper()
    paper.thumbnail = "thumbnails/a.png"
    with pytest.raises(ValidationError) as refused:
        paper.full_clean()
    sentence = "Describe the picture for readers who cannot see it."
    assert refused.value.message_dict == {"thumbnail_alt": [sentence]}
    with pytest.raises(IntegrityError):
        paper.save()


def test_another_picture_has_another_size_and_url():
    profile = with_photo(jpeg((60, 40)))
    before = profile.photo.name
    profile.photo = PictureFormField().clean(upload(jpeg((40, 60))))
    profile.save()
    again = Profile.objects.get()
    assert again.photo.dimensions == (40, 60)
    assert again.photo.name != before


def test_a_cleared_picture_has_no_size():
    profile = with_photo(jpeg())
    profile.photo = ""
    profile.save()
    again = Profile.objects.get()
    assert (again.photo_width, again.photo_height, again.photo.dimensions) == (None, None, None)
    assert Page("/").all("img") == []


class TestAFileThatWasPutThereByHand:
    TEXT = "[profile]\nname = 'Wei Xiong'\nphoto = 'photos/me.jpg'"

    @staticmethod
    def put() -> None:
        with default_storage.open("photos/me.jpg", "wb") as file:
            file.write(from_a_camera((400, 300)))

    def test_is_shown_upright_once_the_content_file_names_it(self):
        self.put()
        content_file.load(self.TEXT)
        assert Profile.objects.get().photo.dimensions == (300, 400)
        assert len(Page("/").all("source")) == 2
        assert all(default_storage.exists(n) for n in Profile.objects.get().photo.names_of_sizes)

    def test_may_be_of_another_format_than_its_name_says(self):
        image = flag((200, 100), "RGBA")
        image.putpixel((0, 0), (0, 0, 0, 0))
        with default_storage.open("photos/me.jpg", "wb") as file:
            file.write(encoded(image, "PNG"))
        content_file.load(self.TEXT)
        photo = Profile.objects.get().photo
        assert stored(photo.get_size_name(160, "jpg")).size == (160, 80)

    def test_may_be_put_there_later(self, capsys):
        content_file.load(self.TEXT)
        assert Page("/").all("img") == []
        self.put()
        call_command("make_pictures")
        assert capsys.readouterr().out == "photos/me.jpg: 6 made\n"
        assert len(Page("/").all("img", class_="photo")) == 1

    def test_is_dumped_as_it_was_loaded(self):
        self.put()
        content_file.load(self.TEXT)
        assert 'photo = "photos/me.jpg"' in content_file.dump()
        assert content_file.load(content_file.dump()).counts["profile"] == {"unchanged": 1}


def test_a_thumbnail_is_dumped_with_its_description():
    paper = with_thumbnail(jpeg())
    dumped = content_file.dump()
    assert f'thumbnail = "{paper.thumbnail.name}"\nthumbnail_alt = "{ALT}"' in dumped
    Publication.objects.all().delete()
    content_file.load(dumped)
    assert content_file.dump() == dumped
    assert Publication.objects.get().thumbnail.dimensions == (60, 40)


def test_an_uploaded_thumbnail_stays_where_a_content_file_names_none():
    paper = with_thumbnail(jpeg())
    text = "".join(line for line in content_file.dump().splitlines(True) if "thumbnail" not in line)
    assert content_file.load(text).counts["publications"] == {"unchanged": 1}
    again = Publication.objects.get()
    assert (again.thumbnail.name, again.thumbnail_alt) == (paper.thumbnail.name, ALT)


def test_a_thumbnail_that_a_content_file_does_not_describe_is_refused():
    with pytest.raises(content_file.ContentError, match=r"thumbnail_alt: Describe the picture"):
        content_file.load(
            "[[publications]]\ntitle = 'A'\nauthors = ''\nthumbnail = 'thumbnails/a.png'"
        )


class TestMakingThemAgain:
    def test_makes_only_the_missing_sizes(self, capsys):
        photo = with_photo(jpeg((200, 100))).photo
        lost = photo.names_of_sizes[:2]
        for name in lost:
            default_storage.delete(name)
        call_command("make_pictures")
        call_command("make_pictures")
        assert capsys.readouterr().out == f"{photo.name}: 2 made\n{photo.name}: 0 made\n"
        assert all(default_storage.exists(name) for name in lost)

    def test_names_an_upload_that_is_gone_and_takes_it_off_the_page(self, capsys):
        photo = with_photo(jpeg()).photo
        default_storage.delete(photo.name)
        call_command("make_pictures")
        out = capsys.readouterr().out
        assert out == f"{photo.name}: missing from the uploads, or damaged; no page shows it\n"
        assert Page("/").all("img") == []
        assert Profile.objects.get().photo.name == photo.name
