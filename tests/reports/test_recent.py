"""The recent months beside the whole: what is shown, and that nothing small can be subtracted out (I4)."""

import datetime
from collections import Counter
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from reports import actions, recent, spans
from reports.models import GuardedSnapshot, Report, Statistic
from reports.recent import MONTHS, Recent, Taken, months_before, publishable, publishable_expired, take
from tests.reports.making import refresh, send, send_and_refresh

T = 5
TODAY = datetime.date(2026, 11, 21)
THIS_MONTH, LAST_YEAR, LONG_AGO = (datetime.date(*day, 1) for day in ((2026, 11), (2025, 11), (2024, 2)))


def counts(reports: int, **cells: dict[str, int]) -> dict[str, dict[str, int]]:
    return {"reports": {"": reports}, **cells}


def taken(months: dict[datetime.date, Any], last: Taken | None = None) -> Taken:
    return take(months, spans.received(months), today=TODAY, last=last or {}, expired=0, threshold=T)


def shown(snapshot: Taken) -> Recent | None:
    return recent.shown(publishable(snapshot, TODAY, threshold=T), lambda _, key: key)


@pytest.mark.parametrize(("months", "first"), [(0, (2026, 11)), (10, (2026, 1)), (11, (2025, 12)), (35, (2023, 12))])
def test_months_are_counted_back_over_the_turn_of_the_year(months: int, first: tuple[int, int]) -> None:
    assert months_before(TODAY, months) == datetime.date(*first, 1)


def test_the_window_is_this_month_and_the_eleven_before() -> None:
    snapshot = taken({LAST_YEAR: counts(7), datetime.date(2025, 12, 1): counts(2), THIS_MONTH: counts(4)})
    assert (snapshot["since"], snapshot["recent"]["reports"], snapshot["before"]["reports"]) == ("2025-12-01", 6, 7)


class TestHowMany:
    @pytest.mark.parametrize(("recently", "before", "told"), [(5, 0, 5), (4, 9, None), (6, 4, None), (6, 5, 6)])
    def test_few_on_either_side_are_not_told(self, recently: int, before: int, told: int | None) -> None:
        found = shown(taken({THIS_MONTH: counts(recently), LONG_AGO: counts(before)}))
        assert (found["reports"] if found else None) == told

    def test_a_snapshot_of_former_times_tells_nothing(self) -> None:
        assert publishable({}, None, threshold=T) is None

    @pytest.mark.parametrize(("expired", "told"), [(0, None), (4, None), (5, 5)])
    def test_a_few_expired_reports_look_like_none(self, expired: int, told: int | None) -> None:
        assert publishable_expired({"expired": expired}, threshold=T) == told


class TestWindow:
    """A window that moves past one report would give that report's month away."""

    def moved(self, left_behind: int) -> str:
        last = Taken(since="2025-11-01", expired=0)
        return taken({LAST_YEAR: counts(left_behind), THIS_MONTH: counts(9)}, last)["since"]

    @pytest.mark.parametrize(
        ("left_behind", "since"), [(0, "2025-12-01"), (1, "2025-11-01"), (4, "2025-11-01"), (5, "2025-12-01")]
    )
    def test_it_waits_until_none_or_enough_fall_out(self, left_behind: int, since: str) -> None:
        assert self.moved(left_behind) == since


class TestReasons:
    def reasons(self, recently: dict[str, int], before: dict[str, int], unanswered: int = 0) -> dict[str, int]:
        months = {
            THIS_MONTH: counts(sum(recently.values()) + unanswered, reason=recently),
            LONG_AGO: counts(sum(before.values()), reason=before),
        }
        found = shown(taken(months))
        return {row["key"]: row["reports"] for row in found["reason"]} if found else {}

    def test_the_three_most_reported_stand_and_the_rest_is_pooled(self) -> None:
        recently = {"CO-97": 9, "CO-16": 8, "CO-29": 7, "CO-50": 6}
        assert self.reasons(recently, {}) == {"CO-97": 9, "CO-16": 8, "CO-29": 7, "other": 6}

    def test_a_small_pool_swallows_the_smallest(self) -> None:
        assert self.reasons({"CO-97": 9, "CO-16": 8, "CO-50": 2}, {}) == {"CO-97": 9, "other": 10}

    def test_a_reason_of_which_few_are_older_is_pooled(self) -> None:
        """The whole says CO-97: 11. Of nine recent ones a reader would learn of two old ones."""
        assert self.reasons({"CO-97": 9, "CO-16": 8}, {"CO-97": 2, "CO-16": 8}, 0) == {}
        assert self.reasons({"CO-97": 9, "CO-16": 8}, {"CO-97": 5, "CO-16": 8}) == {"CO-97": 9, "CO-16": 8}

    def test_a_single_reason_needs_a_pool_of_many(self) -> None:
        assert self.reasons({"CO-97": 9}, {}, unanswered=3) == {}
        assert self.reasons({"CO-97": 9}, {}, unanswered=5) == {"CO-97": 9, "other": 5}


class TestRecovery:
    def recovery(self, recently: dict[str, int], before: dict[str, int], n: int = 10, m: int = 10) -> Any:
        found = shown(taken({THIS_MONTH: counts(n, outcome=recently), LONG_AGO: counts(m, outcome=before)}))
        return found["recovery"] if found else None

    def test_paid_in_full_of_those_decided(self) -> None:
        told = self.recovery({"paid_full": 5, "paid_part": 2, "denied_again": 3}, {"paid_full": 10})
        assert told == {"decided": 10, "paid_full": 5, "rate": 0.5, "low": 0.237, "high": 0.763}

    @pytest.mark.parametrize(
        ("recently", "before"),
        [
            ({"paid_full": 4, "denied_again": 6}, {}),
            ({"paid_full": 7, "denied_again": 3}, {}),
            ({"paid_full": 8}, {}),
            ({"paid_full": 10}, {"paid_full": 2, "denied_again": 8}),
            ({"paid_full": 10}, {"paid_full": 7}),
            ({}, {}),
        ],
    )
    def test_it_is_withheld_where_few_could_be_told_apart(
        self, recently: dict[str, int], before: dict[str, int]
    ) -> None:
        assert self.recovery(recently, before) is None


cells = st.dictionaries(st.sampled_from(["CO-97", "CO-16", "CO-29", "CO-50", "PR-1"]), st.integers(1, 15))
ends = st.dictionaries(st.sampled_from(["paid_full", "paid_part", "denied_again", "pending"]), st.integers(1, 9))


@given(cells, cells, ends, ends, st.integers(0, 12), st.integers(0, 12))
def test_nothing_small_can_be_subtracted_out(
    reasons: dict[str, int], older: dict[str, int], end: dict[str, int], ended: dict[str, int], more: int, rest: int
) -> None:
    """The reader knows the whole: its size, its reasons, its outcomes. Whatever he can work out is 0 or at least T."""
    n = max(sum(reasons.values()), sum(end.values())) + more
    m = max(sum(older.values()), sum(ended.values())) + rest
    found = shown(
        taken({THIS_MONTH: counts(n, reason=reasons, outcome=end), LONG_AGO: counts(m, reason=older, outcome=ended)})
    )
    if found is None:
        return
    learned = [found["reports"], n + m - found["reports"]]
    whole = Counter(reasons) + Counter(older)
    rows = {row["key"]: row["reports"] for row in found["reason"] if row["key"] != "other"}
    if rows:
        learned += [*rows.values(), *(whole[key] - told for key, told in rows.items())]
        learned += [n - sum(rows.values()), m - sum(whole[key] - told for key, told in rows.items())]
    if found["recovery"]:
        decided, paid = found["recovery"]["decided"], found["recovery"]["paid_full"]
        all_ends = Counter(end) + Counter(ended)
        all_decided = all_ends.total() - all_ends["pending"]
        learned += [paid, decided - paid, n - decided, all_ends["paid_full"] - paid]
        learned += [all_decided - decided - (all_ends["paid_full"] - paid), m - (all_decided - decided)]
    assert [each for each in learned if each != 0 and each < T] == []


def backdate(reports: list[Any], day: datetime.date) -> None:
    Report.objects.filter(pk__in=[report.pk for report, _ in reports]).update(received=day)


def content() -> Any:
    statistic = Statistic.objects.of("86320")
    assert statistic is not None
    return statistic.content


@pytest.mark.django_db
class TestOnTheSite:
    @pytest.fixture(autouse=True)
    def _old_and_new(self) -> None:
        backdate(send(6, carc="16", kind="full_denial"), datetime.date(2020, 5, 4))
        send_and_refresh(7, outcome="paid_full")

    def test_the_recent_reports_stand_beside_the_whole(self, client: Client) -> None:
        told = content()["recent"]
        assert (content()["reports"], told["reports"]) == (13, 7)
        assert {row["key"]: row["reports"] for row in told["reason"]} == {"CO-97": 7}
        assert told["recovery"]["rate"] == 1.0
        html = client.get("/codes/86320/statistics/").content.decode()
        assert "7 reports</h3>" in html
        assert 'id="bar-recent-reason-co-97"' in html
        assert client.get("/api/v1/codes/86320/statistics/").json()["recent"] == told
        lines = client.get("/api/v1/codes/86320/statistics.csv").content.decode().splitlines()
        assert [line.split(",")[2] for line in lines if ",recent_" in line] == ["CO-97", "paid_full"]

    def test_it_moves_only_with_the_snapshot(self) -> None:
        send_and_refresh(4)
        assert (content()["reports"], content()["recent"]["reports"]) == (17, 7)
        send_and_refresh(1)
        assert (content()["reports"], content()["recent"]["reports"]) == (18, 12)

    def test_a_slice_has_none(self) -> None:
        slices = [row.content for row in Statistic.objects.exclude(slice_field="").to_be_shown()]
        assert {(each["recent"], each["expired"]) for each in slices} == {(None, None)}

    def test_equal_content_under_another_method_is_another_version(self, monkeypatch: pytest.MonkeyPatch) -> None:
        before = Statistic.objects.of("86320")
        monkeypatch.setattr("reports.figures.METHOD", "of another day")
        actions.refresh_statistics(code="86320", everything=True)
        after = Statistic.objects.of("86320")
        assert before is not None
        assert after is not None
        assert (before.content, before.version != after.version) == (after.content, True)


@pytest.mark.django_db(transaction=True)
def test_the_audit_finds_a_recent_figure_that_is_further_off_than_its_changes() -> None:
    backdate(send(6), datetime.date(2020, 5, 4))
    send_and_refresh(7)
    assert actions.audit_statistics() == []
    backdate([(report, "") for report in Report.objects.filter(received__year=2020)], datetime.date(2021, 5, 4))
    refresh()
    assert actions.audit_statistics() == []
    stored = GuardedSnapshot.objects.get(code="86320")
    stored.recent["recent"]["reason"] = {"CO-97": 1}
    stored.recent["before"]["reports"] = 0
    stored.save()
    assert [each.what for each in actions.audit_statistics()] == [
        "the reason of recent reports is further off than its changes allow",
        "the before reports are further off than their changes allow",
        "figures of the whole differ from the recount",
    ]


@pytest.mark.django_db
def test_the_method_says_the_months_and_the_age(client: Client) -> None:
    html = client.get("/method/").content.decode()
    assert (MONTHS, settings.EXPIRE_MONTHS) == (12, 36)
    assert "of the month in which the snapshot was taken and of the eleven months before" in html
    assert "A report counts for 36 months after the month in which it was received" in html
