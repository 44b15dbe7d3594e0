"""Payers with more reports this month than usual, and chances worked out exactly."""

from math import comb
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import spans
from reports.chances import drawn_tail, poisson_tail
from reports.rising import is_more_than_usual, publishable, shown, take
from tests.reports.test_trends import OLD, TODAY, T, months


def rising(given: Any) -> list[str]:
    snapshot = take(spans.received(given), today=TODAY, threshold=T)
    found = shown(publishable(snapshot, TODAY, threshold=T), lambda _, key: key.title())
    return [row["label"] for row in found["rows"]] if found else []


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
        snapshot = take(spans.received(months(aetna={0: 30, 1: 5} | OLD)), today=TODAY, threshold=T)
        found = shown(publishable(snapshot, TODAY, threshold=T), lambda _, key: key)
        assert found == {"month": "2026-11-01", "as_of": "2026-11-21", "rows": [{"key": "aetna", "label": "aetna"}]}


class TestDrawnBlindly:
    def test_it_is_counted_out_where_it_can_be(self) -> None:
        """Of ten, four are marked and three drawn: none marked in 20 of 120 ways, all three in 4."""
        assert drawn_tail(3, drawn=3, marked=4, of=10) == pytest.approx(4 / 120)
        assert drawn_tail(1, drawn=3, marked=4, of=10) == pytest.approx(100 / 120)

    @given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
    def test_it_is_the_share_of_all_ways(self, n: int, drawn: int, marked: int, more: int) -> None:
        of = max(drawn, marked) + more
        ways = sum(comb(marked, k) * comb(of - marked, drawn - k) for k in range(n, drawn + 1))
        assert drawn_tail(n, drawn=drawn, marked=marked, of=of) == pytest.approx(ways / comb(of, drawn), abs=1e-9)

    @pytest.mark.parametrize(("drawn", "marked", "of"), [(3, 1, 2), (1, 3, 2), (-1, 1, 2), (1, -1, 2)])
    def test_nobody_draws_more_than_there_are(self, drawn: int, marked: int, of: int) -> None:
        with pytest.raises(ValueError, match="cannot be drawn"):
            drawn_tail(1, drawn=drawn, marked=marked, of=of)

    def test_large_counts_neither_overflow_nor_lose_what_is_small(self) -> None:
        assert drawn_tail(10_000, drawn=100_000, marked=100_000, of=1_000_000) == pytest.approx(0.5, abs=0.01)
        assert 0 <= drawn_tail(20_000, drawn=100_000, marked=100_000, of=1_000_000) < 1e-300
