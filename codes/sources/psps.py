"""CMS's Physician/Supplier Procedure Summary: what Medicare Part B was billed, allowed and denied in a year."""

from decimal import Decimal
from typing import NamedTuple


class ServiceRow(NamedTuple):
    """Sums over one `key` ("" of `by` "all"; a specialty, carrier or place otherwise). Amounts in dollars."""

    code: str
    modifier: str
    by: str  # "all", "specialty", "carrier", "place"
    key: str
    submitted: Decimal
    denied: Decimal
    submitted_charge: Decimal
    allowed_charge: Decimal
