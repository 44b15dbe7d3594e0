"""Claim adjustment reason codes: which exist, since when, until when. X12's texts are not read."""

import datetime
from typing import NamedTuple


class ReasonRow(NamedTuple):
    """`end`: the first day on which it is no longer used. `alert`: a remark that only informs."""

    code: str
    start: datetime.date | None
    modified: datetime.date | None
    end: datetime.date | None
    alert: bool
