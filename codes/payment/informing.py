"""Modifiers that never multiply a price, and valid ones whose effect medpay does not compute: a part of the table.

Sources as in `modifiers`.
"""

from decimal import Decimal
from typing import Final

from codes.payment.rules import UNCHANGED, Factor, NoPrice, Rule, Stage, invalid

NO_FIGURE: Final = "no figure here"


def _not_computed(what: str) -> NoPrice:
    """For a modifier that may well be right, but of whose effect medpay has no checked rule."""
    return NoPrice("by_report", f"it is a valid modifier ({what}), but medpay computes no figure with it.", NO_FIGURE)


_NOT_ANESTHESIA = invalid("it belongs to anesthesia codes only. Check the code or the modifier.")
_DIVIDED = NoPrice(
    "by_report",
    "it is a valid modifier: the fee is divided between two providers. medpay has no checked source for the shares and "
    "computes no figure with it. With AA or QZ the undivided amount is shown.",
    NO_FIGURE,
)

INFORMING: Final = (
    Rule(
        ("AA",),
        Stage.INFORM,
        "anesthesia by the physician alone",
        "42 CFR 414.46, MCPM 12 §50",
        _NOT_ANESTHESIA,
        "status",
        {"J": UNCHANGED},
    ),
    Rule(
        ("QZ",),
        Stage.INFORM,
        "anesthesia by a nurse anesthetist alone",
        "42 CFR 414.60, MCPM 12 §140.3",
        _NOT_ANESTHESIA,
        "status",
        {"J": UNCHANGED},
    ),
    Rule(
        ("QK", "QX", "QY"),
        Stage.INFORM,
        "anesthesia under medical direction",
        "42 CFR 414.46, MCPM 12 §50",
        _NOT_ANESTHESIA,
        "status",
        {"J": _DIVIDED},
    ),
    Rule(
        ("AD",),
        Stage.INFORM,
        "supervision of more than four anesthetics",
        "42 CFR 414.46, MCPM 12 §50",
        _NOT_ANESTHESIA,
        "status",
        {"J": _not_computed("supervision is paid by units of its own")},
    ),
    Rule(
        ("P1", "P2", "P3", "P4", "P5", "P6"),
        Stage.INFORM,
        "state of the patient at the anesthesia",
        "42 CFR 414.46: base units and time alone, MCPM 12 §50",
        _NOT_ANESTHESIA,
        "status",
        {"J": UNCHANGED},
    ),
    Rule(
        ("QS", "G8", "G9"),
        Stage.INFORM,
        "monitored anesthesia care",
        "MCPM 12 §50: for information",
        _NOT_ANESTHESIA,
        "status",
        {"J": UNCHANGED},
    ),
    Rule(
        ("JW", "JZ"),
        Stage.INFORM,
        "drug of a single-dose container, thrown away or used up",
        "MCPM 17 §40",
        invalid("it belongs to drugs of single-dose containers only. Check the code or the modifier."),
        "status",
        {"E": UNCHANGED},
    ),
    Rule(
        ("99",),
        Stage.INFORM,
        "more modifiers than fit",
        "MCPM 26 §10.4",
        Factor(Decimal(1), assumes="99 says that there are further modifiers: what they do is not in this figure."),
    ),
    Rule(
        ("GY",),
        Stage.INFORM,
        "excluded by statute",
        "ABN modifiers",
        Factor(
            Decimal(1), assumes="With GY Medicare denies the line and the patient owes it: this is the price otherwise."
        ),
    ),
    Rule(
        ("GZ",),
        Stage.INFORM,
        "denial expected, no ABN",
        "ABN modifiers",
        Factor(
            Decimal(1),
            assumes="With GZ Medicare denies the line and the provider bears it: this is the price otherwise.",
        ),
    ),
    Rule(
        ("33", "PT"),
        Stage.INFORM,
        "preventive service",
        "MCPM 18",
        Factor(
            Decimal(1), assumes="For a preventive service the patient may owe less than the 20 % shown, or nothing."
        ),
    ),
    Rule(
        ("CO", "CQ"),
        Stage.INFORM,
        "therapy by an assistant",
        "SSA §1834(v)",
        _not_computed("it lowers what Medicare pays for therapy by an assistant"),
    ),
    Rule(
        ("CT",),
        Stage.INFORM,
        "CT scan on an older scanner",
        "SSA §1834(p)",
        _not_computed("it lowers the technical part"),
    ),
    Rule(
        ("FX", "FY"),
        Stage.INFORM,
        "X-ray on film or on imaging plates",
        "SSA §1848(b)(9)",
        _not_computed("it lowers the technical part"),
    ),
    Rule(
        ("23", "47", "63", "96", "97"),
        Stage.INFORM,
        "special circumstances",
        "no checked rule in medpay",
        _not_computed("medpay does not know what Medicare pays with it"),
    ),
    Rule(
        ("73", "74", "PN", "PO"),
        Stage.INFORM,
        "for the claims of hospitals and surgery centers",
        "MCPM 4 §20.6",
        _not_computed("of hospitals and surgery centers, not of the physician schedule"),
    ),
    Rule(
        (
            *("24", "25", "27", "57", "58", "59", "76", "77", "79", "91", "XE", "XP", "XS", "XU"),
            *("LT", "RT", "E1", "E2", "E3", "E4", "LC", "LD", "LM", "RC", "RI"),
            *("FA", "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9"),
            *("TA", "T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9"),
            *("GA", "GX", "GC", "GE", "GV", "GW", "GN", "GO", "GP", "KX", "AI", "AT", "CR", "Q0", "Q1", "Q5", "Q6"),
            *("QW", "90", "93", "95", "GQ", "GT", "G0", "32", "92", "FS", "GG"),
        ),
        Stage.INFORM,
        "information for the payer",
        "never multiplies the price",
        UNCHANGED,
    ),
)
