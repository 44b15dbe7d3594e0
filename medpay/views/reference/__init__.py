"""The reference beside the codes: payers, reasons, localities, guides, and codes side by side."""

from medpay.views.reference.comparing import compare
from medpay.views.reference.guides import denial_codes, denial_codes_csv, guide, guides
from medpay.views.reference.localities import localities
from medpay.views.reference.payers import payer, payers
from medpay.views.reference.reasons import reason, reasons

__all__ = [
    "compare",
    "denial_codes",
    "denial_codes_csv",
    "guide",
    "guides",
    "localities",
    "payer",
    "payers",
    "reason",
    "reasons",
]
