"""What may be published of a group of reports (I3, I4).

A group is shown only when it holds at least `threshold` reports. Within it, open fields show their
counts; guarded fields come from a snapshot and only in cells of at least `threshold`. Slices are
withheld where what is left of a parent would number 1 to `threshold` - 1, since subtracting would
give those few away.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from uuid import UUID

from reports.aggregation import Cells, Row, row, rows

POOL = "other"

Pair = tuple[str, str]  # an answer to each of two questions


def may_open(*, reports: int, contributors: int, threshold: int, min_contributors: int) -> bool:
    """Whether a code may be published at all."""
    return reports >= threshold and contributors >= min_contributors


def is_enough(n: int, threshold: int) -> bool:
    """Whether so many reports may be told apart from the rest: none, or at least the threshold."""
    return n == 0 or n >= threshold


def publishable_slices(sizes: Mapping[str, int], *, whole: int, threshold: int) -> frozenset[str]:
    """Which of the slices of one parent may be shown; `whole` is the parent's number of reports.

    The parent's reports in no published slice must number 0 or at least `threshold`; otherwise the
    smallest published slice is withheld too, which always suffices.
    """
    shown = {key: n for key, n in sizes.items() if n >= threshold}
    rest = whole - sum(shown.values())
    if shown and 0 < rest < threshold:
        del shown[min(shown, key=lambda key: (shown[key], key))]
    return frozenset(shown)


def publishable_pairs(
    sizes: Mapping[Pair, int], *, ones: Mapping[str, int], others: Mapping[str, int], threshold: int
) -> frozenset[Pair]:
    """Which groups of two answers may be shown; `ones` and `others`: the slices of each answer, with their reports.

    Of each slice, its reports in no pair shown number 0 or at least `threshold`; otherwise its smallest pair is
    withheld too, and what that leaves of both slices is asked again: lines of business first, then payers, backwards.
    """
    wholes = {(0, key): n for key, n in ones.items()} | {(1, key): n for key, n in others.items()}
    within: dict[tuple[int, str], dict[Pair, int]] = defaultdict(dict)
    for pair, n in sizes.items():
        if n >= threshold and pair[0] in ones and pair[1] in others:
            within[0, pair[0]][pair] = within[1, pair[1]][pair] = n
    asked = sorted(within)
    while asked:
        parent = asked.pop()
        shown = within[parent]
        if shown and not is_enough(wholes[parent] - sum(shown.values()), threshold):
            smallest = min(shown, key=lambda pair: (shown[pair], pair))
            for place, key in enumerate(smallest):
                del within[place, key][smallest]
                asked.append((place, key))
    return frozenset(pair for (place, _), shown in within.items() if place == 0 for pair in shown)


def guarded(cells: Cells, *, reports: int, threshold: int) -> dict[str, int]:
    """Cells of at least `threshold`, if the rest of the reports, unanswered included, are none or as many.

    Empty where that pool would be too small: the field is withheld.
    """
    shown = {key: n for key, n in cells.items() if n >= threshold}
    return shown if is_enough(reports - sum(shown.values()), threshold) else {}


def guarded_rows(shown: Cells, *, reports: int, label: Callable[[str], str]) -> list[Row]:
    """What `guarded` lets through, and the rest as one pool; empty where nothing but the pool is left."""
    named = rows(shown, reports, label)
    pool = reports - sum(shown.values())
    return [*named, row(POOL, pool, reports, "Other or not stated")] if named and pool else named


def snapshot_is_due(changed: Collection[UUID], *, threshold: int) -> bool:
    """Whether enough different reports changed since the last snapshot to show a new one."""
    return len(set(changed)) >= threshold
