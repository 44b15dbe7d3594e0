"""Count a report at once, or hold it for a moderator, and why.

Rules here look at this report and this contributor alone, so that the answer tells nothing about other
people's reports; rules that compare reports run in the worker (I10).
"""

from typing import NamedTuple


class Verdict(NamedTuple):
    counts: bool
    held_because: tuple[str, ...]


class Circumstances(NamedTuple):
    """What triage may know; `earlier_today`: the contributor's other reports on the code."""

    earlier_today: int
    hold_above: int
    hold_all: bool  # MEDPAY_MODERATION=all


def judge(circumstances: Circumstances) -> Verdict:
    reasons = tuple(reason for reason, holds in _rules(circumstances) if holds)
    return Verdict(counts=not reasons, held_because=reasons)


def _rules(circumstances: Circumstances) -> tuple[tuple[str, bool], ...]:
    return (
        ("every report waits for a moderator", circumstances.hold_all),
        ("many reports on this code from one contributor", circumstances.earlier_today >= circumstances.hold_above),
    )
