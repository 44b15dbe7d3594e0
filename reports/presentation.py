"""Published figures as a page shows them: headings, rows with words beside the bars, nothing computed anew."""

import datetime
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from reports.aggregation import GUARDED_BREAKDOWNS
from reports.disclosure import POOL

GROUPS: Final[Mapping[str, Mapping[str, str]]] = {
    "What happened": {"kind": "Kind of denial", "stage": "At what point", "paired_code": "Bundled into"},
    "Why": {"reason": "Reason codes", "remark": "Remark codes"},
    "Who": {"payer": "Payers", "line_of_business": "Lines of business", "decided_by": "Who decided"},
    "What was tried": {"action": "What billers did", "tactic": "With what"},
    "What worked": {"fix_modifier": "The modifier named as the fix", "resolution": "Time to resolution"},
    "Context": {
        "modifier": "Modifiers as billed",
        "claim_type": "Types of claim",
        "state": "States",
        "year": "Years of service",
    },
}
NOTES: Final[Mapping[str, str]] = {
    "tactic": "Reported, not advice: use a modifier only if the record supports it.",
    "fix_modifier": "Reported, not advice: use a modifier only if the record supports it.",
    "action": "A report may name several, so shares may add up to more than 100 %.",
    "state": "Renewed only after several changes; small groups are pooled.",
    "year": "Renewed only after several changes; small groups are pooled.",
}
TOP: Final = 3  # reasons on the first screen of a code
CODED: Final = frozenset({"reason", "remark", "modifier", "fix_modifier", "paired_code", "state", "year"})


class Row(NamedTuple):
    """One answer; its share of the reports, and how far that may lie off, in whole percent."""

    key: str
    label: str
    reports: int
    percent: int
    low_percent: int
    high_percent: int
    words: str

    @property
    def coded(self) -> bool:
        """Whether the label begins with the code that it explains."""
        return self.label.startswith(f"{self.key} ")

    @property
    def text(self) -> str:
        return self.label.removeprefix(f"{self.key} ")


class Section(NamedTuple):
    key: str
    heading: str
    note: str
    rows: list[Row]


class Group(NamedTuple):
    heading: str
    sections: list[Section]


class Outcome(NamedTuple):
    """Paid in full among decided reports, in whole percent with its interval."""

    decided: int
    paid_full: int
    paid_part: int
    denied_again: int
    pending: int
    percent: int
    low_percent: int
    high_percent: int

    @property
    def words(self) -> str:
        return f"{self.paid_full} of {self.decided}"


class Shown(NamedTuple):
    code: str
    reports: int
    as_of: datetime.date
    version: str
    groups: list[Group]
    recovery: Outcome | None
    appeal: Outcome | None
    stories: list[str]

    @property
    def top_reasons(self) -> list[Row]:
        return self._rows("reason")[:TOP]

    @property
    def top_action(self) -> Row | None:
        return next(iter(self._rows("action")), None)

    @property
    def top_fix(self) -> Row | None:
        return next(iter(self._rows("fix_modifier")), None)

    def _rows(self, field: str) -> list[Row]:
        """Those of one field, without the pool."""
        sections = (section for group in self.groups for section in group.sections if section.key == field)
        return [row for section in sections for row in section.rows if row.key != POOL]


def show(  # a page's worth of facts
    *,
    code: str,
    content: Mapping[str, Any],
    as_of: datetime.date,
    version: str,
    stories: list[str],
) -> Shown:
    """The stored content of a Statistic, laid out for the page. Empty sections and groups are left out."""
    return Shown(
        code=code,
        reports=content["reports"],
        as_of=as_of,
        version=version,
        groups=[
            group for group in (_group(name, fields, content) for name, fields in GROUPS.items()) if group.sections
        ],
        recovery=_outcome(content["recovery"]),
        appeal=_outcome(content["appeal"]),
        stories=stories,
    )


def _group(heading: str, fields: Mapping[str, str], content: Mapping[str, Any]) -> Group:
    sections = [
        Section(field, title, NOTES.get(field, ""), [_row(row, field, _denominator(field, content)) for row in rows])
        for field, title in fields.items()
        if (rows := content["breakdowns"][field])
    ]
    return Group(heading, sections)


def _denominator(field: str, content: Mapping[str, Any]) -> int:
    """The reports a share is of: the group's, or for a guarded field its snapshot's, all of which its rows cover."""
    if field in GUARDED_BREAKDOWNS:
        return sum(row["reports"] for row in content["breakdowns"][field])
    return int(content["reports"])


def _row(row: Mapping[str, Any], field: str, n: int) -> Row:
    coded = field in CODED and row["label"] != row["key"] and row["key"] != POOL
    label = f"{row['key']} {row['label']}" if coded else row["label"]
    return Row(
        key=row["key"],
        label=label,
        reports=row["reports"],
        percent=_percent(row["share"]),
        low_percent=_percent(row["low"]),
        high_percent=_percent(row["high"]),
        words=f"{row['reports']} of {n}",
    )


def _outcome(outcome: Mapping[str, Any]) -> Outcome | None:
    if not outcome.get("decided"):
        return None
    counts = (outcome[name] for name in ("decided", "paid_full", "paid_part", "denied_again", "pending"))
    return Outcome(*counts, *(_percent(outcome[name]) for name in ("rate", "low", "high")))


def _percent(share: float) -> int:
    return int(share * 100 + 0.5)
