"""The price of one line on the Clinical Laboratory Fee Schedule: one national amount, nothing owed by the patient.

Sources: Social Security Act §1833(a)(1)(D), (b)(3) and (h)(5)(C): no coinsurance, no deductible, assignment mandatory;
Medicare Claims Processing Manual chapter 16 §30.
"""

from collections.abc import Collection, Sequence
from decimal import Decimal

from codes.payment.answers import NOTHING, LabPrice, Refusal, Step, cents, dollars_given
from codes.payment.combining import refuse, refuse_unusable
from codes.payment.modifiers import RULE_OF
from codes.payment.preventive import MARKERS
from codes.payment.rules import Factor, NoPrice, Stage
from codes.payment.settling import AFTER_SEQUESTRATION, after_sequestration_step, charge_step

PARTS = NoPrice(
    "invalid_modifier",
    "the laboratory schedule pays a test undivided. A physician's interpretation (26) is on the physician schedule.",
)
OF_OTHER_SERVICES = frozenset({"23", "47", "63", "96", "97", "CO", "CQ", "CT", "FX", "FY"})
NOT_FOR_TESTS = NoPrice("invalid_modifier", "it does not belong on a laboratory test. Check the modifier.")


def price_lab(
    code: str,
    amount: Decimal,
    *,
    modifiers: Sequence[str] = (),
    units: int = 1,
    charge: Decimal | None = None,
    listed: Collection[str] = (),
) -> LabPrice | Refusal:
    """What Medicare pays for a laboratory test at the schedule's `amount` (dollars), or why there is no number.

    `charge`: dollars billed for the whole line. `listed`: modifiers that a published list holds. Raises ValueError for
    units below 1, or odd dollars.
    """
    if units < 1:
        raise ValueError(f"units must be at least 1, not {units}")
    fee = dollars_given(amount, "laboratory amount")
    billed = None if charge is None else dollars_given(charge, "charge")
    modifiers = [modifier.strip().upper() if modifier.isascii() else modifier for modifier in modifiers]
    refusal = refuse_unusable(code, modifiers, listed) or _refuse_effect(code, modifiers)
    if refusal:
        return refusal
    return _settled(code, _allowed_steps(code, fee, units, billed), _assumptions(modifiers))


def _allowed_steps(code: str, fee: Decimal, units: int, charge: Decimal | None) -> list[Step]:
    steps = [Step(f"{code}: laboratory schedule", None, fee, "Clinical Laboratory Fee Schedule")]
    if units > 1:
        steps.append(Step(f"{units} units", Decimal(units), fee * units, "units billed"))
    if charge is not None:
        steps.append(charge_step(steps[-1].amount, charge))
    return steps


def _settled(code: str, steps: Sequence[Step], assumptions: tuple[str, ...]) -> LabPrice:
    """All that is allowed is Medicare's share."""
    allowed = steps[-1].amount
    after_sequestration = cents(allowed * AFTER_SEQUESTRATION)
    return LabPrice(
        code=code,
        allowed=allowed,
        steps=(
            *steps,
            Step("Medicare's share: no deductible, no coinsurance", Decimal(1), allowed, "SSA §1833(a)(1)(D), (b)(3)"),
            after_sequestration_step(after_sequestration),
        ),
        medicare_share=allowed,
        patient_share=NOTHING,
        after_sequestration=after_sequestration,
        warnings=assumptions,
        assumptions=assumptions,
    )


def _refuse_effect(code: str, modifiers: Sequence[str]) -> Refusal | None:
    """Only what informs the payer, and what says that the test is not covered, may stand on a test."""
    for modifier in sorted(modifiers):
        rule = RULE_OF[modifier]
        if modifier in {"26", "TC"}:
            return refuse(modifier, code, PARTS)
        if modifier in OF_OTHER_SERVICES:
            return refuse(modifier, code, NOT_FOR_TESTS)
        if isinstance(rule.otherwise, NoPrice) and not rule.indicator:
            return refuse(modifier, code, rule.otherwise)
        if rule.stage != Stage.INFORM or rule.indicator or not isinstance(rule.otherwise, Factor):
            return refuse(modifier, code, NOT_FOR_TESTS)
    return None


def _assumptions(modifiers: Sequence[str]) -> tuple[str, ...]:
    """Of modifiers for a preventive service nothing is left to assume: the patient owes nothing anyway."""
    effects = [RULE_OF[modifier].otherwise for modifier in sorted(modifiers) if modifier not in MARKERS]
    return tuple(effect.assumes for effect in effects if isinstance(effect, Factor) and effect.assumes)
