"""How many reports came in lately, by payer: the last three months beside the twelve before, and more than usual (I4).

The month of receipt is guarded. How many reports a payer has in all is open, so whoever knows two parts of it knows the
third: each part of a payer, and what is left of the recent and the older reports of the code, is none or at least the
threshold. A window moves on past none of a payer's reports or past at least the threshold; until then the payer is left
out. "More than usual" is said without a number, since one more window would cut the others into small parts.
"""

import datetime
from collections.abc import Iterable, Mapping
from math import exp, lgamma, log
from typing import Final, NotRequired, TypedDict

from reports import recent
from reports.aggregation import Label, size
from reports.disclosure import is_enough
from reports.recent import Months, months_before

RECENT: Final = 3  # months, the month of the snapshot the last of them
BEFORE: Final = 12  # months before those; and before the month that may be more than usual
RARE: Final = 0.01  # chance below which a month is more than usual


class TakenTrend(TypedDict):
    """`payers`: recent, before, older reports of each that may be shown. `told`: the window it was last shown with."""

    since: str
    start: str
    older: int  # reports on the code from before `start`
    payers: dict[str, list[int]]
    told: dict[str, list[str]]


class TakenRise(TypedDict):
    """`payers`: reports in `month` and in the twelve months before. `older`: on the code from before those."""

    month: str
    older: int
    payers: dict[str, list[int]]


class Taken(recent.Taken):
    """All that a snapshot holds of months."""

    trend: NotRequired[TakenTrend]
    rise: NotRequired[TakenRise]


class TrendRow(TypedDict):
    key: str
    label: str
    recent: int
    before: int
    recent_per_month: float
    before_per_month: float


class Trend(TypedDict):
    """By payer: received since `since`, and from `start` until then."""

    start: str
    since: str
    as_of: str
    rows: list[TrendRow]


class RisingRow(TypedDict):
    key: str
    label: str


class Rising(TypedDict):
    """Payers with more reports in `month` than the twelve months before let expect."""

    month: str
    as_of: str
    rows: list[RisingRow]


def take(months: Months, *, today: datetime.date, last: Taken, expired: int, threshold: int) -> Taken:
    """A fresh snapshot of all that months tell; `last` is the one it replaces."""
    base = recent.take(months, today=today, last=last, expired=expired, threshold=threshold)
    trend = _take_trend(months, today=today, last=last, base=base, threshold=threshold)
    return Taken(**base, trend=trend, rise=_take_rise(months, today=today, threshold=threshold))


def _take_trend(months: Months, *, today: datetime.date, last: Taken, base: recent.Taken, threshold: int) -> TakenTrend:
    since, start = months_before(today, RECENT - 1), months_before(today, RECENT + BEFORE - 1)
    told = last["trend"]["told"] if "trend" in last else {}
    fitting = {
        payer: _parts(by_month, since, start)
        for payer, by_month in _by_payer(months).items()
        if payer not in told or _may_move(by_month, told[payer], (since, start), threshold)
    }
    trend = TakenTrend(
        since=since.isoformat(),
        start=start.isoformat(),
        older=sum(size(counts) for month, counts in months.items() if month < start),
        payers=fitting,
        told=told,
    )
    trend["payers"] = _shown(trend, base, threshold)
    trend["told"] = told | {payer: [trend["since"], trend["start"]] for payer in trend["payers"]}
    return trend


def _take_rise(months: Months, *, today: datetime.date, threshold: int) -> TakenRise:
    month, start = months_before(today, 0), months_before(today, BEFORE)
    both = {payer: _parts(by_month, month, start)[:2] for payer, by_month in _by_payer(months).items()}
    return TakenRise(
        month=month.isoformat(),
        older=sum(size(counts) for each, counts in months.items() if each < start),
        payers={payer: n for payer, n in both.items() if min(n) >= threshold},
    )


def publishable_trend(taken: Taken, as_of: datetime.date | None, *, label: Label, threshold: int) -> Trend | None:
    """None where no payer can be shown."""
    if as_of is None or "trend" not in taken:
        return None
    trend = taken["trend"]
    shown = _shown(trend, taken, threshold)
    if not shown:
        return None
    ordered = sorted(shown, key=lambda payer: (-sum(shown[payer][:2]), payer))
    rows = [_trend_row(payer, label("payer", payer), *shown[payer][:2]) for payer in ordered]
    return Trend(start=trend["start"], since=trend["since"], as_of=as_of.isoformat(), rows=rows)


def publishable_rising(taken: Taken, as_of: datetime.date | None, *, label: Label, threshold: int) -> Rising | None:
    """None where no payer has more than usual, or none can be told."""
    if as_of is None or "rise" not in taken or taken["rise"]["older"] < threshold:
        return None
    both = taken["rise"]["payers"]
    rows = [
        RisingRow(key=payer, label=label("payer", payer))
        for payer in sorted(both)
        if min(both[payer]) >= threshold and is_more_than_usual(*both[payer])
    ]
    return Rising(month=taken["rise"]["month"], as_of=as_of.isoformat(), rows=rows) if rows else None


def is_more_than_usual(now: int, before: int) -> bool:
    """Whether so many in a month have a chance below 1 in 100, where the mean is that of the twelve months before."""
    return poisson_tail(now, before / BEFORE) < RARE


def poisson_tail(n: int, mean: float) -> float:
    """The chance of `n` or more where `mean` are expected. Source: S. D. Poisson, Recherches (1837), § 81."""
    if n <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    return max(0.0, 1.0 - sum(exp(k * log(mean) - mean - lgamma(k + 1)) for k in range(n)))


def _by_payer(months: Months) -> dict[str, dict[datetime.date, int]]:
    found: dict[str, dict[datetime.date, int]] = {}
    for month, counts in months.items():
        for payer, n in counts.get("payer", {}).items():
            found.setdefault(payer, {})[month] = n
    return found


def _parts(by_month: Mapping[datetime.date, int], since: datetime.date, start: datetime.date) -> list[int]:
    """Reports since `since`, from `start` until then, and before that."""
    late = sum(n for month, n in by_month.items() if month >= since)
    older = sum(n for month, n in by_month.items() if month < start)
    return [late, sum(by_month.values()) - late - older, older]


def _may_move(
    by_month: Mapping[datetime.date, int], told: list[str], window: tuple[datetime.date, datetime.date], threshold: int
) -> bool:
    """Whether the window that a payer was shown with may move here: past none of its reports, or past enough."""
    passed = [
        sum(n for month, n in by_month.items() if datetime.date.fromisoformat(former) <= month < wanted)
        for former, wanted in zip(told, window, strict=True)
    ]
    return all(is_enough(n, threshold) for n in passed)


def _shown(trend: TakenTrend, base: recent.Taken, threshold: int) -> dict[str, list[int]]:
    """The payers whose parts may be told apart, without the smallest as long as too few would be left of the code.

    None where the collection does not reach back before the window: a young one rises by itself.
    """
    if trend["older"] < threshold or "recent" not in base:
        return {}
    shown = {
        payer: parts
        for payer, parts in trend["payers"].items()
        if sum(parts[:2]) >= threshold and all(is_enough(n, threshold) for n in parts)
    }
    while shown and not all(is_enough(n, threshold) for n in _left(trend, shown.values(), base)):
        del shown[min(shown, key=lambda payer: (sum(shown[payer]), payer))]
    return shown


def _left(trend: TakenTrend, shown: Iterable[list[int]], base: recent.Taken) -> list[int]:
    """What a reader can work out who subtracts the payers shown from the figure of the recent months."""
    late, before, older = (sum(part) for part in zip(*shown, strict=True))
    since = base["since"]
    if since < trend["start"]:
        return [base["recent"]["reports"] - late - before]
    return [base["recent"]["reports"] - late, base["before"]["reports"] - older]


def _trend_row(key: str, label: str, late: int, before: int) -> TrendRow:
    return TrendRow(
        key=key,
        label=label,
        recent=late,
        before=before,
        recent_per_month=round(late / RECENT, 1),
        before_per_month=round(before / BEFORE, 1),
    )
