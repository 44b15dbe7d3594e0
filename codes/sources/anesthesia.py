"""CMS's anesthesia conversion factors (ANES): dollars per unit, national and for each locality."""

from decimal import Decimal
from typing import NamedTuple


class FactorRow(NamedTuple):
    """`contractor` and `number` are empty for the national factor."""

    contractor: str
    number: str
    name: str
    factor: Decimal  # dollars per anesthesia unit
