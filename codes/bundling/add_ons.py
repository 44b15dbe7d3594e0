"""Add-on codes: paid only beside a primary code.

Source: CMS, Medicare NCCI add-on code edits, types 1 to 3.
"""

import datetime
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from codes.sources.ncci_addon import CONTRACTORS, AddOnRow

KIND_WORDS: Final[Mapping[str, str]] = {
    "1": "paid only with one of the primary codes that CMS lists",
    "2": "CMS lists no primary code: the regional Medicare contractor decides which are accepted",
    "3": "CMS lists some primary codes; the regional Medicare contractor may accept others",
}


class AddOns(NamedTuple):
    """What a list of add-on codes says of one code. Both parts may be there: an add-on may itself have add-ons."""

    kind: str  # "" where the code is no add-on
    primaries: tuple[str, ...]  # which the code may be added to
    add_ons: tuple[AddOnRow, ...]  # which may be added to the code

    @property
    def is_add_on(self) -> bool:
        return bool(self.kind)

    @property
    def kind_words(self) -> str:
        return KIND_WORDS.get(self.kind, "")


def add_ons_of(code: str, rows: Sequence[AddOnRow], day: datetime.date) -> AddOns:
    """From the rows that name `code`, those in force on `day`. A deletion date is the last day."""
    active = [
        row
        for row in rows
        if (row.effective is None or row.effective <= day) and (row.deleted is None or day <= row.deleted)
    ]
    as_add_on = [row for row in active if row.add_on == code]
    return AddOns(
        kind=as_add_on[0].kind if as_add_on else "",
        primaries=tuple(row.primary for row in as_add_on if row.primary != CONTRACTORS),
        add_ons=tuple(row for row in active if row.primary == code),
    )
