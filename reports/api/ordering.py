"""The content of a Statistic as the API tells it, in an order that the database forgets, and as the lines of a CSV."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from reports.aggregation import GUARDED_BREAKDOWNS, Outcomes, Row
from reports.amounts import AmountRow
from reports.api.figure_serializers import BREAKDOWNS
from reports.batch import without_formula
from reports.crossings import RECOVERED, GroupRow, PairRow, RecoveryRow, Worth
from reports.parents import CODES
from reports.recent import Recent
from reports.rising import Rising, RisingRow
from reports.trends import Trend, TrendRow

Content = Mapping[str, Any]
CsvRow = tuple[object, ...]

CSV_HEAD: Final = ("code", "breakdown", *Row.__annotations__, "of")  # `share` is `reports` divided by `of`


def told(content: Content) -> dict[str, object]:
    """Everything between the method and the stories."""
    return {
        "breakdowns": {field: _each(content["breakdowns"][field], Row) for field in _fields(content)},
        "recovery": _one(content["recovery"], Outcomes),
        "appeal": _one(content["appeal"], Outcomes),
        "recovery_by": {field: _each(content["recovery_by"][field], RecoveryRow) for field in RECOVERED},
        "resolution_by": {"action": _groups(content["resolution_by"]["action"])},
        "remark_by_reason": _groups(content["remark_by_reason"]),
        "payer_lines": [
            {**_one(pair, PairRow), "reason": _each(pair["reason"], Row)} for pair in content["payer_lines"]
        ],
        "recent": _recent(content["recent"]),
        "trend": _rows(content["trend"], Trend, TrendRow),
        "rising": _rows(content["rising"], Rising, RisingRow),
        "amount_band": [
            {**_one(row, AmountRow), "recovery": row["recovery"] and _one(row["recovery"], Outcomes)}
            for row in content["amount_band"]
        ],
        "appeal_worth": content["appeal_worth"] and _one(content["appeal_worth"], Worth),
        "expired": content["expired"],
    }


def csv_rows(code: str, content: Content) -> Iterator[CsvRow]:
    """A line for each figure; a figure that is no share leaves the columns of a share empty."""
    for lines in (_breakdowns(content), _recoveries(content), _groups_in_lines(content), _guarded(content)):
        yield from ((code, *line) for line in lines)


def _fields(content: Content) -> tuple[str, ...]:
    """Of a payer or a reason, the codes come first."""
    return (CODES, *BREAKDOWNS) if CODES in content["breakdowns"] else BREAKDOWNS


def _breakdowns(content: Content) -> Iterator[CsvRow]:
    for field in _fields(content):
        rows = content["breakdowns"][field]
        yield from _shares(field, rows, _all(rows) if field in GUARDED_BREAKDOWNS else content["reports"])


def _recoveries(content: Content) -> Iterator[CsvRow]:
    for name in ("recovery", "appeal"):
        yield from _recovery(name, "paid_full", "Paid in full", content[name])
    for field in RECOVERED:
        for row in content["recovery_by"][field]:
            yield from _recovery(f"recovery_by_{field}", row["key"], row["label"], row)
    if worth := content["appeal_worth"]:
        yield _line(
            "appeal_worth_per_100", "", "Dollars of each 100 denied", worth["per_100"], "", "", "", worth["decided"]
        )


def _groups_in_lines(content: Content) -> Iterator[CsvRow]:
    for group in content["resolution_by"]["action"]:
        yield from _shares(f"resolution_by_action:{group['key']}", group["rows"], group["reports"])
    for group in content["remark_by_reason"]:
        yield from _shares(f"remark_by_reason:{group['key']}", group["rows"], group["reports"])
    for pair in content["payer_lines"]:
        key, label = f"{pair['payer']}:{pair['line_of_business']}", f"{pair['payer_label']}: {pair['line_label']}"
        yield _line("payer_line", key, label, pair["reports"])
        yield from _shares(f"payer_line:{key}", pair["reason"], pair["reports"])


def _guarded(content: Content) -> Iterator[CsvRow]:
    if recent := content["recent"]:
        yield from _shares("recent_reason", recent["reason"], recent["reports"])
        yield from _recovery("recent_recovery", "paid_full", "Paid in full", recent["recovery"] or {})
    if trend := content["trend"]:
        yield from _trend(trend)
    for row in content["rising"]["rows"] if content["rising"] else ():
        yield _line("rising", row["key"], row["label"], "")
    yield from _shares("amount_band", content["amount_band"], _all(content["amount_band"]))
    for row in content["amount_band"]:
        yield from _recovery("recovery_by_amount_band", row["key"], row["label"], row["recovery"] or {})


def _trend(trend: Content) -> Iterator[CsvRow]:
    yield _line("trend_since", trend["since"], "First day of the recent months", trend["recent"])
    yield _line("trend_start", trend["start"], "First day of the twelve months before", trend["before"])
    for row in trend["rows"]:
        for part in ("recent", "before"):
            share = (row[f"{part}_{name}"] for name in ("share", "low", "high"))
            yield _line(f"trend_{part}", row["key"], row["label"], row[part], *share, trend[part])
    for row in trend["rows"]:
        if row["more"]:
            yield _line("trend_more", row["key"], row["label"], "")


def _all(rows: Iterable[Content]) -> int:
    """Of a guarded field, the reports of the snapshot: its rows cover them."""
    return sum(row["reports"] for row in rows)


def _shares(breakdown: str, rows: Iterable[Content], of: int) -> Iterator[CsvRow]:
    for row in rows:
        share = (row[name] for name in ("share", "low", "high"))
        yield _line(breakdown, row["key"], row["label"], row["reports"], *share, of)


def _recovery(breakdown: str, key: str, label: str, row: Content) -> Iterator[CsvRow]:
    if row.get("decided"):
        share = (row[name] for name in ("rate", "low", "high"))
        yield _line(breakdown, key, label, row["paid_full"], *share, row["decided"])


def _line(breakdown: str, key: str, label: str, reports: object, *share: object) -> CsvRow:
    """`share`: itself, low, high, and of how many; none where the figure is no share."""
    return *map(without_formula, (breakdown, key, label)), reports, *(share or ("", "", "", ""))


def _recent(recent: Content | None) -> dict[str, object] | None:
    if recent is None:
        return None
    recovery = recent["recovery"] and _one(recent["recovery"], Outcomes)
    return {**_one(recent, Recent), "reason": _each(recent["reason"], Row), "recovery": recovery}


def _rows(figure: Content | None, shape: type, row: type) -> dict[str, object] | None:
    if figure is None:
        return None
    return {**_one(figure, shape), "rows": _each(figure["rows"], row)}


def _groups(groups: Iterable[Content]) -> list[dict[str, object]]:
    return [{**_one(group, GroupRow), "rows": _each(group["rows"], Row)} for group in groups]


def _each(rows: Iterable[Content], shape: type) -> list[dict[str, object]]:
    return [_one(row, shape) for row in rows]


def _one(values: Content, shape: type) -> dict[str, Any]:
    names: Sequence[str] = tuple(shape.__annotations__)
    return {name: values[name] for name in names if name in values}
