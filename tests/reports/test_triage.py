"""Count or hold: each rule by itself."""

from typing import Any

import pytest

from reports.triage import API, Circumstances, Manner, judge
from reports.triage.judging import RULES

FORM = Manner(seconds=90, trapped=False, without_token=False, proven=None)
PLAIN = Circumstances(soft=(), manner=FORM, earlier_today=0, hold_above=20, hold_all=False)


def held_because(**changes: Any) -> tuple[str, ...]:
    verdict = judge(PLAIN._replace(**changes))
    assert verdict.counts == (not verdict.held_because)
    return verdict.held_because


def held_for_manner(**changes: Any) -> tuple[str, ...]:
    return held_because(manner=FORM._replace(**changes))


@pytest.mark.parametrize("manner", [FORM, API, FORM._replace(proven=True)])
def test_a_plain_report_counts_at_once(manner: Manner) -> None:
    assert judge(PLAIN._replace(manner=manner)) == (True, ())


def test_the_last_report_within_the_limit_counts_and_the_next_is_held() -> None:
    assert held_because(earlier_today=19) == ()
    assert held_because(earlier_today=20) == ("many reports on this code from one contributor",)


def test_where_all_wait_every_report_waits() -> None:
    assert held_because(hold_all=True) == ("every report waits for a moderator",)


def test_a_story_with_a_name_waits() -> None:
    assert held_because(soft=("name", "place")) == ("the story may name a person or a place",)


def test_a_filled_trap_waits() -> None:
    assert held_for_manner(trapped=True) == ("a field that people do not see was filled in",)


def test_a_form_without_our_token_waits() -> None:
    assert held_for_manner(without_token=True) == ("the form was not one that this site had just made",)


def test_a_form_sent_in_no_time_waits_and_one_of_two_seconds_counts() -> None:
    assert held_for_manner(seconds=1.9) == ("sent within seconds of opening the form",)
    assert held_for_manner(seconds=2.0) == ()


def test_a_form_without_the_proof_that_was_asked_for_waits() -> None:
    assert held_for_manner(proven=False) == ("sent without a proof of work",)


def test_every_reason_is_named_and_fits_its_column() -> None:
    worst = Manner(seconds=0, trapped=True, without_token=True, proven=False)
    reasons = held_because(soft=("name",), manner=worst, earlier_today=30, hold_all=True)
    assert reasons == tuple(rule.words for rule in RULES)
    assert max(map(len, reasons)) <= 80
