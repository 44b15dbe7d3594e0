"""The last three months of a payer beside the twelve before, and more than usual: nothing small can be told (I4)."""

import datetime
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from reports import actions
from reports.models import GuardedSnapshot, Report, Statistic
from reports.recent import months_before
from reports.trends import (
    Taken,
    Trend,
    is_more_than_usual,
    poisson_tail,
    publishable_rising,
    publishable_trend,
    take,
)
from tests.reports.making import refresh, send, send_and_refresh

T = 5
TODAY = datetime.date(2026, 11, 21)


def months(**ago: dict[int, int]) -> Any:
    return months_by(TODAY, ago)


def months_by(today: datetime.date, ago: dict[str, dict[int, int]]) -> Any:
    """payer -> months ago -> reports, as counts by month."""
    made: dict[datetime.date, Any] = {}
    for payer, by_age in ago.items():
        for age, n in by_age.items():
            counts = made.setdefault(months_before(today, age), {"reports": {"": 0}, "payer": {}})
            counts["payer"][payer] = n
            counts["reports"][""] += n
    return made


def taken(given: Any, *, today: datetime.date = TODAY, last: Taken | None = None) -> Taken:
    return take(given, today=today, last=last or {}, expired=0, threshold=T)


def trend(snapshot: Taken) -> Trend | None:
    return publishable_trend(snapshot, TODAY, label=lambda _, key: key.title(), threshold=T)


def rising(given: Any) -> list[str]:
    found = publishable_rising(taken(given), TODAY, label=lambda _, key: key.title(), threshold=T)
    return [row["label"] for row in found["rows"]] if found else []


OLD = {20: 6}  # the collection was there before


class TestTrend:
    def shown(self, **ago: dict[int, int]) -> dict[str, tuple[int, int]]:
        found = trend(taken(months(**ago)))
        return {row["key"]: (row["recent"], row["before"]) for row in found["rows"]} if found else {}

    def test_a_row_says_both_counts_and_both_rates(self) -> None:
        found = trend(taken(months(aetna={0: 4, 2: 5, 3: 6, 14: 6} | OLD)))
        assert found == {
            "start": "2025-09-01",
            "since": "2026-09-01",
            "as_of": "2026-11-21",
            "rows": [
                {
                    "key": "aetna", "label": "Aetna", "recent": 9, "before": 12,
                    "recent_per_month": 3.0, "before_per_month": 1.0,
                }
            ],
        }  # fmt: skip

    def test_none_before_is_told_too(self) -> None:
        assert self.shown(aetna={0: 9} | OLD) == {"aetna": (9, 0)}

    @pytest.mark.parametrize("ago", [{0: 4, 3: 9, 20: 6}, {0: 9, 3: 4, 20: 6}, {0: 4, 3: 9}])
    def test_a_payer_with_a_small_part_is_left_out(self, ago: dict[int, int]) -> None:
        assert self.shown(aetna=ago, cigna={0: 5, 3: 5, 20: 5}) == {"cigna": (5, 5)}

    def test_a_few_old_ones_are_not_given_away_by_the_payer_beside(self) -> None:
        assert self.shown(aetna={0: 9, 3: 9, 20: 4}, cigna={0: 5, 3: 5, 20: 5}) == {}

    def test_a_young_collection_has_no_trend(self) -> None:
        assert self.shown(aetna={0: 9, 3: 9}) == {}
        assert self.shown(aetna={0: 9, 3: 9, 20: 4}, cigna={0: 9}) == {}

    def test_the_smallest_payer_falls_where_few_would_be_left_of_the_recent_months(self) -> None:
        """Twelve months hold 21 reports: without humana's three, both others would be told apart from it."""
        ago = {"aetna": {0: 9} | OLD, "cigna": {0: 7, 20: 5}, "humana": {4: 3, 20: 9}}
        assert self.shown(**ago) == {"aetna": (9, 0)}

    def test_a_snapshot_of_former_times_tells_nothing(self) -> None:
        assert trend({}) is None

    parts = st.dictionaries(st.sampled_from([0, 2, 3, 9, 12, 14, 15, 30]), st.integers(1, 9), max_size=8)

    @given(st.dictionaries(st.sampled_from(["aetna", "cigna", "humana"]), parts))
    def test_nothing_small_can_be_subtracted_out(self, ago: dict[str, dict[int, int]]) -> None:
        """The reader knows each payer's reports, and how many of all came in the last twelve months."""
        shown, every = self.shown(**ago), [each for by_age in ago.values() for each in by_age.items()]
        recent = sum(n for age, n in every if age < 12)
        learned = [n for both in shown.values() for n in both]
        learned += [sum(ago[payer].values()) - sum(both) for payer, both in shown.items()]
        if shown:
            late, before = (sum(part) for part in zip(*shown.values(), strict=True))
            learned += [recent - late]
            learned += [sum(n for _, n in every) - recent - sum(sum(ago[p].values()) for p in shown) + late + before]
        assert [n for n in learned if 0 < n < T] == []


class TestWindowOfAPayer:
    """A window that moves past one report would give that report's month away."""

    def after_a_month(self, left_behind: int) -> dict[str, tuple[int, int]]:
        """In November the window begins with September; in December with October."""
        ago = {0: 9, 2: left_behind, 5: 9, 20: 6}
        first = taken(months(aetna={**ago, 1: 9}))
        assert trend(first) is not None
        december = datetime.date(2026, 12, 3)
        later = {age + 1: n for age, n in {**ago, 1: 9}.items()}
        found = trend(taken(months_by(december, {"aetna": later}), today=december, last=first))
        return {row["key"]: (row["recent"], row["before"]) for row in found["rows"]} if found else {}

    @pytest.mark.parametrize(("left_behind", "told"), [(0, (18, 9)), (1, None), (4, None), (5, (18, 14))])
    def test_it_waits_until_none_or_enough_fall_out(self, left_behind: int, told: tuple[int, int] | None) -> None:
        assert self.after_a_month(left_behind) == ({"aetna": told} if told else {})


class TestRising:
    @pytest.mark.parametrize(("n", "mean", "tail"), [(0, 3, 1.0), (1, 1, 0.632), (5, 1, 0.00366), (10, 3, 0.0011)])
    def test_the_chance_is_poissons(self, n: int, mean: float, tail: float) -> None:
        assert poisson_tail(n, mean) == pytest.approx(tail, rel=0.01)

    def test_the_method_names_where_usual_ends(self) -> None:
        """Of twelve in a year, one a month is usual: four are, five are not."""
        assert [is_more_than_usual(n, 12) for n in (4, 5)] == [False, True]
        assert [is_more_than_usual(n, 120) for n in (18, 19)] == [False, True]

    def test_large_counts_neither_overflow_nor_rise_by_themselves(self) -> None:
        assert not is_more_than_usual(10_000, 120_000)
        assert is_more_than_usual(10_500, 120_000)

    @given(st.integers(1, 400), st.integers(1, 600))
    def test_one_report_more_is_never_more_usual(self, now: int, before: int) -> None:
        assert poisson_tail(now + 1, before / 12) <= poisson_tail(now, before / 12)

    def test_five_this_month_after_one_a_month_are_more_than_usual(self) -> None:
        steady = dict.fromkeys(range(1, 13), 1)
        assert rising(months(aetna={0: 5} | steady | OLD, cigna={0: 4} | steady)) == ["Aetna"]

    def test_few_before_and_a_young_collection_tell_nothing(self) -> None:
        assert rising(months(aetna={0: 30, 1: 4} | OLD)) == []
        assert rising(months(aetna={0: 30, 1: 5, 20: 4})) == []

    def test_no_number_is_told(self) -> None:
        found = publishable_rising(
            taken(months(aetna={0: 30, 1: 5} | OLD)), TODAY, label=lambda _, key: key, threshold=T
        )
        assert found == {"month": "2026-11-01", "as_of": "2026-11-21", "rows": [{"key": "aetna", "label": "aetna"}]}


def content() -> Any:
    statistic = Statistic.objects.of("86320")
    assert statistic is not None
    return statistic.content


def backdate(reports: list[Any], day: datetime.date) -> None:
    Report.objects.filter(pk__in=[report.pk for report, _ in reports]).update(received=day)


@pytest.mark.django_db(transaction=True)
class TestOnTheSite:
    @pytest.fixture(autouse=True)
    def _long_ago_last_year_and_now(self) -> None:
        today = datetime.datetime.now(tz=datetime.UTC).date()
        backdate(send(6), months_before(today, 20))
        backdate(send(5), months_before(today, 6))
        send_and_refresh(9, amount_band="0-50")

    def test_the_trend_stands_beside_the_whole_and_the_audit_agrees(self, client: Client) -> None:
        row = content()["trend"]["rows"][0]
        assert (row["key"], row["recent"], row["before"]) == ("aetna", 9, 5)
        assert [row["key"] for row in content()["rising"]["rows"]] == ["aetna"]
        answer = client.get("/api/v1/codes/86320/statistics/").json()
        assert (answer["trend"], answer["rising"]) == (content()["trend"], content()["rising"])
        assert [(row["key"], row["reports"]) for row in answer["amount_band"]] == [("0-50", 9), ("other", 11)]
        assert actions.audit_statistics() == []

    def test_it_moves_only_with_the_snapshot(self) -> None:
        send_and_refresh(4)
        assert (content()["reports"], content()["trend"]["rows"][0]["recent"]) == (24, 9)
        send_and_refresh(1)
        assert (content()["reports"], content()["trend"]["rows"][0]["recent"]) == (25, 14)

    def test_a_slice_has_none(self) -> None:
        slices = Statistic.objects.exclude(slice_field="").values_list("content", flat=True)
        assert len(slices) > 0
        assert [(one["trend"], one["rising"], one["amount_band"]) for one in slices] == [(None, None, [])] * len(slices)

    def test_the_audit_finds_what_is_further_off_than_its_changes(self) -> None:
        stored = GuardedSnapshot.objects.get(code="86320")
        stored.recent["trend"]["payers"]["aetna"] = [8, 6, 6]
        stored.recent["rise"]["payers"]["aetna"] = [9, 6]
        stored.cells["amount_band"] = {"0-50": 8}
        stored.save()
        refresh()
        assert {mismatch.what for mismatch in actions.audit_statistics()} == {
            "the guarded snapshot of amount_band is further off than its changes allow",
            "the trend of a payer is further off than its changes allow",
            "the month of a payer is further off than its changes allow",
            "figures of the whole differ from the recount",
        }


def test_the_windows_of_the_trend_meet() -> None:
    snapshot = taken(months(aetna={0: 9} | OLD))["trend"]
    bounds = [snapshot["start"], snapshot["since"], "2026-11-21"]
    assert all(first < second for first, second in pairwise(bounds))
