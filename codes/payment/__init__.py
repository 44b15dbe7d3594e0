"""Fee arithmetic: what Medicare allows for a line of the physician fee schedule, and how sure that is. Plain Python."""

from codes.payment.answers import (
    NATIONAL,
    Gpci,
    Price,
    Reason,
    Refusal,
    Setting,
    Step,
    cents,
    deleted_code,
    no_release,
    no_rows,
)
from codes.payment.confidence import Confidence, Level, confidence, lab_confidence
from codes.payment.pricing import price
from codes.payment.words import (
    ASST_WORDS,
    BILAT_WORDS,
    CO_WORDS,
    GLOBAL_WORDS,
    MULT_WORDS,
    PAYABLE,
    PCTC_WORDS,
    STATUS_REASONS,
    STATUS_WORDS,
    TEAM_WORDS,
)

__all__ = [
    "ASST_WORDS",
    "BILAT_WORDS",
    "CO_WORDS",
    "GLOBAL_WORDS",
    "MULT_WORDS",
    "NATIONAL",
    "PAYABLE",
    "PCTC_WORDS",
    "STATUS_REASONS",
    "STATUS_WORDS",
    "TEAM_WORDS",
    "Confidence",
    "Gpci",
    "Level",
    "Price",
    "Reason",
    "Refusal",
    "Setting",
    "Step",
    "cents",
    "confidence",
    "deleted_code",
    "lab_confidence",
    "no_release",
    "no_rows",
    "price",
]
