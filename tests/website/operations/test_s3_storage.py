"""Uploads in a bucket are private, served by the site, and never half saved."""

import pytest
from django.core.checks import run_checks
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from common.media import chosen_files
from profile.models import Profile
from tests.admin_forms import admin_url, submitted
from tests.page import Page
from tests.pictures import jpeg, stored, upload
from tests.s3_server import KEYS, check_keys, forget_everything, make_bucket, s3_server
from tests.servers import find_free_port
from website.backup import uploads
from website.backup.archive import digest_of
from website.config import services
from website.config.checks import SERVERS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::DeprecationWarning:moto.*"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:botocore.*"),
]


@pytest.fixture(scope="session")
def server():
    with s3_server() as address_:
        yield address_


@pytest.fixture
def keys(monkeypatch) -> None:
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def bucket(server, keys, settings) -> str:
    """The URL of an empty bucket for the site's uploads."""
    forget_everything(server)  # what other tests have left in this process
    make_bucket(server, "uploads")
    keep_uploads_at(settings, f"{server}/uploads/wei")
    yield f"{server}/uploads/wei"
    forget_everything(server)


def keep_uploads_at(settings, place: str) -> None:
    settings.STORAGES = {**settings.STORAGES, "default": services.configure_uploads(place)}


def save_photo(desk: Client, data: bytes):
    """Save the form of the profile with a photo, as the owner does."""
    page = ("change", 1) if Profile.objects.exists() else ("add",)
    form = admin_url(Profile, *page)
    values = submitted(Page(form, desk)) | {"name": "Wei Xiong", "photo": upload(data)}
    return desk.post(form, values)


def said() -> str:
    return " ".join(
        found.msg for found in run_checks(tags=[SERVERS], include_deployment_checks=True)
    )


def test_a_photo_is_kept_there_in_all_sizes_and_served_by_the_site(bucket, desk):
    assert save_photo(desk, jpeg((400, 300))).status_code == 302
    photo = Profile.objects.get().photo
    assert set(uploads.list_uploads()) == {photo.name, *photo.names_of_sizes}
    assert stored(photo.name).size == (400, 300)
    page = Page("/")
    [shown] = page.all("img")
    assert shown.get("src").startswith("/uploads/sizes/photos/portrait-")
    assert bucket.split("/")[2] not in Client().get("/").content.decode()
    response = Client().get(shown.get("src"))
    assert b"".join(response.streaming_content)[:2] == b"\xff\xd8"
    assert response["Content-Type"] == "image/jpeg"
    assert int(response["Content-Length"]) > 100
    assert "immutable" in response["Cache-Control"]
    assert "sandbox" in response["Content-Security-Policy"]


def test_what_is_not_there_is_not_found(bucket):
    for name in ("photos/nobody.jpg", "../wei", "photos/", "photos"):
        assert Client().get(f"/uploads/{name}").status_code == 404


def test_a_replaced_photo_is_kept_and_served_no_more(bucket, desk):
    save_photo(desk, jpeg((100, 80)))
    (name,) = (name for name in uploads.list_uploads() if name.startswith("photos/"))
    save_photo(desk, jpeg((60, 40)))
    assert name in uploads.list_uploads()
    assert Client().get(f"/uploads/{name}").status_code == 404


def test_a_replaced_photo_that_is_not_kept_is_removed_after_the_commit(
    bucket, desk, settings, django_capture_on_commit_callbacks
):
    settings.KEEP_DELETED_FILES = 0
    save_photo(desk, jpeg((100, 80)))
    before = set(uploads.list_uploads())
    with django_capture_on_commit_callbacks() as later:
        save_photo(desk, jpeg((60, 40)))
    assert before < set(uploads.list_uploads())
    for remove in later:
        remove()
    assert not before & set(uploads.list_uploads())


def test_a_file_chosen_in_a_refused_form_waits_in_the_bucket_for_all_machines(bucket):
    token = chosen_files.put_aside(SimpleUploadedFile("a.pdf", b"%PDF-1.7"), "owner")
    taken = chosen_files.take_up(token, "owner")
    assert (taken.name, taken.read()) == ("a.pdf", b"%PDF-1.7")
    assert isinstance(chosen_files.take_up(token, "somebody"), chosen_files.LostFile)
    chosen_files.remove_old()
    (name,) = default_storage.listdir(chosen_files.FOLDER)[1]
    default_storage.delete(f"{chosen_files.FOLDER}/{name}")
    assert isinstance(chosen_files.take_up(token, "owner"), chosen_files.LostFile)


def test_two_sites_share_a_bucket_in_folders_of_their_own(bucket, server, settings):
    default_storage.save("papers/a.pdf", ContentFile(b"%PDF"))
    keep_uploads_at(settings, f"{server}/uploads/han")
    assert not default_storage.exists("papers/a.pdf")
    assert list(uploads.list_uploads()) == []


def test_a_backup_takes_them_and_a_restore_brings_them_back(bucket, tmp_path):
    files = {"photos/a-c3f9a0c41b7d2e58.jpg": b"a picture", "papers/gec.pdf": b"a paper"}
    for name, data in files.items():
        default_storage.save(name, ContentFile(data))
    held, members = tmp_path / "held", {}
    held.mkdir()
    for name in uploads.list_uploads():
        assert uploads.hold(name, held / "file")
        with (held / "file").open("rb") as content:
            members[name] = digest_of(content)
        (held / "file").rename(held / members[name])
    uploads.remove(["papers/gec.pdf", "papers/never-there.pdf"])
    assert not uploads.hold("papers/gec.pdf", held / "gone")
    assert uploads.add_missing(members, held) == ["papers/gec.pdf"]
    uploads.make_equal(members, held)
    for name in uploads.list_uploads():
        with default_storage.open(name) as file:
            assert file.read() == files.pop(name)
    assert not files


def test_a_working_bucket_passes_the_check(bucket):
    assert said() == ""
    assert list(uploads.list_uploads()) == []


def test_a_missing_bucket_is_named(bucket, server, settings):
    keep_uploads_at(settings, f"{server}/elsewhere")
    assert "The bucket in UPLOADS_URL does not exist" in said()
    with pytest.raises(CommandError, match="The bucket in UPLOADS_URL does not exist"):
        call_command("setup")


def test_wrong_keys_are_named(bucket, server):
    check_keys(server, after=0)
    try:
        assert "correct AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY" in said()
    finally:
        check_keys(server, after=1_000_000)


@pytest.fixture
def nowhere(keys, settings) -> None:
    """A storage that does not answer."""
    keep_uploads_at(settings, f"http://127.0.0.1:{find_free_port()}/uploads")


def test_a_storage_that_does_not_answer_is_named(nowhere):
    assert "The storage of uploads does not answer" in said()


def test_nothing_is_saved_if_the_upload_fails(nowhere, desk):
    Profile.objects.create(name="Wei")
    response = save_photo(desk, jpeg())
    assert response.status_code == 503
    assert "does not answer" in response.content.decode()
    assert "Your change was not saved" in response.content.decode()
    profile = Profile.objects.get()
    assert (profile.name, profile.photo.name) == ("Wei", "")


def test_visitors_are_told_only_to_come_back(nowhere):
    response = Client().get("/uploads/photos/a.jpg")
    assert response.status_code == 503
    assert response["Retry-After"]
    assert "UPLOADS_URL" not in response.content.decode()


def test_pages_do_not_access_the_storage(nowhere):
    Profile.objects.create(name="Wei")
    Profile.objects.update(photo="photos/a.jpg", photo_width=400, photo_height=300)
    assert 'src="/uploads/sizes/photos/a.jpg' in Client().get("/").content.decode()


def test_a_picture_for_a_text_that_cannot_be_kept_is_refused(nowhere, desk):
    response = desk.post("/admin/markdown/upload/", {"image": upload(jpeg())})
    assert response.status_code == 503
    assert "does not answer" in response.json()["image"][0]
