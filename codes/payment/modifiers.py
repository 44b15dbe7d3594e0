"""What each modifier does to the price of one line, as a table.

A rule looks at one indicator of the fee schedule row and finds the effect there, or falls back to `otherwise`.
To teach medpay a modifier, add a rule. A modifier without a rule is unknown and prices nothing.
What lines of one day do to each other (51, MULT 2 to 7) is not here: it needs the other lines.

Sources: Medicare Claims Processing Manual (Pub. 100-04), chapter 12 unless said ("MCPM 12 §40.7"), and its MPFSDB
record layout (chapter 23, addendum); Social Security Act ("SSA").
"""

from collections.abc import Mapping
from decimal import Decimal

from codes.payment.rules import Factor, NoPrice, OwnRow, Rule, Share, Stage

UNCHANGED = Factor(Decimal(1))
SIXTEEN_PERCENT = Decimal("0.16")
NON_PHYSICIAN_ASSISTANT = SIXTEEN_PERCENT * Decimal("0.85")
CO_SURGEON = Decimal("0.625")


def _invalid(why: str) -> NoPrice:
    return NoPrice("invalid_modifier", why)


def _by_report(why: str) -> NoPrice:
    return NoPrice("by_report", why + " The contractor decides from the documentation; there is no published figure.")


def _assistant(share: Decimal) -> Mapping[str, Factor | NoPrice]:
    return {
        "0": Factor(share, assumes="Paid only if the documentation shows why an assistant was needed (ASST 0)."),
        "1": _invalid("Medicare never pays an assistant at this operation (ASST 1). Leave the line off."),
        "2": Factor(share),
    }


_NO_ASSISTANT = _invalid("assistance at surgery does not apply to this code. Check the code or the modifier.")
_NOT_ANESTHESIA = _invalid("it belongs to anesthesia codes only. Check the code or the modifier.")
_DIVIDED = NoPrice(
    "anesthesia",
    "the fee is divided between two providers, and medpay has no checked source for the shares, so there is no figure. "
    "With AA or QZ the undivided amount is shown.",
)
_NO_PACKAGE = _invalid("only operations with 10 or 90 days of included care are divided. Bill what was done by itself.")

RULES = (
    Rule(
        ("26",),
        Stage.COMPONENT,
        "professional part",
        "PC/TC indicator 1 or 6",
        OwnRow(_invalid("the fee schedule has no professional part of this code. Bill it without 26.")),
    ),
    Rule(
        ("TC",),
        Stage.COMPONENT,
        "technical part",
        "PC/TC indicator 1",
        OwnRow(_invalid("the fee schedule has no technical part of this code. Bill it without TC, or its other code.")),
    ),
    Rule(
        ("53",),
        Stage.COMPONENT,
        "discontinued procedure",
        "MCPM 12 §30.1",
        OwnRow(_by_report("a discontinued procedure is priced by report. Send the record with the claim.")),
    ),
    Rule(
        ("50",),
        Stage.BILATERAL,
        "both sides",
        "MCPM 12 §40.7, bilateral indicator",
        _invalid("the bilateral rule does not apply to this code (BILAT 9). Bill it without 50."),
        "bilat",
        {
            "0": Factor(Decimal(1), "Both sides are paid as one on this code (BILAT 0)."),
            "1": Factor(Decimal("1.50")),
            "2": Factor(Decimal(1), "The amount is for both sides already (BILAT 2)."),
            "3": Factor(Decimal(2)),
        },
    ),
    Rule(
        ("54",),
        Stage.PACKAGE,
        "surgical care only",
        "MCPM 12 §40.4, shares before and during the operation",
        _NO_PACKAGE,
        "global_days",
        {"010": Share(("pre", "intra")), "090": Share(("pre", "intra"))},
    ),
    Rule(
        ("55",),
        Stage.PACKAGE,
        "care after the operation only",
        "MCPM 12 §40.4, share after the operation",
        _NO_PACKAGE,
        "global_days",
        {"010": Share(("post",)), "090": Share(("post",))},
    ),
    Rule(
        ("56",),
        Stage.PACKAGE,
        "care before the operation only",
        "MCPM 12 §40.2",
        _invalid("Medicare does not pay care before the operation by itself; the surgeon's 54 includes it."),
    ),
    Rule(
        ("78",),
        Stage.PACKAGE,
        "return to the operating room",
        "MCPM 12 §40.4, share during the operation",
        _invalid("a return to the operating room applies to operations (global 000, 010, 090) only. Check the code."),
        "global_days",
        {
            "000": Factor(Decimal(1), "An operation without included care is paid in full on a return (78)."),
            "010": Share(("intra",)),
            "090": Share(("intra",)),
        },
    ),
    Rule(
        ("62",),
        Stage.ROLE,
        "two surgeons, each",
        "MCPM 12 §40.8, co-surgeon indicator",
        _invalid("Medicare does not pay two surgeons for this code (CO-SURG 0 or 9). See whether one assisted."),
        "co",
        {
            "1": Factor(
                CO_SURGEON, assumes="Paid only if the documentation shows why two surgeons were needed (CO-SURG 1)."
            ),
            "2": Factor(CO_SURGEON, "Two surgeons are paid where their specialties differ (CO-SURG 2)."),
        },
    ),
    Rule(
        ("66",),
        Stage.ROLE,
        "surgical team",
        "MCPM 12 §40.8, team indicator",
        _by_report("a team's share is set by report. Send the operative report."),
        "team",
        {
            "0": _by_report("CMS lists it as not payable to a team (TEAM 0), and teams are set by report anyway."),
            "9": _by_report("a team does not apply to it (TEAM 9), and teams are set by report anyway."),
        },
    ),
    Rule(
        ("80", "81", "82"),
        Stage.ROLE,
        "assistant at surgery",
        "SSA §1848(i)(2)(A), MCPM 12 §20.4.3, assistant indicator",
        _NO_ASSISTANT,
        "asst",
        _assistant(SIXTEEN_PERCENT),
    ),
    Rule(
        ("AS",),
        Stage.ROLE,
        "physician assistant or nurse assisting at surgery",
        "85 % of a physician's 16 %: 42 CFR 414.52 and 414.56, MCPM 12 §110.2, assistant indicator",
        _NO_ASSISTANT,
        "asst",
        _assistant(NON_PHYSICIAN_ASSISTANT),
    ),
    Rule(
        ("22",),
        Stage.INFORM,
        "more work than usual",
        "MCPM 12 §20.4.6",
        _by_report("an increase is granted by report only. Send the operative report and say what was unusual."),
    ),
    Rule(
        ("52",),
        Stage.INFORM,
        "reduced service",
        "MCPM 12 §20.4.6",
        _by_report("a reduced service is priced by report. Say what was left out."),
    ),
    Rule(
        ("51",),
        Stage.INFORM,
        "multiple procedures",
        "MCPM 12 §40.6",
        Factor(
            Decimal(1),
            assumes="51 says that there are other procedures: their ranking may halve this line, shown unreduced.",
        ),
        "status",
        {"J": _invalid("of several anesthetics only the one with the most base units is paid, with the time of all.")},
    ),
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
        {"J": NoPrice("anesthesia", "supervision is paid by units of its own, which medpay does not compute.")},
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
        ("CO", "CQ", "CT", "FX", "FY"),
        Stage.INFORM,
        "changes the payment",
        "not yet in medpay",
        _invalid("it changes the payment in a way medpay does not compute yet, so there is no figure."),
    ),
    Rule(
        (
            *("24", "25", "27", "57", "58", "59", "76", "77", "79", "91", "XE", "XP", "XS", "XU"),
            *("LT", "RT", "E1", "E2", "E3", "E4", "LC", "LD", "LM", "RC", "RI"),
            *("FA", "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9"),
            *("TA", "T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9"),
            *("GA", "GX", "GC", "GE", "GV", "GW", "GN", "GO", "GP", "KX", "AI", "AT", "CR", "Q0", "Q1", "Q5", "Q6"),
            *("QW", "90", "93", "95", "GQ", "GT", "G0"),
        ),
        Stage.INFORM,
        "information for the payer",
        "never multiplies the price",
        UNCHANGED,
    ),
)

RULE_OF: Mapping[str, Rule] = {modifier: rule for rule in RULES for modifier in rule.modifiers}
