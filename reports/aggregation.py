"""Tallies to figures: shares of reports, with the interval each share may really lie in.

A collection of denials has no denominator of paid claims: every share is a share of the reports of its
group, never a denial rate.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from math import sqrt
from typing import Final, NamedTuple, TypedDict

from reports.vocabulary import DECIDED

METHOD: Final = "6"  # bumped whenever equal reports would give other figures
Z_95: Final = 1.959964

OPEN_BREAKDOWNS: Final = (
    "reason",
    "kind",
    "remark",
    "payer",
    "line_of_business",
    "modifier",
    "paired_code",
    "fix_modifier",
    "action",
    "tactic",
    "resolution",
    "stage",
    "decided_by",
    "claim_type",
)
GUARDED_BREAKDOWNS: Final = ("state", "year")
SLICED: Final = ("payer", "line_of_business", "reason")

Cells = Mapping[str, int]  # answer -> reports
Counts = Mapping[str, Cells]  # field -> cells; "reports" holds the size of the group under ""
Label = Callable[[str, str], str]  # (field, answer) -> words


class Interval(NamedTuple):
    low: float
    high: float


class Row(TypedDict):
    key: str
    label: str
    reports: int
    share: float
    low: float
    high: float


class Recovered(TypedDict):
    """`rate` = paid_full / decided, with its interval."""

    decided: int
    paid_full: int
    rate: float
    low: float
    high: float


class Outcomes(TypedDict, total=False):
    """As `Recovered`, and the rest. Only `decided` (0) and perhaps `pending` stand where nothing is decided yet."""

    decided: int
    paid_full: int
    paid_part: int
    denied_again: int
    pending: int
    rate: float
    low: float
    high: float


class Figures(TypedDict):
    reports: int
    breakdowns: dict[str, list[Row]]
    recovery: Outcomes
    appeal: Outcomes


def wilson(successes: int, n: int, z: float = Z_95) -> Interval:
    """The 95 % interval for `successes` of `n`, both ends in 0..1.

    Raises ValueError unless 0 <= successes <= n and n > 0.

    Source: E. B. Wilson, JASA 22 (1927) 209-212.
    """
    if n <= 0 or not 0 <= successes <= n:
        message = f"{successes} of {n} is no share"
        raise ValueError(message)
    share = successes / n
    centre = share + z * z / (2 * n)
    reach = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    low = 0.0 if successes == 0 else (centre - reach) / scale
    high = 1.0 if successes == n else (centre + reach) / scale
    return Interval(low, high)


def size(counts: Counts) -> int:
    """How many reports the group holds."""
    return counts.get("reports", {}).get("", 0)


def rows(cells: Cells, n: int, label: Callable[[str], str]) -> list[Row]:
    """One row an answer, most reported first; each share is of all `n` reports of the group."""
    return [row(key, cells[key], n, label(key)) for key in sorted(cells, key=lambda key: (-cells[key], key))]


def row(key: str, reports: int, n: int, label: str) -> Row:
    share, low, high = rounded(reports, n)
    return Row(key=key, label=label, reports=reports, share=share, low=low, high=high)


@lru_cache(maxsize=10_000)  # an answer asks for hundreds, mostly of small numbers
def rounded(successes: int, n: int) -> tuple[float, float, float]:
    """The share and the ends of its interval, to three places."""
    low, high = wilson(successes, n)
    return round(successes / n, 3), round(low, 3), round(high, 3)


def decided_of(cells: Cells) -> int:
    """How many have an outcome that will not change by itself."""
    return sum(cells.get(key, 0) for key in DECIDED)


def recovered(paid_full: int, decided: int) -> Recovered:
    """Raises ValueError where nothing is decided."""
    rate, low, high = rounded(paid_full, decided)
    return Recovered(decided=decided, paid_full=paid_full, rate=rate, low=low, high=high)


def outcomes(cells: Cells) -> Outcomes:
    """Recovery: paid in full of those decided; open ones are counted apart."""
    decided, pending = decided_of(cells), cells.get("pending", 0)
    if decided == 0:
        return Outcomes(decided=0, pending=pending) if pending else Outcomes(decided=0)
    return Outcomes(
        **recovered(cells.get("paid_full", 0), decided),
        paid_part=cells.get("paid_part", 0),
        denied_again=cells.get("denied_again", 0),
        pending=pending,
    )


def summarise(counts: Counts, label: Label) -> Figures:
    """Every open figure of a group of at least one report. Guarded breakdowns are left empty: disclosure fills them."""
    n = size(counts)
    breakdowns: dict[str, list[Row]] = {
        field: rows(counts.get(field, {}), n, lambda key, field=field: label(field, key))  # type: ignore[misc]
        for field in OPEN_BREAKDOWNS
    }
    return Figures(
        reports=n,
        breakdowns=breakdowns | {field: [] for field in GUARDED_BREAKDOWNS},
        recovery=outcomes(counts.get("outcome", {})),
        appeal=outcomes(counts.get("appeal_outcome", {})),
    )
