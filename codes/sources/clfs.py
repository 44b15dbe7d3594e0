"""CMS's Clinical Laboratory Fee Schedule (CLFS)."""

import datetime
from decimal import Decimal
from typing import NamedTuple


class LabRow(NamedTuple):
    """The national amount of one test. `modifier` "QW": the waived test has a line of its own."""

    code: str
    modifier: str
    since: datetime.date | None
    indicator: str  # "N" national limit, "L" local amount …
    amount: Decimal  # dollars
