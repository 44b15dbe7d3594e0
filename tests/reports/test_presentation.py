"""Figures as a page shows them: words where few are counted, what worked first, months to scale."""

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


def test_months_are_drawn_to_the_scale_of_the_largest() -> None:
    rows = [
        {"key": "a", "label": "A", "recent": 9, "before": 0, "recent_per_month": 3.0, "before_per_month": 0.0},
        {"key": "b", "label": "B", "recent": 0, "before": 72, "recent_per_month": 0.0, "before_per_month": 6.0},
    ]
    trend = {"start": "2025-09-01", "since": "2026-09-01", "as_of": "2026-11-21", "rows": rows}
    made = worked_of({**NOTHING, **crossed({}, {"decided": 0}, str, threshold=5), "trend": trend}).trend  # type: ignore[arg-type]
    assert made is not None
    assert [(row.recent_percent, row.before_percent) for row in made.rows] == [(50, 0), (0, 100)]
