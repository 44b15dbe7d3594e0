"""Figures as a page shows them: words where few are counted, what worked first, months to scale."""

import datetime
from typing import Any

import pytest

from reports.aggregation import row
from reports.crossings import crossed
from reports.presentation.rows import outcome_of, row_of
from reports.presentation.worked import Worked, worked_of

NOTHING: dict[str, Any] = {
    "remark_by_reason": [], "payer_lines": [], "trend": None, "rising": None, "amount_band": [],
}  # fmt: skip


def worked(**cells: dict[str, int]) -> Worked:
    made = crossed(cells, {"decided": 0}, lambda _, key: key, threshold=5)
    return worked_of({**NOTHING, **made})


@pytest.mark.parametrize(("n", "few"), [(1, True), (19, True), (20, False), (100, False)])
def test_under_twenty_there_are_words_and_no_percent(n: int, few: bool) -> None:
    assert row_of(row("26", 1, n, "26"), n).few is few
    outcome = outcome_of({"decided": n, "paid_full": 1, "rate": 1 / n, "low": 0.0, "high": 1.0})
    assert outcome is not None
    assert (outcome.few, outcome.words) == (few, f"1 of {n}")


class TestBest:
    def test_the_route_that_holds_best_leads(self) -> None:
        made = worked(action_outcome={"hearing:paid_full": 1, "appeal_1:paid_full": 5, "appeal_1:denied_again": 1})
        best = made.best("action")
        assert best is not None
        assert (best.key, best.words) == ("appeal_1", "5 of 6")

    def test_where_few_are_decided_the_most_decided_that_was_paid_does(self) -> None:
        made = worked(fix_modifier_outcome={"59:denied_again": 4, "XU:paid_full": 2, "91:paid_full": 1})
        best = made.best("fix_modifier")
        assert best is not None
        assert (best.key, best.words) == ("XU", "2 of 2")

    def test_what_was_never_paid_is_not_called_best(self) -> None:
        assert worked(action_outcome={"hearing:denied_again": 9}).best("action") is None


def test_few_decided_stand_apart_from_the_ranking() -> None:
    (section,) = worked(action_outcome={"hearing:paid_full": 1, "reopening:paid_full": 5}).sections
    assert ([row.key for row in section.rows], [row.key for row in section.unranked]) == (["reopening"], ["hearing"])


def test_a_route_says_of_every_band_how_many() -> None:
    (route,) = worked(action_resolution={"reopening:0-30": 5, "reopening:120+": 1}).waiting
    assert (route.label, route.reports, route.words) == ("reopening", 6, ["5", "0", "0", "1"])


def test_a_payer_is_told_of_both_parts_in_percent_where_both_hold_enough() -> None:
    share = {"share": 0.31, "low": 0.17, "high": 0.49}
    row = {
        "key": "a", "label": "A", "recent": 9, "before": 14, "more": True,
        **{f"{part}_{name}": value for part in ("recent", "before") for name, value in share.items()},
    }  # fmt: skip
    trend = {
        "start": "2025-07-01", "since": "2026-07-01", "as_of": "2026-11-21", "recent": 29, "before": 117,
        "recent_per_month": 6.2, "before_per_month": 9.8, "rows": [row],
    }  # fmt: skip
    made, few = (
        worked_of({**NOTHING, **crossed({}, {"decided": 0}, str, threshold=5), "trend": trend | changed}).trend  # type: ignore[arg-type]
        for changed in ({}, {"before": 19})
    )
    assert made is not None
    assert few is not None
    assert (made.months, made.until, made.marks) == ("five", datetime.date(2026, 6, 30), True)
    assert (made.rows[0].recent.words, made.rows[0].recent.percent, made.rows[0].before.words) == (
        "9 of 29",
        31,
        "14 of 117",
    )
    assert [one.rows[0].few for one in (made, few)] == [False, True]
