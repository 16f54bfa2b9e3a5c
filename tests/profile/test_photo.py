"""The owner's photo: stored upright, without what a camera adds; missed by no page."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from profile.models import Profile
from tests.admin_forms import address, submitted
from tests.page import Page
from website import content

pytestmark = pytest.mark.django_db


@pytest.fixture
def upload(desk):
    """Upload a file as the photo of the profile."""
    content.load("[profile]\nname = 'Wei Xiong'")
    form = address(Profile, "change", 1)

    def send(data: bytes, name: str = "me.jpg"):
        photo = SimpleUploadedFile(name, data, "image/jpeg")
        return desk.post(form, submitted(Page(form, desk)) | {"photo": photo})

    return send


def photo(**options) -> bytes:
    output = BytesIO()
    Image.new("RGB", (60, 40), "red").save(output, "JPEG", **options)
    return output.getvalue()


def test_it_is_shown_upright_with_its_size(upload):
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "where I live"
    assert upload(photo(exif=exif)).status_code == 302
    (shown,) = Page("/").all("img", class_="photo")
    assert (shown.get("width"), shown.get("height"), shown.get("alt")) == ("40", "60", "Wei Xiong")
    stored = Image.open(default_storage.open(Profile.objects.get().photo.name))
    assert stored.size == (40, 60)
    assert not stored.getexif()


@pytest.mark.parametrize("data", [b"<script>", photo()[:300], b""])
def test_what_is_no_sound_picture_is_refused(upload, data):
    assert upload(data).status_code == 200
    assert not Profile.objects.get().photo


def test_a_photo_whose_file_is_gone_leaves_the_page_whole(upload):
    upload(photo())
    default_storage.delete(Profile.objects.get().photo.name)
    assert Page("/").texts("h1") == ["Wei Xiong"]


def test_a_profile_without_a_photo_has_no_picture(upload):
    assert Page("/").all("img") == []
