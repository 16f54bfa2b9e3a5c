"""Guessing passwords is slow, and locks the owner out only for a while."""

import ast
import os
import subprocess
import sys
from datetime import timedelta
from io import StringIO

import pytest
from allauth.core.internal import ratelimit
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from tests.page import Page
from tests.sign_in import PASSWORD, is_signed_in, sign_in, wrong_passwords
from website.accounts.adapter import UNLOCKED_FOR
from website.models import User
from website.settings import BASE_DIR

SETTINGS = "website.settings"
ELSEWHERE = "198.51.100.7"
NEW = {"password1": "a long way home", "password2": "a long way home"}


def guesses_from_everywhere(count: int) -> list[int]:
    """Send wrong passwords, each from a different IP address."""
    return [wrong_passwords(1, at=f"192.0.2.{number}")[0] for number in range(1, count + 1)]


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Call it with minutes to move the clock of the limits on."""
    now = [ratelimit.time.time()]

    class Clock:
        time = staticmethod(lambda: now[0])
        monotonic = staticmethod(ratelimit.time.monotonic)
        sleep = staticmethod(ratelimit.time.sleep)

    monkeypatch.setattr(ratelimit, "time", Clock)

    def wait(minutes: int) -> None:
        now[0] += minutes * 60

    return wait


@pytest.fixture
def few_guesses(settings):
    """An account that accepts five wrong passwords an hour from everywhere together."""
    limits = {**settings.ACCOUNT_RATE_LIMITS, "guess_at_account": "5/h/key"}
    settings.ACCOUNT_RATE_LIMITS = limits


@pytest.mark.django_db
@pytest.mark.usefixtures("owner")
class TestAStranger:
    def test_has_five_guesses_at_an_account(self):
        assert wrong_passwords(7) == [200] * 5 + [429] * 2

    def test_has_no_more_by_typing_the_name_in_another_way(self):
        User.objects.update(email="wei@example.org")
        names = ["owner", "OWNER", "Owner", " owner", "wei@example.org", "WEI@example.org"]
        assert [wrong_passwords(1, name=name)[0] for name in names] == [200] * 5 + [429]

    def test_is_not_let_in_by_the_right_password_while_locked(self):
        client = Client()
        wrong_passwords(5, client)
        assert sign_in(client).status_code == 429
        assert not is_signed_in(client)

    def test_has_five_more_after_a_quarter_of_an_hour(self, clock):
        wrong_passwords(5)
        clock(minutes=15)
        assert wrong_passwords(6) == [200] * 5 + [429]

    def test_does_not_prolong_the_lock_by_trying_on(self, clock):
        wrong_passwords(5)
        clock(minutes=10)
        wrong_passwords(5)
        clock(minutes=5)
        assert sign_in(Client()).status_code == 302

    def test_has_twenty_guesses_at_all_accounts_together(self):
        answers = [wrong_passwords(1, name=f"name-{n}")[0] for n in range(21)]
        assert answers == [200] * 20 + [429]

    def test_gets_no_more_by_another_ip_address_of_the_same_network(self):
        answers = [wrong_passwords(1, at=f"2001:db8::{n}")[0] for n in range(1, 7)]
        assert answers == [200] * 5 + [429]

    def test_in_ipv4_shares_no_guesses_with_others_where_the_server_speaks_ipv6(self):
        assert wrong_passwords(6, at="::ffff:198.51.100.7")[-1] == 429
        assert wrong_passwords(1, at="198.51.100.7") == [429]
        assert wrong_passwords(1, at="::ffff:198.51.100.8") == [200]

    def test_has_a_limit_even_if_a_proxy_forwards_no_ip_address(self):
        assert wrong_passwords(6, at="") == [200] * 5 + [429]

    def test_cannot_tell_whether_there_is_such_an_account(self):
        def seen(name: str) -> list[str]:
            pages = [Page.of(sign_in(Client(), "wrong", name)) for _ in range(6)]
            return [page.text for page in pages]

        assert seen("owner") == seen("nobody")

    def test_cannot_tell_it_by_a_lock_of_the_whole_account(self, few_guesses):
        assert guesses_from_everywhere(6)[-1] == 429
        answers = [wrong_passwords(1, name="nobody", at=f"192.0.2.{n}")[0] for n in range(1, 7)]
        assert answers[-1] == 429


AT_ONCE = """
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from django.db import connection
from django.test import Client
from django.test.utils import setup_test_environment
setup_test_environment()
ready = Barrier(4)

def guess(_):
    ready.wait(10)
    form = {"login": "owner", "password": "wrong"}
    answers = [Client().post("/admin/login/", form).status_code for _ in range(4)]
    connection.close()
    return answers

with ThreadPoolExecutor(4) as pool:
    print(sorted(sum(pool.map(guess, range(4)), [])))
"""


@pytest.mark.slow
def test_guesses_at_the_same_moment_do_not_slip_past(tmp_path):
    """Four threads at once, with a database in a file, as in production."""

    def manage(*arguments: str) -> str:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=BASE_DIR,
            env={**os.environ, "VITA_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": SETTINGS},
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    manage("setup")
    answers = ast.literal_eval(manage("shell", "-v", "0", "-c", AT_ONCE))
    assert answers.count(429) >= 11
    assert answers.count(200) + answers.count(429) == 16


@pytest.mark.django_db
def test_a_right_password_is_no_failure(owner, client):
    for _ in range(6):
        assert sign_in(client).status_code == 302
        client.post("/admin/logout/")


@pytest.mark.django_db
def test_an_account_that_is_not_staff_does_not_sign_in(client):
    User.objects.create_user("visitor", password=PASSWORD)
    assert sign_in(client, name="visitor").status_code == 200
    assert not is_signed_in(client)


@pytest.mark.django_db
def test_an_account_that_may_no_longer_use_the_admin_is_refused(owner, client):
    sign_in(client)
    User.objects.update(is_staff=False)
    assert client.get("/admin/login/", {"next": "/admin/"}).status_code == 403


@pytest.mark.django_db
def test_the_page_of_a_lock_says_when_to_try_again(owner):
    client = Client()
    wrong_passwords(5, client)
    answer = sign_in(client)
    page = Page.of(answer)
    assert page.texts("h1") == ["Too many attempts"]
    assert "Please try again in 15 minutes" in page.text
    assert answer.headers["Retry-After"] == "900"
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.usefixtures("owner")
class TestTheOwner:
    def test_gets_in_at_home_while_a_stranger_is_locked(self):
        wrong_passwords(6, at=ELSEWHERE)
        assert sign_in(Client()).status_code == 302

    def test_gets_in_where_the_account_is_signed_in_whatever_others_do(self, few_guesses):
        sign_in(Client())
        assert guesses_from_everywhere(6)[-1] == 429
        assert sign_in(Client()).status_code == 302

    def test_gives_a_stranger_no_more_guesses_by_signing_in(self):
        wrong_passwords(5, at=ELSEWHERE)
        sign_in(Client())
        assert wrong_passwords(1, at=ELSEWHERE) == [429]


@pytest.mark.django_db
class TestAStolenSession:
    """Someone with a stolen session tries to learn or replace the password."""

    def change(self, desk: Client, old_password: str, **new: str) -> int:
        values = {"oldpassword": old_password, **new}
        return desk.post("/admin/password_change/", values).status_code

    def test_has_five_guesses_at_the_old_password(self, desk):
        assert [self.change(desk, "wrong", **NEW) for _ in range(6)] == [200] * 5 + [429]
        assert self.change(desk, PASSWORD, **NEW) == 429

    def test_cannot_test_the_old_password_without_giving_a_new_one(self, desk):
        assert [self.change(desk, "wrong") for _ in range(6)] == [200] * 5 + [429]

    def test_has_five_guesses_where_the_password_is_asked_for_again(self, desk):
        page = "/admin/account/reauthenticate/"
        answers = [desk.post(page, {"password": "wrong"}).status_code for _ in range(6)]
        assert answers == [200] * 5 + [429]

    def test_does_not_lock_the_owner_out_of_other_browsers(self, desk):
        for _ in range(6):
            self.change(desk, "wrong")
        assert sign_in(Client()).status_code == 302

    @pytest.mark.parametrize("pk", ["{}", "0{}", " {}"])
    def test_cannot_replace_the_password_without_the_old_one(self, desk, owner, pk):
        reset = f"/admin/website/user/{pk.format(owner.pk)}/password/"
        for answer in (desk.get(reset), desk.post(reset, NEW)):
            assert answer.headers["Location"] == "/admin/password_change/"
        owner.refresh_from_db()
        assert owner.check_password(PASSWORD)


@pytest.mark.django_db
def test_a_superuser_gives_others_a_new_password(desk):
    helper = User.objects.create_user("helper", is_staff=True)
    desk.post(f"/admin/website/user/{helper.pk}/password/", {**NEW, "usable_password": "true"})
    helper.refresh_from_db()
    assert helper.check_password("a long way home")


@pytest.mark.django_db
@pytest.mark.usefixtures("owner")
class TestUnlocking:
    def unlock(self, name: str = "owner") -> str:
        output = StringIO()
        call_command("unlock", name, stdout=output)
        return output.getvalue()

    def test_opens_at_once(self):
        wrong_passwords(5)
        assert "Sign in within 15 minutes" in self.unlock()
        assert sign_in(Client()).status_code == 302

    def test_unlocks_an_ip_address_that_guessed_at_many_names(self):
        for number in range(21):
            wrong_passwords(1, name=f"name-{number}")
        assert sign_in(Client()).status_code == 429
        self.unlock()
        assert sign_in(Client()).status_code == 302

    @pytest.mark.parametrize(
        ("page", "wrong", "right"),
        [
            ("/admin/account/reauthenticate/", {"password": "wrong"}, {"password": PASSWORD}),
            (
                "/admin/password_change/",
                {"oldpassword": "wrong", **NEW},
                {"oldpassword": PASSWORD, **NEW},
            ),
        ],
    )
    def test_unlocks_the_questions_to_a_signed_in_browser(self, desk, page, wrong, right):
        assert [desk.post(page, wrong).status_code for _ in range(6)][-1] == 429
        assert desk.post(page, right).status_code == 429
        self.unlock()
        assert desk.post(page, right).status_code == 302

    def test_while_the_clock_was_ahead_does_not_open_for_a_year(self, few_guesses):
        User.objects.update(unlocked_at=timezone.now() + timedelta(days=365))
        assert guesses_from_everywhere(6)[-1] == 429

    def test_keeps_open_for_the_owner_while_others_go_on(self, few_guesses):
        guesses_from_everywhere(6)
        self.unlock()
        guesses_from_everywhere(6)
        assert sign_in(Client()).status_code == 302

    def test_still_limits_each_ip_address(self):
        self.unlock()
        assert wrong_passwords(6) == [200] * 5 + [429]

    def test_ends_by_itself(self, few_guesses):
        self.unlock()
        User.objects.update(unlocked_at=timezone.now() - UNLOCKED_FOR)
        assert guesses_from_everywhere(6)[-1] == 429

    def test_of_an_unknown_name_lists_the_accounts(self):
        with pytest.raises(CommandError, match=r'no account "wei"\. There are: owner\.'):
            self.unlock("wei")


@pytest.mark.django_db
def test_the_log_has_neither_passwords_nor_what_was_typed_as_a_name(owner, caplog):
    caplog.set_level("DEBUG")
    for _ in range(6):
        sign_in(Client(), "hunter2hunter2", name="Tr0ub4dor&3")
    for secret in ("hunter2hunter2", "Tr0ub4dor&3"):
        assert secret not in caplog.text
