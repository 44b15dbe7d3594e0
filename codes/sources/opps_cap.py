"""CMS's outpatient payment caps (OPPSCAP). A cross-check only: its rows never become a price."""

from decimal import Decimal
from typing import NamedTuple


class CapRow(NamedTuple):
    """The capped amounts of one row in one locality, in dollars."""

    code: str
    modifier: str
    status: str
    contractor: str
    number: str
    facility: Decimal
    nonfacility: Decimal
