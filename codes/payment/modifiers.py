"""What each modifier does to the price of one line, as a table.

A rule looks at one indicator of the fee schedule row and finds the effect there, or falls back to `otherwise`.
To teach medpay a modifier, add a rule. A modifier without a rule is unknown and prices nothing.
Modifiers that never multiply a price, or whose effect is not computed, are in `informing`.
What lines of one day do to each other (51, MULT 2 to 7) is not here: it needs the other lines.

Sources: Medicare Claims Processing Manual (Pub. 100-04), chapter 12 unless said ("MCPM 12 §40.7"), and its MPFSDB
record layout (chapter 23, addendum); Social Security Act ("SSA").
"""

from collections.abc import Mapping
from decimal import Decimal

from codes.payment.informing import INFORMING
from codes.payment.rules import Factor, NoPrice, OwnRow, Rule, Share, Stage, invalid

SIXTEEN_PERCENT = Decimal("0.16")
NON_PHYSICIAN_ASSISTANT = SIXTEEN_PERCENT * Decimal("0.85")
CO_SURGEON = Decimal("0.625")


def _by_report(why: str) -> NoPrice:
    return NoPrice("by_report", why + " The contractor decides from the documentation; there is no published figure.")


def _assistant(share: Decimal) -> Mapping[str, Factor | NoPrice]:
    return {
        "0": Factor(share, assumes="Paid only if the documentation shows why an assistant was needed (ASST 0)."),
        "1": invalid("Medicare never pays an assistant at this operation (ASST 1). Leave the line off."),
        "2": Factor(share),
    }


_NO_ASSISTANT = invalid("assistance at surgery does not apply to this code. Check the code or the modifier.")
_NO_TEAM = NoPrice("by_report", "", "not paid")  # by report, as of any team: there never is a figure
_NO_PACKAGE = invalid("only operations with 10 or 90 days of included care are divided. Bill what was done by itself.")

RULES = (
    Rule(
        ("26",),
        Stage.COMPONENT,
        "professional part",
        "PC/TC indicator 1 or 6",
        OwnRow(invalid("the fee schedule has no professional part of this code. Bill it without 26.")),
    ),
    Rule(
        ("TC",),
        Stage.COMPONENT,
        "technical part",
        "PC/TC indicator 1",
        OwnRow(invalid("the fee schedule has no technical part of this code. Bill it without TC, or its other code.")),
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
        invalid("the bilateral rule does not apply to this code (BILAT 9). Bill it without 50."),
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
        invalid("Medicare does not pay care before the operation by itself; the surgeon's 54 includes it."),
    ),
    Rule(
        ("78",),
        Stage.PACKAGE,
        "return to the operating room",
        "MCPM 12 §40.4, share during the operation",
        invalid("a return to the operating room applies to operations (global 000, 010, 090) only. Check the code."),
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
        invalid("Medicare does not pay two surgeons for this code (CO-SURG 0 or 9). See whether one assisted."),
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
            "0": _NO_TEAM._replace(why="Medicare does not pay a team for this code (TEAM 0). Expect a denial."),
            "9": _NO_TEAM._replace(why="a team does not apply to this code (TEAM 9). Check the code or the modifier."),
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
        {"J": invalid("of several anesthetics only the one with the most base units is paid, with the time of all.")},
    ),
    *INFORMING,
)

RULE_OF: Mapping[str, Rule] = {modifier: rule for rule in RULES for modifier in rule.modifiers}
