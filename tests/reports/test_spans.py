"""Windows over months, shown one after the other: whatever a reader subtracts is none, or at least a threshold (I4)."""

import datetime
from collections.abc import Iterable, Iterator
from itertools import chain, combinations, pairwise
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports import recent, trends
from reports.recent import months_before
from reports.spans import WHOLE, ByMonth, adding, leaves_enough, may_be_told, received, since_first
from reports.trends import Taken

T: Final = 5
BEGIN: Final = datetime.date(2024, 1, 1)
PAYERS: Final = ("aetna", "cigna", "humana")


def month(number: int) -> datetime.date:
    return months_before(BEGIN, -number)


def number(iso: str) -> int:
    day = datetime.date.fromisoformat(iso)
    return (day.year - BEGIN.year) * 12 + day.month - BEGIN.month


def counts(by_payer: dict[str, int]) -> dict[str, dict[str, int]]:
    return {"reports": {"": sum(by_payer.values())}, "payer": {payer: n for payer, n in by_payer.items() if n}}


def months(*each: dict[str, int]) -> Any:
    """From the first month on."""
    return {month(n): counts(by_payer) for n, by_payer in enumerate(each)}


class TestAPayer:
    def may(self, *ns: int, told: tuple[int, ...] = (), window: tuple[int, ...]) -> bool:
        by_month = ByMonth({month(each): n for each, n in enumerate(ns)})
        before = [month(each).isoformat() for each in told]
        return may_be_told(by_month, before, [month(each) for each in window], threshold=T)

    @pytest.mark.parametrize(("ns", "may"), [((5, 5), True), ((0, 5), True), ((4, 5), False), ((5, 4), False)])
    def test_a_bound_parts_none_or_enough(self, ns: tuple[int, ...], may: bool) -> None:
        assert self.may(*ns, window=(1,)) is may

    @pytest.mark.parametrize(("between", "may"), [(0, True), (1, False), (4, False), (5, True)])
    def test_a_bound_moves_past_none_or_enough(self, between: int, may: bool) -> None:
        assert self.may(9, between, 9, told=(1,), window=(2,)) is may

    def test_it_is_held_to_every_bound_told_and_not_the_last_alone(self) -> None:
        """Years later the beginning of the months before comes by where once the recent ones began."""
        assert self.may(9, 2, 9, 9, told=(3,), window=(1,))
        assert not self.may(9, 2, 9, 9, told=(2, 3), window=(1,))


class TestTheCode:
    def leaves(self, *each: dict[str, int], told: dict[str, tuple[int, ...]], window: tuple[int, ...]) -> bool:
        known = {name: [month(n).isoformat() for n in bounds] for name, bounds in told.items()}
        return leaves_enough(received(months(*each)), known, [month(n) for n in window], threshold=T)

    @pytest.mark.parametrize(("others", "enough"), [(0, True), (1, False), (4, False), (5, True)])
    def test_what_the_payers_told_leave_is_none_or_enough(self, others: int, enough: bool) -> None:
        each = {"aetna": 9, "cigna": 9}, {"aetna": 9, "cigna": others}
        assert self.leaves(*each, told={"aetna": (1,)}, window=(1,)) is enough
        assert self.leaves(*each, told={}, window=(1,))

    def test_a_payer_told_once_can_be_subtracted_ever_after(self) -> None:
        """aetna's two months were told when they were recent; now the code's are told, and cigna's two are left."""
        each = {"aetna": 9, "cigna": 9}, {"aetna": 9, "cigna": 2}, {"aetna": 9, "cigna": 9}
        assert self.leaves(*each, told={WHOLE: (1,)}, window=(2,))
        assert not self.leaves(*each, told={WHOLE: (1,), "aetna": (1, 2)}, window=(2,))

    @pytest.mark.parametrize(("left", "enough"), [(0, True), (4, False), (5, True)])
    def test_what_withdrawals_made_small_is_not_given_away_by_the_payers_beside(self, left: int, enough: bool) -> None:
        """aetna was told once, and is shown no more: what cigna leaves of the code would be its few."""
        each = {"aetna": 9, "cigna": 9}, {"aetna": left, "cigna": 9}
        assert self.leaves(*each, told={WHOLE: (1,), "aetna": (1,), "cigna": (1,)}, window=(1,)) is enough

    @pytest.mark.parametrize(("others", "enough"), [(0, False), (3, False), (4, False), (5, True)])
    def test_what_came_of_a_payer_since_none_was_told_is_known(self, others: int, enough: bool) -> None:
        """aetna was told as none, and whoever watched saw its two come: beside cigna's, they leave humana's."""
        each = {"aetna": 9, "cigna": 9, "humana": 9}, {"aetna": 2, "cigna": 9, "humana": others}
        assert self.leaves(*each, told={"aetna": (1,), "cigna": (1,)}, window=(1,)) is enough

    def test_of_two_that_became_small_each_may_be_known_alone(self) -> None:
        """aetna's two were seen to come, cigna was told and then withdrawn to four: what aetna leaves is cigna's."""
        each = {"aetna": 9, "cigna": 9, "humana": 9}, {"aetna": 2, "cigna": 4, "humana": 9}
        told: dict[str, tuple[int, ...]] = {"aetna": (1,), "cigna": (1,), "humana": (1,)}
        assert not self.leaves(*each, told=told, window=(1,))

    def test_a_payer_told_with_other_bounds_leaves_what_lies_between(self) -> None:
        """From the second month of the code subtract aetna's since the third: three of aetna are left."""
        each = {"aetna": 9}, {"aetna": 3}, {"aetna": 9}
        assert not self.leaves(*each, told={"aetna": (2,)}, window=(1,))


def test_bounds_are_added_once_and_in_order() -> None:
    told = adding({"aetna": ["2025-01-01"], "cigna": ["2025-01-01"]}, ["aetna", WHOLE], [month(15), month(12)])
    assert told == {
        "aetna": ["2025-01-01", "2025-04-01"],
        "cigna": ["2025-01-01"],
        WHOLE: ["2025-01-01", "2025-04-01"],
    }


def test_bounds_before_the_first_report_are_forgotten() -> None:
    told = {WHOLE: ["2024-02-01", "2024-04-01"], "aetna": ["2024-03-01"]}
    assert since_first(told, received(months({"aetna": 9}))) == told
    assert since_first(told, received(months({}, {}, {"aetna": 9}))) == {WHOLE: ["2024-04-01"]}
    assert since_first(told, received({})) == {}


class Reader:
    """Keeps each page, and subtracts: the oracle. It reads what is shown, and nothing of what the site remembers.

    It watches the open figures too. So what came since the bounds that it subtracts by were told is no news to it.
    """

    def __init__(self) -> None:
        self.whole: dict[int, int] = {}  # bound -> how many months there were when it was first told
        self.payers: dict[str, dict[int, int]] = {payer: {} for payer in PAYERS}
        self.shown: set[str] = set()

    def reads(self, taken: Taken, day: datetime.date) -> None:
        now, size = recent.publishable(taken, day, threshold=T), number(day.isoformat()) + 1
        trend = trends.publishable(taken.get("trend"), day, threshold=T)
        window = dict.fromkeys([number(trend["start"]), number(trend["since"])], size) if trend else {}
        since = {number(now["since"]): size} if now else {}
        self.whole = {**window, **since, **self.whole}
        self.shown = set(trend["payers"]) if trend else set()
        for payer in self.shown:
            self.payers[payer] = {**window, **self.payers[payer]}

    def learns(self, given: list[dict[str, int]]) -> Iterator[int]:
        """Of every set of stretches of the code: how many reports are left, as few as can be. And those of each payer.

        Of a payer that is not shown, what came since is left out.
        """
        size = len(given)
        own = {payer: stretches(bounds, size) for payer, bounds in self.payers.items()}
        every = stretches(self.whole, size)
        for some in chain.from_iterable(combinations(every, n) for n in range(1, len(every) + 1)):
            within = {each for stretch in some for each in stretch}
            known = range(self._last_told(every[-1].start, own) if every[-1] in some else size)
            yield sum(
                given[each].get(payer, 0)
                for payer in PAYERS
                for stretch in own[payer]
                if not within.issuperset(stretch)
                for each in within.intersection(stretch, known)
            )
        for payer in filter(self.payers.get, PAYERS):
            parts = [sum(given[each].get(payer, 0) for each in stretch) for stretch in own[payer]]
            yield from parts if payer in self.shown else parts[:-1]

    def _last_told(self, begin: int, own: dict[str, list[range]]) -> int:
        """How many months there were when the last bound was told that parts what came since `begin`."""
        last = {payer: each[-1].start for payer, each in own.items()}
        of_payers = [self.payers[payer].get(bound, 0) for payer, bound in last.items() if bound >= begin]
        return max([self.whole.get(begin, 0), *of_payers])


def stretches(bounds: Iterable[int], size: int) -> list[range]:
    ends = [0, *sorted(each for each in bounds if 0 < each < size), size]
    return [range(*each) for each in pairwise(ends)]


BUSY: Final = st.sampled_from([(0, 0, 1, 2, 3, 5, 6, 9), (5, 6, 9, 12), (0, 2, 9), (0, 0, 0, 1, 5)])
MONTHS: Final = st.lists(st.tuples(*[st.integers(0, 11)] * len(PAYERS)), min_size=1, max_size=5)


@settings(max_examples=100, deadline=None)
@given(
    busy=st.tuples(*[BUSY] * len(PAYERS)),
    old=st.lists(st.tuples(*[st.integers(0, 11)] * len(PAYERS)), min_size=16, max_size=18),
    then=st.lists(MONTHS, min_size=1, max_size=2),
)
def test_no_reader_of_several_pages_learns_of_a_few(
    busy: tuple[tuple[int, ...], ...], old: list[tuple[int, ...]], then: list[list[tuple[int, ...]]]
) -> None:
    seen, reader, last = [dict.fromkeys(PAYERS, 9)], Reader(), Taken()
    for arrived in [old, *then]:
        seen += [{payer: of[n % len(of)] for payer, of, n in zip(PAYERS, busy, each, strict=True)} for each in arrived]
        day = month(len(seen) - 1)
        last = trends.take(months(*seen), today=day, last=last, expired=0, threshold=T)
        reader.reads(last, day)
        assert [n for n in reader.learns(seen) if 0 < n < T] == []
