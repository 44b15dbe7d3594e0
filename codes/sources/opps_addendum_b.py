"""CMS's OPPS Addendum B: what the hospital outpatient schedule pays by code."""

from decimal import Decimal
from typing import NamedTuple


class OutpatientRow(NamedTuple):
    """Dollars; None where the schedule has no figure of its own for the code."""

    code: str
    status: str  # status indicator
    apc: str
    weight: Decimal | None
    rate: Decimal | None
    copayment: Decimal | None
    minimum_copayment: Decimal | None
