"""What the lines of one patient, one day and one practice do to each other, as a table.

The row's multiple procedure indicator (MULT) picks the rule. Indicators without a rule (0, 9) act on nothing; 1, the
percentages before 1995, stands on no payable row.

Sources: Medicare Claims Processing Manual (Pub. 100-04), chapter 12 unless said ("MCPM 12 §40.6"), and its MPFSDB
record layout (chapter 23, addendum); Social Security Act ("SSA").
"""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import NamedTuple

from codes.payment.lines import Line

HALF = Decimal("0.50")
FULL = Decimal(1)


class Ranked(NamedTuple):
    """Services in descending order of their amounts are paid these shares; beyond the last by report."""

    shares: tuple[Decimal, ...]


class Family(NamedTuple):
    """Endoscopies of one base: the highest in full, each other less the base. The family then ranks as one service."""


class Parts(NamedTuple):
    """The highest professional part and the highest technical part in full, of all others these shares."""

    professional: Decimal
    technical: Decimal


class PracticeExpense(NamedTuple):
    """The unit with the highest practice expense in full, of all others this share of the practice expense."""

    share: Decimal


class DayRule(NamedTuple):
    """`apart`: modifiers that may say that the services were apart (`unless`), so that the rule would not hold."""

    mult: str
    words: str
    effect: Ranked | Family | Parts | PracticeExpense
    source: str
    apart: frozenset[str] = frozenset()
    unless: str = ""


DAY_RULES = (
    DayRule("2", "procedures", Ranked((FULL, HALF, HALF, HALF, HALF)), "MCPM 12 §40.6; 42 CFR 414.40(b)"),
    DayRule(
        "3",
        "endoscopies of one family",
        Family(),
        "MCPM 12 §40.6, endoscopy base of the relative value file",
        frozenset({"59", "XE", "XS", "LT", "RT"}),
        "another place or session",
    ),
    DayRule(
        "4",
        "imaging services",
        Parts(professional=Decimal("0.95"), technical=HALF),
        "SSA §1848(b)(4)(D) and (b)(10), imaging family 88",
        frozenset({"59", "XE"}),
        "another session",
    ),
    DayRule("5", "therapy services", PracticeExpense(HALF), "SSA §1848(b)(7)"),
    DayRule(
        "6",
        "heart and vessel tests",
        Parts(professional=FULL, technical=Decimal("0.75")),
        "77 FR 68892 (fee schedule of 2013); MPFSDB record layout, indicator 6",
    ),
    DayRule(
        "7",
        "eye tests",
        Parts(professional=FULL, technical=Decimal("0.80")),
        "77 FR 68892 (fee schedule of 2013); MPFSDB record layout, indicator 7",
    ),
)

DAY_RULE_OF: Mapping[str, DayRule] = {rule.mult: rule for rule in DAY_RULES}

# What is no operation of that day, or has its own rule for a return to the operating room (MCPM 12 §40.6).
OUT_OF_RANKING = frozenset({"55", "78"})
REDUCED_IMAGING = "88"


def day_rule(line: Line) -> DayRule | None:
    """The rule under which this line meets others, or None where it stays by itself."""
    rule = DAY_RULE_OF.get(line.row.mult)
    if rule is None or (rule.mult == "4" and line.row.imaging_family != REDUCED_IMAGING):
        return None
    return None if _exempt(line, rule) else rule


def _exempt(line: Line, rule: DayRule) -> bool:
    match rule.effect:
        case Ranked() | Family():
            return line.row.global_days == "ZZZ" or bool(OUT_OF_RANKING & line.modifiers)
        case Parts(professional=share):
            return share == FULL and line.row.modifier == "26"
        case PracticeExpense():
            return False


def doubts_apart(rule: DayRule, modifiers: frozenset[str]) -> tuple[str, ...]:
    """For a line reduced under `rule`, where the modifiers of the lines together may say that it does not hold."""
    said = sorted(rule.apart & modifiers)
    if not said:
        return ()
    return (f"Reduced beside other {rule.words}; if {', '.join(said)} says {rule.unless}, Medicare may not reduce it.",)


def without_figure(codes: Collection[str]) -> tuple[str, ...]:
    """For a line beside others of the day that may be paid, but whose amounts nobody publishes."""
    if not codes:
        return ()
    return (f"No figure for {', '.join(sorted(codes))}: if Medicare pays more for it, this line is reduced further.",)
