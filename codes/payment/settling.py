"""From the fee of one unit to what is allowed for the line, and who pays it.

Order: non-participating, units, charge, then deductible and coinsurance, then sequestration, which lowers Medicare's
share alone. Of a preventive service without cost sharing Medicare's share is all, and the deductible stays as it is.
"""

from decimal import Decimal
from typing import NamedTuple

from codes.payment.answers import NOTHING, Price, Step, cents
from codes.payment.lines import compared
from codes.payment.preventive import FREE_OF_SHARE, Preventive
from codes.sources.mpfs import FeeRow

NON_PARTICIPATING = Decimal("0.95")
LIMITING_CHARGE = Decimal("1.0925")  # 115 % of 95 %
MEDICARE_SHARE = Decimal("0.80")
AFTER_SEQUESTRATION = Decimal("0.98")


class Fee(NamedTuple):
    """What one unit pays a participating provider (the last of `steps`), and what matters for the rest.

    `further`: the same for each further unit, in `further_words` where it is another amount.
    `assigned`: the law lets this provider charge no more than the fee.
    """

    row: FeeRow
    steps: tuple[Step, ...]
    further: Decimal
    units: int = 1
    participating: bool = True
    charge: Decimal | None = None
    further_words: str = ""
    further_source: str = ""
    assigned: bool = False
    assumptions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def settle(fee: Fee, deductible: Decimal = NOTHING) -> Price:
    """The price of the line. `deductible`: dollars that the patient still owes this year before Medicare pays."""
    limiting = _limiting_charge(fee)
    steps = _allowed_steps(fee)
    allowed = steps[-1].amount
    free = FREE_OF_SHARE.get(fee.row.code)
    owed = NOTHING if free else min(deductible, allowed)
    medicare_share = allowed if free else cents((allowed - owed) * MEDICARE_SHARE)
    after_sequestration = cents(medicare_share * AFTER_SEQUESTRATION)
    return Price(
        row=fee.row,
        allowed=allowed,
        steps=(
            *steps,
            *_share_steps(allowed, owed, medicare_share, free),
            after_sequestration_step(after_sequestration),
        ),
        medicare_share=medicare_share,
        patient_share=allowed - medicare_share,
        after_sequestration=after_sequestration,
        limiting_charge=limiting,
        warnings=(*fee.assumptions, *fee.notes, *_limiting_note(limiting)),
        assumptions=fee.assumptions,
        deductible=owed,
    )


def _allowed_steps(fee: Fee) -> list[Step]:
    steps, first, further = [*fee.steps], fee.steps[-1].amount, fee.further
    if not fee.participating:
        first, further = (cents(first * NON_PARTICIPATING), cents(further * NON_PARTICIPATING))
        steps.append(Step("not participating", NON_PARTICIPATING, first, "SSA §1848(a)(3)"))
    if fee.units > 1:
        steps.append(_units_step(fee, first, further))
    if fee.charge is not None:
        steps.append(charge_step(steps[-1].amount, cents(fee.charge)))
    return steps


def _units_step(fee: Fee, first: Decimal, further: Decimal) -> Step:
    total = _over_units(first, further, fee.units)
    if fee.further_words:
        rule = f"{fee.units} units: {first}, then {further} each {fee.further_words}"
        return Step(rule, None, total, fee.further_source)
    return Step(f"{fee.units} units", Decimal(fee.units), total, "units billed")


def _over_units(first: Decimal, further: Decimal, units: int) -> Decimal:
    return first + further * (units - 1)


def charge_step(amount: Decimal, charge: Decimal) -> Step:
    rule = f"charge of {charge} is {compared(charge, amount)}"
    return Step(rule, None, min(amount, charge), "SSA §1848(a)(1): lower of charge and fee")


def _limiting_charge(fee: Fee) -> Decimal | None:
    if fee.participating or fee.assigned:
        return None
    first = cents(fee.steps[-1].amount * LIMITING_CHARGE)
    return _over_units(first, cents(fee.further * LIMITING_CHARGE), fee.units)


def _limiting_note(limiting: Decimal | None) -> tuple[str, ...]:
    return () if limiting is None else (f"Without assignment the patient may be charged up to {limiting} in all.",)


def _share_steps(allowed: Decimal, owed: Decimal, medicare_share: Decimal, free: Preventive | None) -> tuple[Step, ...]:
    if free:
        words = f"Medicare's share: no deductible, no coinsurance on {free.words}"
        return (Step(words, Decimal(1), medicare_share, free.source),)
    share_of = "of what is left" if owed else "once the deductible is met"
    return (
        *([_deductible_step(allowed, owed)] if owed else []),
        Step(f"Medicare's share, {share_of}", MEDICARE_SHARE, medicare_share, "SSA §1833(a)(1)(N)"),
    )


def _deductible_step(allowed: Decimal, owed: Decimal) -> Step:
    return Step(f"less {owed} of the yearly deductible, the patient's", None, allowed - owed, "SSA §1833(b)")


def after_sequestration_step(amount: Decimal) -> Step:
    return Step("after sequestration", AFTER_SEQUESTRATION, amount, "2 U.S.C. 901a(6): 2 % less")
