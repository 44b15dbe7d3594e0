"""Which loaded table of pairs can speak for a day.

A table with dates in its rows speaks from 1996, when NCCI began, to the end of its quarter; one without, for its
quarter alone. It is whole if CMS loaded it in one piece or in all of its four parts; a table that is not whole can show
an edit, but never that there is none.
"""

import datetime
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final, Literal, NamedTuple, get_args

from codes.answering import in_words
from codes.sources.ncci_names import last_day, version
from codes.sources.ncci_ptp import PARTS

Setting = Literal["practitioner", "hospital"]
SETTINGS: Final[tuple[Setting, ...]] = get_args(Setting)
SETTING_WORDS: Final[dict[Setting, str]] = {
    "practitioner": "practitioner (physician, laboratory, ambulatory surgical center)",
    "hospital": "outpatient hospital",
}
BEGINNING: Final = datetime.date(1996, 1, 1)


class Edition(NamedTuple):
    """One loaded release, as far as it matters here. `dated`: its rows say since when they are in force."""

    key: int
    variant: str  # "practitioner", or a part: "hospital-3"
    effective: datetime.date
    complete: bool
    dated: bool


class Table(NamedTuple):
    """The releases of one quarter and setting. `whole`: what it lacks does not exist."""

    setting: Setting
    effective: datetime.date
    keys: tuple[int, ...]  # of its releases
    dated: bool
    whole: bool
    missing: tuple[int, ...] = ()  # parts of it that are not loaded

    @property
    def first_day(self) -> datetime.date:
        return BEGINNING if self.dated else self.effective

    @property
    def last_day(self) -> datetime.date:
        return last_day(self.effective)

    def covers(self, day: datetime.date) -> bool:
        return self.first_day <= day <= self.last_day

    @property
    def words(self) -> str:
        """Its version: “NCCI practitioner edits, July 2024 (v30.2)”."""
        return f"NCCI {self.setting} edits, {self.effective:%B %Y} (v{version(self.effective)})"

    @property
    def held(self) -> str:
        """What of it is held, and the days it speaks for."""
        if self.missing:
            parts = ", ".join(map(str, self.missing))
            return f"{self.words}: without part {parts} of {PARTS}"
        if not self.whole:
            return f"{self.words}: an excerpt"
        return f"{self.words}: {in_words(self.first_day)} to {in_words(self.last_day)}"


def tables_of(editions: Iterable[Edition]) -> tuple[Table, ...]:
    """What is loaded, as tables, the latest first."""

    def quarter(edition: Edition) -> tuple[str, datetime.date]:
        return edition.variant.split("-")[0], edition.effective

    found = [
        _table(setting, effective, list(group))
        for (name, effective), group in groupby(sorted(editions, key=quarter), key=quarter)
        for setting in SETTINGS
        if setting == name
    ]
    return tuple(sorted(found, key=lambda table: table.effective, reverse=True))


def _table(setting: Setting, effective: datetime.date, editions: Sequence[Edition]) -> Table:
    in_one = [edition for edition in editions if edition.variant == setting and edition.complete]
    if in_one:
        return Table(setting, effective, (in_one[0].key,), dated=in_one[0].dated, whole=True)
    whole_parts = {edition.variant.rpartition("-")[2] for edition in editions if edition.complete}
    missing = tuple(part for part in range(1, PARTS + 1) if str(part) not in whole_parts)
    return Table(
        setting,
        effective,
        tuple(edition.key for edition in editions),
        dated=all(edition.dated for edition in editions),
        whole=not missing,
        missing=missing if whole_parts else (),
    )


def covering(tables: Iterable[Table], setting: Setting, day: datetime.date) -> tuple[Table, ...]:
    """The one whole table that speaks for `day`; where there is none, those not whole that may show an edit.

    A table of the day's own quarter goes before a later one, whose dates reach back.
    """
    found = sorted(
        (table for table in tables if table.setting == setting and table.covers(day)),
        key=lambda table: (table.effective <= day, table.effective),
        reverse=True,
    )
    whole = [table for table in found if table.whole]
    return tuple(whole[:1] or found)


def last_before(tables: Iterable[Table], setting: Setting, today: datetime.date) -> Table | None:
    """The latest table that ended before `today`, whole ones first."""
    earlier = [table for table in tables if table.setting == setting and table.last_day < today]
    return max(earlier, key=lambda table: (table.whole, table.effective), default=None)


def day_to_show(tables: Sequence[Table], setting: Setting, today: datetime.date) -> datetime.date:
    """Today if a table covers it; else the last day of the latest table before, whole ones first; else today."""
    if covering(tables, setting, today):
        return today
    best = last_before(tables, setting, today)
    return best.last_day if best else today
