"""The last three months against the twelve before, by payer: what is told, what is marked, what waits (I4)."""

import datetime
from itertools import pairwise
from typing import Any, Final

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from reports import actions, trends
from reports.models import GuardedSnapshot, Report, Statistic
from reports.recent import months_before
from reports.trends import Taken, Trend, is_more_than_before, publishable, take
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


def trend(snapshot: Taken, *, today: datetime.date = TODAY, threshold: int = T) -> Trend | None:
    return trends.shown(publishable(snapshot.get("trend"), today, threshold=threshold), lambda _, key: key.title())


OLD = {20: 6}  # the collection was there before


class TestTrend:
    def shown(self, **ago: dict[int, int]) -> dict[str, tuple[int, int]]:
        found = trend(taken(months(**ago)))
        return {row["key"]: (row["recent"], row["before"]) for row in found["rows"]} if found else {}

    def test_it_says_both_parts_of_the_code_and_of_each_payer(self) -> None:
        found = trend(taken(months(aetna={0: 4, 2: 5, 3: 6, 14: 6} | OLD, cigna={1: 21, 5: 48} | OLD)))
        assert found is not None
        assert {name: found[name] for name in found if name != "rows"} == {  # type: ignore[literal-required]
            "start": "2025-09-01", "since": "2026-09-01", "as_of": "2026-11-21",
            "recent": 30, "before": 60, "recent_per_month": 11.1, "before_per_month": 5.0,
        }  # fmt: skip
        assert found["rows"][1] == {
            "key": "aetna", "label": "Aetna",
            "recent": 9, "recent_share": 0.3, "recent_low": 0.167, "recent_high": 0.479,
            "before": 12, "before_share": 0.2, "before_low": 0.118, "before_high": 0.318,
            "more": False,
        }  # fmt: skip

    def test_the_most_reported_lately_comes_first(self) -> None:
        assert list(self.shown(cigna={0: 6, 3: 90} | OLD, aetna={0: 9, 3: 9} | OLD)) == ["aetna", "cigna"]

    @pytest.mark.parametrize(
        ("ago", "parts"),
        [(2, (10, 5)), (3, (5, 10)), (14, (5, 10)), (15, (5, 5))],
        ids=["recent", "before", "first", "older"],
    )
    def test_the_windows_are_three_months_and_the_twelve_before(self, ago: int, parts: tuple[int, int]) -> None:
        """Five more reports, received so many months before that of the snapshot."""
        base = {0: 5, 7: 5, 20: 6}
        assert self.shown(aetna=base | {ago: 5}) == {"aetna": parts}

    def test_nothing_before_at_all_leaves_no_share(self) -> None:
        found = trend(taken(months(aetna={0: 9} | OLD)))
        assert found is not None
        row = found["rows"][0]
        assert (row["before"], row["before_share"], row["before_low"], row["before_high"]) == (0, 0.0, 0.0, 1.0)

    def test_under_a_higher_threshold_it_waits_for_the_next_snapshot(self) -> None:
        snapshot = taken(months(aetna={0: 9, 3: 9} | OLD))
        assert trend(snapshot, threshold=T) is not None
        assert trend(snapshot, threshold=T + 1) is None

    def test_none_before_is_told_too(self) -> None:
        assert self.shown(aetna={0: 9} | OLD) == {"aetna": (9, 0)}

    @pytest.mark.parametrize("ago", [{0: 4, 3: 9, 20: 6}, {0: 9, 3: 4, 20: 6}, {0: 4, 3: 9}])
    def test_a_payer_with_a_small_part_is_left_out(self, ago: dict[int, int]) -> None:
        assert self.shown(aetna=ago, cigna={0: 5, 3: 5, 20: 5}, humana={0: 3, 3: 3}) == {"cigna": (5, 5)}

    def test_a_few_old_ones_are_not_given_away_by_the_payer_beside(self) -> None:
        assert self.shown(aetna={0: 9, 3: 9, 20: 4}, cigna={0: 5, 3: 5, 20: 5}) == {}

    def test_a_young_collection_has_no_trend(self) -> None:
        assert self.shown(aetna={0: 9, 3: 9}) == {}
        assert self.shown(aetna={0: 9, 3: 9, 20: 4}, cigna={0: 9}) == {}

    def test_the_smallest_payer_falls_where_few_would_be_left_of_the_code(self) -> None:
        """Of 19 recent reports both others would leave humana's three."""
        ago = {"aetna": {0: 9} | OLD, "cigna": {0: 7, 20: 5}, "humana": {0: 3, 20: 9}}
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


class TestTheMark:
    """Fisher's exact test, from 20 reports in each part on."""

    @pytest.mark.parametrize(
        ("recently", "of_recent", "before", "of_before", "more"),
        [
            (10, 30, 10, 100, True),
            (9, 30, 10, 100, False),
            (46, 300, 100, 1000, True),
            (45, 300, 100, 1000, False),
            (0, 30, 10, 100, False),
            (30, 30, 100, 100, False),
            (20, 20, 0, 20, True),
            (19, 19, 0, 200, False),
            (20, 20, 0, 19, False),
            (100, 1000, 46, 300, False),
        ],
    )
    def test_so_many_are_more_than_before(
        self, recently: int, of_recent: int, before: int, of_before: int, more: bool
    ) -> None:
        assert is_more_than_before(recently, of_recent, before, of_before) is more

    def test_a_row_carries_it_and_comes_first(self) -> None:
        found = trend(taken(months(aetna={0: 20, 4: 6} | OLD, cigna={0: 40, 4: 90} | OLD)))
        assert found is not None
        assert [(row["key"], row["more"]) for row in found["rows"]] == [("aetna", True), ("cigna", False)]

    @given(st.integers(1, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 300))
    def test_one_more_recent_report_never_takes_it_away(self, now: int, rest: int, before: int, others: int) -> None:
        if is_more_than_before(now, now + rest, before, before + others):
            assert is_more_than_before(now + 1, now + 1 + rest, before, before + others)


class TestTheWindowMovesOn:
    """A window that moves past one report would give that report's month away."""

    NOVEMBER: Final = {0: 9, 1: 9, 5: 9, 20: 6}
    DECEMBER: Final = datetime.date(2026, 12, 3)

    def in_december(self, left_behind: int, **more: dict[int, int]) -> Trend | None:
        """In November the window begins with September; in December, if it may, with October."""
        ago = {"aetna": {**self.NOVEMBER, 2: left_behind}, **more}
        first = taken(months(**ago))
        assert trend(first) is not None
        later = {payer: {age + 1: n for age, n in by_age.items()} for payer, by_age in ago.items()}
        return trend(taken(months_by(self.DECEMBER, later), today=self.DECEMBER, last=first), today=self.DECEMBER)

    def payers(self, snapshot: Taken) -> list[str]:
        found = trend(snapshot)
        return [row["key"] for row in found["rows"]] if found else []

    @pytest.mark.parametrize(
        ("left_behind", "since", "told"),
        [
            (0, "2026-10-01", (18, 9)),
            (1, "2026-09-01", (19, 9)),
            (4, "2026-09-01", (22, 9)),
            (5, "2026-10-01", (18, 14)),
        ],
    )
    def test_it_stays_until_none_or_enough_fall_out(self, left_behind: int, since: str, told: tuple[int, int]) -> None:
        found = self.in_december(left_behind)
        assert found is not None
        assert (found["since"], found["recent"], found["before"]) == (since, *told)

    def test_a_payer_that_would_tell_of_a_few_is_left_out_while_the_others_move_on(self) -> None:
        others = {"humana": {0: 6, 2: 1, 5: 6, 20: 6}, "oscar": {0: 1, 2: 2}, "molina": {0: 1, 2: 2}}
        assert self.payers(taken(months(aetna=self.NOVEMBER | {2: 9}, **others))) == ["aetna", "humana"]
        found = self.in_december(9, **others)
        assert found is not None
        assert (found["since"], [row["key"] for row in found["rows"]]) == ("2026-10-01", ["aetna"])

    def test_nor_do_the_others_move_on_if_that_alone_is_left_of_the_code(self) -> None:
        found = self.in_december(9, humana={0: 6, 2: 1, 5: 6, 20: 6})
        assert found is not None
        assert (found["since"], [row["key"] for row in found["rows"]]) == ("2026-09-01", ["aetna", "humana"])

    def test_it_stays_for_six_months_at_most(self) -> None:
        """Each month from December on one report, so that the window may never begin with October."""
        last = taken(months(aetna=self.NOVEMBER | {2: 1}))
        begins = []
        for later in range(1, 5):
            today = months_before(datetime.date(2026, 11, 1), -later)
            ago = {age + later: n for age, n in (self.NOVEMBER | {0: 1, 1: 0, 2: 1}).items()}
            last = taken(months_by(today, {"aetna": ago | {0: 8}}), today=today, last=last)
            found = trend(last, today=today)
            begins.append(found["since"] if found else None)
        assert begins == ["2026-09-01", "2026-09-01", "2026-09-01", None]


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
        assert (row["key"], row["recent"], row["before"], row["more"]) == ("aetna", 9, 5, False)
        assert [row["key"] for row in content()["rising"]["rows"]] == ["aetna"]
        answer = client.get("/api/v1/codes/86320/statistics/").json()
        assert (answer["trend"], answer["rising"]) == (content()["trend"], content()["rising"])
        assert [(row["key"], row["reports"]) for row in answer["amount_band"]] == [("0-50", 9), ("other", 11)]
        assert actions.audit_statistics() == []

    def test_the_page_and_the_rows_say_both(self, client: Client) -> None:
        html = " ".join(client.get("/codes/86320/statistics/").content.decode().split())
        assert "The last three months against the twelve before</h3>" in html
        assert "<b>9 of 9</b> recent reports, <b>5 of 5</b> before" in html
        lines = client.get("/api/v1/codes/86320/statistics.csv").content.decode().splitlines()
        shown = content()["trend"]
        assert [line.partition(",")[2] for line in lines if ",trend_" in line] == [
            f"trend_since,{shown['since']},First day of the recent months,9,,,,",
            f"trend_start,{shown['start']},First day of the twelve months before,5,,,,",
            "trend_recent,aetna,aetna,9,1.0,0.701,1.0,9",
            "trend_before,aetna,aetna,5,1.0,0.566,1.0,5",
        ]

    def test_it_moves_only_with_the_snapshot(self) -> None:
        send_and_refresh(4)
        assert (content()["reports"], content()["trend"]["rows"][0]["recent"]) == (24, 9)
        send_and_refresh(1)
        assert (content()["reports"], content()["trend"]["rows"][0]["recent"]) == (25, 14)

    def test_a_slice_has_none(self) -> None:
        slices = [row.content for row in Statistic.objects.exclude(slice_field="").to_be_shown()]
        assert len(slices) > 0
        assert [(one["trend"], one["rising"], one["amount_band"]) for one in slices] == [(None, None, [])] * len(slices)

    def test_the_audit_finds_what_is_further_off_than_its_changes(self) -> None:
        stored = GuardedSnapshot.objects.get(code="86320")
        stored.recent["trend"]["payers"]["aetna"] = [8, 6, 6]
        stored.recent["trend"]["whole"] = [9, 6, 6]
        stored.recent["rise"]["payers"]["aetna"] = [9, 6]
        stored.cells["amount_band"] = {"0-50": 8}
        stored.save()
        refresh()
        assert {mismatch.what for mismatch in actions.audit_statistics()} == {
            "the guarded snapshot of amount_band is further off than its changes allow",
            "the trend of a payer is further off than its changes allow",
            "the trend of the code is further off than its changes allow",
            "the month of a payer is further off than its changes allow",
            "figures of the whole differ from the recount",
        }


def test_the_windows_of_the_trend_meet() -> None:
    snapshot = taken(months(aetna={0: 9} | OLD))["trend"]
    bounds = [snapshot["start"], snapshot["since"], "2026-11-21"]
    assert all(first < second for first, second in pairwise(bounds))
