"""One row of a table of pairs."""

import datetime
from typing import NamedTuple


class PairRow(NamedTuple):
    """Column 1 is paid, column 2 denied, from `effective` (None: not published) to `deleted`, that day included."""

    column_1: str
    column_2: str
    effective: datetime.date | None
    deleted: datetime.date | None  # the last day, None: none yet
    indicator: str  # 0 never together, 1 with an associated modifier, 9 never in force
    rationale: str
