"""What a biller's Monday needs first: what got it paid, who denies it for what, and what is new."""

import datetime
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from reports.presentation.rows import Outcome, Row, Section, outcome_of, recovery_row, row_of
from reports.vocabulary import RESOLUTION_BANDS

WORKED: Final[Mapping[str, tuple[str, str]]] = {
    "action": ("By route", "A report may name several."),
    "fix_modifier": (
        "By the modifier that did it",
        "Reported, not advice: use a modifier only if the record supports it.",
    ),
    "tactic": ("By what was sent or changed", "A report may name several. Reported, not advice."),
}
MONTHS: Final = ("one", "two", "three", "four", "five", "six")  # that the recent ones may be


class Grouped(NamedTuple):
    """The reports with one answer, by another one."""

    key: str
    label: str
    reports: int
    rows: list[Row]


class Waiting(NamedTuple):
    """Days to resolution on one route: for each band, how many of how many."""

    label: str
    reports: int
    words: list[str]


class PayerLine(NamedTuple):
    payer: str
    payer_label: str
    line_label: str
    reports: int
    reasons: list[Row]


class Compared(NamedTuple):
    """One payer, of the recent reports and of those before; `more`: the mark."""

    key: str
    label: str
    recent: Row
    before: Row
    more: bool

    @property
    def few(self) -> bool:
        return self.recent.few or self.before.few


class Trend(NamedTuple):
    """From `start` to `until`, and from `since` to `as_of`."""

    start: datetime.date
    until: datetime.date
    since: datetime.date
    as_of: datetime.date
    months: str  # how many are recent, in words
    recent: int
    before: int
    recent_per_month: float
    before_per_month: float
    rows: list[Compared]

    @property
    def marks(self) -> bool:
        return any(row.more for row in self.rows)


class Rising(NamedTuple):
    month: datetime.date
    as_of: datetime.date
    payers: list[str]


class Amount(NamedTuple):
    row: Row
    recovery: Outcome | None


class Worth(NamedTuple):
    decided: int
    per_100: int


class Worked(NamedTuple):
    sections: list[Section]
    waiting: list[Waiting]
    remarks: list[Grouped]
    payer_lines: list[PayerLine]
    trend: Trend | None
    rising: Rising | None
    amounts: list[Amount]
    worth: Worth | None

    @property
    def bands(self) -> list[str]:
        return list(RESOLUTION_BANDS.values())

    def best(self, key: str) -> Row | None:
        """The first that got anything paid in full: where enough are decided, the one with the highest lower end."""
        rows = [row for section in self.sections if section.key == f"worked-{key}" for row in _both(section)]
        return next((row for row in rows if row.reports), None)


def worked_of(content: Mapping[str, Any]) -> Worked:
    return Worked(
        sections=[
            _section(field, heading, note, rows)
            for field, (heading, note) in WORKED.items()
            if (rows := content["recovery_by"][field])
        ],
        waiting=[_waiting(group) for group in content["resolution_by"]["action"]],
        remarks=[
            Grouped(
                group["key"],
                group["label"],
                group["reports"],
                [row_of(row, group["reports"], coded=True) for row in group["rows"]],
            )
            for group in content["remark_by_reason"]
        ],
        payer_lines=[_payer_line(pair) for pair in content["payer_lines"]],
        trend=_trend(content["trend"]),
        rising=_rising(content["rising"]),
        amounts=_amounts(content["amount_band"]),
        worth=Worth(**content["appeal_worth"]) if content["appeal_worth"] else None,
    )


def _section(field: str, heading: str, note: str, rows: list[Mapping[str, Any]]) -> Section:
    ranked = [recovery_row(row) for row in rows if row["ranked"]]
    unranked = tuple(recovery_row(row) for row in rows if not row["ranked"])
    return Section(f"worked-{field}", heading, note, ranked, unranked, of="decided")


def _both(section: Section) -> list[Row]:
    return [*section.rows, *section.unranked]


def _waiting(group: Mapping[str, Any]) -> Waiting:
    given = {row["key"]: row["reports"] for row in group["rows"]}
    return Waiting(group["label"], group["reports"], [str(given.get(band, 0)) for band in RESOLUTION_BANDS])


def _payer_line(pair: Mapping[str, Any]) -> PayerLine:
    return PayerLine(
        payer=pair["payer"],
        payer_label=pair["payer_label"],
        line_label=pair["line_label"],
        reports=pair["reports"],
        reasons=[row_of(row, pair["reports"], coded=True) for row in pair["reason"]],
    )


def _trend(trend: Mapping[str, Any] | None) -> Trend | None:
    if trend is None:
        return None
    start, since, as_of = (datetime.date.fromisoformat(trend[name]) for name in ("start", "since", "as_of"))
    return Trend(
        start=start,
        until=since - datetime.timedelta(days=1),
        since=since,
        as_of=as_of,
        months=MONTHS[(as_of.year - since.year) * 12 + as_of.month - since.month],
        **{name: trend[name] for name in ("recent", "before", "recent_per_month", "before_per_month")},
        rows=[_compared(row, trend) for row in trend["rows"]],
    )


def _compared(row: Mapping[str, Any], trend: Mapping[str, Any]) -> Compared:
    recent, before = (
        row_of(
            {"key": row["key"], "label": row["label"], "reports": row[part]}
            | {name: row[f"{part}_{name}"] for name in ("share", "low", "high")},
            trend[part],
        )
        for part in ("recent", "before")
    )
    return Compared(row["key"], row["label"], recent, before, row["more"])


def _rising(rising: Mapping[str, Any] | None) -> Rising | None:
    if rising is None:
        return None
    return Rising(
        month=datetime.date.fromisoformat(rising["month"]),
        as_of=datetime.date.fromisoformat(rising["as_of"]),
        payers=[row["label"] for row in rising["rows"]],
    )


def _amounts(rows: list[Mapping[str, Any]]) -> list[Amount]:
    n = sum(row["reports"] for row in rows)
    return [Amount(row_of(row, n), outcome_of(row["recovery"] or {})) for row in rows]
