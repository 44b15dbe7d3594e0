"""Figures made of two open answers together: what was tried and what came of it, which remarks stand under a reason.

Rows are ranked by the lower end of their interval, and only those of at least `threshold` decided reports: one lucky
appeal of one leads no list.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, TypedDict

from reports.aggregation import Cells, Counts, Label, Outcomes, Recovered, Row, decided_of, recovered, row, rows
from reports.disclosure import Pair
from reports.vocabulary import RESOLUTION_BANDS

RECOVERED: Final = ("action", "tactic", "fix_modifier")
REMARKS: Final = 5  # shown under each reason
REASONS: Final = 3  # shown of a payer's line of business

Sized = tuple[int, Cells]  # of a payer's line of business: reports, and those of the reasons given most
ToldPair = tuple[str, str, int, Cells]  # the same after payer and line of business


class RecoveryRow(Recovered):
    """`ranked`: whether enough are decided to be compared with the others."""

    key: str
    label: str
    ranked: bool


class GroupRow(TypedDict):
    """Of the reports that gave one answer, by another one; `rows` are shares of `reports`."""

    key: str
    label: str
    reports: int
    rows: list[Row]


class PairRow(TypedDict):
    """A payer's line of business: the reasons given most, as shares of its `reports`."""

    payer: str
    payer_label: str
    line_of_business: str
    line_label: str
    reports: int
    reason: list[Row]


class Worth(TypedDict):
    """`per_100`: dollars of each 100 denied that appeals bring back, were all claims alike in amount."""

    decided: int
    per_100: int


class Crossed(TypedDict):
    """What every group shows of two answers together."""

    recovery_by: dict[str, list[RecoveryRow]]
    resolution_by: dict[str, list[GroupRow]]
    appeal_worth: Worth | None


def crossed(counts: Counts, appeal: Outcomes, label: Label, *, threshold: int) -> Crossed:
    return Crossed(
        recovery_by={
            field: _recovery_rows(field, counts.get(f"{field}_outcome", {}), label, threshold) for field in RECOVERED
        },
        resolution_by={"action": _resolution_rows(counts.get("action_resolution", {}), label)},
        appeal_worth=_worth(appeal, threshold=threshold),
    )


def top_remarks(counts: Counts, reasons: Collection[str]) -> dict[str, Cells]:
    """The remarks given most under each of `reasons`: those that are slices, since this breaks them down (I3)."""
    given = split(counts.get("reason_remark", {}))
    return {reason: most(given[reason], REMARKS) for reason in sorted(given.keys() & set(reasons))}


def remark_rows(told: Mapping[str, Cells], sizes: Cells, label: Label) -> list[GroupRow]:
    """From `top_remarks`; `sizes`: the reports of each reason, of which shares are."""
    return [
        GroupRow(
            key=reason,
            label=label("reason", reason),
            reports=sizes[reason],
            rows=rows(told[reason], sizes[reason], lambda key: label("remark", key)),
        )
        for reason in sorted(told, key=lambda reason: (-sizes[reason], reason))
    ]


def foremost(counts: Counts) -> Cells:
    """The reasons given most of a payer's line of business."""
    return most(counts.get("reason", {}), REASONS)


def told_pairs(shown: Mapping[Pair, Sized]) -> list[ToldPair]:
    """Most reported first."""
    return [(*pair, *shown[pair]) for pair in sorted(shown, key=lambda pair: (-shown[pair][0], pair))]


def pair_rows(told: Iterable[ToldPair], label: Label) -> list[PairRow]:
    return [
        PairRow(
            payer=payer,
            payer_label=label("payer", payer),
            line_of_business=line,
            line_label=label("line_of_business", line),
            reports=n,
            reason=rows(reasons, n, lambda key: label("reason", key)),
        )
        for payer, line, n, reasons in told
    ]


def most(cells: Cells, limit: int) -> dict[str, int]:
    """The answers given most, equal ones by name."""
    by_name = sorted(cells)
    return {key: cells[key] for key in sorted(by_name, key=cells.__getitem__, reverse=True)[:limit]}


def split(cells: Cells) -> dict[str, dict[str, int]]:
    """From "appeal_1:paid_full" -> reports to "appeal_1" -> "paid_full" -> reports."""
    inside: dict[str, dict[str, int]] = {}
    for key, n in cells.items():
        one, _, other = key.partition(":")
        inside.setdefault(one, {})[other] = n
    return inside


def _recovery_rows(field: str, cells: Cells, label: Label, threshold: int) -> list[RecoveryRow]:
    made = [
        _recovery_row(key, label(field, key), given, threshold)
        for key, given in split(cells).items()
        if decided_of(given) > 0
    ]
    return sorted(made, key=_place)


def _recovery_row(key: str, label: str, given: Cells, threshold: int) -> RecoveryRow:
    decided = decided_of(given)
    share = recovered(given.get("paid_full", 0), decided)
    return RecoveryRow(key=key, label=label, **share, ranked=decided >= threshold)


def _place(made: RecoveryRow) -> tuple[bool, float, int, str]:
    """Ranked rows by the lower end of their interval, then the others by how many are decided."""
    return not made["ranked"], -made["low"] if made["ranked"] else 0.0, -made["decided"], made["key"]


def _resolution_rows(cells: Cells, label: Label) -> list[GroupRow]:
    """Of the reports on each route that say how long it took. The bands stand in the order of time."""
    given = split(cells)
    sizes = {key: sum(bands.values()) for key, bands in given.items()}
    return [
        GroupRow(
            key=key,
            label=label("action", key),
            reports=sizes[key],
            rows=[row(band, given[key][band], sizes[key], label("resolution", band)) for band in _in_time(given[key])],
        )
        for key in sorted(given, key=lambda key: (-sizes[key], key))
    ]


def _in_time(bands: Cells) -> Sequence[str]:
    return [band for band in RESOLUTION_BANDS if band in bands]


def _worth(appeal: Outcomes, *, threshold: int) -> Worth | None:
    """From the lower end of the interval, rounded down: what may be counted on."""
    if appeal["decided"] < threshold:
        return None
    return Worth(decided=appeal["decided"], per_100=int(appeal["low"] * 100))
