"""Payers of which more reports came in this month than the twelve before let expect (I4).

Said without a number: the month would cut the windows of other figures into parts too small.
"""

import datetime
from typing import Final, TypedDict

from reports import spans
from reports.aggregation import Label
from reports.chances import RARE, poisson_tail
from reports.recent import months_before
from reports.spans import Received

BEFORE: Final = 12  # months before


class TakenRise(TypedDict):
    """`payers`: reports in `month` and in the twelve months before. `older`: on the code from before those."""

    month: str
    older: int
    payers: dict[str, list[int]]


class Told(TypedDict):
    """What may be shown: the payers, and nothing more."""

    month: str
    as_of: str
    payers: list[str]


class RisingRow(TypedDict):
    key: str
    label: str


class Rising(TypedDict):
    """Payers with more reports in `month` than the twelve months before let expect."""

    month: str
    as_of: str
    rows: list[RisingRow]


def take(given: Received, *, today: datetime.date, threshold: int) -> TakenRise:
    month, start = months_before(today, 0), months_before(today, BEFORE)
    both = {
        payer: [by_month.between(month, spans.LAST), by_month.between(start, month)]
        for payer, by_month in given.payers.items()
    }
    return TakenRise(
        month=month.isoformat(),
        older=given.whole.between(spans.FIRST, start),
        payers={payer: n for payer, n in both.items() if min(n) >= threshold},
    )


def publishable(rise: TakenRise | None, as_of: datetime.date | None, *, threshold: int) -> Told | None:
    """None where no payer has more than usual, or none can be told."""
    if as_of is None or rise is None or rise["older"] < threshold:
        return None
    both = rise["payers"]
    payers = [payer for payer in sorted(both) if min(both[payer]) >= threshold and is_more_than_usual(*both[payer])]
    return Told(month=rise["month"], as_of=as_of.isoformat(), payers=payers) if payers else None


def shown(told: Told | None, label: Label) -> Rising | None:
    if told is None:
        return None
    rows = [RisingRow(key=payer, label=label("payer", payer)) for payer in told["payers"]]
    return Rising(month=told["month"], as_of=told["as_of"], rows=rows)


def is_more_than_usual(now: int, before: int) -> bool:
    """Whether so many in a month have a chance below 1 in 100, where the mean is that of the twelve months before."""
    return poisson_tail(now, before / BEFORE) < RARE
