"""CMS's average sales price file: payment limits of drugs billed under Part B."""

from decimal import Decimal
from typing import NamedTuple


class DrugRow(NamedTuple):
    """`limit`: dollars for one `dosage` ("10 MG")."""

    code: str
    dosage: str
    limit: Decimal
