"""The fee of a line on which nothing is left to refuse, with the sentences that go with it."""

from codes.payment.days import DAY_RULE_OF, Parts, PracticeExpense
from codes.payment.lines import Line, steps_of_one_unit, with_half_the_practice_expense
from codes.payment.preventive import FREE_OF_SHARE, MARKERS, WHILE_COVERED
from codes.payment.rows import bundles_technical_part
from codes.payment.settling import Fee
from codes.payment.words import MULT_WARNINGS

TOGETHER = "The lines were taken as of one patient, one day and one practice."
BUNDLED_PART = "CMS bundles the technical part of {code} (its TC has status B): bill 26, the professional part."
ASSIGNED = frozenset({"AS"})  # physician assistants and nurses must accept assignment


def fee_of(line: Line, *, alone: bool = True) -> Fee:
    """`alone`: no other line of the day was looked at, so the reader is told what another one would do."""
    steps = steps_of_one_unit(line)
    fee = Fee(
        row=line.row,
        steps=tuple(steps),
        further=steps[-1].amount,
        units=line.asked.units,
        participating=line.asked.participating,
        charge=line.asked.charge,
        assigned=bool(ASSIGNED & line.modifiers),
        assumptions=_assumptions(line),
        notes=_notes(line, alone=alone),
    )
    return _with_further_units(fee, line) if _reduces_further_units(line) else fee


def _reduces_further_units(line: Line) -> bool:
    """Where the first unit is reduced already, all units are alike."""
    rule = DAY_RULE_OF.get(line.row.mult)
    return rule is not None and isinstance(rule.effect, PracticeExpense) and line.asked.units > 1 and not line.others


def _with_further_units(fee: Fee, line: Line) -> Fee:
    return fee._replace(
        further=steps_of_one_unit(with_half_the_practice_expense(line))[-1].amount,
        further_words="with half the practice expense",
        further_source=f"{DAY_RULE_OF[line.row.mult].source}, multiple procedure indicator {line.row.mult}",
    )


def _assumptions(line: Line) -> tuple[str, ...]:
    row, several = line.row, line.asked.units > 1
    ranked = bool(line.others)
    idle = {*(["51"] if ranked else []), *(MARKERS if row.code in FREE_OF_SHARE else [])}
    found = [one.factor.assumes for one in line.applied if one.factor.assumes and one.modifier not in idle]
    if bundles_technical_part(row, line.asked.rows):
        found.append(BUNDLED_PART.format(code=row.code))
    if row.status == "T":
        found.append("Paid only if nothing else payable is billed that day by the same provider (status T).")
    if several and row.mult in MULT_WARNINGS and not isinstance(_effect(row.mult), PracticeExpense):
        found.append("Every unit is counted alike; Medicare may reduce all but the first.")
    if several and row.bilat == "1":
        found.append("If the units are the two sides of the body, Medicare pays 150 %: bill one unit with 50.")
    if line.sides == 2 and isinstance(_effect(row.mult), Parts):
        found.append("Both sides are counted in full; Medicare may reduce the second.")
    return (*found, *line.doubts)


def _effect(mult: str) -> object:
    rule = DAY_RULE_OF.get(mult)
    return rule and rule.effect


def _notes(line: Line, *, alone: bool) -> tuple[str, ...]:
    notes = [one.factor.warning for one in line.applied if one.factor.warning]
    if line.row.status == "R":
        notes.append("Special coverage rules apply (status R): check them before billing.")
    if line.row.code in FREE_OF_SHARE:
        notes.append(WHILE_COVERED)
    if line.others:
        notes.append(TOGETHER)
    if line.row.mult in MULT_WARNINGS and (alone or line.row.mult not in DAY_RULE_OF):
        notes.append(MULT_WARNINGS[line.row.mult])
    return tuple(notes)
