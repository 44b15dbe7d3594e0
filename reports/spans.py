"""Which windows over the months of receipt may be told, one after the other: nothing small can be subtracted (I4).

A figure of the reports since some month tells a bound. It stays told: who saw it can subtract it from a later one. So
the bounds of a code and those of each of its payers are remembered; a stretch is what lies between two of them. How
many reports a payer has in all is open, so each knows the bounds before and after all time.

New bounds may be told if no stretch that they end, or that encloses what they tell, holds a few reports: of a payer,
all that it received; of the code, what is left once each payer's widest stretch inside is subtracted. Whatever else a
reader can subtract is a sum of such. A payer's stretch may be small: withdrawals made it so, or it was told as none and
what came since was seen to come. Who knows it can subtract it, and nobody else may: what is left must be enough with
all of them subtracted, and without any one.
"""

import datetime
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import accumulate, combinations
from typing import Final, NamedTuple

from reports.aggregation import Counts, size
from reports.disclosure import is_enough

WHOLE: Final = ""  # the code, beside the names of payers
FIRST, LAST = datetime.date.min, datetime.date.max

Months = Mapping[datetime.date, Counts]  # first day of a month of receipt -> counts
Told = Mapping[str, Collection[str]]  # WHOLE or payer -> bounds told of it, each the first day of a month
Window = Collection[datetime.date]  # bounds told together
Stretch = tuple[datetime.date, datetime.date]


class ByMonth:
    """Reports by month of receipt."""

    def __init__(self, months: Mapping[datetime.date, int]) -> None:
        self.months = sorted(month for month, n in months.items() if n)
        self.sums = [0, *accumulate(months[month] for month in self.months)]

    def until(self, end: datetime.date) -> int:
        """Reports before `end`."""
        return self.sums[bisect_left(self.months, end)]

    def between(self, first: datetime.date, end: datetime.date) -> int:
        """Reports from `first` to before `end`."""
        return self.until(end) - self.until(first)


class Received(NamedTuple):
    whole: ByMonth
    payers: Mapping[str, ByMonth]


def received(months: Months) -> Received:
    payers: dict[str, dict[datetime.date, int]] = {}
    for month, counts in months.items():
        for payer, n in counts.get("payer", {}).items():
            payers.setdefault(payer, {})[month] = n
    whole = ByMonth({month: size(counts) for month, counts in months.items()})
    return Received(whole, {payer: ByMonth(by_month) for payer, by_month in payers.items()})


def adding(told: Told, names: Iterable[str], window: Window) -> dict[str, list[str]]:
    """What is told once `window` is told of `names`."""
    bounds = {day.isoformat() for day in window}
    now = {name: sorted({*told.get(name, ()), *bounds}) for name in names}
    return {**{name: list(each) for name, each in told.items()}, **now}


def since_first(told: Told, given: Received) -> dict[str, list[str]]:
    """Without the bounds that no report came in before: they part nothing."""
    first = min(given.whole.months, default=LAST).isoformat()
    return {name: later for name, each in told.items() if (later := [day for day in each if day > first])}


def may_be_told(by_month: ByMonth, told: Collection[str], window: Window, *, threshold: int) -> bool:
    """Of a payer of which `told` was told before."""
    return all(is_enough(by_month.between(*each), threshold) for each in _stretches(_bounds(told), window))


def leaves_enough(given: Received, told: Told, window: Window, *, threshold: int) -> bool:
    """Whether the code may tell `window`. `told`: with what its payers tell beside it."""
    of_payers = [_Known(by_month, _bounds(told.get(payer, ()))) for payer, by_month in given.payers.items()]

    def leaves(stretch: Stretch) -> bool:
        if stretch == (FIRST, LAST):
            return True  # all that payers have in all is open
        inside = [known.within(*stretch) for known in of_payers]
        rest = given.whole.between(*stretch) - sum(inside)
        small = [each for each in inside if 0 < each < threshold]
        return all(is_enough(rest + each, threshold) for each in (0, *small))

    return all(leaves(each) for each in _stretches(_bounds(told.get(WHOLE, ())), window))


class _Known:
    """What is told of a payer: its reports before each of its bounds."""

    def __init__(self, by_month: ByMonth, bounds: list[datetime.date]) -> None:
        self.bounds = bounds
        self.until = [by_month.until(day) for day in bounds]

    def within(self, first: datetime.date, end: datetime.date) -> int:
        """Reports in the widest stretch that lies from `first` to `end`."""
        begins, ends = bisect_left(self.bounds, first), bisect_right(self.bounds, end) - 1
        return self.until[ends] - self.until[begins] if begins < ends else 0


def _bounds(told: Iterable[str]) -> list[datetime.date]:
    return [FIRST, *sorted(map(datetime.date.fromisoformat, told)), LAST]


def _stretches(bounds: Collection[datetime.date], window: Window) -> Iterator[Stretch]:
    """Those that a bound of the window ends, or that enclose what it tells. Of all others nothing new is told."""
    for first, end in combinations(sorted({*bounds, *window}), 2):
        encloses = (first == FIRST and end > min(window)) or (end == LAST and first < max(window))
        if encloses or first in window or end in window:
            yield first, end
