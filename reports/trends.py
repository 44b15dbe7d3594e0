"""What came in lately, by payer: the last three months against the twelve before (I4).

The month of receipt is guarded, so the window of both parts may be told only as `spans` allows. Where it may not move
on to the last three months, it stays where it was for a while: the months are named. A payer of which a part is too
small is left out.
"""

import datetime
from calendar import monthrange
from collections.abc import Iterator
from typing import Final, NotRequired, TypedDict

from reports import recent, rising, spans
from reports.aggregation import Label, rounded
from reports.chances import RARE, drawn_tail
from reports.recent import months_before
from reports.rising import TakenRise
from reports.spans import ByMonth, Months, Received

RECENT: Final = 3  # months, the month of the snapshot the last of them
MOST: Final = 6  # months that the recent ones may be while their window waits
BEFORE: Final = 12  # months before those
NOTHING: Final = (0.0, 0.0, 1.0)  # the share of none, which may be anything
COMPARED: Final = 20  # reports in each part, from which on a payer's shares are compared


Window = tuple[datetime.date, datetime.date]  # first days of the twelve months before, and of the recent ones


class TakenTrend(TypedDict):
    """Recent, before, older reports of the code, and of each payer that may be shown under `threshold`."""

    since: str
    start: str
    threshold: int
    whole: list[int]
    payers: dict[str, list[int]]


class Taken(recent.Taken):
    """All that a snapshot holds of months."""

    trend: NotRequired[TakenTrend]
    rise: NotRequired[TakenRise]


class Told(TypedDict):
    """What may be shown: recent reports and those before, of the code and of each payer."""

    start: str
    since: str
    as_of: str
    whole: list[int]
    payers: dict[str, list[int]]


class TrendRow(TypedDict):
    """Of the reports of each part, how many are of the payer; `more`: a larger share of the recent ones."""

    key: str
    label: str
    recent: int
    recent_share: float
    recent_low: float
    recent_high: float
    before: int
    before_share: float
    before_low: float
    before_high: float
    more: bool


class Trend(TypedDict):
    """Received since `since`, and from `start` until then: on the code, and by payer."""

    start: str
    since: str
    as_of: str
    recent: int
    before: int
    recent_per_month: float
    before_per_month: float
    rows: list[TrendRow]


def take(months: Months, *, today: datetime.date, last: Taken, expired: int, threshold: int) -> Taken:
    """A fresh snapshot of all that months tell; `last` is the one it replaces."""
    given = spans.received(months)
    base = recent.take(months, given, today=today, last=last, expired=expired, threshold=threshold)
    rise = rising.take(given, today=today, threshold=threshold)
    for window in _windows(today, last):
        if payers := _tellable(given, base["told"], window, threshold):
            base["told"] = spans.adding(base["told"], [spans.WHOLE, *payers], window)
            return Taken(**base, trend=_trend(given, payers, window, threshold), rise=rise)
    return Taken(**base, trend=_trend(given, [], _former(last) or _wanted(today), threshold), rise=rise)


def _wanted(today: datetime.date) -> Window:
    return months_before(today, RECENT + BEFORE - 1), months_before(today, RECENT - 1)


def _former(last: Taken) -> Window | None:
    if "trend" not in last:
        return None
    return datetime.date.fromisoformat(last["trend"]["start"]), datetime.date.fromisoformat(last["trend"]["since"])


def _windows(today: datetime.date, last: Taken) -> Iterator[Window]:
    """The one wanted, else the former one, as long as that is still of recent months."""
    yield _wanted(today)
    former = _former(last)
    if former and former != _wanted(today) and former[1] >= months_before(today, MOST - 1):
        yield former


def _tellable(given: Received, told: spans.Told, window: Window, threshold: int) -> list[str]:
    """The payers whose parts may be told, without the smallest as long as too few would be left of the code.

    None where the collection does not reach back before the window: a young one rises by itself.
    """
    start, _ = window
    if given.whole.between(spans.FIRST, start) < threshold:
        return []
    within = {payer: by_month.between(start, spans.LAST) for payer, by_month in given.payers.items()}
    shown = [
        payer
        for payer in sorted(within, key=lambda payer: (-within[payer], payer))
        if within[payer] >= threshold
        and spans.may_be_told(given.payers[payer], told.get(payer, ()), window, threshold=threshold)
    ]
    while shown and not spans.leaves_enough(given, spans.adding(told, shown, window), window, threshold=threshold):
        shown.pop()
    return shown


def _trend(given: Received, payers: list[str], window: Window, threshold: int) -> TakenTrend:
    start, since = window
    return TakenTrend(
        since=since.isoformat(),
        start=start.isoformat(),
        threshold=threshold,
        whole=_parts(given.whole, since, start),
        payers={payer: _parts(given.payers[payer], since, start) for payer in payers},
    )


def _parts(by_month: ByMonth, since: datetime.date, start: datetime.date) -> list[int]:
    """Reports since `since`, from `start` until then, and before that."""
    return [
        by_month.between(since, spans.LAST),
        by_month.between(start, since),
        by_month.between(spans.FIRST, start),
    ]


def publishable(trend: TakenTrend | None, as_of: datetime.date | None, *, threshold: int) -> Told | None:
    """None where no payer can be shown, and until the next snapshot once the threshold was raised."""
    if as_of is None or trend is None or not trend["payers"] or trend["threshold"] < threshold:
        return None
    return Told(
        start=trend["start"],
        since=trend["since"],
        as_of=as_of.isoformat(),
        whole=trend["whole"][:2],
        payers={payer: parts[:2] for payer, parts in trend["payers"].items()},
    )


def shown(told: Told | None, label: Label) -> Trend | None:
    """Payers with a larger share of the recent ones first."""
    if told is None:
        return None
    whole, as_of = told["whole"], datetime.date.fromisoformat(told["as_of"])
    rows = [_trend_row(payer, label("payer", payer), parts, whole) for payer, parts in told["payers"].items()]
    return Trend(
        start=told["start"],
        since=told["since"],
        as_of=told["as_of"],
        recent=whole[0],
        before=whole[1],
        recent_per_month=round(whole[0] / _months(told["since"], as_of), 1),
        before_per_month=round(whole[1] / BEFORE, 1),
        rows=sorted(rows, key=lambda row: (not row["more"], -row["recent"], -row["before"], row["key"])),
    )


def _months(since: str, as_of: datetime.date) -> float:
    """As long as the recent ones lasted until the day of the snapshot."""
    first = datetime.date.fromisoformat(since)
    whole = (as_of.year - first.year) * 12 + as_of.month - first.month
    return whole + as_of.day / monthrange(as_of.year, as_of.month)[1]


def _trend_row(key: str, label: str, parts: list[int], whole: list[int]) -> TrendRow:
    late, before = (rounded(n, of) if of else NOTHING for n, of in zip(parts, whole, strict=True))
    return TrendRow(
        key=key,
        label=label,
        recent=parts[0],
        recent_share=late[0],
        recent_low=late[1],
        recent_high=late[2],
        before=parts[1],
        before_share=before[0],
        before_low=before[1],
        before_high=before[2],
        more=is_more_than_before(parts[0], whole[0], parts[1], whole[1]),
    )


def is_more_than_before(recent_ones: int, of_recent: int, before: int, of_before: int) -> bool:
    """Whether so many of the recent reports have a chance below 1 in 100, were they drawn blindly from both parts.

    Never told where a part holds fewer than 20.
    """
    if min(of_recent, of_before) < COMPARED:
        return False
    tail = drawn_tail(recent_ones, drawn=of_recent, marked=recent_ones + before, of=of_recent + of_before)
    return tail < RARE
