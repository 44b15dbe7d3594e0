"""Published figures as a page shows them: headings, rows with words beside the bars, nothing computed anew."""

import datetime
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from reports.aggregation import GUARDED_BREAKDOWNS
from reports.disclosure import POOL
from reports.presentation.rows import Outcome, Row, Section, outcome_of, row_of
from reports.presentation.tiles import Tiles, tiles_of
from reports.presentation.worked import Worked, worked_of

__all__ = ["Group", "Outcome", "Recent", "Row", "Section", "Shown", "Worked", "show"]

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


class Group(NamedTuple):
    heading: str
    sections: list[Section]


class Recent(NamedTuple):
    """Of the reports received since the first day of a month, as of the day of their snapshot."""

    since: datetime.date
    as_of: datetime.date
    reports: int
    reasons: Section | None
    recovery: Outcome | None


class Shown(NamedTuple):
    code: str
    reports: int
    as_of: datetime.date
    version: str
    groups: list[Group]
    recovery: Outcome | None
    appeal: Outcome | None
    worked: Worked
    recent: Recent | None
    expired: int | None
    stories: list[str]

    @property
    def top_reasons(self) -> list[Row]:
        return self._rows("reason")[:TOP]

    @property
    def top_action(self) -> Row | None:
        return next(iter(self._rows("action")), None)

    @property
    def best_route(self) -> Row | None:
        return self.worked.best("action")

    @property
    def best_fix(self) -> Row | None:
        return self.worked.best("fix_modifier")

    @property
    def tiles(self) -> Tiles | None:
        return tiles_of(self._all_rows("state"))

    @property
    def paired(self) -> list[Row]:
        """The codes that it was denied beside."""
        return self._rows("paired_code")

    def _rows(self, field: str) -> list[Row]:
        """Those of one field, without the pool."""
        return [row for row in self._all_rows(field) if row.key != POOL]

    def _all_rows(self, field: str) -> list[Row]:
        sections = (section for group in self.groups for section in group.sections if section.key == field)
        return [row for section in sections for row in section.rows]


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
        recovery=outcome_of(content["recovery"]),
        appeal=outcome_of(content["appeal"]),
        worked=worked_of(content),
        recent=_recent(content["recent"]),
        expired=content["expired"],
        stories=stories,
    )


def _group(heading: str, fields: Mapping[str, str], content: Mapping[str, Any]) -> Group:
    sections = [
        Section(field, title, NOTES.get(field, ""), [_row(row, field, _denominator(field, content)) for row in rows])
        for field, title in fields.items()
        if (rows := content["breakdowns"][field])
    ]
    return Group(heading, sections)


def _recent(recent: Mapping[str, Any] | None) -> Recent | None:
    if recent is None:
        return None
    rows = [_row(row, "reason", recent["reports"]) for row in recent["reason"]]
    return Recent(
        since=datetime.date.fromisoformat(recent["since"]),
        as_of=datetime.date.fromisoformat(recent["as_of"]),
        reports=recent["reports"],
        reasons=Section("recent-reason", "Reason codes", "", rows) if rows else None,
        recovery=outcome_of(recent["recovery"] or {}),
    )


def _denominator(field: str, content: Mapping[str, Any]) -> int:
    """The reports a share is of: the group's, or for a guarded field its snapshot's, all of which its rows cover."""
    if field in GUARDED_BREAKDOWNS:
        return sum(row["reports"] for row in content["breakdowns"][field])
    return int(content["reports"])


def _row(row: Mapping[str, Any], field: str, n: int) -> Row:
    return row_of(row, n, coded=field in CODED and row["key"] != POOL)
