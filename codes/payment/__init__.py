"""Fee arithmetic: what Medicare allows for a line or for several of one day, and how sure that is. Plain Python."""

from codes.payment.answers import (
    NATIONAL,
    SETTINGS,
    Gpci,
    LabPrice,
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
from codes.payment.claims import price_claim
from codes.payment.combining import without_rule
from codes.payment.confidence import Confidence, Level, confidence, lab_confidence
from codes.payment.days import DAY_RULES, DayRule
from codes.payment.exact import dollars_across, price_all
from codes.payment.laboratory import price_lab
from codes.payment.lines import Anesthesia, ClaimLine
from codes.payment.offers import ModifierEffect, modifiers_for
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
    "DAY_RULES",
    "GLOBAL_WORDS",
    "MULT_WORDS",
    "NATIONAL",
    "PAYABLE",
    "PCTC_WORDS",
    "SETTINGS",
    "STATUS_REASONS",
    "STATUS_WORDS",
    "TEAM_WORDS",
    "Anesthesia",
    "ClaimLine",
    "Confidence",
    "DayRule",
    "Gpci",
    "LabPrice",
    "Level",
    "ModifierEffect",
    "Price",
    "Reason",
    "Refusal",
    "Setting",
    "Step",
    "cents",
    "confidence",
    "deleted_code",
    "dollars_across",
    "lab_confidence",
    "modifiers_for",
    "no_release",
    "no_rows",
    "price",
    "price_all",
    "price_claim",
    "price_lab",
    "without_rule",
]
