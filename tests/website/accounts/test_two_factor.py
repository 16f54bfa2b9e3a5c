"""Two-step sign-in: an owner who wants it types a code after the password."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests import cast
from tests.page import Page
from tests.sign_in import PASSWORD, Phone, is_signed_in, pass_time, sign_in
from website.accounts import views
from website.models import FailedSignIn, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(monkeypatch) -> Phone:
    phone = Phone()
    monkeypatch.setattr("django_otp.plugins.otp_totp.models.time", phone)
    return phone


def send(client: Client, page: str, code: str, password: str | None = None, **options: str):
    """Send a code, and the password where the page asks for it too."""
    values = {"code": code} if password is None else {"code": code, "password": password}
    query = "?recovery" if options.get("recovery") else ""
    return client.post(reverse(f"admin:{page}") + query, values)


def begin(client: Client, phone: Phone) -> Page:
    """Begin to switch on, up to the page that the phone scans."""
    page = Page.of(client.post(reverse("admin:two_step_begin"), follow=True))
    phone.scan(page)
    return page


@pytest.fixture
def recovery_codes(desk, phone) -> list[str]:
    """Two-step sign-in, switched on; the codes that were shown, and the next one of the phone."""
    begin(desk, phone)
    page = Page.of(send(desk, "two_step_on", phone.code(), PASSWORD))
    phone.wait()
    return page.texts("code")


@pytest.fixture
def half(recovery_codes) -> Client:
    """A browser in which the password was right, and the code is asked for."""
    client = Client()
    assert sign_in(client).headers["Location"] == reverse("admin:second_step")
    return client


class TestWhoDoesNotWantIt:
    def test_signs_in_with_the_password_alone(self, owner, client):
        assert sign_in(client).headers["Location"] == "/admin/"
        assert is_signed_in(client)

    def test_finds_it_from_every_page_of_the_admin(self, desk):
        assert Page("/admin/talks/talk/", desk).links()["Two-step sign-in"] == "/admin/two-step/"
        assert "It is off." in Page("/admin/two-step/", desk).text

    def test_can_leave_when_it_was_only_begun(self, desk, phone, client):
        begin(desk, phone)
        assert sign_in(client).headers["Location"] == "/admin/"
        assert "It is off." in Page("/admin/two-step/", desk).text


class TestSwitchingOn:
    def test_shows_the_key_as_a_drawing_and_as_text(self, desk, phone):
        page = begin(desk, phone)
        (drawing,) = page.all("{http://www.w3.org/2000/svg}svg", class_="qr-code")
        assert not [part for part in drawing.iter() if part.get("style")]
        link = page.links()["Open it here"]
        assert link.startswith("otpauth://totp/Vita%3Aowner?secret=")
        assert "no-store" in desk.get("/admin/two-step/on/").headers["Cache-Control"]

    def test_takes_a_right_code_and_shows_ten_recovery_codes(self, recovery_codes, desk):
        assert len(set(recovery_codes)) == 10
        assert "10 recovery codes left" in Page("/admin/two-step/", desk).text

    @pytest.mark.parametrize(
        ("password", "code", "said"),
        [
            (PASSWORD, "000000", "This code is not right"),
            (PASSWORD, "letters", "This code is not right"),
            (PASSWORD, "", "This field is required"),
            ("wrong", None, "This is not your password"),
        ],
    )
    def test_nothing_is_on_before_both_are_right(self, desk, phone, password, code, said):
        begin(desk, phone)
        page = Page.of(send(desk, "two_step_on", phone.code() if code is None else code, password))
        assert said in page.text
        assert "It is off." in Page("/admin/two-step/", desk).text

    def test_a_wrong_password_does_not_use_the_code_up(self, desk, phone):
        begin(desk, phone)
        send(desk, "two_step_on", phone.code(), "wrong")
        assert "Your recovery codes" in Page.of(
            send(desk, "two_step_on", phone.code(), PASSWORD)
        ).texts("h1")

    def test_ends_the_other_sessions(self, desk, owner, phone):
        other = Client()
        other.force_login(owner)
        begin(desk, phone)
        send(desk, "two_step_on", phone.code(), PASSWORD)
        assert is_signed_in(desk)
        assert not is_signed_in(other)

    def test_the_key_is_not_shown_again(self, recovery_codes, desk):
        assert desk.get("/admin/two-step/on/").headers["Location"] == "/admin/two-step/"
        desk.post("/admin/two-step/begin/")
        assert TOTPDevice.objects.count() == 1

    def test_recovery_codes_are_stored_as_digests(self, recovery_codes):
        stored = set(StaticToken.objects.values_list("token", flat=True))
        assert not stored & {code.replace("-", "") for code in recovery_codes}

    def test_none_of_it_can_be_looked_at_in_the_admin(self, recovery_codes, desk):
        for page in ("otp_totp/totpdevice/", "otp_static/staticdevice/"):
            assert desk.get(f"/admin/{page}").status_code == 404


class TestTheSecondStep:
    def test_lets_in_with_the_code_of_the_phone(self, half, phone):
        assert send(half, "second_step", phone.code()).headers["Location"] == "/admin/"
        assert is_signed_in(half)

    def test_leads_to_where_one_wanted(self, recovery_codes, client, phone):
        values = {"username": "owner", "password": PASSWORD, "next": "/admin/talks/talk/"}
        client.post("/admin/login/", values)
        answer = send(client, "second_step", phone.code())
        assert answer.headers["Location"] == "/admin/talks/talk/"

    def test_asks_so_that_a_phone_offers_the_code_and_digits(self, half):
        (field,) = Page("/admin/login/code/", half).all("input", name="code")
        assert field.get("autocomplete") == "one-time-code"
        assert field.get("inputmode") == "numeric"

    def test_never_shows_the_password_or_the_code_again(self, half):
        page = Page.of(send(half, "second_step", "123123"))
        assert PASSWORD not in page.html
        assert "123123" not in page.html

    def test_before_it_nobody_is_signed_in(self, half):
        draft = cast.paper("A Draft", is_draft=True)
        assert not is_signed_in(half)
        assert half.get(draft.get_absolute_url()).status_code == 404
        assert "A Draft" not in half.get("/publications/").content.decode()
        assert half.post("/admin/markdown/preview/", {"content": "x"}).status_code == 403
        assert half.get("/admin/two-step/").status_code == 302

    def test_the_same_code_does_not_let_in_twice(self, half, phone):
        send(half, "second_step", phone.code())
        again = Client()
        sign_in(again)
        page = Page.of(send(again, "second_step", phone.code()))
        assert "was used already" in page.text
        assert not is_signed_in(again)

    @pytest.mark.parametrize(("late", "let_in"), [(30, True), (-30, True), (60, False)])
    def test_a_clock_may_be_wrong_by_one_step(self, half, phone, late, let_in):
        phone.wait(60)
        send(half, "second_step", phone.code(late))
        assert is_signed_in(half) is let_in

    def test_digits_may_be_grouped(self, half, phone):
        code = phone.code()
        send(half, "second_step", f"{code[:3]} {code[3:]} ")
        assert is_signed_in(half)

    def test_waits_five_minutes(self, half, phone, monkeypatch):
        session = half.session
        session[views.HALF_SIGNED_IN] |= {"until": 0}
        session.save()
        answer = half.post("/admin/login/code/", {"code": phone.code()}, follow=True)
        assert "That took too long." in answer.content.decode()
        assert not is_signed_in(half)

    def test_ends_when_the_password_changes_meanwhile(self, half, owner, phone):
        owner.refresh_from_db()
        owner.set_password("a long way home")
        owner.save()
        assert send(half, "second_step", phone.code()).headers["Location"] == "/admin/login/"
        assert not is_signed_in(half)

    def test_is_not_for_who_was_switched_off_meanwhile(self, half, phone):
        User.objects.update(is_active=False)
        send(half, "second_step", phone.code())
        assert not is_signed_in(half)

    def test_cannot_be_reached_without_the_first(self, recovery_codes, client):
        assert client.get("/admin/login/code/").headers["Location"] == "/admin/login/"

    def test_changes_the_key_of_the_session_at_each_step(self, recovery_codes, client, phone):
        sign_in(client)
        first = client.cookies["sessionid"].value
        send(client, "second_step", phone.code())
        assert client.cookies["sessionid"].value != first

    def test_a_one_time_password_still_leads_to_the_choice_of_ones_own(self, half, phone):
        User.objects.update(must_choose_password=True)
        send(half, "second_step", phone.code())
        assert half.get("/admin/").headers["Location"] == "/admin/password_change/"


class TestGuessedCodes:
    def test_are_ten_a_day_from_everywhere_together(self, half, phone):
        answers = [send(half, "second_step", "000000").status_code for _ in range(11)]
        assert answers == [200] * 10 + [429]
        assert send(half, "second_step", phone.code()).status_code == 429
        pass_time(days=1)
        assert send(half, "second_step", phone.code()).status_code == 302

    def test_of_somebody_elsewhere_keep_the_owner_out_only_until_unlocked(self, half, phone):
        half.defaults["REMOTE_ADDR"] = "203.0.113.9"
        owners = Client()
        sign_in(owners)
        for _ in range(10):
            send(half, "second_step", "000000")
        assert send(owners, "second_step", phone.code()).status_code == 429
        output = StringIO()
        call_command("unlock", "owner", stdout=output)
        assert "somebody knows the password" in output.getvalue()
        for _ in range(10):
            send(half, "second_step", "000000")
        assert send(half, "second_step", "000000").status_code == 429
        assert send(owners, "second_step", phone.code()).status_code == 302

    def test_keep_no_known_browser_out(self, half, recovery_codes, desk, phone):
        desk.post("/admin/logout/")
        for _ in range(10):
            send(half, "second_step", "000000")
        sign_in(desk)
        send(desk, "second_step", phone.code())
        assert is_signed_in(desk)

    def test_leave_the_recovery_codes_open(self, half, recovery_codes):
        for _ in range(10):
            send(half, "second_step", "000000")
        assert send(half, "second_step", recovery_codes[0], recovery="yes").status_code == 302

    def test_are_kept_without_the_code(self, half):
        send(half, "second_step", "123123")
        assert FailedSignIn.objects.get().step == "code"
        assert "123123" not in repr(list(FailedSignIn.objects.values()))


class TestRecoveryCodes:
    def test_each_lets_in_once(self, half, recovery_codes):
        send(half, "second_step", recovery_codes[3], recovery="yes")
        assert "You have 9 recovery codes left." in Page("/admin/", half).text
        again = Client()
        sign_in(again)
        page = Page.of(send(again, "second_step", recovery_codes[3], recovery="yes"))
        assert "none of your recovery codes, or it was used already" in page.text
        assert not is_signed_in(again)

    @pytest.mark.parametrize(
        "write", [str.lower, lambda c: c.replace("-", " "), lambda c: f" {c} "]
    )
    def test_may_be_written_as_one_likes(self, half, recovery_codes, write):
        send(half, "second_step", write(recovery_codes[0]), recovery="yes")
        assert is_signed_in(half)

    def test_are_not_taken_for_digits_of_the_phone(self, half, recovery_codes):
        send(half, "second_step", recovery_codes[0])
        assert not is_signed_in(half)

    def test_new_ones_take_the_place_of_the_old(self, half, recovery_codes, desk, phone):
        page = Page.of(send(desk, "two_step_codes", phone.code(), PASSWORD))
        new = page.texts("code")
        assert not set(new) & set(recovery_codes)
        send(half, "second_step", recovery_codes[0], recovery="yes")
        assert not is_signed_in(half)
        send(half, "second_step", new[0], recovery="yes")
        assert is_signed_in(half)


class TestSwitchingOff:
    def test_takes_the_password_and_a_code(self, recovery_codes, desk, phone):
        send(desk, "two_step_off", phone.code(), "wrong")
        send(desk, "two_step_off", "000000", PASSWORD)
        assert "It is on" in Page("/admin/two-step/", desk).text
        send(desk, "two_step_off", phone.code(), PASSWORD)
        assert "It is off." in Page("/admin/two-step/", desk).text
        assert not StaticToken.objects.exists()

    def test_takes_a_recovery_code_as_well(self, recovery_codes, desk):
        send(desk, "two_step_off", recovery_codes[0], PASSWORD, recovery="yes")
        assert "It is off." in Page("/admin/two-step/", desk).text

    def test_does_not_take_password_after_password(self, recovery_codes, desk, phone):
        answers = [send(desk, "two_step_off", phone.code(), "no").status_code for _ in range(11)]
        assert answers[-1] == 429

    def test_ends_the_other_sessions(self, half, desk, phone, recovery_codes):
        send(half, "second_step", phone.code())
        phone.wait()
        send(desk, "two_step_off", phone.code(), PASSWORD)
        assert is_signed_in(desk)
        assert not is_signed_in(half)

    @pytest.mark.parametrize("page", ["two_step_off", "two_step_codes"])
    def test_is_not_for_who_has_it_off(self, desk, page):
        assert desk.get(reverse(f"admin:{page}")).headers["Location"] == "/admin/two-step/"


class TestALostPhone:
    def off(self) -> str:
        output = StringIO()
        call_command("two_factor_off", "owner", stdout=output)
        return output.getvalue()

    def test_is_no_end(self, recovery_codes, client):
        assert "Two-step sign-in is off for owner" in self.off()
        assert sign_in(client).headers["Location"] == "/admin/"

    def test_ends_every_session(self, recovery_codes, desk):
        self.off()
        assert not is_signed_in(desk)

    def test_does_nothing_where_it_was_not_on(self, owner, desk):
        assert "was not on" in self.off()
        assert is_signed_in(desk)


@pytest.mark.parametrize("page", ["two_step", "two_step_on", "two_step_off", "two_step_codes"])
def test_a_stranger_is_led_to_the_sign_in(client, page):
    answer = client.get(reverse(f"admin:{page}"))
    assert answer.headers["Location"].startswith("/admin/login/")
