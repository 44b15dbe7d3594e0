"""Medically unlikely edits in words, and which loaded table stands for a day.

Source: CMS, NCCI Policy Manual for Medicare, ch. 1, section V; MUE adjudication indicators.
"""

import datetime
from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple, get_args

from codes.sources.ncci_names import last_day

UnitSetting = Literal["practitioner", "hospital", "dme"]
UNIT_SETTINGS: Final[tuple[UnitSetting, ...]] = get_args(UnitSetting)
UNIT_SETTING_WORDS: Final[Mapping[UnitSetting, str]] = {
    "practitioner": "practitioner",
    "hospital": "outpatient hospital",
    "dme": "medical equipment supplier",
}
MAI_WORDS: Final[Mapping[str, str]] = {
    "1": "for each claim line: units above it may be split onto lines with a modifier that is true of them",
    "2": "for the day, absolute: it rests on policy, and an appeal does not lift it",
    "3": "for the day: units above it are denied, and may be paid on appeal if the record supports them",
}


class LimitEdition(NamedTuple):
    """One loaded edition of a table, as far as it matters here. `holds`: it has a row for the code asked about."""

    key: int
    effective: datetime.date
    complete: bool
    holds: bool

    def covers(self, day: datetime.date) -> bool:
        """Its quarter holds `day`."""
        return self.effective <= day <= last_day(self.effective)


def standing_in(editions: Sequence[LimitEdition], day: datetime.date, *, strict: bool) -> LimitEdition | None:
    """The edition in effect on `day`, or the nearest before it. One that is not complete speaks for what it holds.

    `strict`: the day was asked for, and one past the last loaded year has no answer.
    """
    speaking = [edition for edition in editions if edition.effective <= day and (edition.complete or edition.holds)]
    found = max(speaking, key=lambda edition: (edition.effective, edition.complete), default=None)
    return None if found and strict and found.effective.year < day.year else found


def unit_words(units: int, mai: str) -> str:
    """“1 unit for the day, absolute: …”."""
    if units == 0:
        return "0 units: every unit is denied in this setting"
    return f"{units:,} unit{'' if units == 1 else 's'} {MAI_WORDS[mai]}"
