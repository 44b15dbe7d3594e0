"""NCCI procedure-to-procedure edits: pairs of codes not paid together."""

import datetime
from typing import NamedTuple


class PairRow(NamedTuple):
    """Column 1 is paid, column 2 denied, from `effective` (None: not published) up to, not including, `deleted`."""

    column_1: str
    column_2: str
    effective: datetime.date | None
    deleted: datetime.date | None
    indicator: str  # 0 never together, 1 with an associated modifier, 9 not applicable
    rationale: str
