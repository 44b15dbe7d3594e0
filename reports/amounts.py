"""Reports by the amount denied, each band with its recovery: guarded, from the snapshot alone (I4).

The outcomes of the whole are open, so what the bands leave of them is none or at least the threshold.
"""

from collections.abc import Iterable, Mapping
from typing import TypedDict

from reports.aggregation import Cells, Label, Recovered, Row, decided_of, recovered
from reports.crossings import split
from reports.disclosure import POOL, guarded, guarded_rows, is_enough
from reports.vocabulary import AMOUNT_BANDS

Ends = tuple[int, int, int]  # paid in full, decided otherwise, not decided


class Told(TypedDict):
    """What may be shown. `recovery`: of the bands that can be told, paid in full and decided."""

    bands: Cells
    recovery: dict[str, list[int]]


class AmountRow(Row):
    """`recovery` is None where it is withheld, or nothing is decided."""

    recovery: Recovered | None


def publishable(cells: Mapping[str, Cells], *, reports: int, threshold: int) -> Told:
    """From the cells of a snapshot; no band where the field is withheld."""
    bands = guarded(cells.get("amount_band", {}), reports=reports, threshold=threshold)
    given = split(cells.get("amount_band_outcome", {}))
    ends = {band: _ends(given.get(band, {}), n) for band, n in bands.items()}
    told = _tellable(ends, _ends(cells.get("outcome", {}), reports), threshold)
    return Told(bands=bands, recovery={band: [paid, paid + other] for band, (paid, other, _) in told.items()})


def shown(told: Told, label: Label, *, reports: int) -> list[AmountRow]:
    """The bands in the order of dollars, then the pool."""
    rows = guarded_rows(told["bands"], reports=reports, label=lambda key: label("amount_band", key))
    return [
        AmountRow(**each, recovery=_recovery(told["recovery"].get(each["key"]))) for each in sorted(rows, key=_place)
    ]


def _place(shown: Row) -> int:
    return [*AMOUNT_BANDS, POOL].index(shown["key"])


def _ends(outcome: Cells, reports: int) -> Ends:
    paid_full = outcome.get("paid_full", 0)
    decided = decided_of(outcome)
    return paid_full, decided - paid_full, reports - decided


def _tellable(ends: Mapping[str, Ends], whole: Ends, threshold: int) -> dict[str, Ends]:
    """The bands whose recovery may be told, without the smallest as long as too few would be left of the whole."""
    told = {key: each for key, each in ends.items() if _are_enough(each, threshold)}
    while told and not _are_enough(_rest(whole, told.values()), threshold):
        del told[min(told, key=lambda key: (sum(told[key]), key))]
    return told


def _rest(whole: Ends, told: Iterable[Ends]) -> Iterable[int]:
    return (n - sum(each) for n, *each in zip(whole, *told, strict=True))


def _are_enough(ends: Iterable[int], threshold: int) -> bool:
    return all(is_enough(n, threshold) for n in ends)


def _recovery(told: list[int] | None) -> Recovered | None:
    return recovered(*told) if told and told[1] else None
