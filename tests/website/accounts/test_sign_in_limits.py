"""Whoever guesses has to wait; the owner is not kept out by it."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from tests.admin_forms import address
from tests.page import Page
from tests.sign_in import HOME, PASSWORD, is_signed_in, pass_time, sign_in, wrong_passwords
from website.accounts import forms, throttle
from website.accounts.throttle import Limit, network_of
from website.models import FailedSignIn, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("owner")]
ELSEWHERE = "198.51.100.7"


def guesses_from_everywhere(count: int) -> list[int]:
    """Send wrong passwords, each from an address of its own."""
    return [wrong_passwords(1, at=f"192.0.2.{number}")[0] for number in range(1, count + 1)]


@pytest.fixture
def few_guesses(monkeypatch):
    """An account that takes five wrong passwords an hour from everywhere together."""
    limit = Limit(("name_digest",), 5, throttle.HOUR, others_fill_it=True)
    monkeypatch.setattr(throttle, "LIMITS_OF_PASSWORDS", (limit,))


class TestAStranger:
    def test_has_five_guesses_at_an_account(self):
        assert wrong_passwords(7) == [200] * 5 + [429] * 2

    def test_is_not_let_in_by_the_right_password_while_locked(self):
        client = Client()
        wrong_passwords(5, client)
        assert sign_in(client).status_code == 429
        assert not is_signed_in(client)

    def test_has_five_more_after_a_quarter_of_an_hour(self):
        wrong_passwords(5)
        pass_time(minutes=15)
        assert wrong_passwords(6) == [200] * 5 + [429]

    def test_does_not_prolong_the_lock_by_trying_on(self):
        wrong_passwords(5)
        pass_time(minutes=10)
        wrong_passwords(5)
        pass_time(minutes=5)
        assert sign_in(Client()).status_code == 302

    def test_has_twenty_guesses_at_all_accounts_together(self):
        answers = [wrong_passwords(1, name=f"name-{n}")[0] for n in range(21)]
        assert answers == [200] * 20 + [429]

    def test_does_not_get_more_by_another_address_of_the_same_household(self):
        answers = [wrong_passwords(1, at=f"2001:db8::{n}")[0] for n in range(1, 7)]
        assert answers == [200] * 5 + [429]

    def test_cannot_tell_whether_there_is_such_an_account(self):
        def seen(name: str) -> list[str]:
            pages = [Page.of(sign_in(Client(), "wrong", name)) for _ in range(6)]
            return [page.text for page in pages]

        assert seen("owner") == seen("nobody")

    def test_cannot_tell_it_by_a_lock_of_the_whole_account(self, few_guesses):
        assert guesses_from_everywhere(6)[-1] == 429
        answers = [wrong_passwords(1, name="nobody", at=f"192.0.2.{n}")[0] for n in range(1, 7)]
        assert answers[-1] == 429


@pytest.mark.parametrize("limit", [1, 5])
def test_guesses_at_the_same_moment_do_not_slip_past(monkeypatch, limit):
    """The next guess comes while the one before is still being checked, ten deep."""
    monkeypatch.setattr(
        throttle, "LIMITS_OF_PASSWORDS", (Limit(("name_digest",), limit, throttle.HOUR),)
    )
    checked = []
    check = forms.AdminAuthenticationForm.clean

    def check_slowly(form):
        checked.append(form)
        if len(checked) < 10:
            wrong_passwords(1)
        return check(form)

    monkeypatch.setattr(forms.AdminAuthenticationForm, "clean", check_slowly)
    wrong_passwords(1)
    assert len(checked) == limit


def test_guesses_that_are_counted_at_the_same_moment_see_each_other(rf, monkeypatch):
    """Both found room when they looked, and only one had it."""
    limit = Limit(("name_digest",), 1, throttle.HOUR)
    monkeypatch.setattr(throttle, "LIMITS_OF_PASSWORDS", (limit,))
    save = FailedSignIn.save

    def save_after_another(guess):
        FailedSignIn(step=guess.step, name_digest=guess.name_digest).save_base()
        save(guess)

    monkeypatch.setattr(FailedSignIn, "save", save_after_another)
    with pytest.raises(throttle.LockedError):
        throttle.count(rf.post("/"), "owner", throttle.Step.PASSWORD)
    assert FailedSignIn.objects.count() == 1


def test_a_right_password_is_no_failure(client):
    for _ in range(6):
        assert sign_in(client).status_code == 302
    assert not FailedSignIn.objects.exists()


class TestThePageOfALock:
    @pytest.fixture
    def answer(self):
        client = Client()
        wrong_passwords(5, client)
        pass_time(minutes=3)
        return sign_in(client)

    def test_says_calmly_when_to_try_again(self, answer):
        page = Page.of(answer)
        assert page.texts("h1") == ["Too many attempts"]
        assert "Please try again in 12 minutes." in page.text

    def test_says_it_to_programs_too(self, answer):
        assert 700 < int(answer.headers["Retry-After"]) <= 720
        assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("time", "said"),
    [
        ({"seconds": 20}, "1 minute"),
        ({"minutes": 15}, "15 minutes"),
        ({"minutes": 91}, "2 hours"),
        ({"hours": 23, "minutes": 59}, "24 hours"),
    ],
)
def test_the_wait_is_rounded_up(time, said):
    assert throttle.LockedError(timezone.now() + timedelta(**time)).wait == said


class TestTheOwner:
    def test_gets_in_at_home_while_a_stranger_is_locked(self):
        wrong_passwords(6, at=ELSEWHERE)
        assert sign_in(Client()).status_code == 302

    def test_gets_in_with_a_known_browser_whatever_others_do(self, few_guesses):
        client = Client()
        sign_in(client)
        client.post("/admin/logout/")
        assert guesses_from_everywhere(6)[-1] == 429
        assert sign_in(client, at=ELSEWHERE).status_code == 302

    def test_has_ten_attempts_of_that_browser(self):
        client = Client()
        sign_in(client)
        assert wrong_passwords(11, client) == [200] * 10 + [429]

    def test_takes_no_attempts_from_others_with_it(self):
        client = Client()
        sign_in(client)
        wrong_passwords(11, client)
        assert wrong_passwords(1) == [200]

    def test_is_known_by_that_browser_after_another_password_too(self, client):
        sign_in(client)
        new = {"new_password1": "a long way home", "new_password2": "a long way home"}
        client.post("/admin/password_change/", {"old_password": PASSWORD, **new})
        client.post("/admin/logout/")
        wrong_passwords(5)
        assert sign_in(client, "a long way home").status_code == 302

    def test_is_not_known_by_what_somebody_else_signed_in_with(self):
        User.objects.create_user("helper", password=PASSWORD, is_staff=True)
        client = Client()
        sign_in(client, name="helper")
        assert wrong_passwords(6, client)[-1] == 429

    def test_loses_a_stolen_browser_with_the_password(self, owner):
        client = Client()
        sign_in(client)
        client.post("/admin/logout/")
        owner.set_password("a long way home")
        owner.save()
        assert wrong_passwords(6, client)[-1] == 429


class TestWhoFoundABrowserSignedIn:
    """Somebody with a stolen session, who would like to know the password, or to replace it."""

    NEW = {"new_password1": "a long way home", "new_password2": "a long way home"}

    def change(self, desk: Client, old_password: str, **new: str) -> int:
        values = {"old_password": old_password, **new}
        return desk.post("/admin/password_change/", values).status_code

    def test_has_five_guesses_at_the_old_password(self, desk):
        assert [self.change(desk, "wrong", **self.NEW) for _ in range(6)] == [200] * 5 + [429]
        assert self.change(desk, PASSWORD, **self.NEW) == 429

    def test_cannot_find_it_out_without_a_new_one(self, desk):
        assert [self.change(desk, "wrong") for _ in range(6)] == [200] * 5 + [429]

    def test_keeps_the_owner_out_of_no_known_browser(self, desk):
        client = Client()
        sign_in(client)
        client.post("/admin/logout/")
        for _ in range(6):
            self.change(desk, "wrong")
        assert sign_in(client).status_code == 302

    @pytest.mark.parametrize("pk", ["{}", "0{}", " {}"])
    def test_cannot_replace_it_without_the_old_one(self, desk, owner, pk):
        reset = f"/admin/website/user/{pk.format(owner.pk)}/password/"
        values = {"password1": "a long way home", "password2": "a long way home"}
        for answer in (desk.get(reset), desk.post(reset, values)):
            assert answer.headers["Location"] == "/admin/password_change/"
        owner.refresh_from_db()
        assert owner.check_password(PASSWORD)

    def test_a_right_old_password_is_no_failure(self, desk):
        assert self.change(desk, PASSWORD, **self.NEW) == 302
        assert not FailedSignIn.objects.exists()


def test_a_superuser_gives_others_a_new_password(desk):
    helper = User.objects.create_user("helper", is_staff=True)
    values = {"password1": "a long way home", "password2": "a long way home"}
    desk.post(f"/admin/website/user/{helper.pk}/password/", {**values, "usable_password": "true"})
    helper.refresh_from_db()
    assert helper.check_password("a long way home")


class TestUnlocking:
    def unlock(self, name: str = "owner") -> str:
        output = StringIO()
        call_command("unlock", name, stdout=output)
        return output.getvalue()

    def test_opens_at_once(self):
        wrong_passwords(5)
        assert "Sign in within 15 minutes" in self.unlock()
        assert sign_in(Client()).status_code == 302

    def test_keeps_open_for_the_owner_while_others_go_on(self, few_guesses):
        guesses_from_everywhere(6)
        self.unlock()
        guesses_from_everywhere(6)
        assert sign_in(Client()).status_code == 302

    def test_still_limits_each_address(self):
        self.unlock()
        assert wrong_passwords(6) == [200] * 5 + [429]

    def test_ends_by_itself(self, few_guesses, owner):
        self.unlock()
        User.objects.update(unlocked_at=timezone.now() - throttle.UNLOCKED_FOR)
        assert guesses_from_everywhere(6)[-1] == 429

    def test_of_nobody_says_who_there_is(self):
        with pytest.raises(CommandError, match=r'no account "wei"\. There are: owner\.'):
            self.unlock("wei")


class TestWhatIsKept:
    def test_says_when_and_whence_and_at_which_account(self, desk):
        wrong_passwords(1, at=ELSEWHERE)
        wrong_passwords(1, name="hunter2", at=HOME)
        page = Page(address(FailedSignIn, "changelist"), desk)
        assert ELSEWHERE in page.text
        assert page.texts("td", class_="field-account_tried") == ["none of that name", "owner"]

    def test_is_to_look_at_only(self, desk):
        assert desk.get(address(FailedSignIn, "add")).status_code == 403
        wrong_passwords(1)
        failure = FailedSignIn.objects.get()
        assert desk.post(address(FailedSignIn, "delete", failure.pk)).status_code == 403
        assert desk.post(address(FailedSignIn, "change", failure.pk)).status_code == 403

    def test_has_neither_passwords_nor_what_was_typed_as_a_name(self, caplog):
        caplog.set_level("DEBUG")
        for _ in range(6):
            sign_in(Client(), "hunter2hunter2", name="Tr0ub4dor&3")
        kept = repr(list(FailedSignIn.objects.values()))
        for secret in ("hunter2hunter2", "Tr0ub4dor&3"):
            assert secret not in kept + caplog.text

    def test_goes_after_a_month_and_where_there_is_no_account_after_a_day(self):
        wrong_passwords(2)
        wrong_passwords(2, name="nobody")
        pass_time(days=2)
        wrong_passwords(1, name="new")
        assert FailedSignIn.objects.count() == 3
        pass_time(days=29)
        wrong_passwords(1, name="new")
        assert FailedSignIn.objects.count() == 1

    def test_is_told_since_the_sign_in_before(self, owner, client):
        wrong_passwords(1)
        sign_in(client)
        pass_time(days=1)
        User.objects.update(last_login=timezone.now() - timedelta(hours=1))
        wrong_passwords(2, at=ELSEWHERE)
        wrong_passwords(1, name="nobody")
        sign_in(client)
        request = client.get("/admin/").wsgi_request
        assert throttle.failed_since_last_sign_in(request).count() == 2


@pytest.mark.parametrize(
    ("remote", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_a_visitor_is_counted_by_the_network(remote, network):
    assert network_of(remote) == network


class TestAClockThatWasAhead:
    """Five wrong passwords came while the clock was a year ahead; then it was put right."""

    @pytest.fixture(autouse=True)
    def failures(self):
        wrong_passwords(5)
        pass_time(days=-365)

    def test_keeps_nobody_out(self):
        assert sign_in(Client()).status_code == 302

    def test_gives_a_stranger_no_more_guesses_than_usual(self):
        assert wrong_passwords(6) == [200] * 5 + [429]

    def test_does_not_keep_an_account_locked_that_was_unlocked(self):
        wrong_passwords(5)
        call_command("unlock", "owner", stdout=StringIO())
        assert sign_in(Client()).status_code == 302

    def test_leaves_no_account_open_that_was_unlocked_at_that_time(self):
        User.objects.update(unlocked_at=timezone.now() + timedelta(days=365))
        assert wrong_passwords(6) == [200] * 5 + [429]

    def test_of_a_minute_still_counts(self):
        """The clocks of several machines are never quite the same."""
        FailedSignIn.objects.update(at=timezone.now() + timedelta(seconds=30))
        assert wrong_passwords(1) == [429]
