"""An edit in force, and the answer about two codes on one day."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple

from codes.answering import in_words
from codes.bundling.modifiers import Bypass, bypass
from codes.bundling.tables import Setting, Table
from codes.sources.ncci_ptp import PairRow

Answer = Literal["edit", "no_edit", "no_table"]
NEVER_IN_FORCE: Final = "9"
INDICATOR_WORDS: Final[Mapping[str, str]] = {
    "0": "never paid together: no modifier bypasses it",
    "1": "paid together only with an NCCI-associated modifier, where the record supports it",
    NEVER_IN_FORCE: "not applicable: deleted from its first day, never in force",
}


class Edit(NamedTuple):
    """A row of a table: column 1 is paid, column 2 denied."""

    row: PairRow
    table: Table
    active: bool  # on the day asked
    bypasses: tuple[Bypass, ...] = ()  # of the modifiers asked about

    @property
    def paid(self) -> str:
        return self.row.column_1

    @property
    def denied(self) -> str:
        return self.row.column_2

    @property
    def indicator_words(self) -> str:
        return INDICATOR_WORDS[self.row.indicator]

    @property
    def in_force(self) -> str:
        """The days, in words."""
        effective, deleted = self.row.effective, self.row.deleted
        if self.row.indicator == NEVER_IN_FORCE:
            return "never"
        since = f"from {in_words(effective)}" if effective else ""
        until = f"to {in_words(deleted)}" if deleted else ""
        return f"{since} {until}".strip() or "in force"


class Verdict(NamedTuple):
    """The answer about two codes on a day. `edits` are in force that day; `past` are the pair's other rows."""

    answer: Answer
    table: Table | None
    edits: tuple[Edit, ...]
    past: tuple[Edit, ...]
    words: str


def in_force(row: PairRow, day: datetime.date) -> bool:
    """Whether the edit applies on `day`. Its deletion date is the last day: CMS's are the ends of quarters.

    A row without effective date is taken to be in force since before its table's quarter.
    """
    begun = row.effective is None or row.effective <= day
    return row.indicator != NEVER_IN_FORCE and begun and (row.deleted is None or day <= row.deleted)


def edit_of(row: PairRow, table: Table, day: datetime.date, modifiers: Sequence[str] = ()) -> Edit:
    active = in_force(row, day)
    return Edit(row, table, active, tuple(bypass(row, modifier) for modifier in modifiers) if active else ())


def judge(
    code: str,
    other: str,
    day: datetime.date,
    found: Sequence[tuple[PairRow, Table]],
    tables: Sequence[Table],
    *,
    setting: Setting = "practitioner",
    modifiers: Sequence[str] = (),
) -> Verdict:
    """The answer, from the rows of the pair, in either direction, in `tables`: those `covering` gives for the day.

    `setting`: whose table was asked for, to say that none is held.
    """
    edits = [edit_of(row, table, day, modifiers) for row, table in found]
    active = tuple(edit for edit in edits if edit.active)
    past = tuple(edit for edit in edits if not edit.active)
    if active:
        table = active[0].table
        shown = tuple(edit for edit in active if edit.table == table)
        return Verdict("edit", table, shown, past, " ".join(_sentence(edit, day) for edit in shown))
    if tables and tables[0].whole:
        words = f"No edit for {code} with {other} on {in_words(day)}, in either direction: {tables[0].words}."
        return Verdict("no_edit", tables[0], (), past, words)
    return Verdict("no_table", None, (), past, no_table_words(setting, day, tables))


def _sentence(edit: Edit, day: datetime.date) -> str:
    said = f"{edit.denied} is denied beside {edit.paid} on {in_words(day)}"
    if edit.row.indicator == "0":
        return f"{said}, whatever the modifier."
    allowed = next((found for found in edit.bypasses if found.bypasses), None)
    if allowed:
        return f"{said}, unless the record supports modifier {allowed.modifier}."
    return f"{said}, unless an NCCI-associated modifier applies and the record supports it."


def no_table_words(setting: Setting, day: datetime.date, tables: Sequence[Table]) -> str:
    """Why nothing is said of a pair. `tables`: those that cover the day, though none is whole."""
    kind = f"whole {setting}" if tables else setting
    said = f"medpay holds no {kind} table of NCCI edits for {in_words(day)}, so it cannot say that there is no edit."
    return " ".join([said, *(f"Held: {table.held}." for table in tables)])
