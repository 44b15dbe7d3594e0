"""What the tables say of the lines of one claim: edits between them, units, add-on codes without a primary one.

A modifier of the line that an edit denies bypasses the edit as `modifiers.bypass` says. Of the other line's, Medicare's
contractors read 59 and X{EPSU} since July 2019 (CMS, Change Request 11168), no others. A modifier that names a place
and stands on both lines names the same place twice, which is no reason to pay both.
"""

import datetime
from collections.abc import Sequence
from itertools import combinations
from typing import Final, NamedTuple

from codes.answering import in_words
from codes.bundling.add_ons import AddOns
from codes.bundling.modifiers import ANATOMIC, ASSOCIATED, Bypass, bypass
from codes.bundling.pairs import Answer, Edit, judge, no_table_words
from codes.bundling.tables import Setting, Table
from codes.sources.ncci_ptp import PairRow

ON_EITHER_LINE: Final = frozenset("59 XE XP XS XU".split())
ON_EITHER_LINE_SINCE: Final = datetime.date(2019, 7, 1)
OF_THE_LINE: Final = "1"  # MUE adjudication indicator; the others count the day


class BilledLine(NamedTuple):
    number: int  # on the claim, from 1
    code: str
    modifiers: tuple[str, ...] = ()
    units: int = 1


class Meeting(NamedTuple):
    """An edit in force between two lines. `bypasses`: of the modifiers of both lines, as far as they matter."""

    edit: Edit
    paid: BilledLine
    denied: BilledLine
    bypasses: tuple[Bypass, ...]

    @property
    def bypassed(self) -> bool:
        """Whether the claim as it stands lets both lines through. That it is true of the case is for the record."""
        return any(one.bypasses for one in self.bypasses)

    @property
    def by(self) -> tuple[str, ...]:
        """The modifiers that let it through."""
        return tuple(one.modifier for one in self.bypasses if one.bypasses)


class LineEdits(NamedTuple):
    """The answer about one line and the other codes of its claim: one of three."""

    answer: Answer
    table: Table | None
    meetings: tuple[Meeting, ...]
    words: str


class Tabled(NamedTuple):
    """Rows about the codes of a claim, and the tables that cover its day: those that `covering` gives."""

    day: datetime.date
    tables: tuple[Table, ...]
    rows: tuple[tuple[PairRow, Table], ...]
    setting: Setting = "practitioner"


def meetings_of(lines: Sequence[BilledLine], tabled: Tabled) -> tuple[Meeting, ...]:
    """Every edit in force between two lines, in the order of the lines denied."""
    found = [
        _meeting(edit, first, second, tabled.day)
        for first, second in combinations(lines, 2)
        if first.code != second.code
        for edit in _edits(first.code, second.code, tabled)
    ]
    return tuple(sorted(found, key=lambda each: (each.denied.number, each.paid.number)))


def _edits(code: str, other: str, tabled: Tabled) -> tuple[Edit, ...]:
    rows = [(row, table) for row, table in tabled.rows if {row.column_1, row.column_2} == {code, other}]
    rows.sort(key=lambda each: tabled.tables.index(each[1]))
    return judge(code, other, tabled.day, rows, tabled.tables).edits if rows else ()


def _meeting(edit: Edit, first: BilledLine, second: BilledLine, day: datetime.date) -> Meeting:
    paid, denied = (first, second) if first.code == edit.paid else (second, first)
    of_denied = (_of_denied(edit, modifier, paid, denied) for modifier in denied.modifiers)
    of_paid = (
        _of_paid(edit, modifier, paid, denied, day)
        for modifier in paid.modifiers
        if modifier in ASSOCIATED and modifier not in denied.modifiers
    )
    return Meeting(edit, paid, denied, (*of_denied, *of_paid))


def _of_denied(edit: Edit, modifier: str, paid: BilledLine, denied: BilledLine) -> Bypass:
    if edit.row.indicator == "1" and modifier in ANATOMIC and modifier in paid.modifiers:
        words = (
            f"{modifier} on line {paid.number} and line {denied.number} names the same place: it does not bypass it."
        )
        return Bypass(modifier, bypasses=False, words=words)
    return bypass(edit.row, modifier)


def _of_paid(edit: Edit, modifier: str, paid: BilledLine, denied: BilledLine, day: datetime.date) -> Bypass:
    read_there = modifier in ON_EITHER_LINE and day >= ON_EITHER_LINE_SINCE
    if edit.row.indicator != "1" or read_there:
        return bypass(edit.row, modifier)
    words = f"{modifier} stands on line {paid.number}, which the edit pays, not on line {denied.number}."
    return Bypass(modifier, bypasses=False, words=words)


def edits_of(
    line: BilledLine, lines: Sequence[BilledLine], meetings: Sequence[Meeting], tabled: Tabled
) -> LineEdits | None:
    """What the tables say of a line, from all `meetings` of its claim; None where the claim has no other code."""
    if all(other.code == line.code for other in lines):
        return None
    its = tuple(each for each in meetings if line.number in (each.paid.number, each.denied.number))
    if its:
        return LineEdits("edit", its[0].edit.table, its, " ".join(map(_sentence, its)))
    day = in_words(tabled.day)
    if tabled.tables and tabled.tables[0].whole:
        table = tabled.tables[0]
        words = f"No edit for {line.code} with another code of the claim on {day}: {table.words}."
        return LineEdits("no_edit", table, (), words)
    return LineEdits("no_table", None, (), no_table_words(tabled.setting, tabled.day, tabled.tables))


def _sentence(meeting: Meeting) -> str:
    paid, denied = meeting.paid, meeting.denied
    said = f"{denied.code} (line {denied.number}) is denied beside {paid.code} (line {paid.number})"
    if meeting.edit.row.indicator == "0":
        return f"{said}, whatever the modifier."
    if meeting.bypassed:
        return f"{said}, unless the record supports {', '.join(meeting.by)}, as billed."
    return f"{said}, unless an NCCI-associated modifier applies and the record supports it."


def units_counted(line: BilledLine, lines: Sequence[BilledLine], mai: str) -> tuple[BilledLine, ...]:
    """The lines whose units are held against the limit of `line`: itself, or all of its code that day."""
    return (line,) if mai == OF_THE_LINE else tuple(other for other in lines if other.code == line.code)


def primary_on(add_ons: AddOns, codes: Sequence[str]) -> str:
    """The first of `codes` that an add-on code may be added to; "" where there is none."""
    return next((code for code in codes if code in add_ons.primaries), "")
