"""For whom a conversion factor is: from 2026 on qualifying APM participants (QP) have their own, in their own files."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from codes.sources.errors import SourceError

QP: Final = "qp"
FIRST_YEAR_OF_TWO_FACTORS: Final = 2026


def variant_of(factor: Decimal, known: Mapping[Decimal, str], *, year: int, name: str, called: str) -> str:
    """QP or "": by the factor where it is `known`, otherwise by CMS's file name.

    `called` is what messages call it. Raises SourceError.
    """
    if year < FIRST_YEAR_OF_TWO_FACTORS:
        return ""
    if factor in known:
        return known[factor]
    stem = name.rsplit("/", 1)[-1].upper().replace("-", "").replace("_", "")
    if "NONQP" in stem:
        return ""
    if "QP" in stem:
        return QP
    problem = f"is {factor} the {called} for QPs or for the others? CMS's own file name would tell; keep it"
    raise SourceError(name, 0, problem)
