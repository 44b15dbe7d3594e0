"""The second factor: asked for where it must be or was wanted, and no way around it."""

import datetime
import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from tests.reports.desks import DESK, PASSWORD, at_the_desk, held, messages, moderator_of, page_of, press

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

FACTOR = "/admin/second-factor/"
ENROL = f"{FACTOR}enrol/"


@pytest.fixture
def required(settings: Settings) -> None:
    settings.REQUIRE_TOTP = True


@pytest.fixture
def user() -> User:
    return moderator_of("Moderator")


def code_of(user: User, steps: int = 0) -> str:
    """What the app shows; a code is taken once, so the next one is asked for by `steps`."""
    device = TOTPDevice.objects.get(user=user)
    return f"{totp(device.bin_key, t0=-30 * steps):06d}"


def wrong_code(user: User) -> str:
    return f"{(int(code_of(user)) + 1) % 1_000_000:06d}"


def enrolled(user: User) -> list[str]:
    """With a device; its recovery codes."""
    desk = at_the_desk(user)
    desk.get(ENROL)
    page: Any = desk.post(ENROL, {"code": code_of(user)})
    return list(page.context["codes"])


class TestRequired:
    @pytest.mark.parametrize("path", [DESK, "/admin/", "/admin/reports/", "/admin/password_change/"])
    def test_without_a_device_every_page_leads_to_enrolling(self, required: None, user: User, path: str) -> None:
        page = at_the_desk(user).get(path, follow=True)
        assert page.redirect_chain[-1] == (ENROL, 302)
        assert "Add a second factor" in page.content.decode()

    def test_nothing_is_decided_without_it(self, required: None, user: User) -> None:
        desk, report = at_the_desk(user), held(1)[0]
        assert press(desk, report, "accept_report")["Location"].startswith("/admin/login/")
        report.refresh_from_db()
        assert report.standing == "held"

    def test_enrolling_opens_the_desk_and_shows_ten_codes_once(self, required: None, user: User) -> None:
        desk = at_the_desk(user)
        desk.get(ENROL)
        page: Any = desk.post(ENROL, {"code": code_of(user)})
        assert len(set(page.context["codes"])) == 10
        assert all(f"<code>{code}</code>" in page.content.decode() for code in page.context["codes"])
        assert "no-store" in page["Cache-Control"]
        assert desk.get(DESK).status_code == 200
        again = desk.get(FACTOR).content.decode()
        assert "10 recovery codes left" in again
        assert not any(code in again for code in page.context["codes"])

    def test_the_secret_is_there_for_a_camera_and_for_fingers(self, required: None, user: User) -> None:
        text = at_the_desk(user).get(ENROL).content.decode()
        assert re.search(r"<code>(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}</code>", text)
        svg = re.search(r"<svg.*?</svg>", text, re.DOTALL)
        assert svg
        assert " style=" not in svg[0]

    def test_the_secret_stays_the_same_until_it_is_used(self, required: None, user: User) -> None:
        desk = at_the_desk(user)
        first, second = (re.search("<code>.*?</code>", desk.get(ENROL).content.decode()) for _ in range(2))
        assert first
        assert second
        assert first[0] == second[0]

    def test_a_wrong_code_enrols_nothing(self, required: None, user: User) -> None:
        desk = at_the_desk(user)
        desk.get(ENROL)
        page = desk.post(ENROL, {"code": wrong_code(user)})
        assert "This code does not fit." in page.content.decode()
        assert desk.get(DESK).status_code == 302
        assert not TOTPDevice.objects.get().confirmed


class TestSigningIn:
    def test_it_asks_for_a_code_and_then_leads_on(self, required: None, user: User) -> None:
        enrolled(user)
        desk = at_the_desk(user)
        page = desk.get(f"{DESK}?queue=held", follow=True)
        assert page.redirect_chain[-1][0].startswith(FACTOR)
        wanted = page.context["next"]
        assert wanted == f"{DESK}?queue=held"
        done = desk.post(FACTOR, {"code": code_of(user, 1), "next": wanted})
        assert (done.status_code, done["Location"]) == (302, wanted)
        assert desk.get(DESK).status_code == 200

    def test_it_leads_to_no_other_site(self, required: None, user: User) -> None:
        enrolled(user)
        done = at_the_desk(user).post(FACTOR, {"code": code_of(user, 1), "next": "https://example.org/"})
        assert done["Location"] == "/admin/"

    def test_a_code_is_taken_once(self, required: None, user: User) -> None:
        enrolled(user)
        code = code_of(user, 1)
        at_the_desk(user).post(FACTOR, {"code": code})
        desk = at_the_desk(user)
        desk.post(FACTOR, {"code": code})
        assert desk.get(DESK).status_code == 302

    def test_a_recovery_code_opens_once(self, required: None, user: User) -> None:
        recovery = enrolled(user)[0]
        desk = at_the_desk(user)
        desk.post(FACTOR, {"code": recovery.upper()})
        assert desk.get(DESK).status_code == 200
        other = at_the_desk(user)
        other.post(FACTOR, {"code": recovery})
        assert other.get(DESK).status_code == 302
        assert StaticToken.objects.count() == 9

    def test_each_wrong_code_makes_the_next_try_wait(self, required: None, user: User) -> None:
        enrolled(user)
        desk = at_the_desk(user)
        desk.post(FACTOR, {"code": wrong_code(user)})
        page = desk.post(FACTOR, {"code": code_of(user, 1)})
        assert "A wrong code was given just now. Wait 1 second, then try again." in page.content.decode()
        assert desk.get(DESK).status_code == 302

    def test_who_tried_often_is_told_how_long_to_wait(self, required: None, user: User) -> None:
        enrolled(user)
        TOTPDevice.objects.update(throttling_failure_count=7, throttling_failure_timestamp=timezone.now())
        page = at_the_desk(user).post(FACTOR, {"code": code_of(user, 1)}).content.decode()
        assert re.search(r"7 wrong codes were given in a row\. Wait 6[34] seconds, then try again\.", page)

    def test_when_the_wait_is_over_a_right_code_is_taken(self, required: None, user: User) -> None:
        enrolled(user)
        ago = timezone.now() - datetime.timedelta(seconds=2)
        TOTPDevice.objects.update(throttling_failure_count=1, throttling_failure_timestamp=ago)
        desk = at_the_desk(user)
        assert desk.post(FACTOR, {"code": code_of(user, 1)}).status_code == 302
        assert desk.get(DESK).status_code == 200

    def test_a_second_device_cannot_be_enrolled_with_the_password_alone(self, required: None, user: User) -> None:
        enrolled(user)
        desk = at_the_desk(user)
        assert desk.get(ENROL)["Location"] == FACTOR
        assert desk.post(ENROL, {"code": "123456"})["Location"] == FACTOR
        assert TOTPDevice.objects.count() == 1

    @pytest.mark.parametrize("path", ["codes/", "remove/"])
    def test_the_password_alone_changes_nothing_of_it(self, required: None, user: User, path: str) -> None:
        codes = enrolled(user)
        assert at_the_desk(user).post(FACTOR + path)["Location"] == FACTOR
        assert TOTPDevice.objects.filter(confirmed=True).count() == 1
        assert set(StaticToken.objects.values_list("token", flat=True)) == set(codes)

    @pytest.mark.parametrize("path", ["", "enrol/"])
    def test_a_stranger_sees_none_of_its_pages(self, client: Client, path: str) -> None:
        assert client.get(FACTOR + path)["Location"] == f"/admin/login/?next={FACTOR}{path}"


class TestOptional:
    def test_without_a_device_nothing_changes_and_one_is_offered(self, user: User) -> None:
        desk = at_the_desk(user)
        assert desk.get(DESK).status_code == 200
        page = desk.get(FACTOR).content.decode()
        assert ENROL in page
        assert FACTOR in desk.get(DESK).content.decode()

    def test_who_enrolled_needs_it_from_then_on(self, user: User) -> None:
        enrolled(user)
        assert at_the_desk(user).get(DESK).status_code == 302

    def test_a_device_that_was_never_confirmed_locks_nobody_out(self, user: User) -> None:
        at_the_desk(user).get(ENROL)
        assert at_the_desk(user).get(DESK).status_code == 200

    def test_new_recovery_codes_void_the_old(self, user: User) -> None:
        old = enrolled(user)
        desk = at_the_desk(user)
        desk.post(FACTOR, {"code": old[0]})
        new: Any = desk.post(f"{FACTOR}codes/")
        assert set(StaticToken.objects.values_list("token", flat=True)) == set(new.context["codes"])
        assert not set(new.context["codes"]) & set(old)

    def test_who_has_it_may_put_it_away(self, user: User) -> None:
        old = enrolled(user)
        desk = at_the_desk(user)
        desk.post(FACTOR, {"code": old[0]})
        page: Any = desk.post(f"{FACTOR}remove/", follow=True)
        assert messages(page) == ["The second factor is removed."]
        assert (TOTPDevice.objects.count(), StaticDevice.objects.count()) == (0, 0)


class TestLostPhone:
    def remove(self, desk: Client, user: User) -> list[str]:
        body = {"action": "remove_second_factor", "_selected_action": [user.pk]}
        return messages(desk.post("/admin/auth/user/", body, follow=True))

    def test_an_administrator_removes_the_device(self, user: User) -> None:
        enrolled(user)
        said = self.remove(at_the_desk(moderator_of("Administrator")), user)
        assert said == ["Second factor removed from 1 of 1."]
        noted = LogEntry.objects.get()
        assert (noted.user.username, noted.object_repr) == ("administrator", user.username)
        assert noted.get_change_message() == "Removed the second factor."
        assert at_the_desk(user).get(DESK).status_code == 200

    @pytest.mark.parametrize("role", ["", "Administrator"])
    def test_but_not_that_of_who_administers_accounts(self, role: str) -> None:
        other = moderator_of(role, "other") if role else User.objects.create_superuser("other", password=PASSWORD)
        enrolled(other)
        said = self.remove(at_the_desk(moderator_of("Administrator")), other)
        assert said == ["Second factor removed from 0 of 1."]
        assert TOTPDevice.objects.filter(user=other, confirmed=True).exists()

    def test_a_removed_device_ends_what_it_opened(self, required: None, user: User) -> None:
        desk = at_the_desk(user)
        desk.get(ENROL)
        desk.post(ENROL, {"code": code_of(user)})
        assert desk.get(DESK).status_code == 200
        TOTPDevice.objects.all().delete()
        assert desk.get(page_of(held(1)[0])).status_code == 302

    @pytest.mark.parametrize("model", ["otp_totp/totpdevice", "otp_static/staticdevice"])
    def test_no_page_shows_the_secrets_of_others(self, model: str) -> None:
        root = User.objects.create_superuser("root", password=PASSWORD)
        assert at_the_desk(root).get(f"/admin/{model}/").status_code == 404
