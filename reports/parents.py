"""What may be published of a payer or a reason over all codes (I3).

The figures of a group like any other, and the codes on which it is reported: those whose slice of it is published, the
rest as one pool. A pool below the threshold would be given away by subtraction, so the total and all its figures are
withheld with it. So is it where the reports on closed codes are a few: who adds up what open codes say of a payer
would have their number.
"""

from collections.abc import Mapping
from typing import Final

from reports import figures
from reports.aggregation import Counts, Label, Row, row, size
from reports.disclosure import POOL
from reports.figures import Content

SHOWN: Final = ("payer", "reason")  # fields whose answers have a page of their own
MOST_CODES: Final = 50
CODES: Final = "code"  # the breakdown that only parents have


def named(slices: Mapping[str, int]) -> list[str]:
    """The codes that are shown by name, the most reported first; `slices`: code -> reports in its published slice."""
    return sorted(slices, key=lambda code: (-slices[code], code))[:MOST_CODES]


def content(cells: Counts, slices: Mapping[str, int], label: Label, *, closed: int, threshold: int) -> Content | None:
    """None where nothing may be shown. `closed`: reports on codes that are not open."""
    n = size(cells)
    pool = n - sum(slices.values())
    if n < threshold or 0 < pool < threshold or 0 < closed < threshold:
        return None
    shown = figures.content(figures.slice_told(cells), label, threshold=threshold)
    shown["breakdowns"][CODES] = _codes(slices, n, label)
    return shown


def _codes(slices: Mapping[str, int], n: int, label: Label) -> list[Row]:
    """Empty where no code may be named."""
    codes = named(slices)
    others = n - sum(slices[code] for code in codes)
    rows = [row(code, slices[code], n, label(CODES, code)) for code in codes]
    return [*rows, row(POOL, others, n, "Other codes")] if rows and others else rows


def subject(field: str, key: str) -> str:
    """What a version is of."""
    return f"{field}={key}"
