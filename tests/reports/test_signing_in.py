"""Signing in: who fails too often waits, and nobody else does; and a session ends."""

import datetime
import time
from typing import Any

import pytest
import redis
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from reports import visitors
from reports.admin import sessions, signing_in
from reports.lockout import FAILURES, Lockout
from tests.reports.desks import DESK, PASSWORD, at_the_desk, messages, moderator_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

LOGIN = "/admin/login/"
NOBODY = "redis://127.0.0.1:1/0"


@pytest.fixture(autouse=True)
def _fresh_lockout() -> None:
    signing_in.lockout.cache_clear()


@pytest.fixture
def without_redis(settings: Settings) -> None:
    settings.REDIS_URL = NOBODY
    visitors.forget()


@pytest.fixture
def ana() -> User:
    return moderator_of("Moderator", "ana")


def sign_in(password: str = PASSWORD, *, name: str = "ana", address: str = "203.0.113.7") -> Any:
    return Client().post(LOGIN, {"username": name, "password": password}, REMOTE_ADDR=address)


def fail(times: int = FAILURES, **who: str) -> None:
    for _ in range(times):
        assert "Please enter the correct username" in sign_in("wrong", **who).content.decode()


def is_in(answer: Any) -> bool:
    return bool(answer.status_code == 302)


WAIT = "Too many failed attempts for this name from your network. Wait 15 minutes, then try again."


@pytest.fixture(params=["with Redis", "without Redis"])
def either_way(request: pytest.FixtureRequest) -> str:
    if request.param == "without Redis":
        request.getfixturevalue("without_redis")
    return str(request.param)


class TestLockout:
    def test_after_five_failures_the_right_password_has_to_wait(self, either_way: str, ana: User) -> None:
        fail()
        answer = sign_in()
        assert WAIT in answer.content.decode()
        assert not is_in(answer)

    def test_somebody_elsewhere_still_signs_in(self, either_way: str, ana: User) -> None:
        fail()
        assert is_in(sign_in(address="198.51.100.9"))

    def test_another_name_from_the_same_place_still_signs_in(self, either_way: str, ana: User) -> None:
        moderator_of("Moderator", "bo")
        fail()
        assert is_in(sign_in(name="bo"))

    def test_the_next_address_of_the_same_network_waits_too(self, either_way: str, ana: User) -> None:
        fail()
        assert not is_in(sign_in(address="203.0.113.99"))

    def test_four_failures_and_a_success_begin_anew(self, either_way: str, ana: User) -> None:
        fail(4)
        assert is_in(sign_in())
        fail(4)
        assert is_in(sign_in())

    def test_a_name_that_does_not_exist_is_treated_alike(self, ana: User) -> None:
        fail(name="nobody")
        assert WAIT in sign_in(name="nobody").content.decode()

    def test_writing_the_name_otherwise_does_not_help(self, ana: User) -> None:
        fail(2)
        fail(3, name="ANA")
        assert not is_in(sign_in())

    def test_an_empty_password_neither_counts_nor_clears(self, ana: User) -> None:
        fail(4)
        sign_in("")
        fail(1)
        assert not is_in(sign_in())

    def test_a_header_names_no_other_network(self, ana: User) -> None:
        for number in range(5):
            visitor = Client(REMOTE_ADDR="203.0.113.7", headers={"X-Forwarded-For": f"198.51.{number}.1"})
            visitor.post(LOGIN, {"username": "ana", "password": "wrong"})
        assert not is_in(sign_in())

    def test_redis_learns_neither_name_nor_address(self, ana: User) -> None:
        """I5: and nothing of it stays longer than a label does."""
        memory = redis.Redis.from_url(settings.REDIS_URL)
        fail(name="anastasia")
        names: list[Any] = list(memory.scan_iter("*medpay*"))
        values: list[Any] = [memory.get(name) or b"" for name in names if memory.type(name) == b"string"]
        kept = b" ".join([*names, *values])
        assert len(names) >= 3
        assert b"anastasia" not in kept
        assert b"203.0.113" not in kept
        assert all(0 < memory.ttl(name) <= 26 * 3600 for name in names)

    def test_the_wait_begins_with_the_fifth_failure_not_with_the_sixth(self, ana: User) -> None:
        memory = redis.Redis.from_url(settings.REDIS_URL)
        fail(4)
        assert list(memory.scan_iter("*medpay-locked*")) == []
        fail(1)
        assert len(list(memory.scan_iter("*medpay-locked*"))) == 1

    def test_many_at_once_are_no_more_than_one_after_another(self) -> None:
        """An attempt is counted before it is judged."""
        lockout = Lockout(settings.REDIS_URL)
        assert [lockout.attempt("pair") is None for _ in range(7)] == [True] * 5 + [False] * 2

    def test_the_wait_is_a_quarter_of_an_hour_from_the_last_failure(self) -> None:
        lockout = Lockout(settings.REDIS_URL)
        for _ in range(FAILURES):
            lockout.attempt("pair")
        lockout.failed("pair")
        wait = lockout.attempt("pair")
        assert wait is not None
        assert 14 * 60 < wait <= 15 * 60


class TestSession:
    def test_it_ends_after_half_an_hour_without_a_request(self, ana: User) -> None:
        desk = at_the_desk(ana)
        desk.get(DESK)
        left = Session.objects.get().expire_date - timezone.now()
        assert datetime.timedelta(minutes=29) < left <= datetime.timedelta(minutes=30)
        Session.objects.update(expire_date=timezone.now() + datetime.timedelta(minutes=1))
        desk.get(DESK)
        assert Session.objects.get().expire_date > timezone.now() + datetime.timedelta(minutes=29)
        Session.objects.update(expire_date=timezone.now())
        assert desk.get(DESK).status_code == 302

    def test_it_ends_after_twelve_hours_however_busy(self, ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
        desk = at_the_desk(ana)
        desk.get(DESK)
        now = time.time()
        monkeypatch.setattr(time, "time", lambda: now + sessions.LONGEST - 60)
        assert desk.get(DESK).status_code == 200
        monkeypatch.setattr(time, "time", lambda: now + sessions.LONGEST + 60)
        assert desk.get(DESK)["Location"].startswith(LOGIN)

    def test_its_cookie_ends_with_the_browser_and_goes_to_the_desk_alone(self, ana: User) -> None:
        cookie = sign_in().cookies["sessionid"]
        assert (cookie["max-age"], cookie["expires"], cookie["path"]) == ("", "", "/admin/")
        assert cookie["httponly"]

    def test_a_public_page_knows_no_session(self, ana: User) -> None:
        answer = at_the_desk(ana).get("/method/")
        assert (answer.cookies, answer.has_header("Vary") and "Cookie" in answer["Vary"]) == ({}, False)

    def test_no_page_of_the_desk_is_kept(self, ana: User) -> None:
        desk = at_the_desk(ana)
        for path in (DESK, "/admin/reports/", "/admin/second-factor/"):
            assert "no-store" in desk.get(path)["Cache-Control"]
        assert "no-store" in Client().get(LOGIN)["Cache-Control"]

    def test_a_new_password_ends_the_other_sessions(self, ana: User) -> None:
        here, there = at_the_desk(ana), at_the_desk(ana)
        new = "another long pass phrase"
        form = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
        assert "Password now" in here.get("/admin/password_change/").content.decode()
        done = here.post("/admin/password_change/", form, follow=True)
        assert "Wherever else you were logged in, you are asked for the new one." in done.content.decode()
        assert (here.get(DESK).status_code, there.get(DESK).status_code) == (200, 302)

    @pytest.mark.parametrize("again", ["", "another long phrase"])
    def test_a_password_that_does_not_fit_is_said_at_its_field(self, ana: User, again: str) -> None:
        form = {"old_password": "wrong", "new_password1": "a long pass phrase", "new_password2": again}
        html = at_the_desk(ana).post("/admin/password_change/", form).content.decode()
        assert "<title>Not changed yet: Your password | medpay moderation</title>" in html
        assert html.count('class="errorlist"') == 2

    def test_after_signing_out_nothing_is_shown(self, ana: User) -> None:
        desk = at_the_desk(ana)
        assert "You are logged out. What you decided is kept" in desk.post("/admin/logout/").content.decode()
        assert desk.get(DESK).status_code == 302
        assert Session.objects.count() == 0

    def test_messages_do_not_travel_in_a_cookie_of_their_own(self, ana: User) -> None:
        page = at_the_desk(ana).post(f"{DESK}undo/", {"undo": "0"})
        assert "messages" not in page.cookies
        assert messages(at_the_desk(ana).get(DESK)) == []
