"""The price of one line on the Medicare physician fee schedule.

Formula (42 CFR 414.22, 414.26): (work * work GPCI + PE * PE GPCI + MP * MP GPCI) * conversion factor, PE by setting, in
exact decimals. The row's amount, and every amount from other RVUs (OPPS cap, halved practice expense), is rounded half
up to the cent once; every later step multiplies those cents and rounds again.
Order: component row, both sides, surgical package, OPPS cap, assistant or co-surgeon, non-participating, units, charge,
Medicare's share, sequestration.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from codes.payment.answers import NATIONAL, Gpci, Price, Refusal, Setting, Step, cents
from codes.payment.modifiers import RULE_OF, refuse, refuse_unusable
from codes.payment.rows import SETTING_WORDS, component, refuse_setting, refuse_status, row_name
from codes.payment.rules import Factor, NoPrice, OwnRow, Rule, Share, Stage
from codes.payment.words import MULT_WARNINGS
from codes.sources.mpfs import FeeRow

NON_PARTICIPATING = Decimal("0.95")
LIMITING_CHARGE = Decimal("1.0925")  # 115 % of 95 %
MEDICARE_SHARE = Decimal("0.80")
AFTER_SEQUESTRATION = Decimal("0.98")
HALF = Decimal("0.5")


class _Applied(NamedTuple):
    """A modifier's rule as it turned out on the row priced."""

    modifier: str
    rule: Rule
    factor: Factor


class _Line(NamedTuple):
    """Everything a price depends on, once nothing is left to refuse."""

    row: FeeRow
    applied: Sequence[_Applied]
    setting: Setting
    units: int
    gpci: Gpci
    participating: bool
    charge: Decimal | None

    @property
    def reduces_further_units(self) -> bool:
        return self.row.mult == "5" and self.units > 1


def price(
    rows: Sequence[FeeRow],
    *,
    modifiers: Sequence[str] = (),
    setting: Setting = "nonfacility",
    units: int = 1,
    locality: Gpci | None = None,
    participating: bool = True,
    charge: Decimal | None = None,
) -> Price | Refusal:
    """What Medicare allows for one line, or why there is no number.

    `rows`: all rows of one code in one release (none: see `answers.no_rows`). `locality` None: national.
    `charge`: dollars billed for the whole line. Raises ValueError for no rows, rows of several codes, units below 1,
    or a charge that is negative or no number.
    """
    code = _only_code(rows)
    if units < 1:
        raise ValueError(f"units must be at least 1, not {units}")
    if charge is not None and not (charge.is_finite() and charge >= 0):
        raise ValueError(f"a charge must be zero or more dollars, not {charge}")
    modifiers = [modifier.strip().upper() if modifier.isascii() else modifier for modifier in modifiers]

    unusable = refuse_unusable(code, modifiers)
    if unusable:
        return unusable
    row = component(rows, modifiers)
    if isinstance(row, Refusal):
        return row
    refusal = refuse_status(row, rows) or refuse_setting(row, rows, setting)
    if refusal:
        return refusal
    applied = _apply(row, modifiers)
    if isinstance(applied, Refusal):
        return applied
    return _total(_Line(row, applied, setting, units, locality or NATIONAL, participating, charge))


def _only_code(rows: Sequence[FeeRow]) -> str:
    codes = {row.code for row in rows}
    if len(codes) != 1:
        raise ValueError(f"rows of one code are wanted, not of {sorted(codes)}")
    return codes.pop()


def _apply(row: FeeRow, modifiers: Sequence[str]) -> list[_Applied] | Refusal:
    """Each modifier's factor on this row in the order the stages act, or the first refusal."""
    applied = []
    for modifier in sorted(modifiers, key=lambda modifier: (RULE_OF[modifier].stage, modifier)):
        rule = RULE_OF[modifier]
        match rule.effect(row):
            case NoPrice() as no_price:
                return refuse(modifier, row.code, no_price)
            case Factor() as factor:
                applied.append(_Applied(modifier, rule, factor))
            case Share(parts):
                share = sum((getattr(row, part) for part in parts), Decimal(0))
                if not share:
                    why = "CMS publishes no shares of its care (0/0/0). Ask the contractor."
                    return refuse(modifier, row.code, NoPrice("invalid_modifier", why))
                applied.append(_Applied(modifier, rule, Factor(share)))
            case OwnRow():
                pass  # the row itself is the effect
    return applied


def _total(line: _Line) -> Price:
    steps = _one_unit(line)
    fee = steps[-1].amount
    further_fee = _one_unit(_with_half_the_practice_expense(line))[-1].amount if line.reduces_further_units else fee
    limiting = _limiting_charge(line, fee, further_fee)
    if not line.participating:
        fee, further_fee = (cents(fee * NON_PARTICIPATING), cents(further_fee * NON_PARTICIPATING))
        steps.append(Step("not participating", NON_PARTICIPATING, fee, "SSA §1848(a)(3)"))
    if line.units > 1:
        steps.append(_units_step(line, fee, further_fee))
    if line.charge is not None:
        steps.append(_charge_step(steps[-1].amount, cents(line.charge)))
    allowed = steps[-1].amount
    medicare_share = cents(allowed * MEDICARE_SHARE)
    after_sequestration = cents(medicare_share * AFTER_SEQUESTRATION)
    assumptions = _assumptions(line)
    return Price(
        row=line.row,
        allowed=allowed,
        steps=(*steps, *_share_steps(medicare_share, after_sequestration)),
        medicare_share=medicare_share,
        patient_share=allowed - medicare_share,
        after_sequestration=after_sequestration,
        limiting_charge=limiting,
        warnings=(*assumptions, *_notes(line, limiting)),
        assumptions=assumptions,
    )


def _one_unit(line: _Line) -> list[Step]:
    """From the row to the fee of one unit for a participating provider."""
    row, nonfacility = line.row, line.setting == "nonfacility"
    pe = row.pe_nonfacility if nonfacility else row.pe_facility
    opps_pe = row.opps_pe_nonfacility if nonfacility else row.opps_pe_facility
    steps = [_row_step(line, pe)]
    sides = Decimal(1)
    for one in line.applied:
        if one.rule.stage in (Stage.BILATERAL, Stage.PACKAGE):
            steps.append(_modifier_step(one, steps[-1].amount))
        if one.rule.stage == Stage.BILATERAL:
            sides = one.factor.by
    if any((row.opps_pe_nonfacility, row.opps_pe_facility, row.opps_mp)):
        cap = cents(_rvus(row.work, opps_pe, row.opps_mp, line.gpci) * row.cf)
        steps.append(_cap_step(steps[-1].amount, cents(cap * sides)))
    for one in line.applied:
        if one.rule.stage == Stage.ROLE:
            steps.append(_modifier_step(one, steps[-1].amount))
    return steps


def _rvus(work: Decimal, pe: Decimal, mp: Decimal, gpci: Gpci) -> Decimal:
    return work * gpci.work + pe * gpci.pe + mp * gpci.mp


def _row_step(line: _Line, pe: Decimal) -> Step:
    row, place = line.row, f", adjusted for {line.gpci.name}" if line.gpci.name else ""
    rvus = _rvus(row.work, pe, row.mp, line.gpci)
    rule = f"{row_name(row)}, {SETTING_WORDS[line.setting]}: {rvus.normalize():f} RVUs{place}, at the conversion factor"
    return Step(rule, row.cf, cents(rvus * row.cf), "relative value file; 42 CFR 414.22 and 414.26")


def _modifier_step(one: _Applied, amount: Decimal) -> Step:
    return Step(f"{one.modifier}: {one.rule.words}", one.factor.by, cents(amount * one.factor.by), one.rule.source)


def _cap_step(amount: Decimal, cap: Decimal) -> Step:
    rule = f"hospital outpatient cap of {cap} is {_compared(cap, amount)}"
    return Step(rule, None, min(amount, cap), "SSA §1848(b)(4): OPPS payment columns of the relative value file")


def _charge_step(amount: Decimal, charge: Decimal) -> Step:
    rule = f"charge of {charge} is {_compared(charge, amount)}"
    return Step(rule, None, min(amount, charge), "SSA §1848(a)(1): lower of charge and fee")


def _compared(limit: Decimal, amount: Decimal) -> str:
    return "lower" if limit < amount else "no lower"


def _share_steps(medicare_share: Decimal, after_sequestration: Decimal) -> tuple[Step, Step]:
    return (
        Step("Medicare's share, once the deductible is met", MEDICARE_SHARE, medicare_share, "SSA §1833(a)(1)(N)"),
        Step("after sequestration", AFTER_SEQUESTRATION, after_sequestration, "2 U.S.C. 901a(6): 2 % less"),
    )


def _with_half_the_practice_expense(line: _Line) -> _Line:
    row = line.row
    return line._replace(row=row._replace(pe_nonfacility=row.pe_nonfacility * HALF, pe_facility=row.pe_facility * HALF))


def _limiting_charge(line: _Line, fee: Decimal, further_fee: Decimal) -> Decimal | None:
    """None for a participating provider, and for AS: physician assistants and nurses must accept assignment."""
    if line.participating or any(one.modifier == "AS" for one in line.applied):
        return None
    return _over_units(cents(fee * LIMITING_CHARGE), cents(further_fee * LIMITING_CHARGE), line.units)


def _over_units(first: Decimal, further: Decimal, units: int) -> Decimal:
    return first + further * (units - 1)


def _units_step(line: _Line, fee: Decimal, further_fee: Decimal) -> Step:
    total = _over_units(fee, further_fee, line.units)
    if line.reduces_further_units:
        rule = f"{line.units} units: {fee}, then {further_fee} each with half the practice expense"
        return Step(rule, None, total, "SSA §1848(b)(7), multiple procedure indicator 5")
    return Step(f"{line.units} units", Decimal(line.units), total, "units billed")


def _assumptions(line: _Line) -> tuple[str, ...]:
    row, several = line.row, line.units > 1
    found = [one.factor.assumes for one in line.applied if one.factor.assumes]
    if row.status == "T":
        found.append("Paid only if nothing else payable is billed that day by the same provider (status T).")
    if several and row.mult in MULT_WARNINGS and not line.reduces_further_units:
        found.append("Every unit is counted in full; Medicare may reduce all but the first.")
    if several and row.bilat == "1":
        found.append("If the units are the two sides of the body, Medicare pays 150 %: bill one unit with 50.")
    return tuple(found)


def _notes(line: _Line, limiting: Decimal | None) -> tuple[str, ...]:
    notes = [one.factor.warning for one in line.applied if one.factor.warning]
    if line.row.status == "R":
        notes.append("Special coverage rules apply (status R): check them before billing.")
    if line.row.mult in MULT_WARNINGS:
        notes.append(MULT_WARNINGS[line.row.mult])
    if limiting is not None:
        notes.append(f"Without assignment the patient may be charged up to {limiting} in all.")
    return tuple(notes)
