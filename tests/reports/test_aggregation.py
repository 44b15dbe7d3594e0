"""Tallies to figures, without a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.aggregation import Outcomes, outcomes, rows, summarise, wilson


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        (0, 5, 0.0, 43.4),
        (3, 5, 23.1, 88.2),
        (4, 5, 37.6, 96.4),
        (5, 5, 56.6, 100.0),
        (6, 10, 31.3, 83.2),
        (12, 20, 38.7, 78.1),
        (60, 100, 50.2, 69.1),
        (16, 18, 67.2, 96.9),
    ],
)
def test_the_interval_is_wilsons(successes: int, n: int, low: float, high: float) -> None:
    interval = wilson(successes, n)
    assert (round(100 * interval.low, 1), round(100 * interval.high, 1)) == (low, high)


@pytest.mark.parametrize(("successes", "n"), [(0, 0), (-1, 5), (6, 5), (1, -1)])
def test_no_share_without_reports(successes: int, n: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        wilson(successes, n)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_stays_within_bounds(pair: tuple[int, int]) -> None:
    successes, n = pair
    low, high = wilson(successes, n)
    assert 0 <= low <= successes / n <= high <= 1


def test_rows_come_most_reported_first_then_by_key() -> None:
    made = rows({"N19": 2, "M15": 4, "M51": 2}, 7, lambda key: f"about {key}")
    assert [(row["key"], row["reports"]) for row in made] == [("M15", 4), ("M51", 2), ("N19", 2)]
    assert made[0] == {"key": "M15", "label": "about M15", "reports": 4, "share": 0.571, "low": 0.25, "high": 0.842}


def test_recovery_is_paid_in_full_of_the_decided() -> None:
    cells = {"paid_full": 2, "paid_part": 1, "denied_again": 2, "pending": 1, "no_action": 4}
    assert outcomes(cells) == Outcomes(
        decided=5, paid_full=2, paid_part=1, denied_again=2, pending=1, rate=0.4, low=0.118, high=0.769
    )


def test_nothing_decided_is_said_without_a_rate() -> None:
    assert outcomes({}) == {"decided": 0}
    assert outcomes({"pending": 3, "no_action": 2}) == {"decided": 0, "pending": 3}


def test_a_summary_holds_every_breakdown_and_leaves_guarded_ones_empty() -> None:
    counts = {
        "reports": {"": 5},
        "kind": {"bundled": 3, "units": 2},
        "state": {"TX": 5},
        "outcome": {"paid_full": 1, "denied_again": 1},
        "appeal_outcome": {"denied_again": 1},
    }
    figures = summarise(counts, lambda field, key: f"{field}:{key}")
    assert figures["reports"] == 5
    assert [(row["key"], row["label"]) for row in figures["breakdowns"]["kind"]] == [
        ("bundled", "kind:bundled"),
        ("units", "kind:units"),
    ]
    assert figures["breakdowns"]["state"] == figures["breakdowns"]["year"] == figures["breakdowns"]["payer"] == []
    assert list(figures["breakdowns"]) == [
        "reason", "kind", "remark", "payer", "line_of_business", "modifier", "paired_code", "fix_modifier",
        "action", "tactic", "resolution", "stage", "decided_by", "claim_type", "state", "year",
    ]  # fmt: skip
    assert (figures["recovery"]["decided"], figures["appeal"]["decided"]) == (2, 1)
