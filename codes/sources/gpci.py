"""CMS's geographic practice cost indices, Addendum E (GPCI): one line for each Medicare locality."""

from decimal import Decimal
from typing import NamedTuple


class GpciRow(NamedTuple):
    """Indices of one locality. `name` as a reader knows it ("Alabama", "San Francisco-Oakland-Berkeley")."""

    contractor: str  # five digits
    number: str  # of the locality, two digits
    state: str  # two letters
    name: str
    work: Decimal
    pe: Decimal
    mp: Decimal
