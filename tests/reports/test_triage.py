"""Count or hold: each rule by itself."""

from reports.triage import Circumstances, judge


def test_a_plain_report_counts_at_once() -> None:
    assert judge(Circumstances(earlier_today=0, hold_above=20, hold_all=False)) == (True, ())


def test_the_last_report_within_the_limit_counts_and_the_next_is_held() -> None:
    assert judge(Circumstances(earlier_today=19, hold_above=20, hold_all=False)).counts
    held = judge(Circumstances(earlier_today=20, hold_above=20, hold_all=False))
    assert held == (False, ("many reports on this code from one contributor",))


def test_where_all_wait_every_report_waits() -> None:
    assert judge(Circumstances(earlier_today=0, hold_above=20, hold_all=True)) == (
        False,
        ("every report waits for a moderator",),
    )


def test_every_reason_is_named() -> None:
    assert len(judge(Circumstances(earlier_today=30, hold_above=20, hold_all=True)).held_because) == 2
