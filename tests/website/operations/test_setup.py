"""The first start sets the site up, and the second changes nothing."""

import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from profile.models import Award
from publications.models import Publication
from tests.conftest import SAMPLE
from website.models import User

pytestmark = pytest.mark.django_db


def setup(**options) -> str:
    output = StringIO()
    call_command("setup", stdout=output, **options)
    return output.getvalue()


def test_the_first_start_loads_the_sample_and_prints_a_password():
    said = setup(sample=str(SAMPLE))
    assert Publication.objects.count() == 12
    password = re.search(r"one-time password +(\S+)", said)[1]
    assert Client().login(username="owner", password=password)


def test_the_second_start_does_nothing():
    setup(sample=str(SAMPLE))
    password = User.objects.get().password
    Publication.objects.first().delete()
    assert setup(sample=str(SAMPLE)) == ""
    assert Publication.objects.count() == 11
    assert User.objects.get().password == password


def test_a_site_that_was_started_empty_stays_empty():
    setup(sample="")
    assert setup(sample=str(SAMPLE)) == ""
    assert not Publication.objects.exists()


def test_content_that_is_there_already_is_not_mixed_with_the_sample():
    Award.objects.create(title="A prize")
    setup(sample=str(SAMPLE))
    assert not Publication.objects.exists()


def test_a_user_name_that_is_taken_is_left_alone():
    User.objects.create_user("owner")
    assert "owner-2" in setup()


def test_without_a_sample_the_site_starts_empty():
    assert "one-time password" in setup(sample="")
    assert not Publication.objects.exists()


def test_an_account_that_is_there_already_is_kept(owner):
    assert "password" not in setup()
    assert User.objects.get() == owner


class TestOneTimePassword:
    @pytest.fixture
    def client(self):
        password = re.search(r"one-time password +(\S+)", setup())[1]
        client = Client()
        client.post("/admin/login/", {"login": "owner", "password": password})
        client.password = password
        return client

    @pytest.mark.parametrize("path", ["/admin/", "/admin/publications/publication/add/"])
    def test_it_has_to_be_replaced(self, client, path):
        response = client.get(path)
        assert response.status_code == 302
        assert response.headers["Location"] == "/admin/password_change/"
        assert "Choose your own now" in client.get(path, follow=True).content.decode()

    def test_the_pages_of_the_site_stay_open(self, client):
        assert client.get("/").status_code == 200

    def test_once_chosen_the_new_password_opens_the_admin_and_the_old_one_does_not(self, client):
        chosen = {"password1": "a long way home", "password2": "a long way home"}
        client.post("/admin/password_change/", {"oldpassword": client.password, **chosen})
        assert client.get("/admin/").status_code == 200
        assert Client().login(username="owner", password="a long way home")
        assert not Client().login(username="owner", password=client.password)

    def test_it_cannot_be_chosen_as_the_new_password(self, client):
        same = {"password1": client.password, "password2": client.password}
        answer = client.post("/admin/password_change/", {"oldpassword": client.password, **same})
        assert "Choose a password different from the one-time password" in answer.content.decode()
        assert client.get("/admin/").status_code == 302
