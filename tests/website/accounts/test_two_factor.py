"""Two-step sign-in: if it is switched on, a code is asked for after the password."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from tests.page import Page
from tests.sign_in import Phone, confirm, is_signed_in, sign_in
from website.models import User

pytestmark = pytest.mark.django_db
OVERVIEW = "/admin/account/two-step/"


@pytest.fixture
def phone(monkeypatch) -> Phone:
    phone = Phone()
    monkeypatch.setattr(auth, "time", phone)
    return phone


def send(client: Client, page: str, code: str):
    return client.post(reverse(page), {"code": code})


def begin(client: Client, phone: Phone) -> Page:
    """Start switching it on, up to the page that the phone scans."""
    confirm(client)
    page = Page(reverse("mfa_activate_totp"), client)
    phone.scan(page)
    return page


@pytest.fixture
def recovery_codes(desk, phone) -> list[str]:
    """Two-step sign-in is on; the recovery codes that were shown. The phone has a fresh code."""
    begin(desk, phone)
    page = Page.of(desk.post(reverse("mfa_activate_totp"), {"code": phone.code()}, follow=True))
    phone.wait()
    return page.texts("textarea")[0].split()


@pytest.fixture
def half(recovery_codes) -> Client:
    """A browser after the right password, where the code is asked for."""
    client = Client()
    assert sign_in(client).headers["Location"] == reverse("mfa_authenticate")
    return client


class TestAnOwnerWithoutIt:
    def test_signs_in_with_the_password_alone(self, owner, client):
        assert sign_in(client).headers["Location"] == "/admin/"
        assert is_signed_in(client)

    def test_finds_it_from_every_page_of_the_admin(self, desk):
        assert Page("/admin/talks/talk/", desk).links()["Two-step sign-in"] == OVERVIEW
        assert Page(OVERVIEW, desk).texts("h1") == ["Two-step sign-in"]

    def test_can_leave_when_it_was_only_begun(self, desk, phone, client):
        begin(desk, phone)
        assert sign_in(client).headers["Location"] == "/admin/"


class TestSwitchingOn:
    def test_asks_for_the_password_first(self, desk):
        answer = desk.get(reverse("mfa_activate_totp"))
        assert answer.headers["Location"].startswith("/admin/account/reauthenticate/")

    def test_shows_the_key_as_a_drawing_and_as_text(self, desk, phone):
        page = begin(desk, phone)
        [frame] = page.all("div", class_="qr-code")
        assert not [part for part in frame.iter() if part.get("style")]
        link = page.links()["Open the app on this device"]
        assert link.startswith("otpauth://totp/owner?secret=")
        assert link.endswith("&issuer=Vita")

    def test_takes_a_right_code_and_shows_ten_recovery_codes(self, recovery_codes, desk):
        assert len(set(recovery_codes)) == 10
        assert "10 codes are left." in Page(OVERVIEW, desk).text

    @pytest.mark.parametrize("code", ["000000", "letters", ""])
    def test_nothing_is_on_before_it_is_right(self, desk, phone, code):
        begin(desk, phone)
        assert send(desk, "mfa_activate_totp", code).status_code == 200
        assert not Authenticator.objects.exists()

    @pytest.mark.django_db(transaction=True)
    def test_ends_the_other_sessions(self, desk, owner, phone):
        other = Client()
        other.force_login(owner)
        begin(desk, phone)
        send(desk, "mfa_activate_totp", phone.code())
        assert is_signed_in(desk)
        assert not is_signed_in(other)


class TestTheSecondStep:
    def test_lets_nobody_in_by_the_password_alone(self, half):
        assert not is_signed_in(half)

    def test_lets_in_by_the_code_to_the_requested_page(self, half, phone):
        assert send(half, "mfa_authenticate", phone.code()).headers["Location"] == "/admin/"
        assert is_signed_in(half)

    @pytest.mark.parametrize("late", [-30, 30])
    def test_forgives_half_a_minute(self, half, phone, late):
        phone.wait(60)
        send(half, "mfa_authenticate", phone.code(late))
        assert is_signed_in(half)

    @pytest.mark.parametrize("late", [-90, 90])
    def test_forgives_no_more(self, half, phone, late):
        phone.wait(300)
        send(half, "mfa_authenticate", phone.code(late))
        assert not is_signed_in(half)

    def test_accepts_a_code_once(self, half, phone):
        other = Client()
        sign_in(other)
        send(half, "mfa_authenticate", phone.code())
        assert send(other, "mfa_authenticate", phone.code()).status_code == 200
        assert not is_signed_in(other)

    def test_a_new_key_is_given_to_the_session(self, half, phone):
        first = half.cookies["sessionid"].value
        send(half, "mfa_authenticate", phone.code())
        assert half.cookies["sessionid"].value != first

    def test_without_a_password_leads_to_the_sign_in(self, client):
        assert client.get(reverse("mfa_authenticate")).headers["Location"] == "/admin/login/"

    def test_a_one_time_password_still_has_to_be_replaced(self, half, phone):
        User.objects.update(must_choose_password=True)
        send(half, "mfa_authenticate", phone.code())
        assert half.get("/admin/").headers["Location"] == "/admin/password_change/"
        assert half.get(OVERVIEW).headers["Location"] == "/admin/password_change/"


class TestGuessedCodes:
    def test_are_ten_a_day_from_everywhere_together(self, half, phone):
        answers = [send(half, "mfa_authenticate", "000000").status_code for _ in range(11)]
        assert answers == [200] * 10 + [429]
        assert send(half, "mfa_authenticate", phone.code()).status_code == 429

    @pytest.mark.usefixtures("recovery_codes")
    def test_are_no_more_after_the_owner_signed_in(self, half, phone):
        """Otherwise each sign-in of the owner would give a stranger ten more."""
        answers = []
        for _ in range(3):
            answers += [send(half, "mfa_authenticate", "000000").status_code for _ in range(4)]
            owners = Client()
            sign_in(owners)
            phone.wait(90)
            send(owners, "mfa_authenticate", phone.code())
        assert answers == [200] * 10 + [429] * 2

    def test_are_no_more_in_another_place_or_after_the_password_again(self, half, desk, phone):
        answers = []
        for number in range(4):
            answers.append(send(desk, "mfa_reauthenticate", "000000").status_code)
            sign_in(half, at=f"192.0.2.{number}")
            values, place = {"code": "12345678"}, f"198.51.100.{number}"
            for _ in range(2):
                answer = half.post(reverse("mfa_authenticate"), values, REMOTE_ADDR=place)
                answers.append(answer.status_code)
        assert answers == [200] * 10 + [429] * 2
        phone.wait(90)
        assert send(desk, "mfa_reauthenticate", phone.code()).status_code == 429

    def test_leave_room_for_as_many_right_ones_as_one_likes(self, half, phone):
        for _ in range(12):
            phone.wait(90)
            assert send(half, "mfa_authenticate", phone.code()).status_code == 302
            half.post("/admin/account/logout/")
            sign_in(half)

    def test_keep_the_owner_out_only_until_unlocked(self, half, phone):
        for _ in range(11):
            send(half, "mfa_authenticate", "000000")
        call_command("unlock", "owner", stdout=StringIO())
        assert send(half, "mfa_authenticate", phone.code()).status_code == 302


class TestRecoveryCodes:
    def test_each_lets_in_once(self, half, recovery_codes):
        send(half, "mfa_authenticate", recovery_codes[3])
        assert is_signed_in(half)
        assert "9 codes are left." in Page(OVERVIEW, half).text
        again = Client()
        sign_in(again)
        send(again, "mfa_authenticate", recovery_codes[3])
        assert not is_signed_in(again)

    def test_are_shown_once(self, recovery_codes, desk):
        page = Page(reverse("mfa_view_recovery_codes"), desk)
        assert not set(recovery_codes) & set(page.text.split())

    def test_new_ones_take_the_place_of_the_old(self, half, recovery_codes, desk):
        page = Page.of(desk.post(reverse("mfa_generate_recovery_codes"), follow=True))
        new = page.texts("textarea")[0].split()
        assert not set(new) & set(recovery_codes)
        sign_in(half)
        send(half, "mfa_authenticate", recovery_codes[0])
        assert not is_signed_in(half)
        send(half, "mfa_authenticate", new[0])
        assert is_signed_in(half)


class TestSwitchingOff:
    def test_asks_for_the_password_again(self, recovery_codes, half, phone):
        send(half, "mfa_authenticate", phone.code())
        answer = half.post(reverse("mfa_deactivate_totp"))
        assert answer.headers["Location"].startswith("/admin/account/")
        assert "reauthenticate" in answer.headers["Location"]
        assert Authenticator.objects.exists()

    def test_forgets_phone_and_recovery_codes_and_ends_other_sessions(self, half, desk, phone):
        send(half, "mfa_authenticate", phone.code())
        desk.post(reverse("mfa_deactivate_totp"))
        assert not Authenticator.objects.exists()
        assert is_signed_in(desk)
        assert not is_signed_in(half)


class TestALostPhone:
    def off(self) -> str:
        output = StringIO()
        call_command("two_factor_off", "owner", stdout=output)
        return output.getvalue()

    def test_can_be_switched_off_by_a_command(self, recovery_codes, client):
        assert "Two-step sign-in is off for owner" in self.off()
        assert sign_in(client).headers["Location"] == "/admin/"

    def test_ends_every_session(self, recovery_codes, desk):
        self.off()
        assert not is_signed_in(desk)

    def test_does_nothing_if_it_was_not_on(self, owner, desk):
        assert "was not on" in self.off()
        assert is_signed_in(desk)


@pytest.mark.parametrize("page", ["mfa_index", "mfa_activate_totp", "mfa_add_webauthn"])
def test_a_stranger_is_led_to_the_sign_in(client, page):
    answer = client.get(reverse(page))
    assert answer.headers["Location"].startswith("/admin/login/")
