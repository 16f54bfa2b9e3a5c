"""The name of a stored file has one valid spelling. Any other is refused everywhere."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command

from common.media.names import is_valid_name
from common.models import DeletedFile
from common.text.markdown import render
from profile.models import Profile
from publications.models import Publication, PublicationLink
from tests import cast
from tests.admin_forms import admin_url, submitted
from tests.page import Page
from website import content_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("uploads")]

VALID = [
    *("papers/nash-c3f9a0c41b7d2e58.pdf", "papers/Xiong 2024.pdf", "papers/熊伟.pdf", "a.pdf"),
    *("papers/RLHF: a survey, 95%.pdf", "papers/old/a~1.pdf", "papers/a..b.pdf", "a/b/c/d.pdf"),
]
INVALID = [
    *("papers//nash.pdf", "papers/./nash.pdf", "./papers/nash.pdf", "papers/nash.pdf/", "/a.pdf"),
    *("//a.pdf", "papers/../papers/nash.pdf", "../nash.pdf", "papers/nash.pdf/.", "papers\\a.pdf"),
    *(".chosen/a.pdf", "papers/.nash.pdf", "papers/a\0.pdf", "papers/a\n.pdf", "papers/a\x85.pdf"),
    *("papers/\ud800.pdf", "papers/" + "x" * 256, "papers/" + "熊" * 86, "x/" * 600 + "a.pdf", ""),
    *(".", "..", "/"),
]
# Those that a text file and a database can hold.
WRITTEN = INVALID[:12]


@pytest.mark.parametrize("name", VALID)
def test_a_plain_path_is_valid(name):
    assert is_valid_name(name)


@pytest.mark.parametrize("name", INVALID)
def test_a_path_that_a_storage_would_change_is_not_valid(name):
    assert not is_valid_name(name)


class TestAContentFile:
    @pytest.mark.parametrize("name", WRITTEN)
    @pytest.mark.parametrize(
        ("text", "key"),
        [
            ("title = 'A'\nauthors = 'B C'\npdf = '{}'", "line 4: publications 1, pdf:"),
            (
                "title = 'A'\nauthors = 'B C'\nlinks = [{{file = '{}'}}]",
                "line 4: publications 1, links: entry 1: file:",
            ),
        ],
    )
    def test_that_names_one_is_refused_with_the_key(self, text, key, name):
        default_storage.save("papers/nash.pdf", ContentFile(b"%PDF-1.7"))
        with pytest.raises(content_file.ContentError) as refused:
            content_file.load(f"[[publications]]\n{text.format(name)}\n")
        assert [str(problem) for problem in refused.value.problems] == [
            f'{key} "{name}" is not the name of an upload; write it as it is in the folder of '
            'uploads, such as "papers/nash.pdf"'
        ]
        assert not Publication.objects.exists()

    def test_cannot_name_a_size_of_a_picture(self):
        text = "[profile]\nname = 'Wei Xiong'\nphoto = 'sizes/photos/a.jpg-160.jpg'"
        with pytest.raises(content_file.ContentError, match="is not the name of an upload"):
            content_file.load(text)

    def test_may_name_what_the_owner_has_put_in_the_folder(self):
        default_storage.save("papers/Xiong 2024.pdf", ContentFile(b"%PDF-1.7"))
        paper = "[[publications]]\ntitle = 'A'\nauthors = 'B C'\npdf = 'papers/Xiong 2024.pdf'"
        assert content_file.load(paper).missing_files == []
        assert Publication.objects.get().pdf.read() == b"%PDF-1.7"


class TestARow:
    @pytest.mark.parametrize("name", [*WRITTEN, "sizes/a.pdf", "Sizes/a.pdf"])
    @pytest.mark.parametrize(
        ("row", "field"),
        [(Publication, "pdf"), (Publication, "thumbnail"), (PublicationLink, "file")],
    )
    def test_with_one_is_not_valid(self, row, field, name):
        with pytest.raises(ValidationError) as refused:
            row(**{field: name}).full_clean()
        assert "is not the name of an upload" in refused.value.message_dict[field][0]

    @pytest.mark.parametrize("name", ["//a.pdf", "../nash.pdf", "sizes/a.pdf"])
    def test_that_has_one_already_is_refused_in_its_form_until_the_file_is_cleared(
        self, desk, name, django_capture_on_commit_callbacks, settings
    ):
        settings.KEEP_DELETED_FILES = 0
        default_storage.save("papers/nash.pdf", ContentFile(b"%PDF-1.7"))
        paper = cast.paper()
        Publication.objects.update(pdf=name)
        form = admin_url(Publication, "change", paper.pk)
        sent = submitted(Page(form, desk))
        [said] = Page.of(desk.post(form, sent)).texts("ul", class_="errorlist")
        assert said.startswith(f"“{name}” is not the name of an upload. Choose the file again")
        with django_capture_on_commit_callbacks(execute=True):
            assert desk.post(form, sent | {"pdf-clear": "on"}).status_code == 302
        assert Publication.objects.get().pdf.name == ""
        assert default_storage.exists("papers/nash.pdf")
        assert not DeletedFile.objects.exists()


@pytest.mark.parametrize("name", WRITTEN)
def test_sizes_are_not_made_of_a_picture_with_such_a_name(name, uploads):
    Profile.objects.create(name="Wei Xiong")
    Profile.objects.update(photo=name)
    call_command("make_pictures")
    assert Profile.objects.get().portrait is None
    assert uploads() == set()


def test_a_text_shows_pictures_by_their_names_only():
    assert "<img" in render("![cat](/uploads/text/my%20cat.png)")
    for name in ("text//cat.png", "text/./cat.png", "../admin/", "text/%2e%2e/cat.png", ""):
        assert "<img" not in render(f"![cat](/uploads/{name})")
