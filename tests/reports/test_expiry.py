"""Old reports leave the figures and stay stored; nothing else of them changes."""

import datetime
from typing import Any

import pytest
from django.core.checks import run_checks
from django.test import Client
from pytest_django import Settings

from reports import actions
from reports.actions import expiry
from reports.models import PublishedStory, Report, Statistic
from tests.reports.making import refresh, send, send_and_refresh

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 21)


def received(sent: list[Any], year: int, month: int, day: int = 15) -> None:
    Report.objects.filter(pk__in=[report.pk for report, _ in sent]).update(received=datetime.date(year, month, day))


def figure() -> int | None:
    statistic = Statistic.objects.of("86320")
    return statistic.reports if statistic else None


@pytest.mark.parametrize(
    ("day", "expires"),
    [((2023, 10, 31), True), ((2023, 11, 1), False), ((2023, 11, 30), False), ((2026, 11, 21), False)],
)
def test_a_month_of_receipt_expires_as_a_whole_36_months_after_it(day: tuple[int, int, int], expires: bool) -> None:
    received(send(1), *day)
    assert actions.expire_reports(today=TODAY) == int(expires)
    assert Report.objects.get().expired is expires


def test_an_expired_report_leaves_the_figures_and_stays_stored() -> None:
    received(send(3), 2023, 10)
    send_and_refresh(6)
    assert figure() == 9
    assert actions.expire_reports(today=TODAY) == 3
    assert actions.dirty_codes() == ["86320"]
    refresh()
    assert (figure(), Report.objects.count()) == (6, 9)


def test_nothing_of_an_expired_report_changes_but_that() -> None:
    received(send(1, story="They paid at last.", outcome="paid_full", actions=("appeal_1",)), 2023, 10)
    before = Report.objects.values().get()
    actions.expire_reports(today=TODAY)
    assert Report.objects.values().get() == {**before, "expired": True}


def test_a_code_whose_reports_all_expire_closes() -> None:
    received(send_and_refresh(6), 2023, 10)
    actions.expire_reports(today=TODAY)
    refresh()
    assert figure() is None
    assert not Statistic.objects.exists()


def test_the_story_of_an_expired_report_goes_with_it() -> None:
    received(send(1, story="They paid at last."), 2023, 10)
    Report.objects.update(story_state="accepted")
    send_and_refresh(6)
    assert PublishedStory.objects.texts("86320") == ["They paid at last."]
    actions.expire_reports(today=TODAY)
    refresh()
    assert PublishedStory.objects.texts("86320") == []


def test_twice_is_as_once() -> None:
    received(send_and_refresh(6), 2023, 10)
    assert [actions.expire_reports(today=TODAY) for _ in range(2)] == [6, 0]
    refresh()
    assert actions.dirty_codes() == []


def test_a_longer_setting_brings_reports_back(settings: Settings) -> None:
    received(send_and_refresh(6), 2023, 10)
    actions.expire_reports(today=TODAY)
    settings.EXPIRE_MONTHS = 48
    assert actions.expire_reports(today=TODAY) == 6
    refresh()
    assert figure() == 6


def test_many_are_marked_in_several_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expiry, "AT_ONCE", 2)
    received(send(5), 2023, 10)
    assert actions.expire_reports(today=TODAY) == 5


def test_an_expired_report_can_still_be_corrected_and_withdrawn() -> None:
    sent = send_and_refresh(6)
    received(sent, 2023, 10)
    actions.expire_reports(today=TODAY)
    actions.correct_report(receipt=sent[0][1], changes={"kind": "units"})
    actions.withdraw_report(receipt=sent[1][1])
    refresh()
    assert (figure(), Report.objects.count()) == (None, 5)


@pytest.mark.django_db(transaction=True)
def test_after_expiry_every_figure_equals_its_recount() -> None:
    received(send(7, state="TX", outcome="paid_full"), 2023, 10)
    received(send(6, payer="cigna", story="Again."), 2024, 3)
    send_and_refresh(9, payer="humana")
    assert actions.audit_statistics() == []
    for year, month in ((2026, 11), (2027, 5), (2030, 1), (2026, 11)):
        actions.expire_reports(today=datetime.date(year, month, 2))
        refresh()
        assert actions.audit_statistics() == []
    assert figure() == 15


class TestKeptButNotCounted:
    """How many are kept but no longer counted is said from the snapshot, and only of enough."""

    def told(self, client: Client) -> tuple[int | None, bool]:
        answer = client.get("/api/v1/codes/86320/statistics/").json()
        html = client.get("/codes/86320/statistics/").content.decode()
        return answer["expired"], "older reports are kept but no longer counted" in html

    @pytest.mark.parametrize(("old", "told"), [(4, (None, False)), (5, (5, True))])
    def test_a_few_look_like_none(self, client: Client, old: int, told: tuple[int | None, bool]) -> None:
        received(send(old), 2023, 10)
        actions.expire_reports(today=TODAY)
        send_and_refresh(6)
        assert self.told(client) == told

    def test_it_waits_for_the_snapshot(self, client: Client) -> None:
        old = send(8)
        received(old, 2023, 10)
        send_and_refresh(6)
        actions.expire_reports(today=TODAY)
        refresh()
        assert self.told(client) == (8, True)
        actions.withdraw_report(receipt=old[0][1])
        send_and_refresh(1)
        assert self.told(client) == (8, True)
        send_and_refresh(4)
        assert self.told(client) == (7, True)


def test_its_receipt_says_that_it_no_longer_counts(client: Client) -> None:
    sent = send(1)
    received(sent, 2023, 10)
    lookup = {"step": "lookup", "receipt": sent[0][1]}
    assert "Counted. It is part of the figures." in client.post("/receipt/", lookup).content.decode()
    actions.expire_reports(today=TODAY)
    assert "Kept, but too old to count" in client.post("/receipt/", lookup).content.decode()


def test_a_report_cannot_expire_on_arrival(settings: Settings) -> None:
    settings.EXPIRE_MONTHS = 0
    assert "MEDPAY_EXPIRE_MONTHS must be at least 1." in {problem.msg for problem in run_checks()}


def test_a_program_learns_that_its_report_no_longer_counts(client: Client) -> None:
    ((_, receipt),) = sent = send(1)
    received(sent, 2023, 10)

    def told() -> dict[str, Any]:
        answer = client.post("/api/v1/receipts/lookup/", {"receipt": receipt}, content_type="application/json")
        return {name: value for name, value in answer.json().items() if name in ("status", "expired")}

    assert told() == {"status": "counted"}
    actions.expire_reports(today=TODAY)
    assert told() == {"status": "counted", "expired": True}
